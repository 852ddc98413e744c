"""Answers that only their asker sees, whichever door a report came through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.responder import HELP

if TYPE_CHECKING:
    from bot.slack.locales import Locales
    from bot.slack.responder import Asker, Responder
    from bot.slack.views.blocks import Message


class Privately:
    """Answers one person."""

    def __init__(self, responder: Responder, locales: Locales) -> None:
        self._responder = responder
        self._locales = locales

    async def answer(self, report: str, asker: Asker, *, door: str) -> Message:
        """Return what is said to a report; where there is none, what the bot can do."""
        if report.lower() in HELP:
            return self._responder.help(await self._locales.language_of(asker.user))
        finding = self._responder.diagnose(report, door=door)
        language = await self._locales.language_for(finding.diagnosis, asker.user)
        return self._responder.message(finding, language, asker)
