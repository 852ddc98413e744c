"""Response URLs: where the bot may answer what a person did, five times within half an hour."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.playground.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

USES = 5
LIVES = 30 * 60.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a response answers."""

    person: str
    channel: str
    message: str | None = None
    """The id of the message that was clicked."""

    command: str | None = None
    """The slash command, as it was typed."""


@dataclass(frozen=True, slots=True)
class _Issued:
    origin: Origin
    until: float
    left: int = USES


class ResponseUrls:
    """Issues the last parts of response URLs and takes them back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._issued: dict[str, _Issued] = {}

    def issue(self, origin: Origin) -> str:
        """Return the last part of a new URL."""
        token = secrets.token_urlsafe(18)
        self._issued[token] = _Issued(origin, self._now() + LIVES)
        return token

    def spend(self, token: str) -> Origin:
        """Use a URL once; returns what is answered.

        Raises:
            Refusal: it is too old, used up, or unknown.
        """
        issued = self._issued.get(token)
        if issued is None or self._now() > issued.until:
            raise Refusal("expired_url")
        if issued.left == 0:
            raise Refusal("used_url")
        self._issued[token] = replace(issued, left=issued.left - 1)
        return issued.origin
