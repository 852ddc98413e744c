"""Work that goes on after the answer."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING, Any

from bot.slack.background import Background

if TYPE_CHECKING:
    from collections.abc import MutableMapping


async def test_finishing_waits_for_all_work_and_for_the_work_that_it_starts() -> None:
    """What was accepted is done, links of a chain included."""
    background, done = Background(), list[str]()

    async def first() -> None:
        await asyncio.sleep(0)
        background.start(second(), "second")
        done.append("first")

    async def second() -> None:
        await asyncio.sleep(0)
        done.append("second")

    background.start(first(), "first")
    cancelled = await background.finish(within=60)

    assert (done, cancelled) == (["first", "second"], 0)


async def test_finishing_without_work_returns_at_once() -> None:
    """There is nothing to wait for."""
    assert await Background().finish(within=60) == 0


async def test_work_that_takes_too_long_is_cancelled_and_counted() -> None:
    """A process that is told to stop does stop."""
    background, told = Background(), list[str]()

    async def endless(name: str) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            told.append(name)
            raise

    for name in ("one", "two"):
        background.start(endless(name), name)
    await asyncio.sleep(0)
    cancelled = await background.finish(within=0)

    assert cancelled == 2
    assert sorted(told) == ["one", "two"]
    assert await background.finish(within=60) == 0


async def test_a_failure_is_logged_under_the_name_of_the_work(logs: list[MutableMapping[str, Any]]) -> None:
    """Nobody awaits the work, so the log has to tell; other work goes on."""
    background, done = Background(), list[str]()

    async def failing() -> None:
        raise LookupError("a mistake in the program")

    async def working() -> None:
        await asyncio.sleep(0)
        done.append("worked")

    background.start(failing(), "failing")
    background.start(working(), "working")
    await background.finish(within=60)

    assert done == ["worked"]
    assert [(each["event"], each["work"], each["error"]) for each in logs] == [
        ("background.failed", "failing", "LookupError")
    ]


async def test_cancelled_work_is_not_logged_as_a_failure(logs: list[MutableMapping[str, Any]]) -> None:
    """A stop is no mistake."""
    background = Background()
    background.start(asyncio.sleep(3_600), "sleeping")

    await background.finish(within=0)

    assert logs == []


async def test_work_is_kept_alive_while_nobody_else_holds_it() -> None:
    """The event loop holds its tasks but weakly: without a reference the collector takes them."""
    background, done = Background(), list[str]()
    waited_for: list[weakref.ref[asyncio.Future[None]]] = []

    async def waiting() -> None:
        future = asyncio.get_running_loop().create_future()
        waited_for.append(weakref.ref(future))
        await future
        done.append("woken")

    background.start(waiting(), "waiting")
    await asyncio.sleep(0)
    gc.collect()
    future = waited_for[0]()
    assert future is not None
    future.set_result(None)
    await background.finish(within=60)

    assert done == ["woken"]
