"""The Bolt app: whatever comes, Slack hears 200 and the process lives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from bot.diagnosis.diagnostician import Diagnostician
from bot.playground.fake_slack import BOT_USER, TEAM
from tests.workspace import FORM, JSON, USER, click, command_form, direct, event_body, mention, shortcut, workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, MutableMapping

    from bot.diagnosis.outcome import Diagnosis
    from tests.workspace import Workspace

BOUNCES = "bounces are not collected any more"


class Broken(Diagnostician):
    """A diagnostician with a mistake in it."""

    def diagnose(self, report: str) -> Diagnosis:
        """Fail.

        Raises:
            LookupError: always.
        """
        raise LookupError("a mistake in the program")


@pytest.fixture
async def broken(shipped: Diagnostician) -> AsyncIterator[Workspace]:
    """A workspace whose bot fails at every report."""
    async with workspace(Broken(shipped.knowledge, shipped.weights, shipped.wordings)) as running:
        yield running


@pytest.mark.parametrize(
    "event",
    [
        {"type": "reaction_added", "user": USER, "reaction": "eyes"},
        {"type": "member_joined_channel", "user": USER, "channel": "C0INCIDENT"},
        {"type": "an_event_of_next_year"},
        {},
    ],
)
async def test_an_event_that_nobody_listens_to_is_answered_200(
    slack: Workspace, event: dict[str, Any], logs: list[MutableMapping[str, Any]]
) -> None:
    """Slack counts anything else as a failure, and in the end stops sending."""
    reply = await slack.event(event)

    assert reply.status == 200
    assert [each["log_level"] for each in logs if each["event"] == "request.unhandled"] == ["info"]
    assert await slack.posted() == []


async def test_a_notice_of_rate_limits_is_answered_200(slack: Workspace) -> None:
    """`app_rate_limited` is no event_callback, and no reason to fail."""
    notice = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1_700_000_000, "api_app_id": "A0APP"}

    reply = await slack.post(json.dumps(notice).encode(), JSON)

    assert reply.status == 200


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": [{"type": "button", "action_id": "other", "block_id": "b"}]},
        {"type": "view_submission", "view": {"callback_id": "none", "type": "modal"}},
        {"type": "message_action", "callback_id": "none"},
        {"type": "shortcut", "callback_id": "none"},
    ],
)
async def test_an_interaction_that_nobody_listens_to_is_answered_200(slack: Workspace, payload: dict[str, Any]) -> None:
    """An old message may hold buttons that are no more."""
    content = {"user": {"id": USER, "team_id": TEAM}, "team": {"id": TEAM}, **payload}

    reply = await slack.post(urlencode({"payload": json.dumps(content)}).encode(), FORM)

    assert reply.status == 200


async def test_a_command_of_another_name_is_answered_200(slack: Workspace) -> None:
    """Somebody may have given the app a second command."""
    assert (await slack.command(BOUNCES, command="/another")).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b'{"event_id": {"a": 1}, "type": "event_callback", "event": {"type": "app_mention"}}',
        b'{"type": "event_callback", "event": "text"}',
        b'{"type": "event_callback", "event": null}',
        b'{"type": "event_callback", "event": []}',
        b'{"type": 5}',
        b'{"a": "b"}',
        b'{"type": "event_callback", "event_id": "E", "event": {"type": "app_mention", "user": "U"}}',
    ],
)
async def test_signed_junk_gets_an_answer_and_never_a_server_error(slack: Workspace, body: bytes) -> None:
    """What is signed but makes no sense is refused or ignored."""
    reply = await slack.post(body, JSON)

    await slack.settled()
    assert reply.status in (200, 400)
    assert (await slack.command(BOUNCES)).json()["text"].startswith("Inspect inMail first")


WHOLE: list[dict[str, Any]] = [
    event_body(mention(f"<@{BOT_USER}> {BOUNCES}", thread_ts="1700000000.000100", files=[{"id": "F0"}])),
    event_body(direct("", attachments=[{"fallback": BOUNCES, "fields": [{"title": "host", "value": "app1"}]}])),
    event_body({"type": "message", "subtype": "message_changed", "message": {"user": USER}, "channel_type": "im"}),
    event_body({"type": "reaction_added", "user": USER, "item": {"channel": "C0INCIDENT"}}),
    click("share_answer", "value", "http://127.0.0.1:1/", message={"ts": "1700000000.000100", "blocks": [{}]}),
    click("answer_question_0", "value:0", "http://127.0.0.1:1/", container={"type": "message"}),
    shortcut({"user": USER, "attachments": [{"text": BOUNCES}], "thread_ts": "1.1"}, "http://127.0.0.1:1/"),
    {**command_form(BOUNCES)},
    {"type": "url_verification", "challenge": "3eZbrw1a"},
    {"type": "view_submission", "view": {"callback_id": "c", "type": "modal"}, "user": {"id": USER}},
    {"type": "block_suggestion", "action_id": "a", "user": {"id": USER}},
    {"type": "interactive_message", "callback_id": "c", "actions": [{"name": "n"}]},
]


def spoiled(content: Any) -> Iterator[Any]:
    """Yield what is left of some content if any one part of it is missing or something else."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield {name: each for name, each in content.items() if name != key}
            yield from ({**content, key: junk} for junk in (None, 5, "text", [], ["text"], {}, *spoiled(value)))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            rests = (None, 5, "text", [], {}, *spoiled(value))
            yield from ([*content[:index], junk, *content[index + 1 :]] for junk in rests)


