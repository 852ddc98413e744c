"""A direct message to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.fake_slack import BOT_ID, BOT_USER
from tests.blockkit import faults_of
from tests.workspace import USER, direct, shown

if TYPE_CHECKING:
    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"


async def test_a_direct_message_is_answered_in_the_conversation(slack: Workspace) -> None:
    """Between two there is no need of a thread."""
    await slack.event(direct(BOUNCES))

    (posted,) = await slack.posted()
    assert posted["channel"] == "D0DIRECT"
    assert posted.get("thread_ts") is None
    assert posted["text"].startswith("Inspect inMail first")
    assert faults_of(posted) == []


async def test_a_direct_message_in_a_thread_is_answered_there(slack: Workspace) -> None:
    """Who opens a thread wants the answer in it."""
    await slack.event(direct(BOUNCES, thread_ts="1700000000.000100"))

    assert [each["thread_ts"] for each in await slack.posted()] == ["1700000000.000100"]


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_what_people_write_with_a_file_or_for_all_is_answered(slack: Workspace, subtype: str) -> None:
    """These come under a subtype, and are messages all the same."""
    await slack.event(direct(BOUNCES, subtype=subtype))

    assert len(await slack.posted()) == 1


async def test_a_forwarded_alert_is_read(slack: Workspace) -> None:
    """Without a text, attachments are the report."""
    await slack.event(direct("", attachments=[{"fallback": BOUNCES}]))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")


@pytest.mark.parametrize("text", [f"<@{BOT_USER}> {BOUNCES}", f"{BOUNCES} <@{BOT_USER}|campaign-why>"])
async def test_who_mentions_the_bot_where_nobody_else_listens_is_understood(slack: Workspace, text: str) -> None:
    """Between two the mention is a habit, and no part of the report."""
    await slack.event(direct(text))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")
    assert all(BOT_USER not in each for each in shown(posted["blocks"]))


@pytest.mark.parametrize("text", ["help", "", " Hi ", "?", "你好", "幫助", f"<@{BOT_USER}>", f"<@{BOT_USER}> help"])
@pytest.mark.parametrize(("locale", "told"), [("en-US", "Tell me what you see"), ("zh-CN", "请用自己的话")])
async def test_a_greeting_is_answered_with_help_in_the_users_language(
    slack: Workspace, text: str, locale: str, told: str
) -> None:
    """Who says hello learns what to say next."""
    slack.slack.locales[USER] = locale

    await slack.event(direct(text))

    (posted,) = await slack.posted()
    assert posted["text"].startswith(told)


async def test_a_report_that_tells_no_language_is_answered_in_the_users(slack: Workspace) -> None:
    """The user's locale decides where the report does not."""
    slack.slack.locales[USER] = "zh-CN"

    await slack.event(direct("trackinglogd"))

    (posted,) = await slack.posted()
    assert any("\u4e00" <= char <= "\u9fff" for char in posted["text"])


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed", "message": {"text": BOUNCES, "user": USER}},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"bot_id": "B0OTHER"},
        {"user": None},
        {"user": "USLACKBOT"},
        {"user": BOT_USER},
        {"bot_id": BOT_ID},
        {"channel_type": "channel", "channel": "C0INCIDENT"},
        {"channel_type": "mpim"},
    ],
)
async def test_edits_joins_bots_and_other_channels_are_left_alone(slack: Workspace, more: dict[str, Any]) -> None:
    """Only what a person writes to the bot is answered; Slack is content all the same."""
    reply = await slack.event(direct(BOUNCES, **more))

    assert reply.status == 200
    assert await slack.posted() == []


async def test_a_message_that_comes_twice_is_answered_once(slack: Workspace) -> None:
    """Under another event id it is still the same message."""
    event = direct(BOUNCES)

    await slack.event(event)
    await slack.event(event)

    assert len(await slack.posted()) == 1
