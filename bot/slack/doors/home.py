"""The app's home: what the bot can do, with examples, in the language of whoever opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.posting import UNREACHABLE, heard

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.responder import Responder

log = structlog.get_logger()

EVENT = "app_home_opened"


class HomeDoor:
    """Shows the home when somebody opens it."""

    def __init__(self, responder: Responder, locales: Locales, background: Background, client: AsyncWebClient) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._client = client

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.event(EVENT)(self.on_opened)

    async def on_opened(self, event: dict[str, Any]) -> None:
        """Publish the home; the tab with the messages needs nothing."""
        if event.get("tab") == "home":
            self._background.start(self._publish(str(event["user"])), "home")

    async def _publish(self, user: str) -> None:
        message = self._responder.help(await self._locales.language_of(user))
        try:
            await heard(self._client.views_publish(user_id=user, view={"type": "home", "blocks": message.blocks}))
        except UNREACHABLE as error:
            log.warning("home.not_shown", error=type(error).__name__)
