"""The methods on the labelled reports: how often each is right, and how often it is right and sure of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from benchmarks.figures import Answered, right_and_answered, right_within
from benchmarks.methods import METHODS, diagnostician_for
from benchmarks.probe import SETS, labelled_reports
from bot.app import shipped_pack
from bot.diagnosis.evaluation import Evaluation, evaluate
from bot.knowledge.loader import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.peers.searching import Searcher
    from bot.diagnosis.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How good a method is on one set; shares."""

    first: float
    among_two: float
    right_and_answered: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """All methods on all sets, and the decisions of the diagnosis."""

    by_method: dict[tuple[str, str], Accuracy]
    """By method and set."""

    by_set: dict[str, Evaluation]
    whole: Evaluation
    """Of all sets together."""

    by_half: tuple[Evaluation, Evaluation]
    """Of two halves of them: what was tuned to some reports shows as a gap."""


def judged(note: Callable[[str], None]) -> Judgement:
    """Let all methods that are there answer the labelled reports."""
    known = load(shipped_pack())
    sets = {name: labelled_reports(name) for name in SETS}
    by_method: dict[tuple[str, str], Accuracy] = {}
    for name, method in METHODS.items():
        if method.is_there:
            note(f"accuracy: {name}")
            searcher = method.prepare()(known)
            for each, reports in sets.items():
                by_method[name, each] = _accuracy(searcher, reports)
    diagnose = diagnostician_for(known).diagnose
    everything = [report for reports in sets.values() for report in reports]
    by_set = {each: evaluate(reports, diagnose) for each, reports in sets.items()}
    one, other = (evaluate(half, diagnose) for half in halves(everything))
    return Judgement(by_method, by_set, evaluate(everything, diagnose), (one, other))


def halves(reports: Iterable[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Return the reports in two halves, by a hash of their text: which one a report is in nobody chose."""
    found: tuple[list[Labelled], list[Labelled]] = ([], [])
    for report in reports:
        found[sha256(report.text.encode()).digest()[0] % 2].append(report)
    return found


def _accuracy(searcher: Searcher, reports: Iterable[Labelled]) -> Accuracy:
    answers: list[Answered] = []
    for report in reports:
        ranked = searcher.ranked(report.text)
        score = ranked[0][1] if ranked else float("-inf")
        answers.append(Answered(report.labels, tuple(module for module, _ in ranked), score))
    return Accuracy(right_within(answers, 1), right_within(answers, 2), right_and_answered(answers))


def behind_english(evaluation: Evaluation) -> dict[str, float]:
    """Return by how many points of right first places each language stays behind English; negative: it is ahead."""
    _, english = evaluation.by_language["en"]
    return {
        language: (english - share) * 100 for language, (_, share) in evaluation.by_language.items() if language != "en"
    }
