"""`@campaign-why TEXT` in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.fake_slack import BOT_ID, BOT_USER, Failure
from tests.blockkit import faults_of
from tests.workspace import CHANNEL, USER, mention, shown

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"
ME = f"<@{BOT_USER}>"
THREAD = "1700000000.000100"


async def test_a_mention_is_answered_in_the_messages_thread(slack: Workspace) -> None:
    """The answer hangs below the message, and nothing is unfurled or parsed."""
    event = mention(f"{ME} {BOUNCES}")

    reply = await slack.event(event)

    (posted,) = await slack.posted()
    assert reply.status == 200
    assert posted["channel"] == CHANNEL
    assert posted["thread_ts"] == event["ts"]
    assert posted["text"].startswith("Inspect inMail first")
    assert posted["unfurl_links"] is False
    assert posted["unfurl_media"] is False
    assert posted["parse"] == "none"
    assert "reply_broadcast" not in posted
    assert faults_of(posted) == []


async def test_a_mention_in_a_thread_is_answered_in_that_thread(slack: Workspace) -> None:
    """The answer goes where the conversation is, not below the single reply."""
    await slack.event(mention(f"{ME} {BOUNCES}", thread_ts=THREAD))

    assert [each["thread_ts"] for each in await slack.posted()] == [THREAD]
    assert slack.slack.made("conversations.replies") == []


async def test_a_public_answer_has_no_share_button(slack: Workspace) -> None:
    """Everybody sees it already."""
    await slack.event(mention(f"{ME} {BOUNCES}"))

    (posted,) = await slack.posted()
    assert all(block["type"] != "actions" for block in posted["blocks"])


@pytest.mark.parametrize(
    "text",
    [
        f"{BOUNCES} {ME}",
        f"{ME} {BOUNCES} {ME}",
        f"<@U0COLLEAGUE> {ME}, {BOUNCES}",
        f"<@{BOT_USER}|campaign-why> {BOUNCES}",
        f"{ME}{BOUNCES}",
        f"{ME}\u00a0{BOUNCES}",
        f"{ME}\n>{BOUNCES}",
    ],
)
async def test_mentions_anywhere_in_the_text_are_left_out_of_the_report(slack: Workspace, text: str) -> None:
    """Who is called is no part of what is seen."""
    await slack.event(mention(text))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")
    assert all(BOT_USER not in each for each in shown(posted["blocks"]))


@pytest.mark.parametrize("text", [ME, f"  {ME} ", f"{ME}{ME}", f"<@{BOT_USER}|campaign-why>"])
async def test_a_mention_without_text_in_a_thread_asks_about_its_first_message(slack: Workspace, text: str) -> None:
    """The thread's first message is the report."""
    slack.slack.threads[CHANNEL, THREAD] = [
        {"ts": THREAD, "user": "U0OTHER", "text": f"{ME} {BOUNCES}"},
        {"ts": "1700000000.000200", "user": USER, "text": "the disk of the log server is full"},
    ]

    await slack.event(mention(text, thread_ts=THREAD))

    (posted,) = await slack.posted()
    (read,) = slack.slack.made("conversations.replies")
    assert posted["thread_ts"] == THREAD
    assert posted["text"].startswith("Inspect inMail first")
    assert (read.arguments["channel"], read.arguments["ts"]) == (CHANNEL, THREAD)


