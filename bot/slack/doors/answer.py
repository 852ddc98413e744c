"""The buttons under a question: the message becomes the new answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import as_payload, for_the_clicker, respond
from bot.slack.responder import clicker_of
from bot.slack.views.reply import ANSWER
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.responder import Responder

log = structlog.get_logger()


class AnswerDoor:
    """Takes answers to questions, from people of the bot's own workspace."""

    def __init__(
        self, responder: Responder, locales: Locales, background: Background, session: ClientSession, team: str
    ) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._session = session
        self._team = team

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.action(re.compile(rf"{ANSWER}_\d"))(self.on_answer)

    async def on_answer(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Replace the question by what follows from the answer."""
        await ack()
        clicker = clicker_of(body)
        url = str(body.get("response_url") or "")
        if clicker.team != self._team or not url:
            log.warning("answer.refused", team=clicker.team)
            return
        value = str(body["actions"][0].get("value", ""))
        if not self._responder.remembers(value):
            self._background.start(self._refuse(clicker.user, url), "answer.refuse")
        elif message := self._responder.answered(value, clicker):
            self._background.start(self._replace(url, as_payload(message, replace_original=True), value), "answer")

    async def _replace(self, url: str, payload: dict[str, Any], value: str) -> None:
        if not await respond(self._session, url, payload):
            self._responder.reopen(value)

    async def _refuse(self, user: str, url: str) -> None:
        text = WORDING[await self._locales.language_of(user)].question_gone
        await respond(self._session, url, for_the_clicker(text))
