"""What an answer to a question changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.diagnosis.clarifying import MOST_QUESTIONS
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.outcome import Abstain, Answered, Clarify, Suggest
from bot.diagnosis.weights import Weights
from tests import packs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.diagnosis.outcome import Diagnosis

NAMES = ("alpha", "beta", "gamma", "delta")
LIMITS = {"suggest": 0.9375, "clarify": 0.25, "margin": 0.125}


def question(question_id: str, between: Sequence[str], *favours: Sequence[str]) -> dict[str, Any]:
    """Return a question whose answers are called by their number, and one that decides nothing."""
    answers: list[dict[str, Any]] = [
        {"id": str(number), "label": packs.text("Yes"), "favours": list(each)} for number, each in enumerate(favours)
    ]
    answers.append({"id": "dont-know", "label": packs.text("Don't know")})
    return {"id": question_id, "between": list(between), "ask": packs.text("Which?"), "answers": answers}


def diagnostician(
    folder: Path, questions: Sequence[dict[str, Any]], bias: Sequence[float] = (0, 0, 0, 0)
) -> Diagnostician:
    """Return the diagnostician of four modules that are as likely as `bias` says, whatever is asked."""
    content = packs.files()
    content["pack.yaml"]["thresholds"] = LIMITS
    for name in NAMES:
        content[f"modules/{name}.yaml"] = packs.module(
            name, "alpha" if name != "alpha" else "beta", f"{name} hums", "嗡"
        )
    content["questions.yaml"] = {"questions": list(questions)}
    return Diagnostician(packs.load_small(folder, content), Weights(NAMES, (*bias, 0.0), {}))


def asked(diagnosis: Diagnosis) -> Clarify:
    """Return the diagnosis, which asks."""
    assert isinstance(diagnosis, Clarify)
    return diagnosis


def test_the_favoured_module_comes_first(folder: Path) -> None:
    """One answer for either of the two, whatever the ranking was."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])], (0.5, 0.25, -2, -2))
    diagnosis = asked(bot.diagnose("?"))

    after = [bot.answered(diagnosis, answer) for answer in ("0", "1")]

    assert [type(each) for each in after] == [Suggest, Suggest]
    assert [each.candidates[0].module for each in after] == ["alpha", "beta"]


def test_the_others_of_the_question_fall_and_the_rest_stay(folder: Path) -> None:
    """An answer speaks of the modules of its question only."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])], (0.5, 0.25, -2, -2))
    before = asked(bot.diagnose("?"))

    after = bot.answered(before, "1")

    old, new = ({each.module: each for each in told.candidates} for told in (before, after))
    assert new["alpha"].confidence < old["alpha"].confidence
    assert new["beta"].confidence > old["beta"].confidence
    assert (new["gamma"], new["delta"]) == (old["gamma"], old["delta"])


def test_an_answer_that_decides_nothing_leaves_the_best_guess(folder: Path) -> None:
    """Whoever was asked gets a place to start."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])])
    diagnosis = asked(bot.diagnose("?"))

    after = bot.answered(diagnosis, "dont-know")

    assert isinstance(after, Suggest)
    assert after.candidates == diagnosis.candidates
    assert after.is_best_guess


