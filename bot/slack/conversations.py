"""Messages answered where they stand, each of them once, whatever number of events it comes as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.memory import Seen
from bot.slack.posting import key_of, post_in_thread
from bot.slack.responder import HELP
from bot.slack.views.blocks import Message
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.posting import MessageKey
    from bot.slack.responder import Responder

log = structlog.get_logger()

REMEMBERED_FOR = 26 * 3600
"""Seconds; Slack may retry an event for a day."""

MOST_REMEMBERED = 100_000

_NOBODY = (None, "", "USLACKBOT")
"""Users who are no people: Slackbot speaks without a bot's id, to those whom it knows by a word of theirs."""


class Conversations:
    """Answers messages of people in channels and direct conversations."""

    def __init__(self, responder: Responder, locales: Locales, background: Background, client: AsyncWebClient) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._client = client
        self._answered: Seen[MessageKey] = Seen(lifetime=REMEMBERED_FOR, most=MOST_REMEMBERED)

    def answer(
        self,
        body: dict[str, Any],
        *,
        door: str,
        thread: str | None,
        report: Callable[[dict[str, Any]], Awaitable[str | None]],
    ) -> None:
        """Start to answer the message of an event, unless a bot wrote it or it has been answered.

        Args:
            body: the event's envelope.
            door: through which it came, for the log.
            thread: where the answer goes; None beside the message.
            report: reads what is reported from the event; None where it may not be read.
        """
        event = body["event"]
        if event.get("bot_id") or event.get("user") in _NOBODY or self._answered.again(key_of(body)):
            return
        self._background.start(self._answer(event, door, thread, report), door)

    async def _answer(
        self,
        event: dict[str, Any],
        door: str,
        thread: str | None,
        report: Callable[[dict[str, Any]], Awaitable[str | None]],
    ) -> None:
        try:
            message = await self._message(await report(event), event, door)
        except Exception as error:
            log.exception("message.failed", door=door, error=type(error).__name__)
            message = Message(WORDING["en"].failed)
        await post_in_thread(self._client, message, channel=str(event["channel"]), thread=thread)

    async def _message(self, report: str | None, event: dict[str, Any], door: str) -> Message:
        user = str(event["user"])
        if report is None:
            return Message(WORDING[await self._locales.language_of(user)].thread_unreadable)
        if report.lower() in HELP:
            return self._responder.help(await self._locales.language_of(user))
        finding = self._responder.diagnose(report, door=door)
        language = await self._locales.language_for(finding.diagnosis, user)
        return self._responder.message(finding, language, channel=str(event["channel"]))
