"""A ledger that is ready, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.ledger.store import SqlLedger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[SqlLedger]:
    """An empty ledger."""
    async with SqlLedger(database_url) as opened:
        await opened.migrate()
        yield opened
