"""Something that is done beside something else, which it neither holds up nor outlives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Meanwhile:
    """Does some work as often as it is asked for, one at a time; asked for meanwhile, it is done once more."""

    def __init__(self, work: Callable[[], Awaitable[object]], *, name: str, within: float) -> None:
        """Do some work that raises nothing.

        Args:
            work: what is done.
            name: of the task that does it.
            within: seconds for which the end waits for what is being done; what takes longer is called off.
        """
        self._work = work
        self._name = name
        self._within = within
        self._is_wanted = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin with nothing."""
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        """Leave no work behind; who is called off waits for none."""
        if self._task is None:
            return
        try:
            if kind is None:
                await asyncio.wait({self._task}, timeout=self._within)
        finally:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def ask(self) -> None:
        """Let the work be done, and return at once."""
        self._is_wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._do(), name=self._name)

    async def _do(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            await self._work()
