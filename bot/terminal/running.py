"""`campaign-why runs`: what was asked for, how far it has come, and calling off what waits."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from getpass import getuser
from typing import TYPE_CHECKING

from bot.actions.runs.records import record_of
from bot.errors import CampaignWhyError, UsageError
from bot.ledger.model import TERMINAL, RunFilter
from bot.terminal.ledgers import opened
from bot.terminal.screen import show, show_json
from bot.views.ledger import run_lines, run_values, runs_table, time
from bot.views.terminal import Line

if TYPE_CHECKING:
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import AuditRecord, Run


class RunGoesOn(CampaignWhyError):
    """A run that is to be cancelled waits no more."""

    exit_code = 1


def list_all(wanted: RunFilter, *, as_json: bool) -> None:
    """Print the runs that are wanted, newest first."""
    found = asyncio.run(_found(wanted))
    if as_json:
        show_json([run_values(each) for each in found])
        return
    show(runs_table(found))
    if not found:
        show([Line("There is no run that fits.", "quiet")])
    if len(found) == wanted.most:
        show([Line(f"These are the newest {wanted.most}; --limit shows more.", "quiet")])


def show_one(run_id: str, *, as_json: bool) -> None:
    """Print one run.

    Raises:
        UsageError: the id, or the beginning of one, fits no run or several.
    """
    run = asyncio.run(_one(run_id))
    if as_json:
        show_json(run_values(run))
    else:
        show(run_lines(run))


def cancel(run_id: str) -> None:
    """Call off a run that waits for its approval.

    Raises:
        UsageError: the id, or the beginning of one, fits no run or several.
        RunGoesOn: it does not wait, or no more.
    """
    show([Line(asyncio.run(_cancelled(run_id)))])


async def _found(wanted: RunFilter) -> tuple[Run, ...]:
    async with opened() as ledger:
        return await ledger.runs(wanted)


async def _one(run_id: str) -> Run:
    async with opened() as ledger:
        return await _named(run_id, ledger)


async def _named(run_id: str, ledger: Ledger) -> Run:
    if exact := await ledger.run(run_id):
        return exact
    fitting = await ledger.runs(RunFilter(id_starts=run_id, most=5)) if run_id else ()
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        ids = ", ".join(each.request.run_id for each in fitting)
        raise UsageError(f"{run_id!r} is the beginning of several runs: {ids}. Write more of it.")
    raise UsageError(f"There is no run {run_id!r}. `campaign-why runs list` shows them.")


async def _cancelled(run_id: str) -> str:
    """Return what to say; of a cancellation and an approval at the same moment one comes through."""
    async with opened() as ledger:
        run = await _named(run_id, ledger)
        full_id = run.request.run_id
        now = datetime.now(UTC)
        if await ledger.move_run(full_id, ["waiting"], "cancelled", at=now, record=_record(run, now)):
            return f"Run {full_id} is cancelled."
        run = await _named(full_id, ledger)
    raise RunGoesOn(f"Run {full_id} is {run.state} since {time(run.changed_at)}; only one that waits can be cancelled.")


def _record(run: Run, now: datetime) -> AuditRecord:
    detail = {}
    with suppress(KeyError, OSError):  # a user without a name
        detail["user"] = getuser()
    return record_of(run.request, "cancelled", who=TERMINAL, at=now, detail=detail)
