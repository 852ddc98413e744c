"""What keeps runs going while the program serves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot import operating
from bot.operating import _keep_open

if TYPE_CHECKING:
    import pytest


class _Desk:
    """Fails at first."""

    def __init__(self) -> None:
        self.looks = 0
        self.looked_again = asyncio.Event()

    async def resume(self, *, wake: bool = False) -> int:
        self.looks += 1
        if self.looks == 1:
            raise LookupError
        self.looked_again.set()
        return 0


class _Runs:
    is_open = True


async def test_look_for_runs_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not the last one: what is asked for later is begun all the same."""
    monkeypatch.setattr(operating, "_LOOK_EVERY", 0)
    desk = _Desk()
    keeping = asyncio.create_task(_keep_open(None, _Runs(), desk))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        await desk.looked_again.wait()
    keeping.cancel()
