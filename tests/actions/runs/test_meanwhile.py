"""Work beside something else."""

from __future__ import annotations

import asyncio

import pytest

from bot.actions.runs.meanwhile import Meanwhile


class Slow:
    """Work that ends when it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.may_end = asyncio.Event()

    async def work(self) -> None:
        """Wait to be told."""
        self.begun += 1
        await self.may_end.wait()
        self.ended += 1


async def test_asked_for_while_it_is_done() -> None:
    """However often, it is done once more, and that is waited for."""
    slow = Slow()
    async with Meanwhile(slow.work, name="work", within=10) as meanwhile:
        meanwhile.ask()
        await asyncio.sleep(0)
        meanwhile.ask()
        meanwhile.ask()
        await asyncio.sleep(0)
        assert slow.begun == 1
        slow.may_end.set()
    assert (slow.begun, slow.ended) == (2, 2)


async def test_asked_for_after_it_was_done() -> None:
    """It is done again."""
    slow = Slow()
    slow.may_end.set()
    async with Meanwhile(slow.work, name="work", within=10) as meanwhile:
        for _ in range(2):
            meanwhile.ask()
            await asyncio.sleep(0)
    assert slow.ended == 2


async def test_it_takes_too_long() -> None:
    """It is called off."""
    slow = Slow()
    async with Meanwhile(slow.work, name="work", within=0.01) as meanwhile:
        meanwhile.ask()
    assert (slow.begun, slow.ended) == (1, 0)
    assert "work" not in [each.get_name() for each in asyncio.all_tasks()]


async def test_what_it_stands_beside_is_called_off() -> None:
    """So is the work, and nothing is waited for."""
    slow = Slow()

    async def beside() -> None:
        async with Meanwhile(slow.work, name="work", within=3_600) as meanwhile:
            meanwhile.ask()
            await asyncio.Event().wait()

    task = asyncio.create_task(beside())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "work" not in [each.get_name() for each in asyncio.all_tasks()]


async def test_nothing_is_asked_for() -> None:
    """Nothing is done."""
    slow = Slow()
    async with Meanwhile(slow.work, name="work", within=10):
        pass
    assert slow.begun == 0
