"""What a run needs of the world around it, each as small as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.actions.webhook.outcome import ReportedState
    from bot.ledger.model import Run

Fact: TypeAlias = str | int | bool | dict[str, str | int | None] | None
"""What is remembered of a step."""

Remembered = TypeVar("Remembered", bound=Fact)


class Steps(Protocol):
    """Remembers how far a run has come; after a crash what was done is not done again."""

    async def do(self, name: str, work: Callable[[], Awaitable[Remembered]]) -> Remembered:
        """Return what `work` returns, once and for all; it may be begun again if the process dies meanwhile."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return when the run is woken, or after some time."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after some time; a process that starts later waits only for the rest."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a delivery."""

    state: ReportedState
    status: int | None
    """The last HTTP status."""

    answer: str
    """What the receiver said, or why it could not be reached; free text."""

    attempts: int


class Delivery(Protocol):
    """Brings a run to its receiver."""

    async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
        """Return what the receiver made of it; the same run comes under the same id however often it is delivered.

        Args:
            run: that is delivered.
            on_retry: told whenever an attempt has been recorded that will be followed by another.
        """
        ...


class Messenger(Protocol):
    """Tells people how a run goes."""

    async def show(self, run: Run) -> bool:
        """Show a run as it stands; return whether that arrived."""
        ...

    async def call_approvers(self, run: Run) -> bool:
        """Tell those who may approve a run that it waits, once; return whether that arrived, or is of no use."""
        ...

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Ask whether the incident is over; return whether that arrived."""
        ...
