"""`/campaign-why TEXT`: answered in the ack, to the asker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.response import BoltResponse

from bot.slack.posting import written
from bot.slack.responder import Asker

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.privately import Privately

COMMAND = "/campaign-why"


class SlashDoor:
    """Takes the slash command."""

    def __init__(self, privately: Privately) -> None:
        self._privately = privately

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.command(COMMAND)(self.on_command)

    async def on_command(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """Answer within the ack: the diagnosis takes less than the way there and back."""
        report = str(command.get("text") or "").strip()
        asker = Asker(str(command["team_id"]), str(command["user_id"]), str(command["channel_id"]))
        message = await self._privately.answer(report, asker, door="slash")
        # A text instead of a dict: Bolt would copy the blocks and write them down once more.
        ack.response = BoltResponse(status=200, body=written(message, response_type="ephemeral"))
