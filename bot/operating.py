"""The actions of a site, put together: ledger, runs, desk, stamps. Part of the composition root."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.actions.clock import SystemClock
from bot.actions.runs.course import Course
from bot.actions.runs.delivering import WebhookDelivery
from bot.actions.runs.desk import Desk
from bot.actions.runs.opening import durable_runs
from bot.errors import LedgerAway
from bot.ledger.store import SqlLedger
from bot.slack.locales import Locales
from bot.slack.marks import Marks
from bot.slack.offers import Offers
from bot.slack.operations import Operations
from bot.slack.seal import Seal
from bot.slack.stamping import Stamping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from aiohttp import ClientSession
    from pydantic import SecretStr
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Site
    from bot.actions.runs.durable import DurableRuns
    from bot.actions.runs.ports import Messenger
    from bot.knowledge.model import Modules
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import Run
    from bot.settings import Settings

log = structlog.get_logger()

_LOOK_EVERY = 30.0
"""Seconds between two looks for runs that were asked for and not started."""


class _Later:
    """A messenger that is known only after those who need one."""

    def __init__(self) -> None:
        self.messenger: Messenger | None = None

    async def show(self, run: Run) -> bool:
        """Show a run as it stands."""
        return self.messenger is not None and await self.messenger.show(run)

    async def call_approvers(self, run: Run) -> bool:
        """Tell those who may approve a run that it waits."""
        return self.messenger is not None and await self.messenger.call_approvers(run)

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Ask whether the incident is over."""
        return self.messenger is not None and await self.messenger.ask_whether_fixed(run)


@asynccontextmanager
async def operating(
    settings: Settings,
    site: Site,
    secrets: Mapping[str, SecretStr],
    knowledge: Modules,
    client: AsyncWebClient,
    session: ClientSession,
) -> AsyncIterator[Operations]:
    """Yield the actions of a site at once; the database may come later, or go and come again."""
    clock = SystemClock()
    database = settings.database_url.get_secret_value()
    async with SqlLedger(database) as ledger:
        delivery = WebhookDelivery(
            site,
            knowledge,
            secrets,
            ledger=ledger,
            session=session,
            clock=clock,
            public_url=settings.campaign_why_url or "",
        )
        people = _Later()
        runs = durable_runs(database, Course(ledger, delivery, people, clock))
        desk = Desk(ledger, runs, clock)
        seal = Seal(settings.slack_bot_token.get_secret_value(), "buttons")
        marks = Marks(site.edition, runs, clock)
        offers = Offers(site, seal, marks)
        operations = Operations(site, knowledge, ledger, desk, seal, marks, offers, clock, secrets)
        people.messenger = Stamping(client, operations, Locales(client))
        keeping = asyncio.create_task(_keep_open(ledger, runs, desk), name="runs.keep_open")
        try:
            yield operations
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await runs.close()


async def _keep_open(ledger: Ledger, runs: DurableRuns, desk: Desk) -> None:
    """Open the runs as soon as the database is there, and start what was left."""
    while True:
        try:
            if not runs.is_open:
                await ledger.migrate()
                await runs.open()
                await desk.resume(wake=True)
                log.info("runs.open")
            else:
                await desk.resume()
        except LedgerAway as error:
            log.warning("runs.ledger_away", error=str(error))
        except Exception as error:
            # Of one run, perhaps: those that come later have to be begun all the same.
            log.exception("runs.not_resumed", error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY if runs.is_open else 2)
