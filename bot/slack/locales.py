"""Which language a user's Slack speaks; asked only where a report does not tell its own."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from bot.diagnosis.outcome import reply_language
from bot.slack.memory import Memory
from bot.slack.posting import UNREACHABLE, heard

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import ReplyLanguage

log = structlog.get_logger()

_REMEMBERED_FOR = 6 * 3600
_GIVEN_UP_FOR = 30
"""Seconds in which a language that could not be learned is not asked for again."""

_MOST_REMEMBERED = 10_000
_PATIENCE = 1.0
"""Seconds; a slash command has three in all."""


class Locales:
    """Remembers users' languages."""

    def __init__(
        self, client: AsyncWebClient, patience: float = _PATIENCE, clock: Callable[[], float] = monotonic
    ) -> None:
        self._client = client
        self._patience = patience
        self._known: Memory[str, ReplyLanguage] = Memory(lifetime=_REMEMBERED_FOR, most=_MOST_REMEMBERED, clock=clock)
        self._guessed: Memory[str, ReplyLanguage] = Memory(lifetime=_GIVEN_UP_FOR, most=_MOST_REMEMBERED, clock=clock)
        self._asked: dict[str, asyncio.Task[ReplyLanguage]] = {}

    async def language_for(self, diagnosis: Diagnosis, user: str) -> ReplyLanguage:
        """Return the language to reply to a report in: the report's, or where that does not tell the user's."""
        if diagnosis.language:
            return reply_language(diagnosis.language)
        return await self.language_of(user)

    async def language_of(self, user: str) -> ReplyLanguage:
        """Return the language to reply to a user in; English where Slack does not tell it in time."""
        if known := self._known.get(user) or self._guessed.get(user):
            return known
        if user not in self._asked:
            self._asked[user] = asyncio.create_task(self._learned(user), name="locale")
            self._asked[user].add_done_callback(lambda _: self._asked.pop(user))
        return await asyncio.shield(self._asked[user])

    def forget(self, user: str) -> None:
        """Ask anew for a user's language."""
        self._known.take(user)
        self._guessed.take(user)

    async def _learned(self, user: str) -> ReplyLanguage:
        try:
            async with asyncio.timeout(self._patience):
                response = await heard(self._client.users_info(user=user, include_locale=True))
        except UNREACHABLE as error:
            log.warning("locale.unknown", error=type(error).__name__)
            self._guessed.put(user, "en")
            return "en"
        profile = response.get("user")
        locale = profile.get("locale") if isinstance(profile, dict) else None
        language: ReplyLanguage = "zh-Hans" if str(locale).startswith("zh") else "en"
        self._known.put(user, language)
        return language
