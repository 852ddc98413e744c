"""Connections to the database, and one way in which all their failures are told."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import LedgerAway
from bot.ledger.address import place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiosqlite
    from sqlalchemy import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

PATIENCE = 10.0
"""Seconds after which a database that is silent is away."""

_BUSY = 0.8
"""Share of our patience for which SQLite waits for another process to finish writing: so it is SQLite that tells."""

_AGAIN = 0.02
"""Seconds until a file that another process is switching is tried again."""

READS = {"ledger_reads": True}
"""Execution options of a connection that only reads."""

_SECRET_OPTIONS = ("password", "sslpassword")


def engine_for(url: URL, patience: float) -> AsyncEngine:
    """Return an engine; nothing is connected yet. `patience` is in seconds."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, patience)
    # Statements are not prepared: a pooler in between may send each to another session.
    how = {"connect_timeout": 5, "application_name": "campaign-why", "prepare_threshold": None}
    given = {name: value for name, value in how.items() if name not in url.query}
    # Who has waited for a lock has to see what was done under it, whatever the server takes for its default.
    return create_async_engine(
        url, pool_pre_ping=True, hide_parameters=True, isolation_level="READ COMMITTED", connect_args=given
    )


def _sqlite(url: URL, patience: float) -> AsyncEngine:
    """Return an engine with a single connection: SQLite has one writer at a time, and who waits here waits in turn."""
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": _BUSY * patience, "isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.run_async(_write_ahead)


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Let readers and a writer do without waiting for each other; of processes that start at once, one switches.

    SQLite waits for a lock everywhere but here.
    """
    while True:
        try:
            async with connection.execute("PRAGMA journal_mode = WAL"):
                return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        await asyncio.sleep(_AGAIN)


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a reader who wants it later may find that others were quicker."""
    reads = connection.get_execution_options().get("ledger_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@asynccontextmanager
async def telling_when_away(url: URL, patience: float) -> AsyncIterator[None]:
    """Turn every failure of the database into `LedgerAway`, in words that hold no password and no user's text."""
    try:
        async with asyncio.timeout(patience):
            yield
    except (TimeoutError, PoolExhausted):
        raise _away(url, f"it does not answer within {patience:g} seconds") from None
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        raise _away(url, _reason(error, url)) from None
    except OSError as error:
        raise _away(url, error.strerror or type(error).__name__) from None


def _away(url: URL, reason: str) -> LedgerAway:
    return LedgerAway(f"The ledger ({place(url)}) cannot be used: {reason}. Nothing was recorded; check DATABASE_URL.")


def _reason(error: DBAPIError, url: URL) -> str:
    said = str(error.orig).strip().split("\n", 1)[0] or type(error.orig).__name__
    for secret in (url.password, *(url.query.get(name) for name in _SECRET_OPTIONS)):
        if secret:
            said = said.replace(str(secret), "***")
    return said
