"""`campaign-why actions try` without --dry-run: the run that a button would begin, followed at the terminal."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from bot.actions.clock import SystemClock
from bot.actions.policy import needs_approval
from bot.actions.runs.course import Course
from bot.actions.runs.delivering import WebhookDelivery
from bot.actions.runs.desk import Desk, InTheWay
from bot.actions.runs.opening import durable_runs
from bot.actions.runs.records import record_of
from bot.actions.webhook.outcome import doubting
from bot.errors import CampaignWhyError, UsageError
from bot.ledger.model import TERMINAL
from bot.ledger.store import SqlLedger
from bot.ops.logs import configure_logs
from bot.settings import read_ledger_settings
from bot.terminal.screen import show
from bot.views.ledger import run_lines, time
from bot.views.run_wording import doubted
from bot.views.terminal import Line

if TYPE_CHECKING:
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import Run
    from bot.terminal.trying import Trial

_STATES = {"succeeded": "done", "delivering": "on its way"}
"""What a sentence says in place of a state."""

_LOOK_EVERY = 0.2
"""Seconds."""


class LeftAlone(CampaignWhyError):
    """A module is being changed, or has just been."""

    exit_code = 1


class _Nobody:
    """Shows nothing: a run from the terminal has no message."""

    async def show(self, _: Run) -> bool:
        """Return True: there is nothing to show it in."""
        return True

    async def call_approvers(self, _: Run) -> bool:
        """Return True: nothing waits that is asked for at the terminal."""
        return True

    async def ask_whether_fixed(self, _: Run) -> bool:
        """Return True: there is nobody to ask."""
        return True


def run(tried: Trial) -> int:
    """Send a request and print what became of it; return the exit code.

    Raises:
        UsageError: a second person has to approve it, which only Slack can show; or nobody could be told the outcome.
        SettingsInvalid: `DATABASE_URL` does not hold.
        LedgerAway: the database does not answer.
        LeftAlone: somebody else is at it, or just was.
    """
    if needs_approval(tried.site, tried.request.operation, tried.instance):
        raise UsageError(
            f"In {tried.instance.environment} a second person has to approve a {tried.request.operation}: "
            "ask for it in Slack, or add --dry-run."
        )
    if tried.webhook.outcome == "callback" and not tried.settings.campaign_why_url:
        raise UsageError(
            "The receiver reports the outcome, and it is not known where: set CAMPAIGN_WHY_URL to the public address "
            "of the server, or add --dry-run."
        )
    configure_logs(logging.WARNING)
    ended = asyncio.run(_sent(tried))
    show(run_lines(ended))
    if webhook := doubting(tried.site, ended):
        show([Line(), Line(doubted(webhook, "en"))])
    return 0 if ended.state == "succeeded" else 1


async def _sent(tried: Trial) -> Run:
    clock = SystemClock()
    database = read_ledger_settings().database_url.get_secret_value()
    async with ClientSession() as session, SqlLedger(database) as ledger:
        await ledger.migrate()
        delivery = WebhookDelivery(
            tried.site,
            tried.knowledge,
            tried.secrets,
            ledger=ledger,
            session=session,
            clock=clock,
            public_url=tried.settings.campaign_why_url or "",
        )
        runs = durable_runs(database, Course(ledger, delivery, _Nobody(), clock))
        await runs.open(takes_over=False)
        try:
            asked = await _asked(Desk(ledger, runs, clock), ledger, tried)
            return await _ended(ledger, asked, clock)
        finally:
            await runs.close()


async def _asked(desk: Desk, ledger: Ledger, tried: Trial) -> Run:
    environment = tried.site.environment(tried.instance.environment)
    cool_down = timedelta(minutes=environment.cool_down if environment else 0)
    try:
        run, _ = await desk.request(tried.request, needs_approval=False, cool_down=cool_down)
    except InTheWay as stopped:
        at, why = tried.request.asked_at, stopped.obstacle.kind
        await ledger.append(record_of(tried.request, "refused", who=TERMINAL, at=at, outcome=why))
        other = stopped.obstacle.run
        raise LeftAlone(
            f"Nothing was sent: the {other.request.operation} of {other.request.module} on {other.request.instance} "
            f"was asked for by {other.request.requester} and has been {_STATES.get(other.state, other.state)} "
            f"since {time(other.changed_at)}. "
            "Give it time, or ask in Slack, where those who approve can go on."
        ) from None
    return run


async def _ended(ledger: Ledger, asked: Run, clock: SystemClock) -> Run:
    """Return the run as it ended."""
    run = asked
    while not run.is_final:
        await clock.sleep(_LOOK_EVERY)
        run = await ledger.run(asked.request.run_id) or run
    return run
