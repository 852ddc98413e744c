"""Slack over a socket, beside what a whole process does with it (`test_serving`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.fake_slack import Failure
from bot.slack.transport.socket_mode import Socket
from tests.service import APP_TOKEN

if TYPE_CHECKING:
    from tests.workspace import Workspace


async def test_an_address_that_does_not_open_is_not_tried_again(slack: Workspace) -> None:
    """Its ticket has been used or has expired: every try asks for an address of its own."""
    slack.slack.fail("socket", Failure(status=403), Failure(status=408))
    client = AsyncWebClient(base_url=slack.slack.api_url)
    socket = Socket(slack.bolt, APP_TOKEN, client, answer_within=1, retry_after=0.2)

    await socket.connect_async()  # type: ignore[no-untyped-call]
    await socket.close_async()

    assert len(slack.slack.made("socket")) == 3
    assert len(slack.slack.made("apps.connections.open")) == 3
