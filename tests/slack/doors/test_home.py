"""The app's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.fake_slack import Failure
from bot.views.wording import EXAMPLES, WORDING
from tests.blockkit import faults_of
from tests.workspace import USER, home, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from bot.knowledge.model import ReplyLanguage
    from tests.workspace import Workspace


async def published(slack: Workspace) -> list[Mapping[str, Any]]:
    """Return what has been published, once all that was accepted has been done."""
    await slack.settled()
    return [call.arguments for call in slack.slack.made("views.publish")]


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh-Hans"), ("fr-FR", "en")])
async def test_who_opens_the_home_reads_what_the_bot_can_do(
    slack: Workspace, locale: str, language: ReplyLanguage
) -> None:
    """With three examples, in the language of their Slack."""
    slack.slack.locales[USER] = locale

    reply = await slack.event(home())

    (call,) = await published(slack)
    texts = shown(call["view"]["blocks"])
    assert reply.status == 200
    assert call["user_id"] == USER
    assert call["view"]["type"] == "home"
    assert WORDING[language].nothing_said in texts
    assert [each for each in texts if each.startswith("/campaign-why ")] == [
        f"/campaign-why {each}" for each in EXAMPLES[language]
    ]
    assert faults_of(call["view"] | {"text": "home"}) == []


async def test_who_opens_the_messages_of_the_app(slack: Workspace) -> None:
    """Gets no home: nobody would see it."""
    await slack.event(home(tab="messages"))

    assert await published(slack) == []


async def test_a_home_that_slack_does_not_take(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """It is told in the log, and nothing else happens."""
    slack.slack.fail("views.publish", Failure(body={"ok": False, "error": "not_enabled"}))

    reply = await slack.event(home())
    await slack.settled()

    assert reply.status == 200
    assert [(each["event"], each["error"]) for each in logs if each["log_level"] == "warning"] == [
        ("home.not_shown", "SlackApiError")
    ]
