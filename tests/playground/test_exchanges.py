"""What went over the wire, for people to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.changes import ExchangePut, Feed
from bot.playground.exchanges import Exchange, Exchanges, masked

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.playground import FakeSlack, Workspace
    from bot.playground.changes import Change


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"token": "xoxb-1"}, {"token": "••••••"}),
        ({"Authorization": "Bearer xoxb-1"}, {"Authorization": "••••••"}),
        ({"X-Slack-Signature": "v0=ab"}, {"X-Slack-Signature": "••••••"}),
        ({"webhook-signature": "v1,ab"}, {"webhook-signature": "••••••"}),
        ({"a": [{"token": "x"}, ("x",)]}, {"a": [{"token": "••••••"}, ["x"]]}),
        ({"response_url": "http://127.0.0.1:1/response/ab"}, {"response_url": "http://127.0.0.1:1/response/••••••"}),
        ({"callback": "http://127.0.0.1:1/c/ab.cd"}, {"callback": "http://127.0.0.1:1/c/••••••"}),
        ({"callback": ""}, {"callback": ""}),
        ("my token is xoxb-12-ab, and whsec_MDEy=", "my token is •••••• and ••••••"),
        ({"text": "token", "number": 1, "nothing": None}, {"text": "token", "number": 1, "nothing": None}),
    ],
)
def test_secrets_are_not_shown(content: Any, shown: Any) -> None:
    """Wherever they stand; all the rest is."""
    assert masked(content) == shown


def test_an_exchange_is_told_twice() -> None:
    """When it begins and when it ends."""
    feed, moments = Feed(), iter([1.0, 1.25])
    told: list[Change] = []
    feed.subscribe(told.append)
    exchanges = Exchanges(feed, lambda: 7.0, lambda: next(moments))
    number = exchanges.begin("to_slack", "auth.test", {"a": 1})
    exchanges.end(number, 200, {"ok": True})

    begun = Exchange(1, 7.0, "to_slack", "auth.test", {"a": 1})
    ended = Exchange(1, 7.0, "to_slack", "auth.test", {"a": 1}, 200, 250.0, {"ok": True})
    assert told == [ExchangePut(begun), ExchangePut(ended)]
    assert exchanges.newest == (ended,)


def test_the_newest_three_hundred_are_kept(world: Workspace) -> None:
    """An answer to one that is forgotten is forgotten too."""
    numbers = [world.exchanges.begin("to_bot", "event", {}) for _ in range(301)]
    world.exchanges.end(numbers[0], 200)
    world.exchanges.end(numbers[1], 200)

    assert [each.number for each in world.exchanges.newest] == numbers[1:]
    assert world.exchanges.newest[0].status == 200


async def test_calls_of_the_bot_are_kept(api: AsyncWebClient, world: Workspace) -> None:
    """With what was answered; the token is masked."""
    with pytest.raises(SlackApiError):
        await api.chat_postMessage(channel="C0NOWHERE", text="text")

    (exchange,) = world.exchanges.newest
    assert (exchange.direction, exchange.name, exchange.status) == ("to_slack", "chat.postMessage", 200)
    assert exchange.request == {
        "headers": {"Authorization": "••••••", "Content-Type": "application/json"},
        "body": {"channel": "C0NOWHERE", "text": "text"},
    }
    assert exchange.answer == {"ok": False, "error": "channel_not_found"}


async def test_a_call_that_waits_is_seen_waiting(slack: FakeSlack, api: AsyncWebClient, world: Workspace) -> None:
    """It is told before it is answered."""
    held = slack.hold("auth.test")
    asking = asyncio.create_task(api.auth_test())
    await slack.wait_for("auth.test")
    waiting = world.exchanges.newest[0].status
    held.set()
    await asking

    assert (waiting, world.exchanges.newest[0].status) == (None, 200)
