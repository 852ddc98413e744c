"""A diagnostician that tells why each report came out as it did, from the very diagnosis that is replied."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.diagnosis.explanation import Share, explained
from bot.views.jsonable import explanation_as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.explanation import Explanation
    from bot.diagnosis.outcome import Clarify, Diagnosis
    from bot.knowledge.model import Knowledge


class Explaining:
    """Stands before a diagnostician, and tells why."""

    def __init__(self, diagnostician: Diagnostician, tell: Callable[[dict[str, Any]], None]) -> None:
        """Args: tell takes the explanation as the page shows it."""
        self._diagnostician = diagnostician
        self._tell = tell

    @property
    def knowledge(self) -> Knowledge:
        """What it goes by."""
        return self._diagnostician.knowledge

    def diagnose(self, report: str) -> Diagnosis:
        """Return the diagnosis of a report, and tell why."""
        start = perf_counter()
        view = self._diagnostician.view(report)
        diagnosis = self._diagnostician.judge(report, view)
        elapsed = perf_counter() - start
        self._explain(explained(diagnosis, view, self._diagnostician.weights), elapsed)
        return diagnosis

    def answered(self, diagnosis: Clarify, answer_id: str) -> Diagnosis:
        """Return the diagnosis after an answer to its question, and tell what the answer added.

        Raises:
            KeyError: the question has no such answer.
        """
        start = perf_counter()
        found = self._diagnostician.answered(diagnosis, answer_id)
        elapsed = perf_counter() - start
        view = self._diagnostician.view(found.report)
        self._explain(_with_answers(explained(found, view, self._diagnostician.weights)), elapsed)
        return found

    def _explain(self, explanation: Explanation, elapsed: float) -> None:
        limits = self.knowledge.pack.thresholds
        self._tell(explanation_as_json(explanation, elapsed_ms=elapsed * 1_000, limits=limits))


def _with_answers(explanation: Explanation) -> Explanation:
    """Return an explanation in which what the report says and what was answered add up to the scores."""
    said = [sum(share.adds[i] for share in explanation.shares if share.adds) for i in range(len(explanation.compared))]
    adds = tuple(each.score - before for each, before in zip(explanation.compared, said, strict=True))
    return replace(explanation, shares=(*explanation.shares, Share("answers", "", adds)))
