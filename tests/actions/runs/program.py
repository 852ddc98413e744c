"""A program that takes one run to its end, or dies on the way.

It counts what the run does to the world around it, and kills itself before or after the call with a number.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession

from bot.actions.clock import SystemClock
from bot.actions.runs.course import Course
from bot.actions.runs.delivering import WebhookDelivery
from bot.actions.runs.desk import Desk
from bot.actions.runs.durable import DurableRuns
from bot.actions.runs.presence import FilePresence
from bot.app import build_diagnostician
from bot.ledger.store import SqlLedger
from tests.actions.values import SECRETS, request, site, webhook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.ledger.model import Run

_DONE = {"calls": 0}


class Doomed:
    """Stands before something that a run uses, and dies at the call with a number."""

    def __init__(self, inner: object, number: int, when: str) -> None:
        self._inner = inner
        self._number = number
        self._when = when

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        call = getattr(self._inner, name)

        async def counted(*arguments: Any, **more: Any) -> object:
            _DONE["calls"] += 1
            number = _DONE["calls"]
            if number == self._number and self._when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            done = await call(*arguments, **more)
            if number == self._number and self._when == "after":
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return counted


class Stamps:
    """Writes into a file how the run is shown."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.stamped = asyncio.Event()

    async def show(self, run: Run) -> bool:
        """Add the state."""
        with self._file.open("a") as file:
            file.write(f"{run.state}\n")
        if run.is_final:
            self.stamped.set()
        return True

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Nobody waits ten minutes here."""
        return True


async def main(folder: Path, url: str, number: int, when: str) -> None:
    """Ask for a run, unless it has been asked for, and wait for its end."""
    ledger = SqlLedger(f"sqlite:///{folder}/ledger.sqlite3")
    await ledger.migrate()
    clock = SystemClock()
    knowledge = build_diagnostician().knowledge
    async with ClientSession() as session:
        doomed: Any = Doomed(ledger, number, when)
        delivery: Any = Doomed(
            WebhookDelivery(site(webhook(url)), knowledge, SECRETS, ledger=doomed, session=session, clock=clock),
            number,
            when,
        )
        people = Stamps(folder / "stamps")
        stamps: Any = Doomed(people, number, when)
        runs = DurableRuns(
            f"sqlite:///{folder}/runs.sqlite3",
            Course(doomed, delivery, stamps, clock),
            FilePresence(folder / "alive"),
        )
        await runs.open()
        desk = Desk(doomed, runs, clock)
        if not await ledger.run("7f3c0a"):
            await desk.request(request(asked_at=clock.now(), edition=site(webhook(url)).edition), needs_approval=False)
        await desk.resume()
        await people.stamped.wait()
        await runs.close()
    await ledger.close()


def run(folder: Path, url: str, number: int, when: str) -> None:
    """Run the program in a process of its own."""
    asyncio.run(main(folder, url, number, when))
