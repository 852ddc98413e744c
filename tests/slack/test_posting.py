"""Sending messages to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.posting import as_payload, place_of, post_in_thread
from bot.slack.views.blocks import Message

if TYPE_CHECKING:
    from collections.abc import MutableMapping


def test_nothing_is_unfurled_and_nothing_is_parsed() -> None:
    """Every message goes out with the same precautions."""
    payload = as_payload(Message("text", [{"type": "rich_text", "elements": []}]), response_type="ephemeral")

    assert payload == {
        "text": "text",
        "blocks": [{"type": "rich_text", "elements": []}],
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "response_type": "ephemeral",
    }


async def test_a_reply_to_a_slack_out_of_reach_is_logged_as_lost(logs: list[MutableMapping[str, Any]]) -> None:
    """Nothing listens there: the log tells where a reply is missing, and nothing raises."""
    async with ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url="http://127.0.0.1:1/api/", session=session)
        await post_in_thread(client, Message("text", []), channel="C0INCIDENT", thread=None)

    assert [(each["event"], each["log_level"], each["channel"]) for each in logs] == [
        ("reply.lost", "error", "C0INCIDENT")
    ]


def test_a_message_is_known_by_team_channel_and_timestamp() -> None:
    """Two channels may hold messages of the same instant."""
    event = {"channel": "C0INCIDENT", "ts": "1700000000.000100", "event_ts": "1700000000.000900"}

    assert place_of({"team_id": "T0TEAM", "event": event}) == ("T0TEAM", "C0INCIDENT", "1700000000.000100")
