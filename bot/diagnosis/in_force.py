"""The knowledge in force: other knowledge may take its place while the bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.diagnosis.outcome import Clarify, Diagnosis
    from bot.knowledge.model import Knowledge, Module


class Diagnosing(Protocol):
    """Who diagnoses: a diagnostician, or what stands before one."""

    @property
    def knowledge(self) -> Knowledge:
        """What it goes by."""
        ...

    def diagnose(self, report: str) -> Diagnosis:
        """Return the diagnosis of a report; any text is allowed, none raises."""
        ...

    def answered(self, diagnosis: Clarify, answer_id: str) -> Diagnosis:
        """Return the diagnosis after an answer to its question.

        Raises:
            KeyError: the question has no such answer.
        """
        ...


class InForce:
    """Holds the diagnostician to ask; whoever has begun with one goes on with it."""

    def __init__(self, diagnostician: Diagnosing) -> None:
        self._diagnostician = diagnostician
        self._gone: dict[str, Module] = {}

    @property
    def diagnostician(self) -> Diagnosing:
        """The one to ask now."""
        return self._diagnostician

    def replace(self, diagnostician: Diagnosing) -> None:
        """Let another take over; modules that it does not know stay known for what was begun with them."""
        self._gone |= {module.id: module for module in self._diagnostician.knowledge.modules}
        self._diagnostician = diagnostician

    def module(self, module_id: str) -> Module:
        """Return what is known of a module, or was known last.

        Raises:
            KeyError: there has been no such module.
        """
        try:
            return self._diagnostician.knowledge.module(module_id)
        except KeyError:
            return self._gone[module_id]
