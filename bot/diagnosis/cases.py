"""The knowledge's own cases: reports that it has to get right, and how it gets them wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Abstain, Suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Case

NONE = "none"
"""Stands in a case for "nothing in this pack"."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A case that came out wrong."""

    report: str
    wanted: str
    got: str
    decision: str


def failed(diagnostician: Diagnostician) -> list[Failed]:
    """Return the cases of a pack that come out wrong."""
    found: list[Failed] = []
    for case in diagnostician.knowledge.cases:
        diagnosis = diagnostician.diagnose(case.report)
        if not _is_right(case, diagnosis):
            got = NONE if isinstance(diagnosis, Abstain) else diagnosis.candidates[0].module
            found.append(Failed(case.report, case.module, got, type(diagnosis).__name__.lower()))
    return found


def _is_right(case: Case, diagnosis: Diagnosis) -> bool:
    """Judge a case: `none` must not be answered; else the module, or one accepted as well, must come first."""
    if case.module == NONE:
        return not isinstance(diagnosis, Suggest)
    first = diagnosis.candidates[0].module
    return not isinstance(diagnosis, Abstain) and first in (case.module, *case.also)


def confusion(wrong: Iterable[Failed]) -> Counter[tuple[str, str]]:
    """Return how often each module was wanted and another one came out."""
    return Counter((case.wanted, case.got) for case in wrong)
