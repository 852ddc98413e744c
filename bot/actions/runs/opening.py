"""Where durable runs keep what they have done: beside a ledger in a file, or in the same PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions.runs.durable import DurableRuns
from bot.actions.runs.presence import FilePresence, PostgresPresence
from bot.ledger.address import address

if TYPE_CHECKING:
    from bot.actions.runs.course import Course


def durable_runs(database_url: str, course: Course) -> DurableRuns:
    """Return the durable runs of a ledger; nothing is opened yet.

    Raises:
        SettingsInvalid: the address is none.
    """
    url = address(database_url)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        runs = file.with_name(f"{file.stem}-runs{file.suffix}")
        return DurableRuns(f"sqlite:///{runs}", course, FilePresence(file.with_name(f"{file.stem}-alive")))
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return DurableRuns(plain, course, PostgresPresence(plain))
