"""What the commands share that look into the ledger."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.ledger.keeping import Ledger

Known = TypeVar("Known", bound=str)

_AGO = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@asynccontextmanager
async def opened() -> AsyncIterator[Ledger]:
    """Open the ledger of this machine's settings.

    Raises:
        SettingsInvalid: `DATABASE_URL` does not hold.
        LedgerAway: it cannot be used.
    """
    from bot.ledger.store import SqlLedger
    from bot.settings import read_ledger_settings

    async with SqlLedger(read_ledger_settings().database_url.get_secret_value()) as ledger:
        await ledger.migrate()
        yield ledger


def one_of(known: Sequence[Known], option: str, text: str | None) -> Known | None:
    """Return the known word that an option gives.

    Raises:
        UsageError: it is not known.
    """
    if text is None:
        return None
    for each in known:
        if each == text.lower():
            return each
    raise UsageError(f"{option} {text!r} is not known. There are: {', '.join(known)}")


def moment(option: str, text: str | None, now: datetime) -> datetime | None:
    """Return the moment that an option names: a day, a time (in UTC unless it says otherwise), or so long ago.

    Raises:
        UsageError: it names none.
    """
    if text is None:
        return None
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{option} {text!r} is no time. Write 2026-03-02, 2026-03-02T14:00Z or 2h (ago).") from None
