"""All modules in the order in which they are to be inspected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.outcome import Evidence
from bot.diagnosis.ranking import Scores, bonuses, rank, score
from bot.diagnosis.signatures import Signed
from bot.diagnosis.symptoms import Shown
from bot.diagnosis.weights import SIGNATURE, SYMPTOM, UNFITTED, Calibration, Weights
from bot.knowledge.model import Signature, Text

if TYPE_CHECKING:
    from typing import Literal

FITTED = Weights(("mta", "web"), (-1.0, -2.0, 0.5), {"mail": (150, -50, 100), "console": (-25, 300, 25)})


def shown(module: str, coverage: float) -> Shown:
    """Return a symptom that shows this much."""
    return Shown(module, "symptom", coverage, frozenset({"trait"}))


def signed(module: str, strength: Literal["decisive", "strong", "weak"]) -> Signed:
    """Return a signature of this strength."""
    return Signed(module, Signature(id="code", pattern="x", meaning=Text(en="x", zh_hans="x"), strength=strength), "x")


def evidence(module: str) -> tuple[Evidence, ...]:
    """Return something to tell for a module."""
    return (Evidence(module, None, 1.0),)


def test_the_best_symptom_and_the_best_signature_of_a_module_count() -> None:
    """Saying the same thing twice makes it no likelier; a symptom counts by how much of it shows."""
    extra = bonuses(
        [shown("mta", 0.6), shown("mta", 0.8), shown("mta", 0.7), shown("web", 1.0)],
        [signed("mta", "weak"), signed("mta", "decisive"), signed("mta", "strong"), signed("stat", "weak")],
    )

    assert extra == pytest.approx(
        {"mta": 0.8 * SYMPTOM + SIGNATURE["decisive"], "web": SYMPTOM, "stat": SIGNATURE["weak"]}
    )


def test_a_stronger_signature_counts_for_more() -> None:
    """decisive, strong, weak, and none at all."""
    assert SIGNATURE["decisive"] > SIGNATURE["strong"] > SIGNATURE["weak"] > 0


def test_a_score_is_the_sum_of_what_is_said() -> None:
    """Where a module starts, each trait by its weight, and what symptoms and signatures add."""
    scores = score(("mta", "web"), ["mail", "console", "unknown"], {"web": 0.5}, FITTED)

    assert scores.by_module == pytest.approx({"mta": -1 + 1.5 - 0.25, "web": -2 - 0.5 + 3 + 0.5})
    assert scores.scope == pytest.approx(0.5 + 1 + 0.25)


def test_nothing_said_leaves_the_modules_where_they_start() -> None:
    """A report without a known trait."""
    assert score(("mta", "web"), [], {}, FITTED) == ({"mta": -1.0, "web": -2.0}, 0.5)


def test_a_pack_without_weights_lives_on_symptoms_and_signatures() -> None:
    """All modules start alike."""
    assert score(("mta", "web"), ["mail"], {"web": 1.5}, Weights()) == ({"mta": UNFITTED, "web": UNFITTED + 1.5}, 0.0)


def test_a_module_that_the_fit_has_not_seen_starts_low_and_can_rise() -> None:
    """A site may add a module before it fits again."""
    scores = score(("mta", "own"), ["mail"], {"own": 3.0}, FITTED)

    assert scores.by_module == pytest.approx({"mta": 0.5, "own": UNFITTED + 3.0})


def test_the_highest_score_comes_first_and_equals_by_name() -> None:
    """The order depends on nothing else."""
    candidates = rank(Scores({"web": 0.5, "stat": 2.0, "mta": 2.0, "export": 0.5}, 0.0), FITTED, evidence)

    assert [each.module for each in candidates] == ["mta", "stat", "export", "web"]
    assert [each.score for each in candidates] == [2.0, 2.0, 0.5, 0.5]


def test_evidence_is_gathered_for_the_first_and_the_likely() -> None:
    """Nobody reads why a module is out of the question."""
    candidates = rank(Scores({"a": -5.0, "b": -6.0, "c": -7.0}, 0.0), FITTED, evidence)
    likely = rank(Scores({"a": 5.0, "b": 4.0, "c": 3.0, "d": -7.0}, 0.0), FITTED, evidence)

    assert [each.evidence for each in candidates] == [evidence("a"), (), ()]
    assert [each.evidence for each in likely] == [evidence("a"), evidence("b"), evidence("c"), ()]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-40, 40)), st.floats(-40, 40))
def test_a_ranking_holds_every_module_once_with_falling_confidence(by_score: dict[str, float], scope: float) -> None:
    """Whatever the scores are."""
    candidates = rank(Scores(by_score, scope), FITTED, evidence)

    confidences = [each.confidence for each in candidates]
    assert sorted(each.module for each in candidates) == sorted(by_score)
    assert confidences == sorted(confidences, reverse=True)


def test_a_report_out_of_scope_makes_every_candidate_less_likely() -> None:
    """The words of a module in a how-to question are no incident."""
    weights = replace(FITTED, calibration=Calibration(scope=0.5, scope_shift=0.0))
    inside, outside = [rank(Scores({"mta": 1.0, "web": -1.0}, scope), weights, evidence) for scope in (2.0, -2.0)]

    assert [each.module for each in inside] == [each.module for each in outside]
    assert all(one.confidence > other.confidence for one, other in zip(inside, outside, strict=True))


def test_a_strong_rival_makes_a_candidate_less_likely() -> None:
    """Of two that could be meant one is not."""
    weights = replace(FITTED, calibration=Calibration(slope=2.0, rivals=-1.0))
    alone, beside = [rank(Scores({"mta": 1.0, "web": rival}, 0.0), weights, evidence)[0] for rival in (-9.0, 1.0)]

    assert alone.confidence > beside.confidence
