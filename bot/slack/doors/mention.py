"""`@campaign-why TEXT` in a channel: answered in the message's thread, never beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import UNREACHABLE, place_of, post_in_thread
from bot.slack.reading import text_of
from bot.slack.views.blocks import Message
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.memory import Seen
    from bot.slack.posting import Place
    from bot.slack.responder import Responder

log = structlog.get_logger()

EVENT = "app_mention"


class MentionDoor:
    """Takes mentions."""

    def __init__(
        self,
        responder: Responder,
        locales: Locales,
        background: Background,
        client: AsyncWebClient,
        bot_user: str,
        answered: Seen[Place],
    ) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._client = client
        self._answered = answered
        self._mention = re.compile(rf"<@{re.escape(bot_user)}(\|[^>]*)?>")

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.event(EVENT)(self.on_mention)

    async def on_mention(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Answer people; other bots are left alone."""
        if event.get("bot_id") or not event.get("user"):
            return
        if self._answered.again(place_of(body, event)):
            return
        self._background.start(self._answer(event), "mention")

    async def _answer(self, event: dict[str, Any]) -> None:
        channel, thread = str(event["channel"]), str(event.get("thread_ts") or event["ts"])
        message = await self._message(event, channel, thread)
        await post_in_thread(self._client, message, channel=channel, thread=thread)

    async def _message(self, event: dict[str, Any], channel: str, thread: str) -> Message:
        report = self._mention.sub(" ", text_of(event)).strip()
        user = str(event["user"])
        if not report and thread != event["ts"]:
            first = await self._first_of(channel, thread)
            if first is None:
                text = WORDING[await self._locales.reply_language(user)].thread_unreadable
                return Message(text, [])
            report = self._mention.sub(" ", first).strip()
        if not report:
            return self._responder.help(await self._locales.reply_language(user))
        diagnosis = self._responder.diagnose(report, door="mention")
        otherwise = "en" if diagnosis.language else await self._locales.reply_language(user)
        return self._responder.message(diagnosis, otherwise)

    async def _first_of(self, channel: str, thread: str) -> str | None:
        """Return the text of a thread's first message; None where the bot may not read it."""
        try:
            found = await self._client.conversations_replies(channel=channel, ts=thread, limit=1)
        except UNREACHABLE as error:
            log.warning("thread.unreadable", channel=channel, error=type(error).__name__)
            return None
        messages = found.get("messages") or []
        return text_of(messages[0]) if messages else None
