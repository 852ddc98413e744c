"""`/campaign-why TEXT`: answered in the ack, to the asker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.response import BoltResponse

from bot.slack.posting import written
from bot.slack.responder import HELP, Asker

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.locales import Locales
    from bot.slack.responder import Responder

COMMAND = "/campaign-why"


class SlashDoor:
    """Takes the slash command."""

    def __init__(self, responder: Responder, locales: Locales) -> None:
        self._responder = responder
        self._locales = locales

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.command(COMMAND)(self.on_command)

    async def on_command(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        """Answer within the ack: the diagnosis takes less than the way there and back."""
        report = str(command.get("text") or "").strip()
        user = str(command["user_id"])
        if report.lower() in HELP:
            message = self._responder.help(await self._locales.language_of(user))
        else:
            finding = self._responder.diagnose(report, door="slash")
            language = await self._locales.language_for(finding.diagnosis, user)
            asker = Asker(str(command["team_id"]), user, str(command["channel_id"]))
            message = self._responder.message(finding, language, asker)
        # A text instead of a dict: Bolt would copy the blocks and write them down once more.
        ack.response = BoltResponse(status=200, body=written(message, response_type="ephemeral"))
