"""`DATABASE_URL` as the drivers want it."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def address(text: str) -> URL:
    """Return the address of a database; what may follow the host is left to the driver.

    Raises:
        ValueError: the text is none, or of another kind of database; it may hold a password and is not repeated.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("is not the address of a database") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ValueError("names neither PostgreSQL nor SQLite")
    if driver.startswith("sqlite") and (url.database or ":memory:") == ":memory:":
        raise ValueError("names no file, and a ledger has to outlive the process")
    return url.set(drivername=driver)


def place(url: URL) -> str:
    """Return where a database is, without user, password and options."""
    if url.get_backend_name() == "sqlite":
        return f"the file {url.database}"
    host = url.host or url.query.get("host", "localhost")
    port = f":{url.port}" if url.port else ""
    return f"the database {url.database or ''} at {host}{port}"
