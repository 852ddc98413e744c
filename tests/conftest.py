"""What tests share: the shipped pack, loaded once, and a clean environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.app import build_diagnostician
from tests.databases import database_url, postgresql, postgresql_url, sqlite_url, weak_postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.playground import FakeSlack

__all__ = ["database_url", "postgresql", "postgresql_url", "sqlite_url", "weak_postgresql"]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("fast", parent=settings.get_profile("default"), max_examples=15)
settings.load_profile("fast" if os.environ.get("FAST") else "default")

_OURS = ("SLACK_", "PORT", "HOST", "DATABASE_URL", "CAMPAIGN_WHY_", "NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the machine reaches a test, and no cache of a test the machine."""
    for name in list(os.environ):
        if name.upper().startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """A logged exception is written without the values around it: a whole pack among them takes minutes to draw."""
    structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Diagnostician]:
    """The diagnostician of the shipped pack."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        yield build_diagnostician()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder called like the pack that `tests.packs` writes."""
    path = tmp_path / "small-pack"
    path.mkdir()
    return path


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """A Slack without a bot."""
    from bot.playground import FakeSlack

    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def client(fake: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    """The SDK's client for that Slack; repeating is left to who calls."""
    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

    async with ClientSession() as session:
        yield AsyncWebClient("xoxb-test", base_url=fake.api_url, session=session, retry_handlers=[])
