"""Whose token it is, and what happens while Slack does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsInvalid
from bot.playground import FakeSlack
from bot.playground.fake_slack import BOT_ID, BOT_USER, TEAM, Failure
from bot.slack.bolt import Identity
from bot.slack.manifest import BOT_SCOPES
from bot.slack.transport.identity import identify

if TYPE_CHECKING:
    from collections.abc import MutableMapping

OURS = {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}


class Bed:
    """Sleeps without losing time, and counts the hours."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        self.slept.append(seconds)


async def test_a_good_token_tells_who_the_bot_is(
    fake: FakeSlack, client: AsyncWebClient, logs: list[MutableMapping[str, Any]]
) -> None:
    """Asked once; there is nothing to complain of."""
    bed = Bed()

    identity = await identify(client, bed.sleep)

    assert identity == Identity(TEAM, BOT_USER, BOT_ID)
    assert [call.token for call in fake.made("auth.test")] == ["xoxb-test"]
    assert (bed.slept, logs) == ([], [])


async def test_a_workspace_of_an_enterprise_is_known_as_such(fake: FakeSlack, client: AsyncWebClient) -> None:
    """Some of Slack's requests name the enterprise alone."""
    fake.fail("auth.test", Failure(body={**OURS, "enterprise_id": "E0CORP"}))

    assert await identify(client, Bed().sleep) == Identity(TEAM, BOT_USER, BOT_ID, "E0CORP")


@pytest.mark.parametrize(
    "failure",
    [
        Failure(body={"ok": False, "error": "internal_error"}),
        Failure(status=500),
        Failure(status=502, body="upstream connect error", content_type="text/plain"),
        Failure(status=503, body="<html>maintenance</html>", content_type="text/html"),
        Failure(status=503, body="<html>maintenance</html>"),
        Failure(status=200, body="maintenance", content_type="text/plain"),
    ],
)
async def test_it_asks_again_ever_more_slowly_until_slack_answers(
    fake: FakeSlack, client: AsyncWebClient, failure: Failure, logs: list[MutableMapping[str, Any]]
) -> None:
    """A Slack in trouble, or a proxy in its place, delays the start; it does not end it."""
    fake.fail("auth.test", *[failure] * 9)
    bed = Bed()

    identity = await identify(client, bed.sleep)

    assert identity == Identity(TEAM, BOT_USER, BOT_ID)
    assert bed.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert [(each["event"], each["next_try_in"]) for each in logs] == [("auth.unanswered", wait) for wait in bed.slept]


async def test_the_log_tells_why_it_has_to_ask_again(
    fake: FakeSlack, client: AsyncWebClient, logs: list[MutableMapping[str, Any]]
) -> None:
    """Slack's own word for it."""
    fake.fail("auth.test", Failure(body={"ok": False, "error": "fatal_error"}))

    await identify(client, Bed().sleep)

    assert [each["reason"] for each in logs] == ["fatal_error"]


async def test_a_rate_limit_is_waited_out_for_as_long_as_slack_says(fake: FakeSlack, client: AsyncWebClient) -> None:
    """The next question before that would only prolong it."""
    limited = Failure(status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "17"})
    fake.fail("auth.test", limited)
    bed = Bed()

    await identify(client, bed.sleep)

    assert bed.slept == [17.0]


async def test_a_date_in_place_of_seconds_is_no_reason_to_fail(fake: FakeSlack, client: AsyncWebClient) -> None:
    """A proxy may say until when it is away."""
    away = Failure(status=503, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})
    fake.fail("auth.test", away)
    bed = Bed()

    await identify(client, bed.sleep)

    assert bed.slept == [0.5]


async def test_a_slack_out_of_reach_is_asked_again() -> None:
    """Nobody listens at first; later Slack is there."""
    fake = FakeSlack()
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            await fake.start(port)

    await fake.start()
    port = int(fake.address.rpartition(":")[2])
    await fake.stop()
    async with ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session, retry_handlers=[])
        identity = await identify(client, sleep)
    await fake.stop()

    assert (identity.team, naps) == (TEAM, [0.5, 1.0])


@pytest.mark.parametrize(
    "error",
    ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"],
)
async def test_a_token_that_slack_refuses_ends_the_start_and_names_the_setting(
    fake: FakeSlack, client: AsyncWebClient, error: str
) -> None:
    """Asking again would not help; installing the app anew does."""
    fake.fail("auth.test", Failure(body={"ok": False, "error": error}))
    bed = Bed()

    with pytest.raises(SettingsInvalid) as raised:
        await identify(client, bed.sleep)

    assert raised.value.faults == (f"SLACK_BOT_TOKEN is refused by Slack ({error}): install the app anew",)
    assert bed.slept == []


@pytest.mark.parametrize(
    ("granted", "warned"),
    [
        (
            ",".join(scope for scope in BOT_SCOPES if not scope.endswith(":history")) + ", identify",
            [["channels:history", "groups:history", "im:history"]],
        ),
        ("identify", [sorted(BOT_SCOPES)]),
        (",".join((*BOT_SCOPES, "reactions:write")), []),
        ("", []),
    ],
)
async def test_scopes_that_are_missing_are_warned_of(
    fake: FakeSlack, client: AsyncWebClient, granted: str, warned: list[list[str]], logs: list[MutableMapping[str, Any]]
) -> None:
    """The bot starts, and says what it will not be able to do; where Slack names no scopes, it guesses nothing."""
    fake.fail("auth.test", Failure(body=OURS, headers={"x-oauth-scopes": granted}))

    await identify(client, Bed().sleep)

    assert [each["scopes"] for each in logs if each["event"] == "auth.scopes_missing"] == warned
