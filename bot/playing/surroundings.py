"""What the bot of the playground lives in: a Slack, a receiver, and settings that lead to nothing else."""

from __future__ import annotations

import secrets
import socket
from base64 import b64encode
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.playground import CHANNELS, PEOPLE, FakeSlack, Receiver, Workspace
from bot.playground.guarding import LOOPBACK
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that the bot hears and calls, on this machine alone."""

    workspace: Workspace
    slack: FakeSlack
    receiver: Receiver
    receiver_secret: SecretStr
    settings: Settings
    """Nothing of the environment is in them."""

    signing_secret: str
    at: socket.socket
    """Where the bot is to listen; bound already, for the receiver is told before."""

    @property
    def events_url(self) -> str:
        """Where the bot takes Slack's requests."""
        return f"{self.settings.campaign_why_url}slack/events"


@asynccontextmanager
async def surroundings() -> AsyncIterator[Surroundings]:
    """Yield all of it at work; at the end nothing is left, the ledger included."""
    token, signing_secret = f"xoxb-playground-{secrets.token_hex(8)}", secrets.token_hex(16)
    receiver_secret = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="campaign-why-")))
        at = stack.enter_context(socket.create_server((LOOPBACK, 0)))
        workspace = Workspace(PEOPLE, CHANNELS)
        slack = FakeSlack(workspace)
        slack.token = token
        stack.push_async_callback(slack.stop)
        await slack.start()
        receiver = Receiver(receiver_secret, workspace)
        stack.push_async_callback(receiver.stop)
        await receiver.start()
        settings = Settings.model_construct(
            slack_bot_token=SecretStr(token),
            slack_signing_secret=SecretStr(signing_secret),
            slack_app_token=None,
            slack_api_url=slack.api_url,
            host=LOOPBACK,
            port=0,
            database_url=SecretStr(f"sqlite:///{folder / 'ledger.sqlite3'}"),
            campaign_why_config=None,
            campaign_why_url=f"http://{LOOPBACK}:{at.getsockname()[1]}/",
        )
        yield Surroundings(workspace, slack, receiver, SecretStr(receiver_secret), settings, signing_secret, at)
