"""A second process of the bot, for the same workspace and the same database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.app import build_diagnostician
from bot.playground import FakeSlack
from tests.slack.runs import incident, site

if TYPE_CHECKING:
    from multiprocessing.queues import Queue


def run(slack: str, receiver: str, database: str, address: Queue[str]) -> None:
    """Serve until terminated; tells its address once it does."""
    asyncio.run(_serve(slack, receiver, database, address))


async def _serve(slack: str, receiver: str, database: str, address: Queue[str]) -> None:
    workspace = FakeSlack()
    workspace.address = slack
    async with incident(build_diagnostician(), site(receiver), database, slack=workspace) as here:
        address.put(here.slack.address)
        await asyncio.Event().wait()
