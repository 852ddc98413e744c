"""The time, as something that tests can hold in their hands."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and passes it."""

    def now(self) -> datetime:
        """Return what the calendar says; aware, UTC. It may jump."""

    def elapsed(self) -> float:
        """Return seconds since some moment; they never jump."""

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return what the calendar says; aware, UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return seconds since some moment; they never jump."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)
