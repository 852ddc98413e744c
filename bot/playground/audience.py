"""Those who look at the page, each with the eyes of one person."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_WAITING = 1_000
"""Pieces of news for one page; one that does not take them is told to come again, and then sees all at once."""


@dataclass(eq=False)
class Looker:
    """One open page."""

    person: str
    news: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))
    """JSON texts; None ends it."""


class Audience:
    """All open pages."""

    def __init__(self) -> None:
        self._lookers: set[Looker] = set()

    @contextmanager
    def looking(self, person: str) -> Iterator[Looker]:
        """Let somebody look on, from now on."""
        looker = Looker(person)
        self._lookers.add(looker)
        try:
            yield looker
        finally:
            self._lookers.discard(looker)

    def tell(self, content: dict[str, Any], is_for: Callable[[str], bool] = lambda _: True) -> None:
        """Send a piece of news to all who may see it."""
        text = ""
        for looker in tuple(self._lookers):
            if is_for(looker.person):
                text = text or json.dumps(content)
                self._put(looker, text)

    def close(self) -> None:
        """Send all away."""
        for looker in tuple(self._lookers):
            self._end(looker)

    def _put(self, looker: Looker, text: str) -> None:
        try:
            looker.news.put_nowait(text)
        except asyncio.QueueFull:
            self._end(looker)

    def _end(self, looker: Looker) -> None:
        self._lookers.discard(looker)
        while not looker.news.empty():
            looker.news.get_nowait()
        looker.news.put_nowait(None)
