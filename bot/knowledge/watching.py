"""Notices that a file of a pack was saved: names, times and sizes are looked at again and again.

Looking beats being told by the system here: a pack has some fifty files, editors save in many ways, and mounted folders
do not tell.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias

from bot.knowledge.cache import files_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

_LOOK_EVERY = 0.25
"""Seconds."""

Look: TypeAlias = frozenset[tuple[str, int, int]]
"""Names, times of the last change in nanoseconds and sizes."""


async def saves(
    folder: Path, since: Look, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[None]:
    """Yield once for each change of a pack's files, when it has come to rest: nothing half-written is read.

    Args:
        folder: of the pack.
        since: what its files looked like before they were read.
        sleep: waits for some seconds.
    """
    known = latest = since
    while True:
        await sleep(_LOOK_EVERY)
        before, latest = latest, await asyncio.to_thread(look, folder)
        if latest == before != known:
            known = latest
            yield


def look(folder: Path) -> Look:
    """Return what a pack's files look like from outside; nothing is seen where one cannot be looked at."""
    try:
        return frozenset(_appearance(path) for path in files_of(folder))
    except OSError:  # taken away in this very moment, or not for this user to read
        return frozenset()


def _appearance(path: Path) -> tuple[str, int, int]:
    status = path.stat()
    return str(path), status.st_mtime_ns, status.st_size
