"""How good the diagnosis is on labelled reports: accuracy, decisions, confusion, calibration, and what went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Abstain, Clarify, Suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.diagnosis.labelled import Labelled
    from bot.diagnosis.outcome import Diagnosis

BINS = 10
NONE = "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled report with its diagnosis."""

    report: Labelled
    diagnosis: Diagnosis

    @property
    def is_in_scope(self) -> bool:
        """Whether some module is right."""
        return bool(self.report.labels)

    def is_right_within(self, places: int) -> bool:
        """Return whether a right module is among the first `places` candidates."""
        first = [candidate.module for candidate in self.diagnosis.candidates[:places]]
        return any(module in self.report.labels for module in first)

    @property
    def is_wrong(self) -> bool:
        """Whether the report was answered wrongly, or ranked wrongly though it was in scope."""
        return isinstance(self.diagnosis, Suggest) if not self.is_in_scope else not self.is_right_within(1)


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions of similar confidence."""

    low: float
    count: int
    mean_confidence: float
    right: float
    """The share of them that was right."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures on one set; shares are 0..1 and 0 where there is nothing to count."""

    in_scope: int
    out_of_scope: int
    top_1: float
    top_2: float
    rightly_suggested: float
    """Of the reports in scope: suggested, and rightly so."""

    wrongly_suggested: float
    """Of the reports out of scope: suggested all the same."""

    clarified: int
    """Questions asked on reports in scope."""

    clarified_rightly: float
    """Of these: the right module is among those that the question tells apart."""

    abstained: int
    """Reports in scope left without an answer."""

    by_language: dict[str, tuple[int, float]]
    """Reports in scope and share of right first places, by language."""

    confusion: dict[tuple[str, str], int]
    """How often a module (the first label) was wanted and another came first, or was suggested out of scope."""

    calibration: tuple[Bin, ...]
    wrong: tuple[Judged, ...]


def evaluate(reports: Iterable[Labelled], diagnose: Callable[[str], Diagnosis]) -> Evaluation:
    """Return how well `diagnose` does on labelled reports."""
    judged = [Judged(report, diagnose(report.text)) for report in reports]
    inside = [each for each in judged if each.is_in_scope]
    outside = [each for each in judged if not each.is_in_scope]
    asked = [each for each in inside if isinstance(each.diagnosis, Clarify)]
    return Evaluation(
        in_scope=len(inside),
        out_of_scope=len(outside),
        top_1=_share(each.is_right_within(1) for each in inside),
        top_2=_share(each.is_right_within(2) for each in inside),
        rightly_suggested=_share(isinstance(each.diagnosis, Suggest) and each.is_right_within(1) for each in inside),
        wrongly_suggested=_share(isinstance(each.diagnosis, Suggest) for each in outside),
        clarified=len(asked),
        clarified_rightly=_share(_asks_for_the_right(each) for each in asked),
        abstained=sum(isinstance(each.diagnosis, Abstain) for each in inside),
        by_language=_by_language(inside),
        confusion=dict(_confusion(judged)),
        calibration=tuple(_calibration(judged)),
        wrong=tuple(each for each in judged if each.is_wrong),
    )


def _share(claims: Iterable[bool]) -> float:
    counted = list(claims)
    return sum(counted) / len(counted) if counted else 0.0


def _asks_for_the_right(judged: Judged) -> bool:
    diagnosis = judged.diagnosis
    between = diagnosis.question.between if isinstance(diagnosis, Clarify) else ()
    return any(module in between for module in judged.report.labels)


def _by_language(inside: Sequence[Judged]) -> dict[str, tuple[int, float]]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for each in inside:
        groups[each.report.language or "?"].append(each.is_right_within(1))
    return {language: (len(group), _share(group)) for language, group in sorted(groups.items())}


def _confusion(judged: Sequence[Judged]) -> Counter[tuple[str, str]]:
    return Counter(
        (each.report.labels[0] if each.is_in_scope else NONE, each.diagnosis.candidates[0].module)
        for each in judged
        if each.is_wrong
    )


def _calibration(judged: Sequence[Judged]) -> Iterable[Bin]:
    """Yield the reliability of suggestions, by tenths of confidence."""
    groups: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        if isinstance(each.diagnosis, Suggest):
            groups[min(int(each.diagnosis.candidates[0].confidence * BINS), BINS - 1)].append(each)
    for number, group in sorted(groups.items()):
        confidences = [each.diagnosis.candidates[0].confidence for each in group]
        right = _share(each.is_right_within(1) for each in group)
        yield Bin(number / BINS, len(group), sum(confidences) / len(group), right)
