"""`@campaign-why TEXT` in a channel: answered in the message's thread, never beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import UNREACHABLE, heard, thread_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.conversations import Conversations
    from bot.slack.reading import Mentions

log = structlog.get_logger()

EVENT = "app_mention"


class MentionDoor:
    """Takes mentions."""

    def __init__(self, conversations: Conversations, client: AsyncWebClient, mentions: Mentions) -> None:
        self._conversations = conversations
        self._client = client
        self._mentions = mentions

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.event(EVENT)(self.on_mention)

    async def on_mention(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Answer in the thread; the first answer to a message opens one."""
        thread = str(event.get("thread_ts") or event["ts"])
        self._conversations.answer(body, door="mention", thread=thread, report=self._report)

    async def _report(self, event: dict[str, Any]) -> str | None:
        """Return what is said beside the mention; without that, in a thread, what its first message says."""
        if said := self._mentions.left_out_of(event):
            return said
        thread = thread_of(event)
        if thread is None:
            return ""
        try:
            found = await heard(self._client.conversations_replies(channel=event["channel"], ts=thread, limit=1))
        except UNREACHABLE as error:
            log.warning("thread.unreadable", channel=event["channel"], error=type(error).__name__)
            return None
        messages = found.get("messages") or []
        return self._mentions.left_out_of(messages[0]) if messages else None