def test_what_an_answer_speaks_for_is_more_than_a_guess(folder: Path) -> None:
    """As is what was suggested without a question."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])])
    diagnosis = asked(bot.diagnose("?"))

    after = bot.answered(diagnosis, diagnosis.question.answers[0].id)

    assert isinstance(after, Suggest)
    assert [each.is_best_guess for each in (after, Suggest("?", "en", diagnosis.candidates))] == [False, False]


def test_an_answer_that_leaves_two_asks_once_more(folder: Path) -> None:
    """The second question is about what the first one left, and knows of both."""
    bot = diagnostician(
        folder,
        [
            question("all", NAMES, ["alpha", "beta"], ["gamma", "delta"]),
            question("last-two", ["gamma", "delta"], ["gamma"], ["delta"]),
        ],
        (-0.5, -0.75, -0.625, -0.625),
    )
    first = asked(bot.diagnose("?"))

    second = asked(bot.answered(first, "1"))
    third = bot.answered(second, "1")

    assert (first.asked, second.asked) == (("all",), ("all", "last-two"))
    assert isinstance(third, Suggest)
    assert third.candidates[0].module == "delta"


def test_what_was_answered_is_kept_with_its_question(folder: Path) -> None:
    """In the order in which it was asked, what decides nothing included."""
    bot = diagnostician(
        folder,
        [
            question("all", NAMES, ["alpha", "beta"], ["gamma", "delta"]),
            question("last-two", ["gamma", "delta"], ["gamma"], ["delta"]),
        ],
        (-0.5, -0.75, -0.625, -0.625),
    )

    second = asked(bot.answered(asked(bot.diagnose("?")), "1"))
    ends = [bot.answered(second, answer) for answer in ("0", "dont-know")]

    assert [(each.question.id, each.answer.id) for each in second.answers] == [("all", "1")]
    assert [
        [(each.question.id, each.answer.id) for each in end.answers] for end in ends if isinstance(end, Suggest)
    ] == [
        [("all", "1"), ("last-two", "0")],
        [("all", "1"), ("last-two", "dont-know")],
    ]


@pytest.mark.parametrize("asked_before", [(), ("other",), ("other", "another")])
def test_no_question_is_asked_twice_and_no_third_at_all(folder: Path, asked_before: tuple[str, ...]) -> None:
    """One module is left, and not likely enough: then the best guess is told."""
    bot = diagnostician(folder, [question("all", NAMES, ["alpha", "beta"], ["delta"])], (-0.2, -0.2, -0.2, -3))
    (only,) = bot.knowledge.questions
    answers = tuple(Answered(replace(only, id=each), only.answers[-1]) for each in asked_before)
    diagnosis = Clarify("?", "en", bot.diagnose("?").candidates, only, answers)

    after = bot.answered(diagnosis, "1")

    assert isinstance(after, Suggest)
    assert after.candidates[0].module == "delta"


def test_who_has_answered_is_never_told_that_nothing_is_known(folder: Path) -> None:
    """An answer that leaves everything unlikely still leaves a best guess."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])], (-9, -9, -9, -9))
    unlikely = bot.diagnose("?")
    assert isinstance(unlikely, Abstain)

    after = bot.answered(Clarify("?", "en", unlikely.candidates, bot.knowledge.questions[0]), "1")

    assert isinstance(after, Suggest)
    assert after.candidates[0].module == "beta"


def test_an_unknown_answer_is_refused(folder: Path) -> None:
    """A click on a button of an older pack is told from an answer."""
    bot = diagnostician(folder, [question("which", ["alpha", "beta"], ["alpha"], ["beta"])])

    with pytest.raises(KeyError, match="gone"):
        bot.answered(asked(bot.diagnose("?")), "gone")


def test_any_way_through_the_shipped_questions_ends_in_a_suggestion(shipped: Diagnostician) -> None:
    """However often and whatever is answered, it takes two questions at most, and answers stay in order."""
    open_ones = [found for each in shipped.knowledge.questions for found in _asking(shipped, each.between)]
    assert open_ones

    for _ in range(MOST_QUESTIONS):
        after = [shipped.answered(each, answer.id) for each in open_ones for answer in each.question.answers]
        assert all(list(each.candidates) == sorted(each.candidates, key=lambda one: -one.score) for each in after)
        open_ones = [each for each in after if isinstance(each, Clarify)]

    assert open_ones == []


def _asking(shipped: Diagnostician, between: Sequence[str]) -> list[Clarify]:
    """Return what is asked where a report names two of these modules and says no more."""
    diagnoses = [
        shipped.diagnose(f"{one} or {other} has stopped") for one in between for other in between if one != other
    ]
    return [each for each in diagnoses if isinstance(each, Clarify)]
