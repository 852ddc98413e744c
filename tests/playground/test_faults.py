"""Faults that a person switches on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.changes import FaultsChanged
from bot.playground.faults import Fault
from bot.playground.response_urls import Origin

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.playground import FakeSlack, Workspace
    from bot.playground.changes import Change
    from tests.playground.conftest import HandTime


async def test_a_rate_limit_says_how_long_to_wait(api: AsyncWebClient, world: Workspace) -> None:
    """In the header that Slack uses."""
    world.faults.put("auth.test", "rate_limited", 1)

    with pytest.raises(SlackApiError, match="ratelimited") as limited:
        await api.auth_test()
    response = limited.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")
    assert (await api.auth_test())["ok"]


async def test_a_server_error_does_nothing(api: AsyncWebClient, world: Workspace) -> None:
    """What was called did not happen."""
    world.faults.put("chat.postMessage", "server_error")

    with pytest.raises(SlackApiError) as failed:
        await api.chat_postMessage(channel="C0INCIDENT", text="text")
    assert (failed.value.response.status_code, world.posts.all) == (500, ())


async def test_slack_out_of_reach_answers_nothing(api: AsyncWebClient, world: Workspace) -> None:
    """The connection breaks, and the inspector says so."""
    world.faults.put("*", "unreachable")

    with pytest.raises(ServerDisconnectedError):
        await api.auth_test()
    assert [(each.name, each.status) for each in world.exchanges.newest] == [("auth.test", 0)]


async def test_a_slow_slack_answers_late_and_right(api: AsyncWebClient, world: Workspace, time: HandTime) -> None:
    """Five seconds late."""
    world.faults.put("auth.test", "slow")

    assert (await api.auth_test())["ok"]
    assert time.slept == [5.0]


async def test_response_urls_can_fail_like_methods(slack: FakeSlack, world: Workspace, session: ClientSession) -> None:
    """A use that fails is no use."""
    url = slack.response_url_to(Origin("U0GUEST", "C0INCIDENT"))
    world.faults.put("response_url", "server_error", 1)
    hook = AsyncWebhookClient(url, session=session, retry_handlers=[])

    assert [(await hook.send_dict({"text": "x"})).status_code for _ in range(7)] == [500, 200, 200, 200, 200, 200, 404]


async def test_a_fault_can_hold_for_some_calls(api: AsyncWebClient, world: Workspace, told: list[Change]) -> None:
    """How many are left is told."""
    world.faults.put("auth.test", "server_error", 2)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await api.auth_test()

    assert (await api.auth_test())["ok"]
    assert [each for each in told if isinstance(each, FaultsChanged)] == [
        FaultsChanged((Fault("auth.test", "server_error", 2),)),
        FaultsChanged((Fault("auth.test", "server_error", 1),)),
        FaultsChanged(()),
    ]


async def test_a_fault_can_be_taken_back(api: AsyncWebClient, world: Workspace) -> None:
    """All at once."""
    world.faults.put("auth.test", "server_error")
    world.faults.put("*", "unreachable")
    world.faults.clear()

    assert (await api.auth_test())["ok"]


def test_what_is_wrong_with_one_method_comes_before_what_is_wrong_with_all(world: Workspace) -> None:
    """And the latest word on a method holds."""
    world.faults.put("*", "slow")
    world.faults.put("auth.test", "unreachable")
    world.faults.put("auth.test", "server_error")

    assert (world.faults.due("auth.test"), world.faults.due("users.info")) == ("server_error", "slow")
    assert world.faults.all == (Fault("*", "slow"), Fault("auth.test", "server_error"))
