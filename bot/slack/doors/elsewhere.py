"""A message for a run whose button only one person sees: the run has to stand where others can see and approve it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import structlog
from slack_sdk.errors import SlackApiError

from bot.ledger.model import Place
from bot.slack.posting import UNREACHABLE, as_payload, heard, reason_of
from bot.slack.views.blocks import Message
from bot.slack.views.runs import from_private

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.knowledge.model import ReplyLanguage


log = structlog.get_logger()

Unshown: TypeAlias = Literal["not-here", "not-shown"]
"""The bot is not in the channel; Slack does not take the message."""

NOT_HERE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
"""Why a message cannot stand in a channel, however often one tries."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Posts the messages."""

    client: AsyncWebClient

    async def place(self, button: Place, user: str, language: ReplyLanguage, *, may_be_direct: bool) -> Place | Unshown:
        """Return the place of a new message for a run, in the channel of the private answer.

        Args:
            button: where the private answer is.
            user: who asks.
            language: of the message.
            may_be_direct: whether a direct message will do where the bot is not in the channel; nobody approves there.
        """
        message = from_private(user, language)
        found = await self._posted(message, button.channel)
        if found == "not-here" and may_be_direct:
            found = await self._posted(message, user)
        if isinstance(found, str):
            return found
        return replace(found, team=button.team, is_shared_outside=button.is_shared_outside, origin=origin_of(button))

    async def withdraw(self, place: Place, text: str) -> None:
        """Let a message say that there is nothing to see: somebody else was quicker."""
        try:
            await heard(self.client.chat_update(channel=place.channel, ts=place.ts, **as_payload(Message(text))))
        except UNREACHABLE as error:
            log.warning("message.not_withdrawn", error=type(error).__name__)

    async def _posted(self, message: Message, channel: str) -> Place | Unshown:
        try:
            posted = await heard(self.client.chat_postMessage(channel=channel, **as_payload(message)))
        except SlackApiError as error:
            reason = reason_of(error)
            log.warning("message.refused", error=reason)
            return "not-here" if reason in NOT_HERE else "not-shown"
        except UNREACHABLE as error:
            log.warning("message.lost", error=type(error).__name__)
            return "not-shown"
        return Place("", str(posted["channel"]), str(posted["ts"]))


def origin_of(button: Place) -> str:
    """Return what tells a private answer from every other message."""
    return f"{button.channel}/{button.ts}"
