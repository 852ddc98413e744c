"""The buttons under a question: the message becomes the new answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import as_payload, clicked, for_the_clicker, respond
from bot.slack.responder import clicker_of
from bot.slack.views.reply import ANSWER
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.posting import Clicked
    from bot.slack.responder import Asker, Responder

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
        bolt.action(re.compile(rf"{ANSWER}_\d+"))(self.on_answer)

    async def on_answer(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Replace the question by what follows from the answer."""
        await ack()
        clicker = clicker_of(body)
        to = clicked(body)
        if to is None:
            return
        value = str(body["actions"][0].get("value", ""))
        self._background.start(self._answer(value, clicker, to), "answer")

    async def _answer(self, value: str, clicker: Asker, to: Clicked) -> None:
        try:
            payload = await self._payload(value, clicker)
        except Exception as error:
            log.exception("answer.failed", error=type(error).__name__)
            self._responder.reopen(value)
            payload = for_the_clicker(WORDING["en"].failed)
        if payload and not await respond(self._session, to, payload):
            self._responder.reopen(value)

    async def _payload(self, value: str, clicker: Asker) -> dict[str, Any] | None:
        """Return what to answer to a click; None for one that means nothing, or nothing any more."""
        if refusal := self._refusal(value, clicker):
            log.info("answer.refused", reason=refusal, team=clicker.team)
            wording = WORDING[await self._locales.language_of(clicker.user)]
            return for_the_clicker(getattr(wording, refusal))
        message = self._responder.answered(value, clicker)
        return as_payload(message, replace_original=True) if message else None

    def _refusal(self, value: str, clicker: Asker) -> str:
        """Return the name of the wording that says why somebody cannot answer; empty if they can."""
        if clicker.team != self._team:
            return "question_of_strangers"
        if not self._responder.remembers(value):
            return "question_gone"
        return "" if self._responder.is_put_to(value, clicker) else "question_of_another"
