"""How often the right module comes first in reports that the knowledge has never seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import shipped_pack
from bot.diagnosis import labelled
from bot.diagnosis.normalise import scan

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.labelled import Labelled

SETS = {"written.jsonl": 0.85, "languages.jsonl": 0.65}


def reports(name: str) -> list[Labelled]:
    """Return the reports of a labelled set."""
    return labelled.parse((Path(__file__).parents[1] / "labelled" / name).read_text("utf-8"))


@pytest.mark.parametrize(("name", "share"), SETS.items())
def test_the_right_module_comes_first_often_enough(shipped: Diagnostician, name: str, share: float) -> None:
    """Of the reports in scope, this share at least."""
    in_scope = [report for report in reports(name) if report.labels]

    right = [shipped.diagnose(report.text).candidates[0].module in report.labels for report in in_scope]

    assert sum(right) / len(right) >= share


@pytest.mark.parametrize("name", SETS)
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
