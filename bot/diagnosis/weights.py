"""How strongly a trait speaks for or against each module: fitted to the labelled examples, kept as a readable file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYMPTOM = 1.5
"""Added for a module of which a symptom shows word for word; less in proportion to its coverage."""

SIGNATURE = {"decisive": 3.0, "strong": 1.5, "weak": 0.5}
"""Added for a module whose signature a report carries."""

UNFITTED = -4.0
"""Where a module starts that the fit has not seen: about 2 % before anything is said."""

UNIT = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds that an expert would inspect a module first, by trait."""

    modules: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    traits: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Hundredths, in the order of `modules`."""

    slope: float = 1.0
    shift: float = 0.0
    """Calibration: the confidence is the logistic function of slope * score + shift."""

    ordinary_words: frozenset[str] = frozenset()
    """Words of the examples; not taken for slips."""

    fingerprint: str = ""
    """Of what the weights were fitted to."""

    def confidence(self, score: float) -> float:
        """Return the chance (0..1) that a module with this score is right."""
        return 1 / (1 + exp(-min(max(self.slope * score + self.shift, -30.0), 30.0)))


def parse(text: str) -> Weights:
    """Return the weights that a file holds.

    Raises:
        ValueError: the text is not such a file.
    """
    try:
        content = json.loads(text)
        return Weights(
            modules=tuple(content["modules"]),
            bias=tuple(content["bias"]),
            traits=content["traits"],
            slope=content["slope"],
            shift=content["shift"],
            ordinary_words=frozenset(content["ordinary_words"].split()),
            fingerprint=content["fingerprint"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a file of weights: {error}") from error


def write(weights: Weights) -> str:
    """Return the file for `weights`: one trait a line, so that a change can be read."""
    head = {
        "fingerprint": weights.fingerprint,
        "modules": weights.modules,
        "bias": weights.bias,
        "slope": weights.slope,
        "shift": weights.shift,
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    rows = ",\n".join(
        f"  {json.dumps(trait, ensure_ascii=False)}: {json.dumps(list(row), separators=(',', ':'))}"
        for trait, row in sorted(weights.traits.items())
    )
    words = json.dumps(" ".join(sorted(weights.ordinary_words)), ensure_ascii=False)
    return "\n".join(["{", *lines, ' "traits": {', rows, " },", f' "ordinary_words": {words}', "}", ""])
