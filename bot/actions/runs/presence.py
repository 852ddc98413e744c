"""Which processes are alive: each holds a lock under its name, which the system lets go of when the process dies.

A clock tells nothing here, for it may jump; a lock cannot be held by the dead.
"""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import IO

    from psycopg import Connection


class Presence(Protocol):
    """Locks by name. The calls block: they belong into a thread."""

    def hold(self, name: str) -> bool:
        """Take a lock and return True, or False if somebody lives who has it."""
        ...

    def drop(self, name: str) -> None:
        """Let a lock go."""
        ...

    def close(self) -> None:
        """Let all locks go."""
        ...


class FilePresence:
    """Locks on files in a folder, for processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, IO[bytes]] = {}

    def hold(self, name: str) -> bool:
        """Take a lock and return True, or False if somebody lives who has it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (self._folder / f"{name}.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._held[name] = file
        return True

    def drop(self, name: str) -> None:
        """Let a lock go."""
        if file := self._held.pop(name, None):
            Path(file.name).unlink(missing_ok=True)
            file.close()

    def close(self) -> None:
        """Let all locks go."""
        for name in list(self._held):
            self.drop(name)


class PostgresPresence:
    """Advisory locks of a session of its own, for processes anywhere."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None

    def hold(self, name: str) -> bool:
        """Take a lock and return True, or False if somebody lives who has it."""
        found = self._connected().execute("SELECT pg_try_advisory_lock(%s)", (_number(name),)).fetchone()
        return bool(found and found[0])

    def drop(self, name: str) -> None:
        """Let a lock go; a session that is gone has let go of all."""
        from psycopg import Error

        with suppress(Error):
            self._connected().execute("SELECT pg_advisory_unlock(%s)", (_number(name),))

    def close(self) -> None:
        """Let all locks go."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        import psycopg

        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        return self._connection


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(b"campaign-why " + name.encode()).digest()[:8], "big", signed=True)
