"""The world around a run, held in the hand: a clock that jumps where it is sent, a receiver and people who listen."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.actions.runs.ports import Outcome
from bot.ledger.model import Place, Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from bot.actions.runs.ports import Remembered
    from bot.ledger.model import Run

NOW = datetime(2026, 3, 2, 14, 3, 22, tzinfo=UTC)
PLACE = Place("T0TEAM", "C0INCIDENT", "1700000000.000001")


def a_request(**more: Any) -> Request:
    """Return somebody's request to restart the MTA."""
    asked: dict[str, Any] = {
        "run_id": "7f3c",
        "action": "restart-by-hook",
        "operation": "restart",
        "module": "mta",
        "instance": "prod",
        "requester": "U0ALERTED",
        "place": PLACE,
        "evidence": ("no mails going out",),
        "asked_at": NOW,
    }
    return Request(**{**asked, **more})


class HeldClock:
    """Time passes when somebody sleeps, and at once."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    def elapsed(self) -> float:
        """Return seconds since the beginning."""
        return (self.time - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.time += timedelta(seconds=seconds)


class PlainSteps:
    """Steps that nothing interrupts; what happens during a wait can be given, one thing for each."""

    def __init__(self, clock: HeldClock, *meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._clock = clock
        self._meanwhile = list(meanwhile)
        self.done: list[str] = []

    async def do(self, name: str, work: Callable[[], Awaitable[Remembered]]) -> Remembered:
        """Do the work."""
        self.done.append(name)
        return await work()

    async def wait(self, seconds: float) -> None:
        """Let happen what is next; if nothing is, let time pass."""
        if self._meanwhile:
            await self._meanwhile.pop(0)()
        else:
            await self._clock.sleep(seconds)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await self._clock.sleep(seconds)


async def shown_meanwhile() -> None:
    """Return when all that is shown beside a delivery has been shown."""
    await asyncio.gather(*(each for each in asyncio.all_tasks() if each.get_name() == "run.show"))


class KeptDelivery:
    """A receiver that answers as told, and keeps what it was sent."""

    def __init__(self, outcome: Outcome | Exception | None = None) -> None:
        self.outcome = outcome or Outcome("succeeded", 202, "done", 1)
        self.delivered: list[Run] = []

    async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
        """Keep the run and answer."""
        self.delivered.append(run)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


class KeptMessenger:
    """People who see how a run goes; the first `deaf` messages do not reach them."""

    def __init__(self, deaf: int = 0) -> None:
        self.deaf = deaf
        self.stamped = asyncio.Event()
        self.seen: list[str] = []
        self.answers: list[str] = []
        self.called: list[str] = []
        self.asked: list[str] = []

    async def show(self, run: Run) -> bool:
        """Keep the state that is shown."""
        if self.deaf:
            self.deaf -= 1
            return False
        self.seen.append(run.state)
        self.answers.append(run.answer)
        if run.is_final:
            self.stamped.set()
        return True

    async def call_approvers(self, run: Run) -> bool:
        """Keep which run waits for them."""
        self.called.append(run.request.run_id)
        return True

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Keep whose incident it is."""
        self.asked.append(run.request.run_id)
        return True


class KeptRunner:
    """Keeps which runs are started and woken."""

    is_open = True

    def __init__(self) -> None:
        self.started: list[str] = []
        self.woken: list[str] = []

    async def start(self, run_id: str) -> None:
        """Keep it."""
        self.started.append(run_id)

    async def wake(self, run_id: str) -> None:
        """Keep it."""
        self.woken.append(run_id)
