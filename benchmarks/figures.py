"""Figures of speed and accuracy, from what was measured. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_WRONGLY_ANSWERED = 0.05
"""Share of the reports out of scope that may get an answer, where methods are compared."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a method says to a labelled report: the modules, best first, and how sure it is of the first."""

    labels: tuple[str, ...]
    ranked: tuple[str, ...]
    score: float

    def is_right_within(self, places: int) -> bool:
        """Return whether a right module is among the first `places`."""
        return any(module in self.labels for module in self.ranked[:places])


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that a share (0 to 1) of all values does not exceed."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return by which power of the size the time grows: the slope of a straight line through the logarithms.

    Raises:
        ZeroDivisionError: all sizes are the same.
    """
    x, y = [log(size) for size in sizes], [log(time) for time in times]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    products = sum((each - middle_x) * (other - middle_y) for each, other in zip(x, y, strict=True))
    return products / sum((each - middle_x) ** 2 for each in x)


def right_within(answers: Iterable[Answered], places: int) -> float:
    """Return in which share of the reports in scope a right module is among the first `places`."""
    return _share([each.is_right_within(places) for each in answers if each.labels])


def right_and_answered(answers: Sequence[Answered]) -> float:
    """Return in which share of the reports in scope the method is right and sure enough to say so.

    Sure enough is what lets it answer at most one in twenty of the reports out of scope.
    """
    outside = sorted((each.score for each in answers if not each.labels), reverse=True)
    allowed = int(len(outside) * MOST_WRONGLY_ANSWERED)
    limit = outside[allowed] if allowed < len(outside) else float("-inf")
    return _share([each.score > limit and each.is_right_within(1) for each in answers if each.labels])


def _share(claims: Sequence[bool]) -> float:
    return sum(claims) / len(claims) if claims else 0.0
