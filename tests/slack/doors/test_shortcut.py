"""The shortcut in the menu of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.fake_slack import BOT_USER, TEAM, Failure
from tests.blockkit import faults_of
from tests.slack.runs import LEAD, REPORT, buttons, incident, site
from tests.workspace import USER, share_value

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"
COLLEAGUE = {"user": "U0OTHER", "text": BOUNCES}
ROOT = "1700000000.000100"
ALERT = {
    "subtype": "bot_message",
    "bot_id": "B0ALERTS",
    "text": "",
    "attachments": [{"title": "PROBLEM", "text": BOUNCES, "fallback": "see the alert"}],
}


async def told(slack: Workspace, message: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    """Choose the shortcut; return the only answer."""
    await slack.shortcut(message, **more)
    (answer,) = await slack.responded()
    return answer


async def test_a_colleagues_report_is_answered_to_whoever_asks_alone(slack: Workspace) -> None:
    """Slack hears 200 with nothing in it; the answer comes after, beside the message, which stays as it is."""
    reply = await slack.shortcut(COLLEAGUE)

    (answer,) = await slack.responded()
    assert (reply.status, reply.text) == (200, "")
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False
    assert answer["parse"] == "none"
    assert answer["text"].startswith("Inspect inMail first")
    assert "thread_ts" not in answer
    assert faults_of(answer) == []
    assert await slack.posted() == []


async def test_slack_is_answered_before_the_report(slack: Workspace) -> None:
    """However long a response_url takes, nobody reads that the app did not respond."""
    held = slack.slack.hold("response_url")

    reply = await slack.shortcut(COLLEAGUE)
    held.set()

    assert reply.status == 200
    assert len(await slack.responded()) == 1


async def test_a_reply_in_a_thread_is_answered_in_that_thread(slack: Workspace) -> None:
    """Who asks is looking there."""
    assert (await told(slack, {**COLLEAGUE, "thread_ts": ROOT}))["thread_ts"] == ROOT


async def test_the_first_message_of_a_thread_is_answered_beside_it(slack: Workspace) -> None:
    """It stands in the channel, whether its thread is open or not."""
    assert "thread_ts" not in await told(slack, {**COLLEAGUE, "ts": ROOT, "thread_ts": ROOT})


@pytest.mark.parametrize(
    "message",
    [
        ALERT,
        {**ALERT, "text": None},
        {"bot_id": "B0ALERTS", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": BOUNCES}}]},
        {"user": USER, "text": f"<@{BOT_USER}> {BOUNCES}"},
        {"user": USER, "text": f"<@{BOT_USER}>", "attachments": [{"is_share": True, "text": BOUNCES}]},
    ],
)
async def test_what_is_read_of_a_message_is_what_a_mention_reads(slack: Workspace, message: dict[str, Any]) -> None:
    """Alerts keep their text in attachments or blocks; the bot's own name is no part of a report."""
    assert (await told(slack, message))["text"].startswith("Inspect inMail first")


@pytest.mark.parametrize(("locale", "beginning"), [("en-US", "Tell me what you see"), ("zh-CN", "请用自己的话")])
@pytest.mark.parametrize("message", [{"text": ""}, {"text": f"<@{BOT_USER}>"}, {"files": [{"id": "F0"}]}])
async def test_a_message_without_words_is_answered_with_help(
    slack: Workspace, message: dict[str, Any], locale: str, beginning: str
) -> None:
    """In the language of whoever asks."""
    slack.slack.locales[USER] = locale

    answer = await told(slack, message)

    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith(beginning)


async def test_a_report_in_chinese_is_answered_in_chinese(slack: Workspace) -> None:
    """The message tells the language."""
    answer = await told(slack, {"text": "退信不再被收集，inMail 没有处理退信邮件"})

    assert answer["text"].startswith("先检查 inMail")


