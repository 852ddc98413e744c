"""A direct message: answered where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.slack.conversations import Conversations
    from bot.slack.reading import Mentions

EVENT = "message"
_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})


class DirectDoor:
    """Takes direct messages."""

    def __init__(self, conversations: Conversations, mentions: Mentions) -> None:
        self._conversations = conversations
        self._mentions = mentions

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.event(EVENT)(self.on_message)

    async def on_message(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Answer what a person wrote to the bot; edits, joins and other channels are left alone."""
        if event.get("channel_type") == "im" and event.get("subtype") in _WRITTEN_BY_PEOPLE:
            self._conversations.answer(body, door="direct", thread=event.get("thread_ts"), report=self._report)

    async def _report(self, event: dict[str, Any]) -> str:
        return self._mentions.left_out_of(event)
