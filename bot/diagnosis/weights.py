"""How strongly a trait speaks for or against each module: fitted to the labelled examples, kept as a readable file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from math import exp, fsum, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SYMPTOM = 1.5
"""Added for a module of which a symptom shows word for word; less in proportion to its coverage."""

SIGNATURE = {"decisive": 3.0, "strong": 1.5, "weak": 0.5}
"""Added for a module whose signature a report carries."""

UNFITTED = -4.0
"""Where a module starts that the fit has not seen: about 2 % before anything is said."""

UNIT = 100
"""Weights are kept as whole hundredths."""


_EXTREME = 30.0
"""Log-odds beyond which a chance is no longer told apart from 0 or 1."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns scores into chances: that a report is about an incident at all, and, if it is, that a module is right."""

    scope: float = 0.0
    """What the report says for any module at all: how-to questions and other products say little."""

    scope_shift: float = _EXTREME

    slope: float = 1.0
    """The score of the module."""

    rivals: float = 0.0
    """All scores together (the logarithm of their summed odds): several strong candidates make each less likely."""

    shift: float = 0.0

    def in_scope(self, scope: float) -> float:
        """Return the chance (0..1) that a report is about an incident of any module."""
        return _chance(self.scope * scope + self.scope_shift)

    def offset(self, scores: Iterable[float]) -> float:
        """Return the part of the log-odds that is the same for all candidates of a report."""
        return self.rivals * _log_sum(scores) + self.shift if self.rivals else self.shift


_FACTORS = tuple(each.name for each in fields(Calibration))


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds that an expert would inspect a module first, by trait."""

    modules: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    """Where each module starts, in the order of `modules`; then the scope."""

    traits: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Hundredths, in the same order."""

    calibration: Calibration = Calibration()

    ordinary_words: frozenset[str] = frozenset()
    """Words of the examples; not taken for slips."""

    fingerprint: str = ""
    """Of what the weights were fitted to."""

    def confidence(self, score: float, offset: float = 0.0, in_scope: float = 1.0) -> float:
        """Return the chance (0..1) that a module with this score is right."""
        return in_scope * _chance(self.calibration.slope * score + offset)

    def moved(self, confidence: float, by: float) -> float:
        """Return what becomes of a confidence when an answer moves the score.

        All of it moves: who has looked at the system and answers has an incident.
        """
        return _chance(log(confidence / (1 - confidence)) + self.calibration.slope * by)


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-min(max(log_odds, -_EXTREME), _EXTREME)))


def _log_sum(scores: Iterable[float]) -> float:
    scores = tuple(scores)
    highest = max(scores, default=0.0)
    return highest + log(fsum(exp(score - highest) for score in scores) or 1.0)


def parse(text: str) -> Weights:
    """Return the weights that a file holds.

    Raises:
        ValueError: the text is not such a file.
    """
    try:
        content = json.loads(text)
        weights = Weights(
            modules=tuple(content["modules"]),
            bias=tuple(map(float, content["bias"])),
            traits=content["traits"],
            calibration=Calibration(**{name: float(content["calibration"][name]) for name in _FACTORS}),
            ordinary_words=frozenset(content["ordinary_words"].split()),
            fingerprint=content["fingerprint"],
        )
        lengths = {len(row) for row in weights.traits.values()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a file of weights: {error}") from error
    if lengths - {len(weights.bias)} or len(weights.bias) != (len(weights.modules) + 1 if weights.modules else 0):
        raise ValueError("not a file of weights: bias and traits need one number for each module and one for the scope")
    return weights


def write(weights: Weights) -> str:
    """Return the file for `weights`: one trait a line, so that a change can be read."""
    head = {
        "fingerprint": weights.fingerprint,
        "modules": weights.modules,
        "bias": weights.bias,
        "calibration": asdict(weights.calibration),
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    rows = ",\n".join(
        f"  {json.dumps(trait, ensure_ascii=False)}: {json.dumps(list(row), separators=(',', ':'))}"
        for trait, row in sorted(weights.traits.items())
    )
    words = json.dumps(" ".join(sorted(weights.ordinary_words)), ensure_ascii=False)
    return "\n".join(["{", *lines, ' "traits": {', rows, " },", f' "ordinary_words": {words}', "}", ""])
