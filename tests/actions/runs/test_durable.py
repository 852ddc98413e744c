"""Runs that outlive the process that began them."""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from unittest.mock import Mock

import aiosqlite
import pytest
from aiohttp import web

from bot.actions.clock import SystemClock
from bot.actions.runs.course import Course
from bot.actions.runs.desk import Desk
from bot.actions.runs.durable import DurableRuns
from bot.actions.runs.presence import FilePresence, PostgresPresence
from bot.errors import LedgerAway
from bot.ledger.model import RecordFilter
from bot.ledger.store import SqlLedger
from tests.actions.runs import program
from tests.actions.runs.world import KeptDelivery, KeptMessenger, a_request
from tests.actions.webhook.receivers import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.actions.runs.presence import Presence

_PROCESSES = multiprocessing.get_context("forkserver")
_BOUND = 60
"""Seconds after which a process that does not end is given up."""

_AT_ONCE = 6


class Office:
    """Runs that are taken, and everybody around."""

    def __init__(self, ledger: SqlLedger, runs: DurableRuns, delivery: KeptDelivery, people: KeptMessenger) -> None:
        self.ledger = ledger
        self.runs = runs
        self.delivery = delivery
        self.people = people
        self.desk = Desk(ledger, runs, SystemClock())

    async def ended(self) -> str:
        """Return how the run ends, once its message has been stamped."""
        async with asyncio.timeout(_BOUND):
            await self.people.stamped.wait()
        return self.people.seen[-1]


@asynccontextmanager
async def office(url: str, folder: Path, presence: Presence | None = None) -> AsyncIterator[Office]:
    """Open an office; what it leaves undone is done by the next."""
    async with SqlLedger(url) as ledger:
        await ledger.migrate()
        delivery, people = KeptDelivery(), KeptMessenger()
        course = Course(ledger, delivery, people, SystemClock())
        database = url if url.startswith("postgresql") else f"sqlite:///{folder}/runs.sqlite3"
        runs = DurableRuns(database, course, presence or FilePresence(folder / "alive"))
        await runs.open()
        try:
            yield Office(ledger, runs, delivery, people)
        finally:
            await runs.close()


async def test_run(database_url: str, tmp_path: Path) -> None:
    """It goes its way on either database."""
    presence = PostgresPresence(database_url) if database_url.startswith("postgresql") else None
    async with office(database_url, tmp_path, presence) as here:
        run, _ = await here.desk.request(a_request(asked_at=SystemClock().now()), needs_approval=True)
        await here.desk.decide(run, "approved", "U0SENIOR")
        assert await here.ended() == "succeeded"
        assert len(here.delivery.delivered) == 1


async def test_started_many_times(sqlite_url: str, tmp_path: Path) -> None:
    """It runs once."""
    async with office(sqlite_url, tmp_path) as here:
        request = a_request(asked_at=SystemClock().now())
        asked = await asyncio.gather(*(here.desk.request(request, needs_approval=False) for _ in range(30)))
        await here.ended()
        assert sum(is_new for _, is_new in asked) == 1
        assert len(here.delivery.delivered) == 1


async def test_closed_while_it_waits(sqlite_url: str, tmp_path: Path) -> None:
    """The next process takes it on, and what was decided meanwhile holds."""
    async with office(sqlite_url, tmp_path) as here:
        run, _ = await here.desk.request(a_request(asked_at=SystemClock().now()), needs_approval=True)
    async with office(sqlite_url, tmp_path) as there:
        await there.desk.decide(run, "denied", "U0SENIOR")
        assert await there.ended() == "denied"
        assert there.delivery.delivered == []


async def test_given_up_by_dbos(sqlite_url: str, tmp_path: Path) -> None:
    """A run that was told to stop before its first step counts as failed there; it goes on all the same."""
    async with office(sqlite_url, tmp_path) as here:
        run, _ = await here.desk.request(a_request(asked_at=SystemClock().now()), needs_approval=True)
        await here.desk.decide(run, "approved", "U0SENIOR")
    async with aiosqlite.connect(tmp_path / "runs.sqlite3") as database:
        await database.execute("UPDATE workflow_status SET status = 'ERROR'")
        await database.commit()
    async with office(sqlite_url, tmp_path) as there:
        ended = await there.ended()

    assert ended == "succeeded"
    assert len(here.delivery.delivered) + len(there.delivery.delivered) == 1


