"""The buttons under an answer: what the site offers for the module that was named, and what a click stands for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.views.blocks import Part
from bot.slack.views.runs import offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.actions.clock import Clock
    from bot.actions.model import Offer, Site
    from bot.knowledge.model import ReplyLanguage
    from bot.slack.seal import Seal

_HOLDS_FOR = 24 * 3600
"""Seconds after which nobody should act on an answer any more."""

_MOST_EVIDENCE = 5
_LONGEST_EVIDENCE = 60
"""Characters; all of it goes into the value of a button, which holds 2,000."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a button stands for."""

    offer: Offer
    module: str
    evidence: tuple[str, ...]


class Offers:
    """Makes buttons and tells what they stand for."""

    def __init__(self, site: Site, seal: Seal, clock: Clock) -> None:
        self._site = site
        self._seal = seal
        self._clock = clock
        self._edition = hashlib.sha256(repr(site).encode()).hexdigest()[:12]

    def row(self, module: str, evidence: Sequence[str], channel: str, language: ReplyLanguage) -> Part | None:
        """Return the buttons for a module in a channel; None where the site offers nothing."""
        offers = self._site.offers(module)
        if not offers:
            return None
        told = [each[:_LONGEST_EVIDENCE] for each in evidence[:_MOST_EVIDENCE]]
        now = int(self._clock.now().timestamp())
        values = [
            self._seal.close({"a": offer.action.id, "m": module, "c": channel, "e": told, "s": self._edition, "t": now})
            for offer in offers
        ]
        return Part.of(offered(offers, values, language, module))

    def opened(self, value: str, channel: str) -> Offered | None:
        """Return what a button stands for; None if it is forged, too old, or of another channel or configuration."""
        told = self._seal.open(value)
        if told is None or told.get("c") != channel or told.get("s") != self._edition:
            return None
        if abs(self._clock.now().timestamp() - told["t"]) > _HOLDS_FOR:
            return None
        offer = next((each for each in self._site.offers(told["m"]) if each.action.id == told["a"]), None)
        return Offered(offer, told["m"], tuple(told["e"])) if offer else None
