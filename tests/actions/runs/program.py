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
from bot.actions.runs.opening import durable_runs
from bot.app import build_diagnostician
from bot.ledger.store import SqlLedger
from tests.actions.values import SECRETS, request, site, webhook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.ledger.model import Run

_CALLS: list[str] = []


class Doomed:
    """Stands before something that a run uses, and dies at the call with a number."""

    def __init__(self, inner: object, number: int, when: str) -> None:
        self._inner = inner
        self._number = number
        self._when = when

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        call = getattr(self._inner, name)

        async def counted(*arguments: Any, **more: Any) -> object:
            _CALLS.append(name)
            number = len(_CALLS)
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
        self.called = asyncio.Event()
        self.stamped = asyncio.Event()

    async def show(self, run: Run) -> bool:
        """Add the state."""
        with self._file.open("a") as file:
            file.write(f"{run.state}\n")
        if run.is_final:
            self.stamped.set()
        return True

    async def call_approvers(self, _: Run) -> bool:
        """Note that they were called."""
        self.called.set()
        return True

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Nobody waits ten minutes here."""
        return True


async def main(folder: Path, database: str, url: str, number: int, when: str) -> None:
    """Ask for a run, unless it has been asked for, approve it, unless it has been approved, and wait for its end."""
    ledger = SqlLedger(database)
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
        runs = durable_runs(database, Course(doomed, delivery, stamps, clock))
        await runs.open()
        desk = Desk(doomed, runs, clock)
        asked = request(asked_at=clock.now(), edition=site(webhook(url)).edition)
        run = await ledger.run("7f3c0a")
        if run is None:
            run, _ = await desk.request(asked, needs_approval=True)
            await people.called.wait()
        if run.state == "waiting":
            await desk.decide(run, "approved", "U0LEAD")
        await desk.resume(wake=True)
        await people.stamped.wait()
        await runs.close()
    await ledger.close()
    (folder / "calls").write_text("\n".join(_CALLS))


def run(folder: Path, database: str, url: str, number: int, when: str) -> None:
    """Run the program in a process of its own."""
    asyncio.run(main(folder, database, url, number, when))
