"""The "share" button under a private answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.diagnosis.diagnostician import Diagnostician
from bot.knowledge.model import Text
from bot.playground.fake_slack import TEAM, Failure
from bot.slack.views.blocks import MOST_IN_ALL, MOST_IN_STEP, size
from tests.blockkit import faults_of, parsed_texts
from tests.workspace import CHANNEL, USER, share_value, shown, workspace

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from bot.knowledge.model import Module
    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"
GONE = "This answer has been shared, or is too old to share. Ask again to share it once more."


async def asked(slack: Workspace, text: str = BOUNCES) -> str:
    """Ask, and return what the button stands for."""
    return share_value((await slack.command(text)).json())


async def test_a_click_posts_the_answer_to_the_channel_with_who_asked_what(slack: Workspace) -> None:
    """The channel reads who asked, the question, and the answer without the button."""
    private = (await slack.command(BOUNCES)).json()

    reply = await slack.click("share_answer", share_value(private))

    (public,) = await slack.responded()
    assert reply.status == 200
    assert public["response_type"] == "in_channel"
    assert public["replace_original"] is False
    assert public["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": USER},
        {"type": "text", "text": " asked: "},
        {"type": "text", "text": BOUNCES},
    ]
    assert public["blocks"][1:] == [block for block in private["blocks"] if block["type"] != "actions"]
    assert public["text"] == f"<@{USER}> asked: {BOUNCES}\n{private['text']}"


async def test_a_chinese_answer_is_shared_in_chinese(slack: Workspace) -> None:
    """The line above the answer speaks the answer's language."""
    report = "退信不再被收集，inMail 没有处理退信邮件"
    await slack.click("share_answer", await asked(slack, report))

    (public,) = await slack.responded()
    assert public["text"].startswith(f"<@{USER}> 提问：{report}")


async def test_a_second_click_is_refused(slack: Workspace) -> None:
    """An answer is posted once, however often the button is clicked."""
    value = await asked(slack)
    await slack.click("share_answer", value)
    await slack.settled()

    await slack.click("share_answer", value)

    shared, refused = await slack.responded()
    assert shared["response_type"] == "in_channel"
    assert refused == {"text": GONE, "response_type": "ephemeral", "replace_original": False}


@pytest.mark.parametrize(
    "clicker",
    [
        {"user": {"id": "U0OTHER", "team_id": TEAM}},
        {"user": {"id": USER, "team_id": "T0OTHER"}},
        {"channel": {"id": "C0OTHER"}},
        {"channel": None},
    ],
)
async def test_a_click_of_somebody_else_or_elsewhere_is_refused(slack: Workspace, clicker: dict[str, Any]) -> None:
    """Only the asker shares, only in the channel of the question; and can still do so afterwards."""
    value = await asked(slack)

    await slack.click("share_answer", value, **clicker)
    await slack.settled()
    await slack.click("share_answer", value)

    refused, shared = await slack.responded()
    assert refused["response_type"] == "ephemeral"
    assert BOUNCES not in json.dumps(refused)
    assert shared["response_type"] == "in_channel"


@pytest.mark.parametrize("value", ["", "forged", "../../etc/passwd", "x" * 2_000])
async def test_a_forged_id_is_refused(slack: Workspace, value: str) -> None:
    """What was never given out shares nothing."""
    await asked(slack)

    reply = await slack.click("share_answer", value)

    assert reply.status == 200
    assert [each["text"] for each in await slack.responded()] == [GONE]


async def test_a_refusal_speaks_the_clickers_language(slack: Workspace) -> None:
    """There is no report to tell the language, so the locale does."""
    slack.slack.locales[USER] = "zh-CN"

    await slack.click("share_answer", "forged")

    assert [each["text"] for each in await slack.responded()] == [
        "这条回答已经分享过，或者时间太久无法分享。需要的话，请重新提问后再分享。"
    ]


async def test_a_click_without_a_team_of_the_user_counts_as_one_of_the_workspace(slack: Workspace) -> None:
    """Slack leaves the user's team out at times; then the workspace's stands for it."""
    await slack.click("share_answer", await asked(slack), user={"id": USER})

    assert [each["response_type"] for each in await slack.responded()] == ["in_channel"]


async def test_a_click_without_a_response_url_does_nothing(slack: Workspace) -> None:
    """There is nowhere to answer, and no reason to fail."""
    reply = await slack.click("share_answer", await asked(slack), response_url="")

    assert reply.status == 200
    assert await slack.responded() == []