@pytest.mark.parametrize("whole", WHOLE)
async def test_a_request_of_which_a_part_is_odd_or_missing_is_no_server_error(
    slack: Workspace, whole: dict[str, Any]
) -> None:
    """Slack adds and leaves out as it likes: refused, ignored or excused, but answered."""
    statuses = {(await slack.post(json.dumps(content).encode(), JSON)).status for content in spoiled(whole)}

    assert statuses <= {200, 400}


async def test_a_command_that_fails_is_answered_with_an_apology(
    broken: Workspace, logs: list[MutableMapping[str, Any]]
) -> None:
    """The user hears of it, whoever runs the bot reads why, and Slack gets its 200."""
    reply = await broken.command(BOUNCES)

    content = reply.json()
    assert reply.status == 200
    assert content["response_type"] == "ephemeral"
    assert content["text"].startswith("Something went wrong on my side")
    assert [(each["type"], each["error"]) for each in logs if each["event"] == "request.failed"] == [
        ("/campaign-why", "LookupError")
    ]


@pytest.mark.parametrize("event", [mention(f"<@{BOT_USER}> {BOUNCES}"), direct(BOUNCES)])
async def test_a_message_whose_diagnosis_fails_is_answered_200_and_logged(
    broken: Workspace, event: dict[str, Any], logs: list[MutableMapping[str, Any]]
) -> None:
    """The failure stays with the one message, with its traceback in the log."""
    reply = await broken.event(event)

    await broken.settled()
    assert reply.status == 200
    assert [each["error"] for each in logs if each["event"] == "message.failed"] == ["LookupError"]


@pytest.mark.parametrize("event", [mention(f"<@{BOT_USER}> {BOUNCES}"), direct(BOUNCES)])
async def test_a_message_whose_diagnosis_fails_is_answered_with_an_apology(
    broken: Workspace, event: dict[str, Any]
) -> None:
    """Like the command, a mention and a direct message hear of it."""
    await broken.event(event)

    assert [each["text"] for each in await broken.posted()] == [
        "Something went wrong on my side. Please ask again; if it stays, tell whoever runs this bot."
    ]


async def test_a_shortcut_whose_diagnosis_fails_is_answered_with_an_apology(
    broken: Workspace, logs: list[MutableMapping[str, Any]]
) -> None:
    """To whoever chose it, in the thread of the message."""
    reply = await broken.shortcut({"text": BOUNCES, "thread_ts": "1700000000.000100"})

    (answer,) = await broken.responded()
    assert reply.status == 200
    assert (answer["response_type"], answer["thread_ts"]) == ("ephemeral", "1700000000.000100")
    assert answer["text"].startswith("Something went wrong on my side")
    assert [each["error"] for each in logs if each["event"] == "shortcut.failed"] == ["LookupError"]


async def test_a_click_that_fails_is_answered_200(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """A payload of an unknown shape does no harm."""
    reply = await slack.click("share_answer", "value", user={"name": "without an id"})

    assert reply.status == 200
    assert [(each["type"], each["error"]) for each in logs if each["event"] == "request.failed"] == [
        ("block_actions", "KeyError")
    ]


async def test_a_repeated_event_is_logged_as_such(slack: Workspace, logs: list[MutableMapping[str, Any]]) -> None:
    """Retries show whether Slack hears our answers in time."""
    event = direct(BOUNCES)

    await slack.event(event, "Ev0SAME")
    await slack.event(event, "Ev0SAME", retry=1)

    await slack.settled()
    assert len([each for each in logs if each["event"] == "event.again"]) == 1
    assert len([each for each in logs if each["event"] == "report.diagnosed"]) == 1


async def test_the_lines_of_a_command_that_fails_hold_nothing_of_it(
    broken: Workspace, logs: list[MutableMapping[str, Any]]
) -> None:
    """Not even a failure puts a report into the log."""
    await broken.command("for customer Silverfern the bounces are not collected")

    assert "Silverfern" not in str([{key: value for key, value in each.items() if key != "exc_info"} for each in logs])
