"""When to try again: which answers are worth it, and how long to wait before."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_TRANSIENT = frozenset({408, 425, 429})
"""Request Timeout, Too Early, Too Many Requests; of the 4xx only these get better by waiting."""

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)


def is_transient(status: int) -> bool:
    """Return whether a later attempt may be answered differently."""
    return status in _TRANSIENT or 500 <= status <= 599


def wait_before_next(attempts: int, asked_for: float, chance: float) -> float:
    """Return for how many seconds to wait: ever longer, scattered, and never less than was asked for.

    Args:
        attempts: made so far, at least 1.
        asked_for: seconds that the receiver asked for.
        chance: from 0 to 1; scatters the wait over its upper half, so that two runs do not go on in step.
    """
    longest = min(_FIRST_WAIT * 2.0 ** min(attempts - 1, 16), _LONGEST_WAIT)
    return max(longest * (0.5 + chance / 2), asked_for)


def retry_after(header: str, now: datetime) -> float:
    """Return the seconds that a `Retry-After` header asks for; 0 where it makes no sense.

    Args:
        header: seconds, or a date.
        now: aware.
    """
    value = header.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    # A date without a zone is in UTC by the standard; what Python makes of "-0000" has none.
    until = until.replace(tzinfo=now.tzinfo) if until.tzinfo is None else until
    return max(0.0, (until - now).total_seconds())