async def test_an_answer_can_be_shared(slack: Workspace) -> None:
    """By whoever asked, as after the command."""
    value = share_value(await told(slack, ALERT))

    await slack.click("share_answer", value, user={"id": "U0OTHER", "team_id": TEAM})
    await slack.settled()
    await slack.click("share_answer", value)

    _, refused, public = await slack.responded()
    assert refused["response_type"] == "ephemeral"
    assert public["response_type"] == "in_channel"
    assert public["text"].startswith(f"<@{USER}> asked: PROBLEM {BOUNCES}")


async def test_a_question_is_put_to_whoever_asks(slack: Workspace) -> None:
    """Its answer takes its place; nobody else can give it."""
    question = await told(slack, {"text": "the nightly file never came"})
    button = buttons(dict(question))[0]

    await slack.click(button["action_id"], button["value"], user={"id": "U0OTHER", "team_id": TEAM})
    await slack.settled()
    await slack.click(button["action_id"], button["value"])

    _, refused, answer = await slack.responded()
    assert refused["text"] == "Only the person who was asked can answer this question."
    assert answer["replace_original"] is True
    assert answer["text"].startswith("Inspect ")


async def test_an_action_is_asked_for_under_an_answer(shipped: Diagnostician, sqlite_url: str) -> None:
    """As under every private answer: the run stands where others see and approve it."""
    async with incident(shipped, site("http://127.0.0.1:9/"), sqlite_url) as here:
        private = await told(here.slack, {"text": REPORT}, user={"id": LEAD, "team_id": TEAM})
        message = {"ts": "1700000300.000300", "blocks": private["blocks"]}
        await here.click(message, "offer_action_1", LEAD)
        await here.submit(LEAD, instance="prod")
        waiting = await here.stamped("waits for the approval")

    assert LEAD in str(waiting)


async def test_choosing_it_twice_is_asking_twice(slack: Workspace) -> None:
    """Two choices come under two triggers; Slack itself repeats none."""
    await slack.shortcut(COLLEAGUE)
    await slack.shortcut(COLLEAGUE)

    first, second = await slack.responded()
    assert share_value(first) != share_value(second)


async def test_without_a_response_url_nothing_is_answered(slack: Workspace) -> None:
    """There is nowhere to answer, and no reason to fail."""
    reply = await slack.shortcut(COLLEAGUE, response_url="")

    assert reply.status == 200
    assert await slack.responded() == []


@pytest.mark.parametrize(
    ("failure", "event"),
    [
        (Failure(status=404, body="expired_url", content_type="text/plain"), "response.refused"),
        (Failure(status=500, body="no"), "response.refused"),
        (Failure(status=0), "response.lost"),
    ],
)
async def test_a_response_url_that_fails_is_logged(
    slack: Workspace, failure: Failure, event: str, logs: list[MutableMapping[str, Any]]
) -> None:
    """Whoever runs the bot is told, and the next choice is answered."""
    slack.slack.fail("response_url", failure)
    await slack.shortcut(COLLEAGUE)
    await slack.settled()

    await slack.shortcut(COLLEAGUE)

    assert len(await slack.responded()) == 2
    assert [each["event"] for each in logs if each["log_level"] in ("warning", "error")] == [event]


async def test_a_rate_limit_is_waited_out(slack: Workspace) -> None:
    """Slack's 429 delays an answer, it does not lose it."""
    slack.slack.fail("response_url", Failure(status=429, headers={"Retry-After": "0"}))

    await slack.shortcut(COLLEAGUE)

    first, again = await slack.responded()
    assert first == again


async def test_nothing_of_a_message_is_logged(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """Only what was found, and through which door."""
    await told(slack, {"text": f"{BOUNCES} for customer Silverfern"})

    found = [(each["door"], each["module"]) for each in logs if each["event"] == "report.diagnosed"]
    assert found == [("shortcut", "inMail")]
    assert "silverfern" not in str(logs).lower()