@pytest.mark.parametrize(
    "alert",
    [
        {"attachments": [{"fallback": BOUNCES}]},
        {"attachments": [{"title": "Alert", "text": BOUNCES, "fallback": "see the alert"}]},
        {"attachments": [{"fields": [{"title": "What", "value": BOUNCES, "short": False}]}]},
        {"attachments": [{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": BOUNCES}}]}]},
        {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": BOUNCES}}]},
        {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": BOUNCES}]}]},
        {
            "blocks": [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": BOUNCES}]}],
                }
            ]
        },
    ],
)
@pytest.mark.parametrize("text", ["", None])
async def test_an_alert_whose_text_is_in_attachments_or_blocks_is_read(
    slack: Workspace, alert: dict[str, Any], text: str | None
) -> None:
    """Alert bots leave the text empty; what they show is the report."""
    slack.slack.threads[CHANNEL, THREAD] = [{"ts": THREAD, "bot_id": "B0ALERTS", "text": text, **alert}]

    await slack.event(mention(ME, thread_ts=THREAD))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")


@pytest.mark.parametrize("more", [{}, {"thread_ts": THREAD}])
async def test_an_alert_that_is_forwarded_with_a_mention_is_read(slack: Workspace, more: dict[str, str]) -> None:
    """Whoever shares a message and says no more than the bot's name asks about that message."""
    name = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": BOT_USER}]}
    shared = {"attachments": [{"is_share": True, "text": BOUNCES, "fallback": "a message"}]}

    await slack.event(mention(ME, blocks=[{"type": "rich_text", "elements": [name]}], **shared, **more))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")
    assert slack.slack.made("conversations.replies") == []


@pytest.mark.parametrize(
    "failure",
    [
        Failure(body={"ok": False, "error": "not_in_channel"}),
        Failure(body={"ok": True, "messages": []}),
        Failure(status=500, body={}),
        Failure(status=502, body="upstream connect error", content_type="text/plain"),
        Failure(status=200, body="maintenance", content_type="text/plain"),
    ],
)
@pytest.mark.parametrize(("locale", "told"), [("en-US", "I cannot read this thread"), ("zh-CN", "我读不到这个话题")])
async def test_a_thread_that_cannot_be_read_is_said_so_in_the_users_language(
    slack: Workspace, failure: Failure, locale: str, told: str
) -> None:
    """The user learns what to do instead of waiting for nothing."""
    slack.slack.locales[USER] = locale
    slack.slack.fail("conversations.replies", failure)

    await slack.event(mention(ME, thread_ts=THREAD))

    (posted,) = await slack.posted()
    assert posted["thread_ts"] == THREAD
    assert posted["text"].startswith(told)


@pytest.mark.parametrize("more", [{}, {"thread_ts": THREAD}])
async def test_a_mention_about_nothing_is_answered_with_help(slack: Workspace, more: dict[str, str]) -> None:
    """Neither the mention nor the thread's first message says a thing."""
    slack.slack.threads[CHANNEL, THREAD] = [{"ts": THREAD, "user": USER, "text": ME}]

    await slack.event(mention(ME, **more))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Tell me what you see")


async def test_help_speaks_the_users_language(slack: Workspace) -> None:
    """A mention without a word tells no language; the locale does."""
    slack.slack.locales[USER] = "zh-TW"

    await slack.event(mention(ME))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("请用自己的话")


async def test_a_report_that_tells_no_language_is_answered_in_the_users(slack: Workspace) -> None:
    """The user's locale decides where the report does not."""
    slack.slack.locales[USER] = "zh-CN"

    await slack.event(mention(f"{ME} trackinglogd"))

    (posted,) = await slack.posted()
    assert any("\u4e00" <= char <= "\u9fff" for char in posted["text"])


@pytest.mark.parametrize(
    "writer",
    [{"bot_id": "B0OTHER"}, {"bot_id": "B0OTHER", "user": None}, {"user": None}, {"user": "USLACKBOT"}],
)
async def test_mentions_by_other_bots_are_left_alone(slack: Workspace, writer: dict[str, Any]) -> None:
    """Two bots never talk to each other."""
    reply = await slack.event(mention(f"{ME} {BOUNCES}", **writer))

    assert reply.status == 200
    assert await slack.posted() == []


@pytest.mark.parametrize("writer", [{"user": BOT_USER}, {"bot_id": BOT_ID, "user": BOT_USER}, {"bot_id": BOT_ID}])
async def test_its_own_messages_are_left_alone(slack: Workspace, writer: dict[str, Any]) -> None:
    """It never answers itself."""
    reply = await slack.event(mention(f"{ME} {BOUNCES}", **writer))

    assert reply.status == 200
    assert await slack.posted() == []


async def test_a_retry_is_answered_200_and_nothing_more(slack: Workspace) -> None:
    """Slack sends an event again under the same id when it has not heard; the answer is posted once."""
    event = mention(f"{ME} {BOUNCES}")

    replies = [await slack.event(event, "Ev0SAME", retry=retry) for retry in range(4)]

    assert [reply.status for reply in replies] == [200] * 4
    assert len(await slack.posted()) == 1


async def test_a_retry_of_what_never_arrived_is_answered(slack: Workspace) -> None:
    """A retry is no reason to stay silent: the first attempt may have been lost on its way."""
    await slack.event(mention(f"{ME} {BOUNCES}"), retry=1)

    assert len(await slack.posted()) == 1


async def test_one_message_that_comes_as_two_events_is_answered_once(slack: Workspace) -> None:
    """An edit can announce the same message anew, under another event id."""
    event = mention(f"{ME} {BOUNCES}")

    await slack.event(event)
    await slack.event({**event, "edited": {"user": USER, "ts": "1700000900.000000"}})

    assert len(await slack.posted()) == 1


async def test_two_messages_are_answered_each(slack: Workspace) -> None:
    """The same words again are another question."""
    await slack.event(mention(f"{ME} {BOUNCES}"))
    await slack.event(mention(f"{ME} {BOUNCES}"))

    assert len(await slack.posted()) == 2


@pytest.mark.parametrize(
    "failure",
    [
        Failure(status=200, body="maintenance", content_type="text/plain"),
        Failure(status=200, body='["maintenance"]'),
        Failure(status=429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    ],
)
async def test_a_reply_that_something_else_than_slack_took_is_logged_as_lost(
    slack: Workspace, failure: Failure, logs: list[MutableMapping[str, Any]]
) -> None:
    """A proxy may say 200 and mean nothing by it; the next mention is answered."""
    slack.slack.fail("chat.postMessage", failure)
    await slack.event(mention(f"{ME} {BOUNCES}"))
    await slack.settled()

    await slack.event(mention(f"{ME} {BOUNCES}"))

    troubles = [each["event"] for each in logs if each["log_level"] in ("warning", "error")]
    assert len(await slack.posted()) == 2
    assert troubles == ["reply.lost"]


IN_TROUBLE = [
    Failure(status=500),
    Failure(status=502, body="upstream connect error", content_type="text/plain"),
    Failure(status=503, body="<html>"),
    Failure(status=504, body="<html></html>", content_type="text/html"),
]


@pytest.mark.parametrize("failure", IN_TROUBLE)
async def test_a_slack_in_trouble_gets_the_reply_once_more(
    slack: Workspace, failure: Failure, logs: list[MutableMapping[str, Any]]
) -> None:
    """A few times: nobody would write the mention again."""
    slack.slack.fail("chat.postMessage", *[failure] * 3)

    await slack.event(mention(f"{ME} {BOUNCES}"))

    posted = await slack.posted()
    assert posted == [posted[0]] * 4
    assert [each["event"] for each in logs if each["log_level"] in ("warning", "error")] == []


async def test_a_reply_that_may_have_arrived_is_not_sent_once_more(
    slack: Workspace, logs: list[MutableMapping[str, Any]]
) -> None:
    """The connection broke behind the request: the same message twice in a channel is worse than a line in a log."""
    slack.slack.fail("chat.postMessage", Failure(status=0))

    await slack.event(mention(f"{ME} {BOUNCES}"))

    assert len(await slack.posted()) == 1
    assert [each["event"] for each in logs if each["log_level"] in ("warning", "error")] == ["reply.lost"]


async def test_a_thread_is_read_once_more_if_the_connection_breaks(slack: Workspace) -> None:
    """To ask twice changes nothing."""
    slack.slack.threads[CHANNEL, THREAD] = [{"ts": THREAD, "user": USER, "text": BOUNCES}]
    slack.slack.fail("conversations.replies", Failure(status=0))

    await slack.event(mention(ME, thread_ts=THREAD))

    (posted,) = await slack.posted()
    assert posted["text"].startswith("Inspect inMail first")


@pytest.mark.parametrize(
    "failures", [[Failure(body={"ok": False, "error": "channel_not_found"})], *([each] * 4 for each in IN_TROUBLE)]
)
async def test_a_refused_reply_is_logged_and_the_bot_goes_on(
    slack: Workspace, failures: list[Failure], logs: list[MutableMapping[str, Any]]
) -> None:
    """Whatever Slack answers, or a proxy in its place, the next mention is answered."""
    slack.slack.fail("chat.postMessage", *failures)
    await slack.event(mention(f"{ME} {BOUNCES}"))
    await slack.settled()

    await slack.event(mention(f"{ME} {BOUNCES}"))

    troubles = [each["event"] for each in logs if each["log_level"] in ("warning", "error")]
    assert len(await slack.posted()) == len(failures) + 1
    assert troubles == ["reply.refused"]


async def test_the_log_tells_why_a_reply_was_refused(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """Slack's own word for it, and where."""
    slack.slack.fail("chat.postMessage", Failure(body={"ok": False, "error": "not_in_channel"}))

    await slack.event(mention(f"{ME} {BOUNCES}"))

    await slack.settled()
    refused = [(each["channel"], each["error"]) for each in logs if each["event"] == "reply.refused"]
    assert refused == [(CHANNEL, "not_in_channel")]


async def test_a_rate_limit_is_waited_out(slack: Workspace) -> None:
    """Slack's 429 delays a reply, it does not lose it."""
    slack.slack.fail("chat.postMessage", Failure(status=429, headers={"Retry-After": "0"}))

    await slack.event(mention(f"{ME} {BOUNCES}"))

    first, again = await slack.posted()
    assert first == again


async def test_nothing_of_a_report_is_logged(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """Reports hold what customers would not like to read in a log."""
    await slack.event(mention(f"{ME} {BOUNCES} for customer Silverfern"))

    await slack.settled()
    assert [each["module"] for each in logs if each["event"] == "report.diagnosed"] == ["inMail"]
    assert "silverfern" not in str(logs).lower()
    assert "collected" not in str(logs)
