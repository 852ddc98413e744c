"""The messages of the workspace, as they stand now."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.playground.changes import MessageGone, MessagePut
from bot.playground.messages import Message
from bot.playground.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.playground.changes import Feed
    from bot.playground.messages import Author, Content


_KEPT = 500
"""Messages; a page that is opened is sent all of them, and draws them."""


class Posts:
    """The newest messages of all channels, and what only one person sees beside them."""

    def __init__(self, feed: Feed, now: Callable[[], float]) -> None:
        self._feed = feed
        self._now = now
        self._messages: dict[tuple[str, str], Message] = {}
        self._last = 0
        self._whispered = count(1)
        self._blocks = count(1)

    @property
    def all(self) -> tuple[Message, ...]:
        """Every message, oldest first."""
        return tuple(self._messages.values())

    def find(self, channel: str, message_id: str) -> Message | None:
        """Return a message by its id, None if it is not there."""
        return self._messages.get((channel, message_id))

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return the message of a timestamp and the answers to it, oldest first."""
        found = [
            each for each in self.all if each.channel == channel and ts in (each.ts, each.thread_ts) and not each.reader
        ]
        return sorted(found, key=lambda each: (each.ts != ts, each.ts))

    def put(
        self,
        channel: str,
        content: Content,
        author: Author,
        *,
        thread_ts: str | None = None,
        command: str | None = None,
    ) -> Message:
        """Add a message that everybody in the channel sees."""
        ts = self._timestamp()
        return self._keep(
            Message(
                channel=channel,
                id=ts,
                ts=ts,
                author=author,
                content=self._with_ids(content),
                thread_ts=thread_ts if thread_ts != ts else None,
                command=command,
            )
        )

    def whisper(
        self,
        reader: str,
        channel: str,
        content: Content,
        author: Author,
        *,
        thread_ts: str | None = None,
        command: str | None = None,
    ) -> Message:
        """Add a message that only one person sees."""
        return self._keep(
            Message(
                channel=channel,
                id=f"e{next(self._whispered)}",
                ts=self._timestamp(),
                author=author,
                content=self._with_ids(content),
                thread_ts=thread_ts,
                reader=reader,
                command=command,
            )
        )

    def edit(self, channel: str, message_id: str, content: Content) -> Message:
        """Let a message say something else.

        Raises:
            Refusal: it is not there.
        """
        message = self._existing(channel, message_id)
        return self._keep(replace(message, content=self._with_ids(content), edited=not message.is_ephemeral))

    def remove(self, channel: str, message_id: str) -> None:
        """Take a message away.

        Raises:
            Refusal: it is not there.
        """
        message = self._existing(channel, message_id)
        del self._messages[channel, message_id]
        self._feed.tell(MessageGone(message))

    def clear(self) -> None:
        """Take every message away."""
        for message in self.all:
            self.remove(message.channel, message.id)

    def with_block_ids(self, blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return blocks that each have an id, as Slack gives them one."""
        return [each if each.get("block_id") else {**each, "block_id": f"b{next(self._blocks)}"} for each in blocks]

    def _with_ids(self, content: Content) -> Content:
        return replace(content, blocks=self.with_block_ids(content.blocks)) if content.blocks else content

    def _existing(self, channel: str, message_id: str) -> Message:
        message = self.find(channel, message_id)
        if message is None:
            raise Refusal("message_not_found")
        return message

    def _keep(self, message: Message) -> Message:
        self._messages[message.channel, message.id] = message
        self._feed.tell(MessagePut(message))
        if len(self._messages) > _KEPT:
            oldest = next(iter(self._messages.values()))
            self.remove(oldest.channel, oldest.id)
        return message

    def _timestamp(self) -> str:
        """Return a timestamp that no message has yet: seconds and microseconds, always rising."""
        self._last = max(int(self._now() * 1_000_000), self._last + 1)
        seconds, micros = divmod(self._last, 1_000_000)
        return f"{seconds}.{micros:06}"
