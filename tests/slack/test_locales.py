"""Which language a user's Slack speaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import FakeSlack
from bot.playground.fake_slack import Failure
from bot.slack.locales import Locales
from tests.workspace import USER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """A Slack without a bot."""
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


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


async def test_an_answer_without_a_user_leaves_it_at_english(fake: FakeSlack, session: ClientSession) -> None:
    """Even an odd answer is one."""
    fake.fail("users.info", Failure(body={"ok": True, "user": None}))
    locales = Locales(AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session))

    assert await locales.language_of(USER) == "en"
