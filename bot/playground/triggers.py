"""Triggers: with one, the bot may open a form for whoever has just clicked, once and at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.playground.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

LIVES = 3.0
"""Seconds."""


class Triggers:
    """Issues triggers and takes them back."""

    def __init__(self, now: Callable[[], float], *, takes_any: bool = False) -> None:
        """Begin without any.

        Args:
            now: tells seconds since 1970.
            takes_any: whether what was issued elsewhere is taken too, once.
        """
        self._now = now
        self._takes_any = takes_any
        self._issued: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def issue(self, person: str) -> str:
        """Return a trigger for what a person has just done."""
        trigger = f"{len(self._issued) + 1}.{person}"
        self._issued[trigger] = (person, self._now() + LIVES)
        return trigger

    def spend(self, trigger: str) -> str:
        """Return whose trigger it is; empty where it was issued elsewhere.

        Raises:
            Refusal: it has been used, is too old, or there is none like that.
        """
        if trigger in self._used:
            raise Refusal("exchanged_trigger_id")
        if trigger not in self._issued and not self._takes_any:
            raise Refusal("invalid_trigger_id")
        person, until = self._issued.get(trigger, ("", math.inf))
        if self._now() > until:
            raise Refusal("expired_trigger_id")
        self._used.add(trigger)
        return person
