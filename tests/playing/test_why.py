"""Why a report came out as it did, told from the diagnosis that is replied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.diagnosis.outcome import Clarify, Suggest
from bot.playing.examples import EXAMPLES
from bot.playing.why import Explaining

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

NO_FILE = "the nightly file never came"


def sums(why: dict[str, Any]) -> list[float]:
    """Return what all shares add up to, for each of the compared modules."""
    columns = range(len(why["compared"]))
    return [sum(share["adds"][i] for share in why["shares"] if share["adds"]) for i in columns]


def scores(why: dict[str, Any]) -> list[float]:
    """Return the scores of the compared modules."""
    by_module = {each["module"]: each["score"] for each in why["ranking"]}
    return [by_module[module] for module in why["compared"]]


def test_a_report(shipped: Diagnostician) -> None:
    """The diagnosis is what it would be without, and the page is told the whole ranking."""
    told: list[dict[str, Any]] = []
    report = "退信一直没有被收取"

    diagnosis = Explaining(shipped, told.append).diagnose(report)

    (why,) = told
    assert diagnosis == shipped.diagnose(report)
    assert (why["report"], why["language"], why["decision"]) == (report, "zh-Hans", "suggest")
    assert [each["module"] for each in why["ranking"]] == [each.module for each in diagnosis.candidates]
    assert [clause["terms"] for clause in why["clauses"]] != []
    assert sums(why) == pytest.approx(scores(why), abs=0.02)


def test_an_answer_to_a_question(shipped: Diagnostician) -> None:
    """What it added is told as well: all still adds up."""
    told: list[dict[str, Any]] = []
    explaining = Explaining(shipped, told.append)
    question = explaining.diagnose(NO_FILE)
    assert isinstance(question, Clarify)

    diagnosis = explaining.answered(question, question.question.answers[0].id)

    asked, answered = told
    assert isinstance(diagnosis, Suggest)
    assert (asked["decision"], answered["decision"]) == ("clarify", "suggest")
    assert "answers" in [share["name"] for share in answered["shares"]]
    assert sums(answered) == pytest.approx(scores(answered), abs=0.02)


@pytest.mark.parametrize(("language", "report"), EXAMPLES)
def test_each_example_is_heard_in_its_language(shipped: Diagnostician, language: str, report: str) -> None:
    """Short ones may leave it open."""
    assert shipped.diagnose(report).language in (language, None)


def test_the_examples_show_every_kind_of_answer(shipped: Diagnostician) -> None:
    """A suggestion in each language, one question, and one that nothing is known of."""
    decisions = [type(shipped.diagnose(report)).__name__ for _, report in EXAMPLES]

    assert decisions == ["Suggest"] * 12 + ["Clarify", "Abstain"]
