"""`/campaign-why TEXT`, as Slack sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.fake_slack import Failure
from tests.workspace import USER, share_value, shown

if TYPE_CHECKING:
    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"
MUTE = "trackinglogd"
"""A report that does not tell its language."""


async def test_a_report_is_answered_in_the_ack_to_the_asker_alone(slack: Workspace) -> None:
    """The HTTP response itself is the answer; nothing is posted."""
    reply = await slack.command(BOUNCES)

    content = reply.json()
    assert reply.status == 200
    assert content["response_type"] == "ephemeral"
    assert content["text"].startswith("Inspect inMail first")
    assert await slack.posted() == []
    assert slack.slack.calls == []


async def test_an_answer_comes_with_a_button_that_shares_it(slack: Workspace) -> None:
    """The button's value is an id that nobody can guess, never the report."""
    first, second = [share_value((await slack.command(BOUNCES)).json()) for _ in range(2)]

    assert first != second
    assert len(first) >= 16
    assert "bounces" not in first


async def test_an_unknown_report_is_answered_without_a_button(slack: Workspace) -> None:
    """There is nothing to share when nothing is known."""
    content = (await slack.command("the coffee machine is out of beans")).json()

    assert content["text"].startswith("I know no module that fits")
    assert all(block["type"] != "actions" for block in content["blocks"])


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "?", "帮助", "幫助"])
async def test_without_a_report_it_says_what_it_can_do(slack: Workspace, text: str) -> None:
    """Help comes with three examples to copy."""
    content = (await slack.command(text)).json()

    commands = [
        element
        for block in content["blocks"]
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
    ]
    assert len(commands) == 3
    assert all(each["elements"][0]["text"].startswith("/campaign-why ") for each in commands)


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("退信不再被收集，inMail 没有处理退信邮件", "先检查 inMail"),
        ("Les rebonds ne sont plus collectés par inMail", "Inspect inMail first"),
        (BOUNCES, "Inspect inMail first"),
    ],
)
async def test_a_report_is_answered_in_its_own_language(slack: Workspace, text: str, beginning: str) -> None:
    """Chinese is answered in Chinese, everything else in English, whatever the user's Slack speaks; nobody asks it."""
    slack.slack.locales[USER] = "ja-JP" if beginning.startswith("先") else "zh-CN"

    content = (await slack.command(text)).json()

    assert content["text"].startswith(beginning)
    assert slack.slack.made("users.info") == []


@pytest.mark.parametrize("text", [MUTE, "help"])
@pytest.mark.parametrize(
    ("locale", "label"),
    [("zh-CN", "例如："), ("zh-TW", "例如："), ("en-GB", "For example:"), ("de-DE", "For example:")],
)
async def test_a_report_that_tells_no_language_is_answered_in_the_users(
    slack: Workspace, text: str, locale: str, label: str
) -> None:
    """The user's locale decides where the report does not."""
    slack.slack.locales[USER] = locale

    content = (await slack.command(text)).json()

    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in "".join(shown(content["blocks"])))
    assert is_chinese == (label == "例如：")
    assert [call.arguments["user"] for call in slack.slack.made("users.info")] == [USER]


async def test_a_users_language_is_asked_once(slack: Workspace) -> None:
    """The second time it is remembered."""
    slack.slack.locales[USER] = "zh-CN"

    answers = [(await slack.command("help")).json()["text"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert "用自己的话" in answers[0]
    assert len(slack.slack.made("users.info")) == 1


@pytest.mark.parametrize(
    "failure",
    [
        Failure(body={"ok": False, "error": "missing_scope"}),
        Failure(status=500, body={}),
        Failure(status=502, body="bad gateway", content_type="text/plain"),
        Failure(status=200, body="<html>maintenance</html>"),
        Failure(status=200, body="maintenance", content_type="text/plain"),
        Failure(status=200, body='["maintenance"]'),
        Failure(status=429, body={}, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    ],
)
async def test_english_is_the_answer_where_the_language_cannot_be_learned(slack: Workspace, failure: Failure) -> None:
    """A failing look-up costs the user nothing but the language."""
    slack.slack.locales[USER] = "zh-CN"
    slack.slack.fail("users.info", failure)

    reply = await slack.command("help")

    assert reply.status == 200
    assert reply.json()["text"].startswith("Tell me what you see")


async def test_a_language_that_could_not_be_learned_is_not_asked_for_at_once_again(slack: Workspace) -> None:
    """A Slack in trouble delays one answer, not all of them."""
    slack.slack.fail("users.info", Failure(body={"ok": False, "error": "internal_error"}))

    statuses = [(await slack.command("help")).status for _ in range(3)]

    assert statuses == [200] * 3
    assert len(slack.slack.made("users.info")) == 1


async def test_markup_in_a_report_reaches_no_parser(slack: Workspace) -> None:
    """The asker's words are quoted as they are: broadcasts and links in them stay letters."""
    content = (await slack.command(f"<!channel> @here {BOUNCES} <https://evil.example|ours>")).json()

    parsed = [
        element["text"]
        for block in content["blocks"]
        for element in [block.get("text"), *block.get("elements", [])]
        if element and element["type"] == "mrkdwn"
    ]
    assert "<!" not in content["text"]
    assert "@here" not in content["text"]
    assert all("evil.example" not in each and "<!" not in each for each in parsed)
