"""Sending messages to Slack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession
from hypothesis import example, given
from hypothesis import strategies as st
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import posting
from bot.slack.posting import Clicked, as_payload, clicked, key_of, post_in_thread, written
from bot.slack.views.blocks import Message, Part, context, line, rich_text, run

if TYPE_CHECKING:
    from collections.abc import MutableMapping

NOWHERE = "http://127.0.0.1:1/api/"


def test_nothing_is_unfurled_and_nothing_is_parsed() -> None:
    """Every message goes out with the same precautions."""
    payload = as_payload(Message("text", (Part.of({"type": "rich_text", "elements": []}),)), response_type="ephemeral")

    assert payload == {
        "text": "text",
        "blocks": [{"type": "rich_text", "elements": []}],
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "response_type": "ephemeral",
    }


@given(st.text(), st.text())
@example('"blocks":[]', "\ud83d")
def test_a_message_written_from_its_parts_is_its_payload(text: str, quote: str) -> None:
    """There is one form of a message, whichever way it leaves."""
    parts = (Part.of(rich_text([line(run(quote))])), Part.of(context([quote])))
    message = Message(text, parts)

    assert json.loads(written(message, response_type="ephemeral")) == as_payload(message, response_type="ephemeral")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"message": {"ts": "2.0", "thread_ts": "1.0"}}, "1.0"),
        ({"message": {"ts": "1.0", "thread_ts": "1.0"}}, None),
        ({"message": {"ts": "1.0"}}, None),
        ({"container": {"message_ts": "2.0", "thread_ts": "1.0"}}, "1.0"),
        ({}, None),
    ],
    ids=["in a thread", "above a thread", "in a channel", "private, in a thread", "in no message"],
)
def test_a_click_is_answered_where_it_was(body: dict[str, Any], expected: str | None) -> None:
    """In the thread of the message: what is said in the channel behind it nobody sees."""
    assert clicked({"response_url": NOWHERE, **body}) == Clicked(NOWHERE, expected)


def test_a_click_without_a_way_back() -> None:
    """There is nobody to answer."""
    assert clicked({"message": {"ts": "1.0"}}) is None


async def test_a_reply_to_a_slack_out_of_reach_is_logged_as_lost(logs: list[MutableMapping[str, Any]]) -> None:
    """Nothing listens there: the log tells where a reply is missing, and nothing raises."""
    async with ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=NOWHERE, session=session)
        await post_in_thread(client, Message("text"), channel="C0INCIDENT", thread=None)

    assert [(each["event"], each["log_level"], each["channel"]) for each in logs] == [
        ("reply.lost", "error", "C0INCIDENT")
    ]


async def test_a_reply_is_tried_again_where_no_connection_can_be_made(
    monkeypatch: pytest.MonkeyPatch, logs: list[MutableMapping[str, Any]]
) -> None:
    """Nothing can have been sent, so nothing can come twice."""
    waited: list[int] = []

    class Counted(FixedValueRetryIntervalCalculator):
        def calculate_sleep_duration(self, current_attempt: int) -> float:
            """Count what is waited for."""
            waited.append(current_attempt)
            return 0.0

    monkeypatch.setattr(posting, "_BACKOFF", Counted())
    async with ClientSession() as session:
        handlers = posting.retry_handlers()
        client = AsyncWebClient("xoxb-test", base_url=NOWHERE, session=session, retry_handlers=handlers)
        await post_in_thread(client, Message("text"), channel="C0INCIDENT", thread=None)

    assert waited == [0, 1, 2]
    assert [each["event"] for each in logs] == ["reply.lost"]


def test_a_message_is_known_by_team_channel_and_timestamp() -> None:
    """Two channels may hold messages of the same instant."""
    event = {"channel": "C0INCIDENT", "ts": "1700000000.000100", "event_ts": "1700000000.000900"}

    assert key_of({"team_id": "T0TEAM", "event": event}) == ("T0TEAM", "C0INCIDENT", "1700000000.000100")
