"""The bot in a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.workspace import Workspace


@pytest.fixture
async def slack(shipped: Diagnostician) -> AsyncIterator[Workspace]:
    """A workspace with the bot in it."""
    async with workspace(shipped) as running:
        yield running
