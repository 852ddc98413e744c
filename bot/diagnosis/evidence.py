"""The user's own words, next to what they met in the knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Evidence
from bot.diagnosis.symptoms import LEAST_COVERAGE
from bot.diagnosis.traits import is_fragment
from bot.diagnosis.weights import SIGNATURE, SYMPTOM, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.diagnosis.symptoms import Shown, SymptomIndex
    from bot.diagnosis.view import View
    from bot.diagnosis.weights import Weights
    from bot.knowledge.model import Knowledge

MOST_EVIDENCE = 4
LONGEST_QUOTE = 80
_LEAST_STRENGTH = 0.25


class Gatherer:
    """Gathers what speaks for a module in a report."""

    def __init__(self, knowledge: Knowledge, weights: Weights, symptoms: SymptomIndex) -> None:
        self._weights = weights
        self._symptoms = symptoms
        self._meant = {(module.id, symptom.id): symptom for module in knowledge.modules for symptom in module.symptoms}

    def evidence(self, module: str, view: View) -> tuple[Evidence, ...]:
        """Return signatures, symptoms, then single words that are not quoted yet.

        Where no symptom shows clearly, the one that is closest to the report stands for it.
        """
        found = [
            Evidence(_shortened(sign.text), sign.signature, SIGNATURE[sign.signature.strength])
            for sign in view.signed
            if sign.module == module
        ]
        found += [
            Evidence(
                _words_of(view, shown.traits),
                self._meant[module, shown.symptom],
                SYMPTOM * shown.coverage,
                is_partial=shown.coverage < LEAST_COVERAGE,
            )
            for shown in self._shown(module, view)
        ]
        for trait, strength in strongest(module, view.telling, self._weights):
            if len(found) >= MOST_EVIDENCE:
                break
            if found and is_fragment(trait):
                continue
            words = _shortened(view.heard.scanned.words(*view.traits[trait]))
            if not any(words in each.text or each.text in words for each in found):
                found.append(Evidence(words, None, strength, trait))
        return tuple(found[:MOST_EVIDENCE])

    def _shown(self, module: str, view: View) -> list[Shown]:
        shown = [each for each in view.shown if each.module == module]
        if not shown and (closest := self._symptoms.closest(module, view.traits)):
            return [closest]
        return sorted(shown, key=lambda each: -round(each.coverage, 1))[:2]


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
    if len(whole) <= LONGEST_QUOTE:
        return " ".join(whole.split())
    apart: list[str] = []
    for words in dict.fromkeys(scanned.words(*span) for span in spans):
        if not any(words in each for each in apart):
            apart.append(words)
    return _shortened(" … ".join(apart))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1].rstrip()}…"
