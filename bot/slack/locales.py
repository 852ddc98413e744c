"""Which language a user's Slack speaks; asked only where a report does not tell its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.diagnosis.outcome import reply_language
from bot.slack.memory import Memory

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import ReplyLanguage

log = structlog.get_logger()

_REMEMBERED_FOR = 6 * 3600
_PATIENCE = 1.0
"""Seconds; a slash command has three in all."""


class Locales:
    """Remembers users' languages."""

    def __init__(self, client: AsyncWebClient, patience: float = _PATIENCE) -> None:
        self._client = client
        self._patience = patience
        self._known: Memory[str, ReplyLanguage] = Memory(lifetime=_REMEMBERED_FOR, most=10_000)

    async def language_for(self, diagnosis: Diagnosis, user: str) -> ReplyLanguage:
        """Return the language to reply to a report in: the report's, or where that does not tell the user's."""
        if diagnosis.language:
            return reply_language(diagnosis.language)
        return await self.language_of(user)

    async def language_of(self, user: str) -> ReplyLanguage:
        """Return the language to reply to a user in; English where Slack does not tell it in time."""
        if known := self._known.get(user):
            return known
        try:
            async with asyncio.timeout(self._patience):
                response = await self._client.users_info(user=user, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("locale.unknown", error=type(error).__name__)
            return "en"
        profile = response.get("user") or {}
        language: ReplyLanguage = "zh-Hans" if str(profile.get("locale", "")).startswith("zh") else "en"
        self._known.put(user, language)
        return language
