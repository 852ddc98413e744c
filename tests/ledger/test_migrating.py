"""The tables are made once, whoever comes first, and the audit only grows."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from bot.errors import LedgerAway
from bot.ledger.model import RecordFilter, Run
from bot.ledger.rows import run_row
from bot.ledger.store import SqlLedger
from bot.ledger.tables import metadata, runs
from tests.ledger.facts import NOON, record, request

if TYPE_CHECKING:
    from sqlalchemy.engine import CursorResult


def differences(connection: Connection) -> list[Any]:
    """Return what the database has otherwise than the program."""
    options = {"version_table": "ledger_version", "compare_type": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def executed(ledger: SqlLedger, statement: str) -> CursorResult[Any]:
    """Do to the database what the ledger offers no way to do."""
    async with ledger._engine.begin() as connection:
        return await connection.execute(text(statement))


async def test_the_migrations_make_the_tables_that_the_program_uses(ledger: SqlLedger) -> None:
    """Column by column."""
    async with ledger._engine.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_replicas_that_start_at_once_make_the_tables_once(database_url: str) -> None:
    """The others wait, and find them."""
    ledgers = [SqlLedger(database_url) for _ in range(5)]

    await asyncio.gather(*(each.migrate() for each in ledgers))

    assert [await each.append(record()) for each in ledgers] == [True] * 5
    for each in ledgers:
        await each.close()


async def test_a_new_file_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait where a file is switched to a log of writes ahead."""
    path = tmp_path / "ledger.sqlite3"
    async with SqlLedger(f"sqlite:///{path}") as ledger:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            migrating = asyncio.create_task(ledger.migrate())
            done, _ = await asyncio.wait({migrating}, timeout=0.2)
            other.execute("COMMIT")
        await migrating

        assert done == set()
        assert (await executed(ledger, "PRAGMA journal_mode")).scalar_one() == "wal"


async def test_processes_that_start_at_once_make_the_tables_once(database_url: str) -> None:
    """As after a restart of the machine."""
    code = f"""
import asyncio
from bot.ledger.store import SqlLedger
async def main():
    async with SqlLedger({database_url!r}) as ledger:
        await ledger.migrate()
asyncio.run(main())
"""
    processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", code) for _ in range(4)]

    assert [await each.wait() for each in processes] == [0] * 4


async def test_what_was_recorded_outlives_a_new_start(database_url: str) -> None:
    """Migrating tables that are there changes nothing."""
    for expected in ([], [record()]):
        async with SqlLedger(database_url) as ledger:
            await ledger.migrate()
            assert [each async for each in ledger.records(RecordFilter())] == expected
            await ledger.append(record())


def first_step(connection: Connection) -> None:
    """Make the tables as the first version had them."""
    config = Config()
    config.set_main_option("script_location", "bot.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


async def test_what_the_first_version_recorded_is_kept(database_url: str) -> None:
    """Its runs were asked for under a configuration that nobody knows."""
    async with SqlLedger(database_url) as ledger:
        if database_url.startswith("sqlite"):
            Path(database_url.removeprefix("sqlite:///")).parent.mkdir()
        async with ledger._engine.begin() as connection:
            await connection.run_sync(first_step)
            row = run_row(request(edition="known"), "waiting")
            await connection.execute(insert(runs).values({name: row[name] for name in row if name != "edition"}))
        await ledger.append(record())

        await ledger.migrate()

        assert await ledger.run("7f3c") == Run(request=request(edition=""), state="waiting", changed_at=NOON)
        assert [each async for each in ledger.records(RecordFilter())] == [record()]
        async with ledger._engine.begin() as connection:
            assert await connection.run_sync(differences) == []


async def test_tables_of_a_newer_version_are_left_alone(ledger: SqlLedger) -> None:
    """The message says what to do."""
    await executed(ledger, "UPDATE ledger_version SET version_num = '9999'")

    with pytest.raises(LedgerAway, match=r"9999.*A newer campaign-why may have made them: use that one\."):
        await ledger.migrate()


@pytest.mark.parametrize("statement", ["UPDATE audit SET outcome = 'well'", "DELETE FROM audit", "TRUNCATE audit"])
async def test_the_database_refuses_to_change_the_audit(ledger: SqlLedger, statement: str) -> None:
    """Also for somebody with a database client."""
    await ledger.append(record())

    with pytest.raises(DBAPIError, match=r'the audit only grows|near "TRUNCATE": syntax error'):
        await executed(ledger, statement)

    assert [each async for each in ledger.records(RecordFilter())] == [record()]


async def test_a_record_in_a_file_is_not_replaced(sqlite_url: str) -> None:
    """SQLite would delete it without asking the guard of deletions."""
    async with SqlLedger(sqlite_url) as ledger:
        await ledger.migrate()
        await ledger.append(record(once="a"))
        replace = (
            "INSERT OR REPLACE INTO audit SELECT {}, at, 'U99', what, run_id, module, instance, operation, channel,"
        )
        replace += " outcome, detail, evidence, {} FROM audit"

        with pytest.raises(DBAPIError, match="the audit only grows"):
            await executed(ledger, replace.format("id", "'b'"))
        await executed(ledger, replace.format("99", "once"))

        assert [each async for each in ledger.records(RecordFilter())] == [record(once="a")]
