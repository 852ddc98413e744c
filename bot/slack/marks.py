"""What tells whether a button or a form still holds: when it was made, under which configuration, by which process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.actions.clock import Clock
    from bot.views.run_wording import Stale


class Processes(Protocol):
    """The processes that serve this workspace, on one database."""

    @property
    def name(self) -> str:
        """Of this one."""
        ...

    async def is_alive(self, name: str) -> bool:
        """Return whether a process lives; raises `LedgerAway` where the database does not tell."""
        ...


class Marks:
    """Marks what is offered, and tells what of it no longer holds.

    What was offered by a process that is gone was offered before a restart. What others offer that live still holds, so
    that processes can be restarted one after the other.
    """

    def __init__(self, edition: str, processes: Processes, clock: Clock) -> None:
        self.edition = edition
        self._processes = processes
        self._clock = clock

    def new(self) -> dict[str, Any]:
        """Return the mark of what is offered now."""
        return {"s": self.edition, "p": self._processes.name, "t": int(self._clock.now().timestamp())}

    async def fault(self, marked: Mapping[str, Any], within: float) -> Stale | None:
        """Return why something no longer holds, None if it does.

        Args:
            marked: what was offered, with its mark.
            within: seconds for which it holds.

        Raises:
            LedgerAway: it is another process's, and the database does not tell whether that lives.
        """
        if marked["s"] != self.edition:
            return "former-configuration"
        if abs(self._clock.now().timestamp() - marked["t"]) > within:
            return "too-old"
        if marked["p"] != self._processes.name and not await self._processes.is_alive(marked["p"]):
            return "before-restart"
        return None
