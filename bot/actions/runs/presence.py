"""Which processes are alive: each holds a lock under its name, which the system lets go of when the process dies.

A clock tells nothing here, for it may jump; a lock cannot be held by the dead.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import IO, LiteralString

    from psycopg import Connection

KEPT_EVERY = 1.0
"""Seconds between two looks of a process after its own locks."""


_IS_OURS: LiteralString = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
    " AND (classid::bigint << 32 | objid::bigint) = %s)"
)


class Presence(Protocol):
    """Locks by name. The calls block: they belong into a thread."""

    def hold(self, name: str) -> bool:
        """Take a lock and return True, or False if somebody lives who has it."""
        ...

    @property
    def sure_after(self) -> float:
        """Seconds for which a lock has to be free before its owner is taken for dead."""
        ...

    def is_held(self, name: str) -> bool:
        """Return whether somebody has a lock; takes none."""
        ...

    def keep(self) -> None:
        """Make sure that what was taken is still held."""
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
        path = self._folder / f"{name}.lock"
        while True:
            file = path.open("ab")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            if _is_at(path, file):
                self._held[name] = file
                return True
            file.close()  # whoever had it before has removed it: the next one would lock another

    @property
    def sure_after(self) -> float:
        """None: the system lets go of a file's lock when the process ends, and never before."""
        return 0.0

    def is_held(self, name: str) -> bool:
        """Return whether somebody has a lock; takes none that another would miss."""
        try:
            with (self._folder / f"{name}.lock").open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def keep(self) -> None:
        """Do nothing: a file's lock is held until it is let go."""

    def drop(self, name: str) -> None:
        """Let a lock go."""
        if file := self._held.pop(name, None):
            Path(file.name).unlink(missing_ok=True)
            file.close()

    def close(self) -> None:
        """Let all locks go."""
        for name in list(self._held):
            self.drop(name)


def _is_at(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


class PostgresPresence:
    """Advisory locks of a session of its own, for processes anywhere.

    The session may end before the process does, with the server or with the network: then the locks are taken again.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._connecting = Lock()
        self._changing = RLock()
        self._held: set[str] = set()

    @property
    def sure_after(self) -> float:
        """Long enough for a process that lives to come back."""
        return 3 * KEPT_EVERY

    def hold(self, name: str) -> bool:
        """Take a lock and return True, or False if somebody lives who has it."""
        is_ours = self._told("SELECT pg_try_advisory_lock(%s)", name)
        if is_ours:
            self._held.add(name)
        return is_ours

    def is_held(self, name: str) -> bool:
        """Return whether somebody has a lock; takes none that another would miss."""
        if not self._told("SELECT pg_try_advisory_lock_shared(%s)", name):
            return True
        self._told("SELECT pg_advisory_unlock_shared(%s)", name)
        return False

    def keep(self) -> None:
        """Make sure that what was taken is still held."""
        for name in list(self._held):
            with self._changing:
                if name in self._held and not self._told(_IS_OURS, name):
                    self._told("SELECT pg_try_advisory_lock(%s)", name)

    def drop(self, name: str) -> None:
        """Let a lock go; a session that is gone has let go of all."""
        from psycopg import Error

        with self._changing, suppress(Error):
            self._held.discard(name)
            self._told("SELECT pg_advisory_unlock(%s)", name)

    def close(self) -> None:
        """Let all locks go."""
        with self._changing:
            self._held.clear()
            if self._connection:
                self._connection.close()
                self._connection = None

    def _told(self, query: LiteralString, name: str) -> bool:
        """Return what the database says of a lock; over a connection that turns out to be gone, over a new one."""
        from psycopg import OperationalError

        try:
            return self._asked(query, name)
        except OperationalError:
            if self._connection is None or not self._connection.closed:
                raise
        return self._asked(query, name)

    def _asked(self, query: LiteralString, name: str) -> bool:
        found = self._connected().execute(query, (_number(name),)).fetchone()
        return bool(found and found[0])

    def _connected(self) -> Connection:
        import psycopg

        with self._connecting:
            if self._connection is None or self._connection.closed:
                connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
                for name in self._held:
                    connection.execute("SELECT pg_try_advisory_lock(%s)", (_number(name),))
                self._connection = connection
            return self._connection


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(b"campaign-why " + name.encode()).digest()[:8], "big", signed=True)
