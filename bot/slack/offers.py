"""The buttons under an answer: what the site offers for the module that was named, and what a click stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.views.blocks import Part
from bot.slack.views.runs import offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.actions.model import Offer, Site
    from bot.knowledge.model import ReplyLanguage
    from bot.slack.marks import Marks
    from bot.slack.seal import Seal
    from bot.views.run_wording import Stale

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
    is_private: bool
    """Whether only one person sees it."""


class Offers:
    """Makes buttons and tells what they stand for."""

    def __init__(self, site: Site, seal: Seal, marks: Marks) -> None:
        self._site = site
        self._seal = seal
        self._marks = marks

    def row(
        self, module: str, evidence: Sequence[str], channel: str, language: ReplyLanguage, *, is_private: bool = False
    ) -> Part | None:
        """Return the buttons for a module in a channel; None where the site offers nothing.

        Args:
            module: id.
            evidence: the words of the report that led there.
            channel: of the answer.
            language: of the buttons.
            is_private: whether only whoever asked sees the answer.
        """
        offers = self._site.offers(module)
        if not offers:
            return None
        told = [each[:_LONGEST_EVIDENCE] for each in evidence[:_MOST_EVIDENCE]]
        mark = {**self._marks.new(), "x": is_private}
        values = [
            self._seal.close({**mark, "a": offer.action.id, "m": module, "c": channel, "e": told}) for offer in offers
        ]
        return Part.of(offered(offers, values, language, module))

    async def opened(self, value: str, channel: str) -> Offered | Stale:
        """Return what a button stands for, or why it stands for nothing.

        Raises:
            LedgerAway: another process made it, and the database does not tell whether that lives.
        """
        told = self._seal.open(value)
        if told is None or "a" not in told:
            return "forged"
        if told["c"] != channel:
            return "other-channel"
        if fault := await self._marks.fault(told, _HOLDS_FOR):
            return fault
        offer = next((each for each in self._site.offers(told["m"]) if each.action.id == told["a"]), None)
        return Offered(offer, told["m"], tuple(told["e"]), told["x"]) if offer else "former-configuration"
