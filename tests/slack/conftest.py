"""The bot in a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from structlog.testing import capture_logs

from bot.slack import posting
from tests.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, MutableMapping
    from typing import Any

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.workspace import Workspace


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent again is sent at once."""
    monkeypatch.setattr(posting, "_BACKOFF", FixedValueRetryIntervalCalculator(0))


@pytest.fixture
async def slack(shipped: Diagnostician) -> AsyncIterator[Workspace]:
    """A workspace with the bot in it."""
    async with workspace(shipped) as running:
        yield running


@pytest.fixture
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged during a test, an entry an event."""
    with capture_logs() as entries:
        yield entries
