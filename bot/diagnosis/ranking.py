"""All modules in the order in which an expert would inspect them, with the evidence for each."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, NamedTuple

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


class Scores(NamedTuple):
    """What a report says, in log-odds."""

    by_module: Mapping[str, float]
    scope: float
    """For any module at all."""


def score(modules: Sequence[str], traits: Iterable[str], extra: Mapping[str, float], weights: Weights) -> Scores:
    """Return what traits, symptoms and signatures say for each module."""
    if not weights.modules:
        return Scores({module: UNFITTED + extra.get(module, 0.0) for module in modules}, 0.0)
    rows = [row for trait in traits if (row := weights.traits.get(trait))]
    said = [sum(column) / UNIT for column in zip(*rows, strict=True)] or [0.0] * len(weights.bias)
    *sums, scope = map(add, weights.bias, said)
    fitted = dict(zip(weights.modules, sums, strict=True))
    return Scores({module: fitted.get(module, UNFITTED) + extra.get(module, 0.0) for module in modules}, scope)


def rank(scores: Scores, weights: Weights, gather: Callable[[str], tuple[Evidence, ...]]) -> list[Candidate]:
    """Return all modules, best first, the likely ones with their evidence; equal scores in the order of their names."""
    in_scope = weights.calibration.in_scope(scores.scope)
    offset = weights.calibration.offset(scores.by_module.values())
    candidates: list[Candidate] = []
    for module, own in sorted(scores.by_module.items(), key=lambda item: (-item[1], item[0])):
        confidence = weights.confidence(own, offset, in_scope)
        is_likely = not candidates or confidence >= _LIKELY
        candidates.append(Candidate(module, own, confidence, gather(module) if is_likely else ()))
    return candidates
