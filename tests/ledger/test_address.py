"""`DATABASE_URL` as people write it."""

from __future__ import annotations

import pytest

from bot.ledger.address import address, place


@pytest.mark.parametrize(
    ("written", "meant", "told"),
    [
        ("postgresql://u:p@db/why", "postgresql+psycopg://u:***@db/why", "the database why at db"),
        ("postgres://u:p@db:6432/why", "postgresql+psycopg://u:***@db:6432/why", "the database why at db:6432"),
        ("postgresql+psycopg://db/why", "postgresql+psycopg://db/why", "the database why at db"),
        ("postgresql:///why", "postgresql+psycopg:///why", "the database why at localhost"),
        ("postgresql:///why?host=/run/pg", "postgresql+psycopg:///why?host=%2Frun%2Fpg", "the database why at /run/pg"),
        ("sqlite:////var/lib/why.db", "sqlite+aiosqlite:////var/lib/why.db", "the file /var/lib/why.db"),
        ("sqlite:///why.db", "sqlite+aiosqlite:///why.db", "the file why.db"),
    ],
)
def test_an_address_is_turned_into_the_driver_s(written: str, meant: str, told: str) -> None:
    """As hosting providers print it, too; where it is can be told without a secret."""
    url = address(written)

    assert (str(url), place(url)) == (meant, told)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is not the address of a database"),
        ("ledger.sqlite3", "is not the address of a database"),
        ("postgresql://u:s3cret@db:port/why", "is not the address of a database"),
        ("mysql://u:s3cret@db/why", "names neither PostgreSQL nor SQLite"),
        ("postgresql+asyncpg://u:s3cret@db/why", "names neither PostgreSQL nor SQLite"),
        ("sqlite://", "names no file, and a ledger has to outlive the process"),
        ("sqlite:///:memory:", "names no file, and a ledger has to outlive the process"),
    ],
)
def test_what_is_no_address_is_refused(written: str, reason: str) -> None:
    """Without repeating it: it may hold a password."""
    with pytest.raises(ValueError, match=f"^{reason}$"):
        address(written)
