"""The fake Slack, asked by the SDK that asks the real one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground import Call, FakeSlack
from bot.playground.fake_slack import BOT_ID, BOT_USER, SCOPES, TEAM, Failure

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient


async def test_a_token_is_told_whose_it_is(client: AsyncWebClient) -> None:
    """With the scopes in the header, as Slack has them."""
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (TEAM, BOT_USER, BOT_ID)
    assert answer.headers["x-oauth-scopes"] == SCOPES


async def test_every_call_is_recorded_with_its_arguments_and_token(fake: FakeSlack, client: AsyncWebClient) -> None:
    """Whether they come as JSON, as a form or in the address."""
    await client.chat_postMessage(channel="C1", text="text", blocks=[{"type": "divider"}])
    await client.users_info(user="U1")

    assert fake.calls == [
        Call("chat.postMessage", {"channel": "C1", "text": "text", "blocks": [{"type": "divider"}]}, "xoxb-test"),
        Call("users.info", {"user": "U1"}, "xoxb-test"),
    ]


async def test_after_very_many_calls_the_oldest_are_forgotten(fake: FakeSlack, client: AsyncWebClient) -> None:
    """The playground may be open for days."""
    fake.calls.extend(Call("users.info", {}) for _ in range(1_000))
    await client.auth_test()

    assert len(fake.calls) == 1_000
    assert fake.calls[-1].method == "auth.test"


async def test_messages_get_timestamps_that_rise(client: AsyncWebClient) -> None:
    """A message is known by its channel and timestamp."""
    answers = [await client.chat_postMessage(channel="C1", text="text") for _ in range(2)]

    assert [answer["channel"] for answer in answers] == ["C1", "C1"]
    assert str(answers[0]["ts"]) < str(answers[1]["ts"])


async def test_users_speak_the_language_that_was_set(fake: FakeSlack, client: AsyncWebClient) -> None:
    """English unless it was."""
    fake.locales["U1"] = "zh-CN"

    answers = [await client.users_info(user=user, include_locale=True) for user in ("U1", "U2")]

    assert [answer["user"] for answer in answers] == [
        {"id": "U1", "team_id": TEAM, "locale": "zh-CN"},
        {"id": "U2", "team_id": TEAM, "locale": "en-US"},
    ]


async def test_a_thread_is_read_up_to_the_limit(fake: FakeSlack, client: AsyncWebClient) -> None:
    """The first message comes first."""
    fake.threads["C1", "1.1"] = [{"ts": "1.1", "text": "first"}, {"ts": "1.2", "text": "second"}]

    one = await client.conversations_replies(channel="C1", ts="1.1", limit=1)
    all_of_it = await client.conversations_replies(channel="C1", ts="1.1")

    assert (len(one["messages"] or []), len(all_of_it["messages"] or [])) == (1, 2)
    assert (one["messages"] or [])[0]["text"] == "first"


async def test_a_thread_that_is_not_there_is_an_error(client: AsyncWebClient) -> None:
    """As Slack says it."""
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.conversations_replies(channel="C1", ts="1.1")


async def test_an_unknown_method_is_an_error(client: AsyncWebClient) -> None:
    """Whoever calls a new one notices that the playground does not know it."""
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.reactions_add(channel="C1", name="eyes", timestamp="1.1")


async def test_a_wrong_token_is_refused(fake: FakeSlack, client: AsyncWebClient) -> None:
    """Once there is a right one."""
    fake.token = "xoxb-right"

    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.auth_test()


async def test_failures_come_one_after_the_other_and_then_success(fake: FakeSlack, client: AsyncWebClient) -> None:
    """A method fails as often as it was told to."""
    fake.fail("auth.test", Failure(status=500), Failure(body={"ok": False, "error": "fatal_error"}))

    with pytest.raises(SlackApiError) as first:
        await client.auth_test()
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.auth_test()

    assert first.value.response.status_code == 500
    assert (await client.auth_test())["ok"]


async def test_a_response_url_takes_messages_and_can_fail(fake: FakeSlack) -> None:
    """What is sent there is recorded too."""
    fake.fail("response_url", Failure(status=404, body="expired_url", content_type="text/plain"))
    async with ClientSession() as session:
        hook = AsyncWebhookClient(fake.response_url, session=session)
        answers = [await hook.send_dict({"text": "text"}) for _ in range(2)]

    assert [(answer.status_code, answer.body) for answer in answers] == [(404, "expired_url"), (200, '{"ok": true}')]
    assert fake.made("response_url") == [Call("response_url", {"text": "text"})] * 2


async def test_a_connection_can_be_cut(fake: FakeSlack, client: AsyncWebClient) -> None:
    """The call arrives, its answer does not."""
    fake.fail("auth.test", Failure(status=0))

    with pytest.raises(ServerDisconnectedError):
        await client.auth_test()

    assert len(fake.made("auth.test")) == 1


async def test_a_held_method_is_recorded_at_once_and_answered_later(fake: FakeSlack, client: AsyncWebClient) -> None:
    """Slowness is a thing to be tested."""
    held = fake.hold("auth.test")
    asking = asyncio.create_task(client.auth_test())
    await fake.wait_for("auth.test")
    was_done = asking.done()
    held.set()

    assert (was_done, (await asking)["team_id"]) == (False, TEAM)


async def test_waiting_for_a_call_that_does_not_come_ends(fake: FakeSlack) -> None:
    """A test that waits in vain fails, it does not hang."""
    with pytest.raises(TimeoutError):
        await fake.wait_for("auth.test", within=0)


async def test_an_envelope_goes_over_the_socket_and_its_acknowledgement_comes_back(
    fake: FakeSlack, client: AsyncWebClient
) -> None:
    """The far end of Socket Mode: address, greeting, envelope, acknowledgement."""
    opened = await client.apps_connections_open(app_token="xapp-test")
    async with ClientSession() as session, session.ws_connect(str(opened["url"])) as socket:
        greeting = await socket.receive_json()
        sending = asyncio.create_task(fake.send({"envelope_id": "env-1"}))
        envelope = await socket.receive_json()
        await socket.send_bytes(b"\x00")
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        acknowledged = await sending

    assert greeting["type"] == "hello"
    assert acknowledged == {"envelope_id": "env-1"}


async def test_an_envelope_without_a_socket_is_not_sent(fake: FakeSlack) -> None:
    """There is nobody to take it."""
    with pytest.raises(TimeoutError):
        await fake.send({"envelope_id": "env-1"}, within=0)


async def test_a_socket_can_be_refused(fake: FakeSlack) -> None:
    """Connecting is a thing that can fail, like any call."""
    fake.fail("socket", Failure(status=503))

    async with ClientSession() as session, session.get(f"{fake.address}/socket") as response:
        status = response.status

    assert (status, fake.made("socket")) == (503, [Call("socket", {})])


async def test_what_was_never_started_can_be_stopped() -> None:
    """Whoever cleans up need not know how far it came; it can be started afterwards."""
    fake = FakeSlack()

    await fake.stop()
    stopped_at = fake.address
    await fake.start()
    await fake.stop()

    assert (stopped_at, bool(fake.address)) == ("", True)


async def test_a_stop_closes_the_sockets() -> None:
    """Whoever is connected notices."""
    fake = FakeSlack()
    await fake.start()
    async with ClientSession() as session, session.ws_connect(f"{fake.address}/socket") as socket:
        await socket.receive_json()
        stopping = asyncio.create_task(fake.stop())
        await socket.receive()
        await stopping
        closed = socket.closed

    assert closed


@pytest.mark.parametrize("body", ['["a"]', "{"])
async def test_arguments_that_are_no_object_are_none(fake: FakeSlack, body: str) -> None:
    """Nothing fails over a client's mistake."""
    headers = {"Content-Type": "application/json"}
    async with (
        ClientSession() as session,
        session.post(f"{fake.api_url}auth.test", data=body, headers=headers) as response,
    ):
        status = response.status

    assert (status, fake.calls) == (200, [Call("auth.test", {})])


async def test_without_a_socket_nothing_can_be_sent(fake: FakeSlack) -> None:
    """Neither before the first nor after the last has gone."""
    async with ClientSession() as session:
        async with session.ws_connect(f"{fake.address}/socket") as socket:
            await socket.receive_json()
        with pytest.raises(TimeoutError):
            await fake.send({"type": "slash_commands"}, within=0.1)
