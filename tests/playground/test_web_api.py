"""The Web API of a workspace whose people are known, asked by the SDK that asks the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.messages import Author, Content
from bot.playground.people import PEOPLE

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.playground import Workspace
    from tests.playground.conftest import HandTime

ONCALL, APPROVER, GUEST, EXTERNAL = PEOPLE
INCIDENTS = "C0INCIDENT"
TITLE = {"type": "plain_text", "text": "Title"}
FORM: dict[str, Any] = {"type": "modal", "title": TITLE, "blocks": [{"type": "divider"}]}
HOME: dict[str, Any] = {"type": "home", "blocks": [{"type": "divider"}]}


def shown(world: Workspace) -> list[tuple[str, str, str | None]]:
    """Return channel, text and reader of every message."""
    return [(each.channel, each.content.text, each.reader) for each in world.posts.all]


async def test_a_message_is_posted_where_it_was_meant(api: AsyncWebClient, world: Workspace) -> None:
    """As the bot, with what Slack makes of it in the answer."""
    answer = await api.chat_postMessage(channel=INCIDENTS, text="text", blocks=[{"type": "divider"}])

    assert shown(world) == [(INCIDENTS, "text", None)]
    assert answer["message"] == {
        "type": "message",
        "user": "U0BOT",
        "bot_id": "B0BOT",
        "ts": answer["ts"],
        "text": "text",
        "blocks": [{"type": "divider", "block_id": "b1"}],
    }


async def test_a_message_to_a_person_goes_into_their_direct_messages(api: AsyncWebClient, world: Workspace) -> None:
    """The answer tells the channel."""
    answer = await api.chat_postMessage(channel=ONCALL.id, text="text")

    assert (answer["channel"], shown(world)) == ("D0ONCALL", [("D0ONCALL", "text", None)])


async def test_an_answer_stands_in_its_thread(api: AsyncWebClient, world: Workspace) -> None:
    """If there is one."""
    first = world.posts.put(INCIDENTS, Content("first"), Author.of(ONCALL))
    await api.chat_postMessage(channel=INCIDENTS, text="second", thread_ts=first.ts)
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await api.chat_postMessage(channel=INCIDENTS, text="third", thread_ts="1.1")

    assert [each.content.text for each in world.posts.thread(INCIDENTS, first.ts)] == ["first", "second"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "text"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        (
            {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_700}}] * 5},
            "msg_blocks_too_long",
        ),
        ({"text": "x", "attachments": ["text"]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
    ],
)
async def test_what_slack_would_refuse_is_refused(
    api: AsyncWebClient, world: Workspace, arguments: dict[str, Any], error: str
) -> None:
    """Under Slack's name for it; nothing is posted."""
    with pytest.raises(SlackApiError) as refused:
        await api.api_call("chat.postMessage", json={"channel": INCIDENTS, **arguments})

    assert (refused.value.response["error"], shown(world)) == (error, [])


async def test_what_is_wrong_with_blocks_is_told_exactly(api: AsyncWebClient) -> None:
    """Whoever writes a new message sees the place."""
    with pytest.raises(SlackApiError) as refused:
        await api.chat_postMessage(channel=INCIDENTS, text="x", blocks=[{"type": "section"}])

    problem = "[ERROR] must define either `fields` or `text` [json-pointer:/blocks/0]"
    assert refused.value.response["response_metadata"] == {"messages": [problem]}


async def test_an_ephemeral_message_is_for_one_person(api: AsyncWebClient, world: Workspace) -> None:
    """It cannot be updated."""
    answer = await api.chat_postEphemeral(channel=INCIDENTS, user=GUEST.id, text="text")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await api.chat_update(channel=INCIDENTS, ts=answer["message_ts"], text="other")

    assert shown(world) == [(INCIDENTS, "text", GUEST.id)]


async def test_an_ephemeral_message_needs_its_reader(api: AsyncWebClient) -> None:
    """In a channel that they read."""
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await api.chat_postEphemeral(channel=ONCALL.direct_channel, user=GUEST.id, text="text")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await api.chat_postEphemeral(channel=INCIDENTS, user="U0NOBODY", text="text")


async def test_an_update_takes_the_place_of_what_was_said(api: AsyncWebClient, world: Workspace) -> None:
    """A text without blocks takes the blocks away; attachments stay until others come."""
    posted = await api.chat_postMessage(
        channel=INCIDENTS, text="text", blocks=[{"type": "divider"}], attachments=[{"text": "attached"}]
    )
    await api.chat_update(channel=INCIDENTS, ts=posted["ts"], text="other")
    (message,) = world.posts.all
    other = message.content
    await api.chat_update(channel=INCIDENTS, ts=posted["ts"], blocks=[{"type": "divider"}], attachments=[])
    (message,) = world.posts.all

    assert other == Content("other", None, [{"text": "attached"}])
    assert message.content == Content("other", [{"type": "divider", "block_id": "b2"}], None)
    assert message.edited


async def test_only_the_bots_own_messages_can_be_updated(api: AsyncWebClient, world: Workspace) -> None:
    """Nobody's words are changed for them."""
    message = world.posts.put(INCIDENTS, Content("mine"), Author.of(ONCALL))

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await api.chat_update(channel=INCIDENTS, ts=message.ts, text="text")


