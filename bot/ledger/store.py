"""The ledger in SQLite or PostgreSQL."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger.address import address
from bot.ledger.connecting import PATIENCE, READS, engine_for, telling_when_away
from bot.ledger.model import FINAL_STATES
from bot.ledger.rows import record_of, record_row, run_of, run_row, storable
from bot.ledger.tables import audit, runs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping
    from datetime import datetime
    from typing import Any, Self, Unpack

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.ledger.model import AuditRecord, Quiet, RecordFilter, Request, Run, RunFields, RunFilter, RunState

_PAGE = 500
"""Records read at a time: whoever exports a long audit holds up nobody who writes."""


class SqlLedger:
    """A ledger behind a `DATABASE_URL`; connects when it is first used.

    Args:
        database_url: of SQLite or PostgreSQL.
        patience: seconds after which a database that is silent is away.

    Raises:
        ValueError: the address is none.
    """

    def __init__(self, database_url: str, patience: float = PATIENCE) -> None:
        self._url = address(database_url)
        self._patience = patience
        self._engine = engine_for(self._url, patience)
        self._reader = self._engine.execution_options(**READS)

    def __repr__(self) -> str:
        return f"SqlLedger({self._url.get_backend_name()})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def migrate(self) -> None:
        """Bring the tables to this program's version; several processes may do so at once."""
        from bot.ledger.migrating import upgrade

        async with telling_when_away(self._url, 6 * self._patience):
            if self._url.get_backend_name() == "sqlite":
                Path(self._url.database or "").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            async with self._engine.begin() as connection:
                await connection.run_sync(upgrade)

    async def ping(self) -> None:
        """Return if the ledger can be read."""
        async with self._reading() as connection:
            await connection.execute(select(audit.c.id).limit(1))

    async def append(self, record: AuditRecord) -> bool:
        """Add a fact; return whether it is new, which a second one with the same `once` is not."""
        async with self._writing() as connection:
            return await _insert(connection, audit, record_row(record))

    async def records(self, wanted: RecordFilter) -> AsyncIterator[AuditRecord]:
        """Yield the facts that are wanted, in the order in which they were added."""
        query = select(audit).where(*_of_records(wanted)).order_by(audit.c.id).limit(_PAGE)
        last = 0
        while rows := await self._all(query.where(audit.c.id > last)):
            for row in rows:
                yield record_of(row)
            last = rows[-1]["id"]

    async def create_run(
        self, request: Request, state: RunState, record: AuditRecord | None = None, quiet: Quiet | None = None
    ) -> tuple[Run, bool]:
        """Return the run of a request, and whether it is new; another's where that is in the way of a new one."""
        async with self._writing() as connection:
            if quiet and (other := await _other(connection, request, quiet)):
                return other, False
            is_new = await _insert(connection, runs, run_row(request, state))
            if is_new and record:
                await _insert(connection, audit, record_row(record))
            found = await connection.execute(select(runs).where(runs.c.id == request.run_id))
            return run_of(dict(found.mappings().one())), is_new

    async def move_run(
        self,
        run_id: str,
        from_states: Collection[RunState],
        to_state: RunState,
        *,
        at: datetime,
        record: AuditRecord | None = None,
        **fields: Unpack[RunFields],
    ) -> Run | None:
        """Move a run on if it is in one of `from_states`, else return None; `record` is added if it is moved."""
        if final := FINAL_STATES.intersection(from_states):
            raise ValueError(f"a run does not leave the state {', '.join(sorted(final))}")
        values = {"state": to_state, "changed_at": at, **storable(dict(fields))}
        is_there = (runs.c.id == run_id, runs.c.state.in_(from_states))
        async with self._writing() as connection:
            moved = await connection.execute(update(runs).where(*is_there).values(**values).returning(runs))
            row = moved.mappings().one_or_none()
            if row is not None and record:
                await _insert(connection, audit, record_row(record))
            return run_of(dict(row)) if row is not None else None

    async def run(self, run_id: str) -> Run | None:
        """Return the run called `run_id`."""
        rows = await self._all(select(runs).where(runs.c.id == run_id))
        return run_of(rows[0]) if rows else None

    async def runs(self, wanted: RunFilter) -> tuple[Run, ...]:
        """Return the runs that are wanted, newest first."""
        query = select(runs).where(*_of_runs(wanted)).order_by(runs.c.asked_at.desc(), runs.c.id).limit(wanted.most)
        return tuple(run_of(row) for row in await self._all(query))

    async def in_the_way(self, module: str, instance: str, quiet: Quiet) -> Run | None:
        """Return the run that is changing a module of an instance, or has just done so; a check changes nothing."""
        rows = await self._all(_in_the_way(module, instance, quiet))
        return run_of(rows[0]) if rows else None

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def _all(self, query: Select[Any]) -> list[Mapping[str, Any]]:
        async with self._reading() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        async with telling_when_away(self._url, self._patience), self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with telling_when_away(self._url, self._patience), self._engine.begin() as connection:
            yield connection


async def _insert(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key is there; return whether it was not."""
    kind = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = kind.insert(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key)
    return (await connection.execute(insert)).first() is not None


async def _other(connection: AsyncConnection, request: Request, quiet: Quiet) -> Run | None:
    """Return the run in whose way a new one would be; until the transaction ends nobody else can make one."""
    if connection.dialect.name == "postgresql":
        place = f"campaign-why {request.module} {request.instance}"
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))
    own = await connection.execute(select(runs.c.id).where(runs.c.id == request.run_id))
    if own.first() is not None:
        return None
    found = await connection.execute(_in_the_way(request.module, request.instance, quiet))
    row = found.mappings().one_or_none()
    return run_of(dict(row)) if row is not None else None


def _in_the_way(module: str, instance: str, quiet: Quiet) -> Select[Any]:
    is_under_way = runs.c.state.not_in(FINAL_STATES)
    is_just_done = and_(runs.c.state == "succeeded", runs.c.changed_at > quiet.since, runs.c.changed_at < quiet.until)
    changes = (runs.c.module == module, runs.c.instance == instance, runs.c.operation != "check")
    query = select(runs).where(*changes, or_(is_under_way, is_just_done))
    return query.order_by(is_under_way.desc(), runs.c.changed_at.desc()).limit(1)


def _of_records(wanted: RecordFilter) -> list[ColumnElement[bool]]:
    names = ("module", "instance", "who", "what", "run_id")
    rules = [audit.c[name] == value for name in names if (value := getattr(wanted, name)) is not None]
    if wanted.since:
        rules.append(audit.c.at >= wanted.since)
    if wanted.until:
        rules.append(audit.c.at < wanted.until)
    return rules


def _of_runs(wanted: RunFilter) -> list[ColumnElement[bool]]:
    names = ("module", "instance", "requester")
    rules = [runs.c[name] == value for name in names if (value := getattr(wanted, name)) is not None]
    if wanted.message:
        channel, ts = wanted.message
        rules += [runs.c.place["channel"].as_string() == channel, runs.c.place["ts"].as_string() == ts]
    if wanted.origin is not None:
        rules.append(runs.c.place["origin"].as_string() == wanted.origin)
    if wanted.states is not None:
        rules.append(runs.c.state.in_(wanted.states))
    if wanted.id_starts:
        rules.append(runs.c.id.startswith(wanted.id_starts, autoescape=True))
    return rules
