"""Which language a user's Slack speaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.fake_slack import Failure
from bot.slack.locales import Locales
from tests.workspace import USER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground import FakeSlack


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """A session for calls."""
    async with ClientSession() as session:
        yield session


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hans"), ("en-US", "en"), ("ja-JP", "en"), ("pt-BR", "en"), ("", "en")],
)
async def test_the_locale_tells_the_language(
    fake: FakeSlack, session: ClientSession, locale: str, language: str
) -> None:
    """Chinese of either script gets Chinese, everybody else English."""
    fake.locales[USER] = locale

    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session))

    assert await locales.language_of(USER) == language


async def test_a_slack_that_does_not_answer_costs_no_more_than_the_patience(
    fake: FakeSlack, session: ClientSession
) -> None:
    """A command has three seconds in all; its answer does not wait for a locale."""
    fake.locales[USER] = "zh-CN"
    held = fake.hold("users.info")
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session), patience=0)

    async with asyncio.timeout(30):
        impatient = await locales.language_of(USER)
    held.set()

    assert impatient == "en"


async def test_a_slack_out_of_reach_leaves_it_at_english(session: ClientSession) -> None:
    """Nothing listens there."""
    locales = Locales(AsyncWebClient("xoxb-test", base_url="http://127.0.0.1:1/api/", session=session))

    assert await locales.language_of(USER) == "en"


async def test_users_who_ask_at_once_are_asked_for_once(fake: FakeSlack, session: ClientSession) -> None:
    """Who clicks or types while Slack is still being asked waits for the same answer."""
    fake.locales[USER] = "zh-CN"
    held = fake.hold("users.info")
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session), patience=30)

    waiting = [asyncio.create_task(locales.language_of(user)) for user in [USER] * 5 + ["U0OTHER"]]
    await fake.wait_for("users.info", 2)
    held.set()

    assert await asyncio.gather(*waiting) == ["zh-Hans"] * 5 + ["en"]
    assert sorted(call.arguments["user"] for call in fake.made("users.info")) == [USER, "U0OTHER"]


async def test_who_stops_waiting_does_not_take_the_answer_from_others(fake: FakeSlack, session: ClientSession) -> None:
    """A request that is given up ends alone."""
    fake.locales[USER] = "zh-CN"
    held = fake.hold("users.info")
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session), patience=30)

    first, second = [asyncio.create_task(locales.language_of(USER)) for _ in range(2)]
    await fake.wait_for("users.info")
    first.cancel()
    held.set()

    assert await second == "zh-Hans"


async def test_a_failure_is_remembered_for_half_a_minute(fake: FakeSlack, session: ClientSession) -> None:
    """While Slack is in trouble nobody waits for it twice; afterwards it is asked again."""
    fake.locales[USER] = "zh-CN"
    fake.fail("users.info", Failure(body={"ok": False, "error": "internal_error"}))
    now = [1_000.0]
    client = AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session)
    locales = Locales(client, clock=lambda: now[0])

    languages = [await locales.language_of(USER), await locales.language_of(USER)]
    asked = len(fake.made("users.info"))
    now[0] += 31
    languages.append(await locales.language_of(USER))

    assert (languages, asked) == (["en", "en", "zh-Hans"], 1)


@pytest.mark.parametrize(
    "body",
    [
        {"ok": True, "user": None},
        {"ok": True, "user": "U0ALERTED"},
        {"ok": True, "user": {"locale": ["zh-CN"]}},
        {"ok": True},
    ],
)
async def test_an_answer_without_a_user_leaves_it_at_english(
    fake: FakeSlack, session: ClientSession, body: dict[str, Any]
) -> None:
    """Even an odd answer is one."""
    fake.fail("users.info", Failure(body=body))
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session))

    assert await locales.language_of(USER) == "en"


async def test_a_language_that_is_to_be_forgotten(fake: FakeSlack, session: ClientSession) -> None:
    """It is asked for anew, whether it was known or guessed."""
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session))
    before = await locales.language_of(USER)
    fake.locales[USER] = "zh-CN"

    locales.forget(USER)

    assert (before, await locales.language_of(USER)) == ("en", "zh-Hans")
