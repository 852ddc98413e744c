"""The knowledge's own cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.cases import Failed, confusion, failed
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.weights import Weights
from tests import packs

if TYPE_CHECKING:
    from pathlib import Path

SURE = Weights(
    ("alpha", "beta"), (-1.0, -1.0, 0.0), {"lamp": [400, -400, 0], "door": [-400, 400, 0], "dark": [100, 0, 0]}
)
"""Lamps are alpha's, doors are beta's."""


def failures(folder: Path, *cases: dict[str, object]) -> list[Failed]:
    """Return which of these cases the small pack gets wrong."""
    content = packs.files()
    content["pack.yaml"]["thresholds"] = {"suggest": 0.6, "clarify": 0.3, "margin": 0.1}
    content["cases/first.yaml"] = {"cases": list(cases)}
    return failed(Diagnostician(packs.load_small(folder, content), SURE))


def test_a_pack_that_gets_its_cases_right_has_no_failures(folder: Path) -> None:
    """The module first, one that is accepted as well first, or nothing said where nothing is known."""
    assert (
        failures(
            folder,
            {"report": "the lamp", "module": "alpha"},
            {"report": "the door", "module": "alpha", "also": ["beta"]},
            {"report": "have a nice day", "module": "none"},
            {"report": "it is dark", "module": "none"},
        )
        == []
    )


def test_a_failure_tells_what_was_wanted_and_what_came_out(folder: Path) -> None:
    """A wrong module, an answer where none was wanted, and nothing where one was."""
    assert failures(
        folder,
        {"report": "the lamp", "module": "beta"},
        {"report": "the door", "module": "none"},
        {"report": "have a nice day", "module": "alpha"},
    ) == [
        Failed("the lamp", "beta", "alpha", "suggest"),
        Failed("the door", "none", "beta", "suggest"),
        Failed("have a nice day", "alpha", "none", "abstain"),
    ]


def test_confusion_counts_who_is_taken_for_whom() -> None:
    """So that an author sees where a neighbour steals reports."""
    wrong = [
        Failed("a", "mta", "stat", "suggest"),
        Failed("b", "mta", "stat", "clarify"),
        Failed("c", "web", "none", "abstain"),
    ]

    assert confusion(wrong) == {("mta", "stat"): 2, ("web", "none"): 1}


def test_the_shipped_pack_gets_its_own_cases_right(shipped: Diagnostician) -> None:
    """All of them: a case that fails is knowledge lost."""
    assert failed(shipped) == []