async def test_not_woken(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever decides is not told of a failure: the decision holds, and the run looks for it by itself."""
    async with office(sqlite_url, tmp_path) as here:
        run, _ = await here.desk.request(a_request(asked_at=SystemClock().now()), needs_approval=True)
        monkeypatch.setattr("dbos.DBOS.send", Mock(side_effect=OSError))
        decided = await here.desk.decide(run, "denied", "U0SENIOR")

    assert decided is not None
    assert decided.state == "denied"


async def test_not_open() -> None:
    """Nothing is taken, and it says so."""
    runs = DurableRuns("sqlite:///nowhere", Course(*[None] * 4), FilePresence(None))  # type: ignore[arg-type]
    with pytest.raises(LedgerAway, match="not taken yet"):
        await runs.start("7f3c")


async def test_database_that_cannot_be_opened(tmp_path: Path) -> None:
    """It says so in words, and nothing is half open."""
    (tmp_path / "file").write_text("")
    runs = DurableRuns(
        f"sqlite:///{tmp_path}/file/runs.sqlite3",
        Course(*[None] * 4),  # type: ignore[arg-type]
        FilePresence(tmp_path / "alive"),
    )
    with pytest.raises(LedgerAway, match="DATABASE_URL"):
        await runs.open()
    assert not runs.is_open


async def _process(*arguments: object) -> int | None:
    """Run the program and return its exit code.

    All is done on one thread: `start` looks after every child, and of two threads that do, one is told nonsense.
    """
    process = _PROCESSES.Process(target=program.run, args=arguments)
    process.start()
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process.sentinel, ended.set)
    try:
        async with asyncio.timeout(_BOUND):
            await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)
        if process.is_alive():
            process.kill()
        process.join()
    return process.exitcode


async def killed_and_started_again(folder: Path, database: str, call: int, when: str) -> list[object]:
    """Return what is left of a run that was killed once.

    The webhook ids that the receiver saw, the audit without attempts, and the last stamp.
    """
    await asyncio.to_thread(folder.mkdir)
    async with listening(web.Response(status=202)) as receiver:
        codes = [await _process(folder, database, receiver.url, *each) for each in ((call, when), (0, ""))]
        ids = {each.headers["webhook-id"] for each in receiver.got}
    async with SqlLedger(database) as ledger:
        audit = [each.what async for each in ledger.records(RecordFilter())]
    stamps = (folder / "stamps").read_text().split()
    return [call, when, codes, ids, [each for each in audit if each != "attempted"], stamps[-1]]


def _whole(call: int, when: str) -> list[object]:
    return [call, when, [-9, 0], {"7f3c0a"}, ["requested", "approved", "outcome"], "succeeded"]


async def test_killed_at_every_step(tmp_path: Path) -> None:
    """The receiver sees one webhook id, nothing is lost or recorded twice, and the message is stamped."""
    _PROCESSES.set_forkserver_preload(["tests.actions.runs.program", "dbos"])
    limit = asyncio.Semaphore(_AT_ONCE)
    async with listening(web.Response(status=202)) as receiver:
        assert await _process(tmp_path, f"sqlite:///{tmp_path}/ledger.sqlite3", receiver.url, 0, "") == 0
    calls = len((tmp_path / "calls").read_text().split())

    async def once(call: int, when: str) -> list[object]:
        folder = tmp_path / f"{call}-{when}"
        async with limit:
            return await killed_and_started_again(folder, f"sqlite:///{folder}/ledger.sqlite3", call, when)

    # The last call shows the outcome; after it the program may be quicker to end than to die.
    points = [(call, "after") for call in range(1, calls)] + [(call, "before") for call in range(2, calls + 1)]
    found = await asyncio.gather(*(once(call, when) for call, when in points))
    assert found == [_whole(call, when) for call, when in points]


@pytest.mark.parametrize(("call", "when"), [(4, "after"), (16, "before"), (16, "after")])
async def test_killed_on_postgresql(tmp_path: Path, postgresql_url: str, call: int, when: str) -> None:
    """As with a file, here at three steps."""
    assert await killed_and_started_again(tmp_path / "run", postgresql_url, call, when) == _whole(call, when)
