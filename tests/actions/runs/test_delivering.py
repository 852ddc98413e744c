"""A run on its way to its receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web

from bot.actions.runs.delivering import WebhookDelivery
from bot.app import build_diagnostician
from bot.ledger.model import Run
from bot.ledger.store import SqlLedger
from tests.actions.values import SECRETS, HandClock, request, site, webhook
from tests.actions.webhook.receivers import listening

if TYPE_CHECKING:
    from bot.actions.runs.ports import Outcome
    from tests.actions.webhook.receivers import Receiver


async def _delivered(receiver: Receiver, database: str, **asked: Any) -> Outcome:
    """Return what became of a run of a site that sends to a receiver."""
    offered = site(webhook(receiver.url))
    clock = HandClock()
    run = Run(request=request(**{"edition": offered.edition, **asked}), state="delivering", changed_at=clock.now())
    async with SqlLedger(database) as ledger, ClientSession() as session:
        await ledger.migrate()
        knowledge = build_diagnostician().knowledge
        delivery = WebhookDelivery(offered, knowledge, SECRETS, ledger=ledger, session=session, clock=clock)
        return await delivery.deliver(run)


async def test_run_of_this_configuration(sqlite_url: str) -> None:
    """It is sent."""
    async with listening(web.Response(status=202)) as receiver:
        assert (await _delivered(receiver, sqlite_url)).state == "succeeded"
        assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"edition": "former"},
        {"action": "gone"},
        {"operation": "start"},
        {"module": "web"},
        {"instance": "stage"},
    ],
)
async def test_run_that_the_site_does_not_mean(sqlite_url: str, asked: dict[str, str]) -> None:
    """Nothing is sent: what was shown to those who asked and approved may not be what would be called."""
    async with listening(web.Response(status=202)) as receiver:
        outcome = await _delivered(receiver, sqlite_url, **asked)
        assert (outcome.state, outcome.answer.partition(":")[0], receiver.got) == ("failed", "not sent", [])
