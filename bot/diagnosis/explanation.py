"""Why a report came out as it did: clauses, traits and their weights, symptoms, and how they add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.diagnosis.weights import UNFITTED, UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Candidate, Diagnosis
    from bot.diagnosis.view import View
    from bot.diagnosis.weights import Calibration, Weights

COMPARED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A clause: what it says, and the terms heard in it."""

    words: str
    is_fine: bool
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one thing adds to the scores of the compared modules."""

    name: str
    words: str
    adds: tuple[float, ...]
    scope: float = 0.0
    """What it adds for any module at all."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A diagnosis taken apart; scores are log-odds."""

    diagnosis: Diagnosis
    compared: tuple[Candidate, ...]
    parts: tuple[Part, ...]
    shares: tuple[Share, ...]
    """Start, traits (the most telling first), symptoms, signatures: they add up to the scores."""

    calibration: Calibration
    """Turns scores into confidences."""


def explain(report: str, diagnostician: Diagnostician) -> Explanation:
    """Return the diagnosis of a report with all that led to it."""
    view = diagnostician.view(report)
    return explained(diagnostician.judge(report, view), view, diagnostician.weights)


def explained(diagnosis: Diagnosis, view: View, weights: Weights) -> Explanation:
    """Return a diagnosis with all that led to it.

    Args:
        diagnosis: what came out.
        view: of the report, as it was judged.
        weights: with which it was judged.
    """
    compared = diagnosis.candidates[:COMPARED]
    return Explanation(
        diagnosis=diagnosis,
        compared=compared,
        parts=_parts(view),
        shares=_shares(view, weights, tuple(candidate.module for candidate in compared)),
        calibration=weights.calibration,
    )


def _parts(view: View) -> tuple[Part, ...]:
    words = view.heard.scanned.words
    return tuple(
        Part(
            words=words(clause.mentions[0].start, max(mention.end for mention in clause.mentions)),
            is_fine=clause.is_fine,
            terms=tuple(dict.fromkeys(mention.term for mention in clause.mentions)),
        )
        for clause in view.clauses
    )


def _shares(view: View, weights: Weights, modules: tuple[str, ...]) -> tuple[Share, ...]:
    columns = [weights.modules.index(module) if module in weights.modules else None for module in modules]
    biases = tuple(UNFITTED if column is None else weights.bias[column] for column in columns)
    start = Share("start", "", biases, weights.bias[-1] if weights.bias else 0.0)
    traits = [
        Share(
            trait,
            view.heard.scanned.words(*span),
            _row(weights.traits[trait], columns),
            weights.traits[trait][-1] / UNIT,
        )
        for trait, span in view.traits.items()
        if trait in weights.traits
    ]
    traits.sort(key=lambda share: (-max(map(abs, share.adds), default=0.0), share.name))
    symptoms = [
        Share(f"symptom {each.module}/{each.symptom}", f"{each.coverage:.0%} covered", ()) for each in view.shown
    ]
    signatures = [Share(f"signature {each.module}/{each.signature.id}", each.text, ()) for each in view.signed]
    extra = Share("symptoms and signatures", "", tuple(view.extra.get(module, 0.0) for module in modules))
    return (start, *traits, *symptoms, *signatures, extra)


def _row(row: Sequence[int], columns: Sequence[int | None]) -> tuple[float, ...]:
    return tuple(0.0 if column is None else row[column] / UNIT for column in columns)
