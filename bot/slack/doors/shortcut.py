"""The shortcut on any message: answered to whoever chose it alone, in the message's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import as_payload, clicked, for_the_clicker, respond
from bot.slack.responder import clicker_of
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.background import Background
    from bot.slack.posting import Clicked
    from bot.slack.privately import Privately
    from bot.slack.reading import Mentions
    from bot.slack.responder import Asker

log = structlog.get_logger()

CALLBACK_ID = "ask_message"


class ShortcutDoor:
    """Takes the shortcut on messages."""

    def __init__(
        self, privately: Privately, mentions: Mentions, background: Background, session: ClientSession
    ) -> None:
        self._privately = privately
        self._mentions = mentions
        self._background = background
        self._session = session

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.message_shortcut(CALLBACK_ID)(self.on_shortcut)

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Ask about what the message says, as a mention without text asks about a thread's first message."""
        await ack()
        asker = clicker_of(body)
        if to := clicked(body):
            self._background.start(self._answer(body.get("message") or {}, asker, to), "shortcut")

    async def _answer(self, message: dict[str, Any], asker: Asker, to: Clicked) -> None:
        try:
            answer = await self._privately.answer(self._mentions.left_out_of(message), asker, door="shortcut")
            payload = as_payload(answer, response_type="ephemeral", replace_original=False)
        except Exception as error:
            log.exception("shortcut.failed", error=type(error).__name__)
            payload = for_the_clicker(WORDING["en"].failed)
        await respond(self._session, to, payload)
