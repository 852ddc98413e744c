"""Why a report came out as it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis import labelled
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.explanation import COMPARED, Part, explain
from bot.diagnosis.weights import UNFITTED, Weights
from tests import packs

if TYPE_CHECKING:
    from bot.diagnosis.explanation import Explanation

REPORTS = [
    report.text
    for report in labelled.parse((Path(__file__).parents[1] / "labelled" / "languages.jsonl").read_text("utf-8"))
]


def sums(explanation: Explanation) -> list[float]:
    """Return what all shares add up to, for each of the compared modules."""
    return [
        sum(share.adds[place] for share in explanation.shares if share.adds)
        for place in range(len(explanation.compared))
    ]


@given(st.text() | st.sampled_from(REPORTS))
def test_the_shares_add_up_to_the_scores(shipped: Diagnostician, report: str) -> None:
    """Nothing that moved a score is kept back."""
    explanation = explain(report, shipped)

    assert explanation.diagnosis == shipped.diagnose(report)
    assert explanation.compared == explanation.diagnosis.candidates[:COMPARED]
    assert sums(explanation) == pytest.approx([candidate.score for candidate in explanation.compared])


@given(st.text() | st.sampled_from(REPORTS))
def test_no_module_is_likelier_than_the_shares_make_an_incident(shipped: Diagnostician, report: str) -> None:
    """What speaks for any module at all is told too, and adds up to the chance that there is an incident."""
    explanation = explain(report, shipped)

    at_all = explanation.calibration.in_scope(sum(share.scope for share in explanation.shares))
    assert all(0 < candidate.confidence <= at_all + 1e-9 for candidate in explanation.compared)


def test_clauses_are_shown_with_their_words_and_what_they_say(folder: Path) -> None:
    """A reader sees what was heard where, and what was taken for fine."""
    content = packs.files()
    content["terms/things.yaml"]["terms"].append(
        {"id": "healthy", "kind": "health", "meaning": "fine", "spellings": {"en": "fine"}}
    )
    bot = Diagnostician(packs.load_small(folder, content), Weights())

    explanation = explain("The Doors are fine. But the LAMPS, all lamps, are dark!", bot)

    assert explanation.parts == (
        Part("Doors are fine", is_fine=True, terms=("door", "healthy")),
        Part("LAMPS", is_fine=False, terms=("lamp",)),
        Part("lamps", is_fine=False, terms=("lamp",)),
        Part("dark", is_fine=False, terms=("dark",)),
    )


def test_start_then_traits_then_symptoms_then_signatures_are_told(folder: Path) -> None:
    """Of the traits the most telling comes first, for or against."""
    weights = Weights(
        ("alpha", "beta"), (-1.0, -2.0, 0.0), {"lamp": [50, 0, 0], "dark": [0, -200, 0], "~stay": [10, 0, 0]}
    )
    bot = Diagnostician(packs.load_small(folder), weights)

    explanation = explain("the lamps stay dark: ALPHA-7", bot)

    assert [share.name for share in explanation.shares] == [
        "start",
        "dark",
        "lamp",
        "~stay",
        "symptom alpha/first",
        "signature alpha/code",
        "symptoms and signatures",
    ]
    assert explanation.shares[0].adds == (-1.0, -2.0)
    assert explanation.shares[1].words == "dark"
    assert explanation.shares[5].words == "ALPHA-7"


def test_a_module_that_the_fit_has_not_seen_is_explained_too(folder: Path) -> None:
    """It starts low, and no trait moves it."""
    bot = Diagnostician(packs.load_small(folder), Weights(("beta",), (-1.0, 0.0), {"lamp": [-50, 0]}))

    explanation = explain("lamps", bot)

    assert [candidate.module for candidate in explanation.compared] == ["beta", "alpha"]
    assert explanation.shares[0].adds == (-1.0, UNFITTED)
    assert explanation.shares[1].adds == (-0.5, 0.0)
