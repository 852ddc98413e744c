"""The console of the demonstration receiver."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.playground.changes import ConsoleCleared, LinePut

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.changes import Feed

Tone: TypeAlias = Literal["ok", "warn", "error"]
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    at: float
    """Seconds since 1970."""

    text: str
    tone: Tone = "ok"


class Console:
    """The newest lines."""

    def __init__(self, feed: Feed, now: Callable[[], float]) -> None:
        self._feed = feed
        self._now = now
        self._lines: deque[Line] = deque(maxlen=_KEPT)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What there is to read, oldest first."""
        return tuple(self._lines)

    def say(self, text: str, tone: Tone = "ok") -> None:
        """Write a line."""
        line = Line(self._now(), text, tone)
        self._lines.append(line)
        self._feed.tell(LinePut(line))

    def clear(self) -> None:
        """Begin with an empty screen."""
        self._lines.clear()
        self._feed.tell(ConsoleCleared())
