"""All modules in the order in which an expert would inspect them, with the evidence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Candidate, Evidence
from bot.diagnosis.weights import SIGNATURE, SYMPTOM, UNFITTED, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.diagnosis.signatures import Signed
    from bot.diagnosis.symptoms import Shown
    from bot.diagnosis.view import View
    from bot.diagnosis.weights import Weights
    from bot.knowledge.model import Knowledge

_MOST_EVIDENCE = 4
_WITH_EVIDENCE = 2
_LIKELY = 0.2
_LEAST_STRENGTH = 0.25
_LONGEST_QUOTE = 80


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


def rank(by_score: Mapping[str, float], view: View, weights: Weights, knowledge: Knowledge) -> list[Candidate]:
    """Return all modules, best first, the likely ones with their evidence; equal scores in the order of their names."""
    candidates: list[Candidate] = []
    for module, score in sorted(by_score.items(), key=lambda item: (-item[1], item[0])):
        confidence = weights.confidence(score)
        is_likely = len(candidates) < _WITH_EVIDENCE or confidence >= _LIKELY
        evidence = evidence_for(module, view, weights, knowledge) if is_likely else ()
        candidates.append(Candidate(module, score, confidence, evidence))
    return candidates


def evidence_for(module: str, view: View, weights: Weights, knowledge: Knowledge) -> tuple[Evidence, ...]:
    """Return what speaks for a module: signatures, then symptoms, then single words."""
    found = [
        Evidence(_quote(sign.text), sign.signature, SIGNATURE[sign.signature.strength])
        for sign in view.signed
        if sign.module == module
    ]
    quoted: set[str] = set()
    symptoms = {symptom.id: symptom for symptom in knowledge.module(module).symptoms}
    for each in sorted(view.shown, key=lambda shown: -round(shown.coverage, 1)):
        if each.module == module:
            text = _words_of(view, each.traits)
            found.append(Evidence(text, symptoms[each.symptom], SYMPTOM * each.coverage))
            quoted |= each.traits
    for trait, strength in strongest(module, view.traits, weights):
        if len(found) >= _MOST_EVIDENCE:
            break
        if trait not in quoted:
            found.append(Evidence(_quote(view.heard.scanned.words(*view.traits[trait])), None, strength, trait))
    return tuple(found[:_MOST_EVIDENCE])


def strongest(module: str, traits: Iterable[str], weights: Weights) -> list[tuple[str, float]]:
    """Return the traits that speak clearly for a module, strongest first."""
    if module not in weights.modules:
        return []
    column = weights.modules.index(module)
    strengths = [(trait, weights.traits[trait][column] / UNIT) for trait in traits if trait in weights.traits]
    clear = [each for each in strengths if each[1] >= _LEAST_STRENGTH]
    return sorted(clear, key=lambda each: (-each[1], each[0]))


def _words_of(view: View, traits: Iterable[str]) -> str:
    """Return the user's words for some traits: one stretch where they stand together, else joined by an ellipsis."""
    scanned = view.heard.scanned
    spans = sorted(view.traits[trait] for trait in traits)
    whole = scanned.words(spans[0][0], max(end for _, end in spans))
    if len(whole) <= _LONGEST_QUOTE:
        return whole
    return _quote(" … ".join(dict.fromkeys(scanned.words(*span) for span in spans)))


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"