@pytest.mark.parametrize(
    "markup",
    [
        "<!channel>",
        "<!here|here>",
        "<!subteam^S0TEAM>",
        "@here",
        "@channel @everyone",
        f"<@{USER}>",
        f"<#{CHANNEL}|general>",
        "<https://evil.example|your bank>",
        "```code``` `tick` *bold* _it_ ~no~",
        "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
        "\u202e\u0000 \t",
        "{user} {report} %s {0}",
    ],
)
async def test_markup_in_a_report_is_shared_as_plain_text(slack: Workspace, markup: str) -> None:
    """Sharing lets nobody ping, link or format through the bot."""
    report = f"{markup} {BOUNCES} {markup}"

    await slack.click("share_answer", await asked(slack, report))

    (public,) = await slack.responded()
    without_head = public["text"].removeprefix(f"<@{USER}>")
    assert " ".join(report.split()) in shown(public["blocks"][0])
    assert faults_of(public) == []
    assert all(markup.strip() not in text for text in parsed_texts(public))
    assert "<" not in without_head
    assert ">" not in without_head
    assert "@here" not in without_head
    assert "@channel" not in without_head


async def test_a_very_long_report_is_shared_shortened(slack: Workspace) -> None:
    """What was asked never makes the message too large for Slack."""
    await slack.click("share_answer", await asked(slack, f"{BOUNCES} <&> {'again ' * 3_000}"))

    (public,) = await slack.responded()
    assert faults_of(public) == []
    assert len(public["text"]) < 40_000


def lengthy(module: Module) -> Module:
    """Return a module whose checks alone nearly fill a message."""
    words = Text(en="x" * MOST_IN_STEP, zh_hans="字" * MOST_IN_STEP)
    check = replace(module.checks[0], look=words, tells=words, command="y" * MOST_IN_STEP)
    return replace(module, checks=(check,) * 4)


async def test_an_answer_that_fills_a_message_still_fits_below_a_long_report(shipped: Diagnostician) -> None:
    """Who asked what stays, and the last of the answer goes: together they are no more than Slack takes."""
    knowledge = replace(shipped.knowledge, modules=tuple(lengthy(each) for each in shipped.knowledge.modules))
    async with workspace(Diagnostician(knowledge, shipped.weights, shipped.wordings)) as slack:
        private = (await slack.command(f"{BOUNCES} {'again ' * 400}")).json()
        await slack.click("share_answer", share_value(private))
        (public,) = await slack.responded()

    assert [faults_of(private), faults_of(public)] == [[], []]
    assert size(private["blocks"]) + 1_000 > MOST_IN_ALL
    assert public["blocks"][0]["elements"][0]["elements"][0] == {"type": "user", "user_id": USER}
    assert public["blocks"][1] == private["blocks"][0]


@pytest.mark.parametrize(
    "failure",
    [Failure(status=404, body="expired_url", content_type="text/plain"), Failure(status=500, body="no")],
)
async def test_a_response_url_that_refuses_is_logged(
    slack: Workspace, failure: Failure, logs: list[MutableMapping[str, Any]]
) -> None:
    """The failure is told to whoever runs the bot, by its status alone."""
    slack.slack.fail("response_url", failure)

    await slack.click("share_answer", await asked(slack))

    assert len(await slack.responded()) == 1
    assert [each["status"] for each in logs if each["event"] == "response.refused"] == [failure.status]


async def test_an_answer_can_be_shared_again_if_it_did_not_arrive(slack: Workspace) -> None:
    """The button still stands there; it goes on working."""
    value = await asked(slack)
    slack.slack.fail("response_url", Failure(status=500))
    await slack.click("share_answer", value)
    await slack.settled()

    await slack.click("share_answer", value)

    assert [each["response_type"] for each in await slack.responded()] == ["in_channel", "in_channel"]


async def test_a_double_click_shares_once(slack: Workspace) -> None:
    """While the first click is being worked on the second finds nothing to share."""
    value = await asked(slack)
    held = slack.slack.hold("response_url")

    for _ in range(2):
        await slack.click("share_answer", value)
    held.set()

    assert sorted(each["response_type"] for each in await slack.responded()) == ["ephemeral", "in_channel"]


async def test_a_rate_limit_is_waited_out(slack: Workspace) -> None:
    """Slack's 429 delays an answer, it does not lose it."""
    slack.slack.fail("response_url", Failure(status=429, headers={"Retry-After": "0"}))

    await slack.click("share_answer", await asked(slack))

    assert [each["response_type"] for each in await slack.responded()] == ["in_channel", "in_channel"]


async def test_a_response_url_out_of_reach_is_logged(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """Nothing listens there: the answer is lost, the bot is not."""
    await slack.click("share_answer", await asked(slack), response_url="http://127.0.0.1:1/response")

    await slack.settled()
    assert [each["log_level"] for each in logs if each["event"] == "response.lost"] == ["error"]
    assert (await slack.command(BOUNCES)).status == 200
