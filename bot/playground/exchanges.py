"""Each request and its answer, between Slack, the bot and the receiver; nobody can sign or repeat one from it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bot.playground.changes import ExchangePut

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.changes import Feed

Direction: TypeAlias = Literal["to_bot", "to_slack", "to_receiver"]

_KEPT = 300
_MASK = "••••••"
_SECRETS = frozenset({"token", "authorization", "x-slack-signature", "webhook-signature", "x-signature"})
_ADDRESSES = frozenset({"response_url", "callback"})
"""Whoever knows them may write there."""

_TOKEN = re.compile(r"\b(?:xox[a-z]|xapp|whsec)[-_][^\s\"']+")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, and its answer once there is one."""

    number: int
    at: float
    """Seconds since 1970."""

    direction: Direction
    name: str
    request: Any
    status: int | None = None
    """None while it waits; 0 if the connection broke or nothing came in time."""

    elapsed: float | None = None
    """Milliseconds."""

    answer: Any = None


class Exchanges:
    """The newest exchanges."""

    def __init__(self, feed: Feed, now: Callable[[], float], elapsed: Callable[[], float] = time.perf_counter) -> None:
        self._feed = feed
        self._now = now
        self._elapsed = elapsed
        self._kept: dict[int, Exchange] = {}
        self._begun: dict[int, float] = {}
        self._last = 0

    @property
    def newest(self) -> tuple[Exchange, ...]:
        """What there is to read, oldest first."""
        return tuple(self._kept.values())

    def begin(self, direction: Direction, name: str, request: Any) -> int:
        """Keep a request; returns its number."""
        self._last += 1
        self._begun[self._last] = self._elapsed()
        self._put(Exchange(self._last, self._now(), direction, name, masked(request)))
        return self._last

    def end(self, number: int, status: int, answer: Any = None) -> None:
        """Keep the answer to a request."""
        milliseconds = (self._elapsed() - self._begun.pop(number)) * 1_000
        if number in self._kept:
            self._put(replace(self._kept[number], status=status, elapsed=milliseconds, answer=masked(answer)))

    def _put(self, exchange: Exchange) -> None:
        self._kept[exchange.number] = exchange
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        self._feed.tell(ExchangePut(exchange))


def masked(content: Any, name: str = "") -> Any:
    """Return a copy of JSON in which tokens, signatures and addresses that let in cannot be read."""
    if name.lower() in _SECRETS:
        return _MASK
    match content:
        case dict():
            return {key: masked(value, str(key)) for key, value in content.items()}
        case list() | tuple():
            return [masked(each) for each in content]
        case str():
            if name in _ADDRESSES and content:
                return f"{content.rpartition('/')[0]}/{_MASK}"
            return _TOKEN.sub(_MASK, content)
        case _:
            return content