async def test_a_thread_is_read_from_its_first_message(api: AsyncWebClient, world: Workspace) -> None:
    """Then what lies between two moments."""
    first = world.posts.put(INCIDENTS, Content("first"), Author.of(ONCALL))
    rest = [world.posts.put(INCIDENTS, Content(text), Author.of(ONCALL), thread_ts=first.ts) for text in "abc"]

    async def read(**more: Any) -> list[str]:
        answer = await api.conversations_replies(channel=INCIDENTS, ts=first.ts, **more)
        return [each["text"] for each in answer["messages"] or []]

    assert await read() == ["first", "a", "b", "c"]
    assert await read(oldest=rest[1].ts, latest=rest[1].ts, inclusive=True) == ["first", "b"]
    assert await read(limit=2) == ["first", "a"]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (ONCALL, {"team_id": "T0TEAM", "is_restricted": False, "is_stranger": False}),
        (GUEST, {"team_id": "T0TEAM", "is_restricted": True, "is_stranger": False}),
        (EXTERNAL, {"team_id": "T0OTHER", "is_restricted": False, "is_stranger": True}),
    ],
)
async def test_users_are_told_apart(api: AsyncWebClient, person: Any, told: dict[str, Any]) -> None:
    """A guest, and somebody of another company."""
    answer = await api.users_info(user=person.id)

    profile: Any = answer["user"]
    assert {name: profile[name] for name in told} == told
    assert "locale" not in profile


async def test_a_language_is_told_to_who_asks_for_it(api: AsyncWebClient, world: Workspace) -> None:
    """The one of now."""
    world.set_locale(ONCALL.id, "zh-CN")

    answer: Any = await api.users_info(user=ONCALL.id, include_locale=True)
    assert answer["user"]["locale"] == "zh-CN"


async def test_somebody_who_is_not_there_is_an_error(api: AsyncWebClient) -> None:
    """As Slack says it."""
    with pytest.raises(SlackApiError, match="user_not_found"):
        await api.users_info(user="U0NOBODY")


async def test_a_group_tells_who_is_in_it(api: AsyncWebClient, world: Workspace) -> None:
    """If it is there."""
    world.groups["S0LEADS"] = [APPROVER.id]

    assert (await api.usergroups_users_list(usergroup="S0LEADS"))["users"] == [APPROVER.id]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await api.usergroups_users_list(usergroup="S0NONE")


async def test_channels_tell_who_reads_them(api: AsyncWebClient, world: Workspace) -> None:
    """One person, or another company too."""
    world.shared_channels.add("C0CAMPAIGN")

    answers = [await api.conversations_info(channel=each) for each in (INCIDENTS, "C0CAMPAIGN", "D0GUEST")]
    told: list[Any] = [answer["channel"] for answer in answers]
    assert [(each["is_im"], each["is_ext_shared"]) for each in told] == [(False, False), (False, True), (True, False)]


async def test_a_form_opens_for_whoever_clicked(api: AsyncWebClient, world: Workspace) -> None:
    """And changes while it is open."""
    opened: Any = await api.views_open(trigger_id=world.triggers.issue(GUEST.id), view=FORM)
    changed: Any = await api.views_update(
        view_id=opened["view"]["id"], hash=opened["view"]["hash"], view={**FORM, "private_metadata": "m"}
    )
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await api.views_update(view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=FORM)

    modal = world.seen_by(GUEST.id).modal
    assert modal
    assert modal.as_slack() == changed["view"]
    assert (modal.content["private_metadata"], modal.content["blocks"]) == (
        "m",
        [{"type": "divider", "block_id": "b2"}],
    )
    assert world.seen_by(ONCALL.id).modal is None


async def test_a_form_that_comes_too_late_does_not_open(api: AsyncWebClient, world: Workspace, time: HandTime) -> None:
    """Nor one for a trigger that was used."""
    late, used = world.triggers.issue(GUEST.id), world.triggers.issue(GUEST.id)
    await api.views_open(trigger_id=used, view=FORM)
    time.passed = 3.5

    for trigger, error in ((late, "expired_trigger_id"), (used, "exchanged_trigger_id"), ("x", "invalid_trigger_id")):
        with pytest.raises(SlackApiError, match=error):
            await api.views_open(trigger_id=trigger, view=FORM)


@pytest.mark.parametrize(
    ("view", "error"),
    [
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ("{", "invalid_arguments"),
        ("5", "missing required field: view"),
        ({**FORM, "private_metadata": "x" * 250_000}, "view_too_large"),
    ],
)
async def test_a_view_that_slack_would_refuse_is_refused(
    api: AsyncWebClient, world: Workspace, view: Any, error: str
) -> None:
    """The trigger is as good as before."""
    trigger = world.triggers.issue(GUEST.id)
    with pytest.raises(SlackApiError, match=error):
        await api.views_open(trigger_id=trigger, view=view)

    assert (await api.views_open(trigger_id=trigger, view=FORM))["ok"]


async def test_a_view_that_is_not_there_cannot_be_updated(api: AsyncWebClient) -> None:
    """Somebody has closed it."""
    with pytest.raises(SlackApiError, match="not_found"):
        await api.views_update(view_id="V1", view=FORM)


async def test_a_home_is_published_for_one_person(api: AsyncWebClient, world: Workspace) -> None:
    """Under the same id each time."""
    first: Any = await api.views_publish(user_id=GUEST.id, view=HOME)
    second: Any = await api.views_publish(user_id=GUEST.id, view=HOME)

    home = world.seen_by(GUEST.id).home
    assert home
    assert first["view"]["id"] == second["view"]["id"] == home.id
    assert world.seen_by(ONCALL.id).home is None


async def test_a_form_is_no_home(api: AsyncWebClient) -> None:
    """And nobody has one who is not there."""
    with pytest.raises(SlackApiError, match="must be home"):
        await api.views_publish(user_id=GUEST.id, view=FORM)
    with pytest.raises(SlackApiError, match="user_not_found"):
        await api.views_publish(user_id="U0NOBODY", view=HOME)
