"""`campaign-why audit`: who did what, when, where, on which evidence, with what outcome."""

from __future__ import annotations

import asyncio
import csv
import json
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.terminal.ledgers import opened
from bot.terminal.screen import show, steered
from bot.views.ledger import CSV_COLUMNS, csv_row, record_lines, record_values
from bot.views.terminal import Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ledger.model import AuditRecord, RecordFilter

Way: TypeAlias = Literal["lines", "json", "csv"]


def run(wanted: RecordFilter, way: Way) -> None:
    """Print the records that are wanted, oldest first; a long audit is written as it is read.

    Raises:
        SettingsInvalid: `DATABASE_URL` does not hold.
        LedgerAway: the ledger cannot be used.
    """
    asyncio.run(_print(wanted, way))


async def _print(wanted: RecordFilter, way: Way) -> None:
    async with opened() as ledger:
        records = ledger.records(wanted)
        match way:
            case "lines":
                await _lines(records)
            case "json":
                await _json(records)
            case "csv":
                await _csv(records)


async def _lines(records: AsyncIterator[AuditRecord]) -> None:
    is_empty = True
    async for record in records:
        is_empty = False
        show(record_lines(record))
    if is_empty:
        show([Line("Nothing is recorded that fits.", "quiet")])


async def _json(records: AsyncIterator[AuditRecord]) -> None:
    before = "[\n"
    async for record in records:
        sys.stdout.write(before + steered(json.dumps(record_values(record), ensure_ascii=False)))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


async def _csv(records: AsyncIterator[AuditRecord]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    async for record in records:
        writer.writerow(csv_row(record))
