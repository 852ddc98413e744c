"""All modules in the order in which an expert would inspect them, with the evidence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Candidate
from bot.diagnosis.weights import SIGNATURE, SYMPTOM, UNFITTED, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.diagnosis.outcome import Evidence
    from bot.diagnosis.signatures import Signed
    from bot.diagnosis.symptoms import Shown
    from bot.diagnosis.weights import Weights

_LIKELY = 0.1
"""Evidence is gathered for the first candidate and for all from this confidence on."""


def bonuses(shown: Iterable[Shown], signed: Iterable[Signed]) -> dict[str, float]:
    """Return what symptoms and signatures add to the score of each module: the best symptom, the best signature."""
    symptom: dict[str, float] = {}
    signature: dict[str, float] = {}
    for each in shown:
        symptom[each.module] = max(symptom.get(each.module, 0.0), SYMPTOM * each.coverage)
    for sign in signed:
        signature[sign.module] = max(signature.get(sign.module, 0.0), SIGNATURE[sign.signature.strength])
    return {module: symptom.get(module, 0.0) + signature.get(module, 0.0) for module in symptom.keys() | signature}


def scores(
    modules: Sequence[str], traits: Iterable[str], extra: Mapping[str, float], weights: Weights
) -> dict[str, float]:
    """Return the log-odds of each module."""
    rows = [row for trait in traits if (row := weights.traits.get(trait))]
    sums = [bias + sum(column) / UNIT for bias, column in zip(weights.bias, _columns(rows, weights), strict=True)]
    fitted = dict(zip(weights.modules, sums, strict=True))
    return {module: fitted.get(module, UNFITTED) + extra.get(module, 0.0) for module in modules}


def _columns(rows: Sequence[Sequence[int]], weights: Weights) -> Iterable[tuple[int, ...]]:
    return zip(*rows, strict=True) if rows else [()] * len(weights.modules)


def rank(
    by_score: Mapping[str, float], weights: Weights, gather: Callable[[str], tuple[Evidence, ...]]
) -> list[Candidate]:
    """Return all modules, best first, the likely ones with their evidence; equal scores in the order of their names."""
    candidates: list[Candidate] = []
    for module, score in sorted(by_score.items(), key=lambda item: (-item[1], item[0])):
        confidence = weights.confidence(score)
        is_likely = not candidates or confidence >= _LIKELY
        candidates.append(Candidate(module, score, confidence, gather(module) if is_likely else ()))
    return candidates
