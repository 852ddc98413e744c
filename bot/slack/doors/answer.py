"""The buttons under a question: the message becomes the new answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import as_payload, respond
from bot.slack.responder import clicker_of
from bot.slack.views.reply import ANSWER

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.background import Background
    from bot.slack.responder import Responder

log = structlog.get_logger()


class AnswerDoor:
    """Takes answers to questions, from people of the bot's own workspace."""

    def __init__(self, responder: Responder, background: Background, session: ClientSession, team: str) -> None:
        self._responder = responder
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
        message = self._responder.answered(str(body["actions"][0].get("value", "")), clicker)
        if message:
            self._background.start(self._replace(url, as_payload(message, replace_original=True)), "answer")

    async def _replace(self, url: str, payload: dict[str, Any]) -> None:
        await respond(self._session, url, payload)
