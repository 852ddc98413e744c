"""How often the right module comes first in reports that the knowledge has never seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import shipped_pack
from bot.diagnosis import labelled
from bot.diagnosis.evaluation import evaluate
from bot.diagnosis.normalise import scan

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.labelled import Labelled

SETS = ("written.jsonl", "languages.jsonl")
FURTHER = ("further-written.jsonl", "further-support.jsonl", "further-languages.jsonl")

LEAST_FIRST = {"written.jsonl": 0.94, "languages.jsonl": 0.94}
"""Share of the reports in scope whose first module has to be right; 0.950 and 0.958 are."""

LEAST_SUGGESTED = {"written.jsonl": 0.93, "languages.jsonl": 0.93}
"""Share of the reports in scope that have to be rightly suggested; promised are 0.85 and 0.65, 0.942 and 0.944 are."""

PROMISED = {
    "further-written.jsonl": (0.95, 0.98, 0.85),
    "further-support.jsonl": (0.92, 0.96, 0.75),
    "further-languages.jsonl": (0.85, 0.93, 0.65),
}
"""Shares of the reports in scope: the right module first, among the first two, and rightly suggested."""

MOST_SUGGESTED = 0.05
"""Share of the reports out of scope that may be suggested."""

LEAST_ASKED_RIGHTLY = 0.95
"""Share of the questions that have to be about the right module."""

MOST_BEHIND_ENGLISH = 0.10


def reports(name: str) -> list[Labelled]:
    """Return the reports of a labelled set."""
    return labelled.parse((Path(__file__).parents[1] / "labelled" / name).read_text("utf-8"))


@pytest.mark.parametrize("name", SETS)
def test_the_right_module_comes_first_and_is_suggested_often_enough(shipped: Diagnostician, name: str) -> None:
    """Of the reports in scope, these shares at least."""
    found = evaluate(reports(name), shipped.diagnose)

    assert found.top_1 >= LEAST_FIRST[name]
    assert found.rightly_suggested >= LEAST_SUGGESTED[name]


@pytest.mark.parametrize("name", FURTHER)
def test_what_is_promised_holds_on_further_reports(shipped: Diagnostician, name: str) -> None:
    """The right module first, among the first two, and rightly suggested."""
    found = evaluate(reports(name), shipped.diagnose)

    reached = (found.top_1, found.top_2, found.rightly_suggested)
    assert [share >= least for share, least in zip(reached, PROMISED[name], strict=True)] == [True] * 3


def test_no_language_is_far_behind_english(shipped: Diagnostician) -> None:
    """Of the reports in each language, about as many get the right module first."""
    found = evaluate(reports("further-languages.jsonl"), shipped.diagnose).by_language

    _, english = found["en"]

    assert len(found) == 12
    assert [language for language, (_, share) in found.items() if share < english - MOST_BEHIND_ENGLISH] == []


def test_hardly_any_report_out_of_scope_is_answered_and_questions_are_about_the_right_module(
    shipped: Diagnostician,
) -> None:
    """On all reports together: a set alone has too few of either."""
    found = evaluate([report for name in (*SETS, *FURTHER) for report in reports(name)], shipped.diagnose)

    assert found.wrongly_suggested <= MOST_SUGGESTED
    assert found.clarified_rightly >= LEAST_ASKED_RIGHTLY


@pytest.mark.parametrize("name", [*SETS, *FURTHER])
def test_no_report_of_a_labelled_set_stands_in_the_knowledge(shipped: Diagnostician, name: str) -> None:
    """Neither as a case, an example nor a symptom, however it is typed: the sets measure, they do not teach."""
    known = [case.report for case in shipped.knowledge.cases]
    known += [
        text for module in shipped.knowledge.modules for each in module.symptoms for text in (each.en, each.zh_hans)
    ]
    for path in sorted((shipped_pack() / "examples").glob("*.jsonl")):
        known += [example.text for example in labelled.parse(path.read_text("utf-8"))]

    forms = {scan(text).form for text in known}

    assert forms
    assert [report.text for report in reports(name) if scan(report.text).form in forms] == []
