"""Messages as they stand in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.people import ALERTS_ID, ALERTS_NAME, BOT_ID, BOT_NAME, BOT_USER, SLACKBOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.playground.people import Person


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message."""

    user: str
    name: str
    bot_id: str | None = None

    @classmethod
    def of(cls, person: Person) -> Author:
        """Return a person as an author."""
        return cls(person.id, person.name)


BOT = Author(BOT_USER, BOT_NAME, BOT_ID)
ALERTS = Author(ALERTS_ID, ALERTS_NAME, ALERTS_ID)
SLACKBOT_SAYS = Author(SLACKBOT, "Slackbot", SLACKBOT)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says."""

    text: str = ""
    blocks: Sequence[Mapping[str, Any]] | None = None
    attachments: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message; one that only its reader sees is ephemeral."""

    channel: str
    id: str
    """Its timestamp; `e` and a number if it is ephemeral."""

    ts: str
    author: Author
    content: Content
    thread_ts: str | None = None
    """The timestamp of the message that began the thread."""

    reader: str | None = None
    edited: bool = False
    command: str | None = None
    """The slash command that it answers."""

    @property
    def is_ephemeral(self) -> bool:
        """Whether only its reader sees it."""
        return self.reader is not None

    def as_slack(self) -> dict[str, Any]:
        """Return the message as the Web API tells it."""
        told: dict[str, Any] = {"type": "message", "user": self.author.user, "ts": self.ts, "text": self.content.text}
        if self.author.bot_id:
            told["bot_id"] = self.author.bot_id
        if self.author.user == self.author.bot_id:
            told |= {"subtype": "bot_message", "username": self.author.name}
            del told["user"]
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.content.blocks is not None:
            told["blocks"] = list(self.content.blocks)
        if self.content.attachments is not None:
            told["attachments"] = list(self.content.attachments)
        return told
