"""A direct message: answered where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.posting import place_of, post_in_thread
from bot.slack.reading import text_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.memory import Seen
    from bot.slack.posting import Place
    from bot.slack.responder import Responder

EVENT = "message"
_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
_HELP = frozenset({"", "help", "?", "hi", "hello", "帮助", "幫助", "你好"})


class DirectDoor:
    """Takes direct messages."""

    def __init__(
        self,
        responder: Responder,
        locales: Locales,
        background: Background,
        client: AsyncWebClient,
        answered: Seen[Place],
    ) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._client = client
        self._answered = answered

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.event(EVENT)(self.on_message)

    async def on_message(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Answer what a person wrote to the bot; edits, joins, bots and other channels are left alone."""
        if event.get("channel_type") != "im" or event.get("subtype") not in _WRITTEN_BY_PEOPLE:
            return
        if event.get("bot_id") or not event.get("user"):
            return
        if self._answered.again(place_of(body, event)):
            return
        self._background.start(self._answer(event), "direct")

    async def _answer(self, event: dict[str, Any]) -> None:
        report, user = text_of(event).strip(), str(event["user"])
        if report.lower() in _HELP:
            message = self._responder.help(await self._locales.reply_language(user))
        else:
            diagnosis = self._responder.diagnose(report, door="direct")
            otherwise = "en" if diagnosis.language else await self._locales.reply_language(user)
            message = self._responder.message(diagnosis, otherwise)
        await post_in_thread(self._client, message, channel=str(event["channel"]), thread=event.get("thread_ts"))
