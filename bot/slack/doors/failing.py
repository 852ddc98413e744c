"""Work for a click that may fail: whoever clicked is told why, in their language."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.errors import LedgerAway
from bot.slack.people import Unverified
from bot.views.run_wording import RUN_WORDING
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.knowledge.model import ReplyLanguage

log = structlog.get_logger()

Shown = TypeVar("Shown")


async def or_why(work: Awaitable[Shown], say: Callable[[str], Shown], language: ReplyLanguage, *, event: str) -> Shown:
    """Return what comes of `work`, or what says why nothing does.

    Args:
        work: for the click.
        say: makes of a sentence what is shown.
        language: of the sentence.
        event: for the log, where nobody expected the failure.
    """
    try:
        return await work
    except Unverified as error:
        wording = RUN_WORDING[language]
        return say(wording.not_here if str(error) == "channel_not_found" else wording.unverified)
    except LedgerAway:
        return say(RUN_WORDING[language].away)
    except Exception as error:
        log.exception(event, error=type(error).__name__)
        return say(WORDING[language].failed)


@asynccontextmanager
async def refusing_the_unverified(record: Callable[[str], Awaitable[None]]) -> AsyncIterator[None]:
    """Let `record` keep that a click was refused because Slack did not tell who or where it was.

    Raises:
        Unverified: once it is recorded.
    """
    try:
        yield
    except Unverified:
        await record("unverified")
        raise
