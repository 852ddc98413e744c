"""Response URLs, used by the SDK that uses the real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.messages import BOT, Content
from bot.playground.people import PEOPLE
from bot.playground.response_urls import Origin

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.playground import FakeSlack, Workspace
    from bot.playground.messages import Message
    from tests.playground.conftest import HandTime

GUEST = PEOPLE[2]
INCIDENTS = "C0INCIDENT"


class Link:
    """A response URL in the bot's hands."""

    def __init__(self, slack: FakeSlack, session: ClientSession, origin: Origin) -> None:
        self._hook = AsyncWebhookClient(slack.response_url_to(origin), session=session, retry_handlers=[])

    async def send(self, **payload: Any) -> tuple[int, Any]:
        """Send; return status and answer."""
        response = await self._hook.send_dict({"text": "answer", **payload})
        return response.status_code, json.loads(response.body)


@pytest.fixture
def clicked(world: Workspace) -> Message:
    """A message of the bot's."""
    return world.posts.put(INCIDENTS, Content("question"), BOT)


@pytest.fixture
def link(slack: FakeSlack, session: ClientSession, clicked: Message) -> Link:
    """A URL as it comes with a click on that message."""
    return Link(slack, session, Origin(GUEST.id, INCIDENTS, clicked.id))


def shown(world: Workspace) -> list[tuple[str, str | None]]:
    """Return text and reader of every message."""
    return [(each.content.text, each.reader) for each in world.posts.all]


async def test_an_answer_is_for_whoever_clicked(world: Workspace, link: Link) -> None:
    """If nothing else is said; the message stays."""
    assert await link.send() == (200, {"ok": True})
    assert shown(world) == [("question", None), ("answer", GUEST.id)]


async def test_an_answer_can_be_for_all(world: Workspace, link: Link, clicked: Message) -> None:
    """In the thread too."""
    await link.send(response_type="in_channel")
    await link.send(response_type="in_channel", thread_ts=clicked.ts, replace_original=False)

    assert shown(world) == [("question", None), ("answer", None), ("answer", None)]
    assert [each.thread_ts for each in world.posts.all] == [None, None, clicked.ts]


async def test_an_answer_can_take_the_place_of_the_message(world: Workspace, link: Link, clicked: Message) -> None:
    """Which all see, as edited."""
    await link.send(replace_original=True)

    (message,) = world.posts.all
    assert (message.id, message.content.text, message.edited) == (clicked.id, "answer", True)


async def test_what_only_one_sees_can_be_replaced_for_them(
    world: Workspace, slack: FakeSlack, session: ClientSession
) -> None:
    """There is no other way to change it."""
    whispered = world.posts.whisper(GUEST.id, INCIDENTS, Content("question"), BOT)
    await Link(slack, session, Origin(GUEST.id, INCIDENTS, whispered.id)).send(replace_original=True)

    (message,) = world.posts.all
    assert (message.content.text, message.reader, message.edited) == ("answer", GUEST.id, False)


async def test_the_message_can_be_taken_away(world: Workspace, link: Link) -> None:
    """After that there is nothing to replace."""
    await link.send(delete_original=True)

    assert shown(world) == []
    assert await link.send(replace_original=True) == (400, {"ok": False, "error": "message_not_found"})


async def test_the_answer_to_a_command_replaces_nothing(
    world: Workspace, slack: FakeSlack, session: ClientSession
) -> None:
    """What somebody typed is not there; the answer says what it was."""
    link = Link(slack, session, Origin(GUEST.id, INCIDENTS, command="/campaign-why help"))
    await link.send(replace_original=True)

    (message,) = world.posts.all
    assert (message.content.text, message.reader, message.command) == ("answer", GUEST.id, "/campaign-why help")


async def test_a_url_is_good_five_times(world: Workspace, link: Link) -> None:
    """The sixth answer is lost."""
    answers = [await link.send() for _ in range(6)]

    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert answers[-1] == (404, {"ok": False, "error": "used_url"})
    assert len(shown(world)) == 6


async def test_a_url_is_good_for_half_an_hour(link: Link, time: HandTime) -> None:
    """Not longer."""
    time.passed = 30 * 60
    in_time = await link.send()
    time.passed += 1

    assert (in_time[0], await link.send()) == (200, (404, {"ok": False, "error": "expired_url"}))


async def test_a_url_that_nobody_issued_is_not_good(slack: FakeSlack, session: ClientSession) -> None:
    """Whoever guesses finds nothing."""
    hook = AsyncWebhookClient(f"{slack.response_url}/guessed", session=session, retry_handlers=[])

    assert (await hook.send_dict({"text": "x"})).status_code == 404


async def test_limits_hold_for_answers_too(world: Workspace, link: Link) -> None:
    """Nothing is shown."""
    status, told = await link.send(blocks=[{"type": "section"}])

    assert (status, told["error"], len(shown(world))) == (400, "invalid_blocks", 1)
