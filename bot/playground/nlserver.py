"""What `nlserver` would say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import Literal

_PROCESS = re.compile(r"[A-Za-z]+(@[A-Za-z0-9_-]{1,64})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order."""

    state: Literal["succeeded", "failed"]
    message: str

    def as_json(self) -> dict[str, str]:
        """Return the outcome as campaign-why reads it."""
        return {"state": self.state, "message": self.message}


class Nlserver:
    """Processes that run as far as anybody can tell."""

    def __init__(self) -> None:
        self._numbers = count(4_100, 7)
        self._running: dict[str, int] = {}

    def run(self, operation: str, process: str, *, fails: bool) -> Outcome:
        """Return what `nlserver operation process` says."""
        if not _PROCESS.fullmatch(process) or operation not in ("check", "start", "reload", "restart"):
            return Outcome("failed", f"nlserver: {operation} {process} is not known here")
        if fails:
            return Outcome("failed", f"nlserver {operation} {process}: connection to the server refused")
        if operation in ("start", "restart") or process not in self._running:
            self._running[process] = next(self._numbers)
        number = self._running[process]
        if operation == "check":
            return Outcome("succeeded", f"{process} ({number}) - 18.6 Mb")
        return Outcome("succeeded", f"{process} {operation}ed (pid {number})")
