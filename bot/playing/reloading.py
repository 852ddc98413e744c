"""Knowledge that is read again when a file of the pack was saved; what does not hold changes nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.app import build_diagnostician
from bot.diagnosis.in_force import InForce
from bot.diagnosis.uncollected import leave_uncollected
from bot.errors import KnowledgeInvalid, Problem
from bot.knowledge.watching import saves
from bot.playground.notices import NotTaken, Taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.in_force import Diagnosing
    from bot.knowledge.model import Knowledge
    from bot.knowledge.watching import Look
    from bot.playground.notices import Notice

log = structlog.get_logger()


class Reloading:
    """Keeps the knowledge in force as new as the files of its pack."""

    def __init__(
        self,
        pack: Path,
        since: Look,
        diagnostician: Diagnostician,
        *,
        explaining: Callable[[Diagnostician], Diagnosing],
        notify: Callable[[Notice], None],
    ) -> None:
        """Prepare to keep up with a pack.

        Args:
            pack: its folder.
            since: what it looked like before it was read.
            diagnostician: made from it.
            explaining: returns what stands before a diagnostician.
            notify: is told what became of a save.
        """
        self._pack = pack
        self._since = since
        self._latest = diagnostician
        self._explaining = explaining
        self._notify = notify
        self.in_force = InForce(explaining(diagnostician))

    async def make_ready(self) -> None:
        """Learn all languages before the first report in them."""
        await asyncio.to_thread(self._latest.vocabulary.prepare)
        leave_uncollected()

    async def keep_up(self) -> None:
        """Read the pack again after each save, for ever."""
        async for _ in saves(self._pack, self._since):
            self._notify(await self._reloaded())
            await self.make_ready()

    async def _reloaded(self) -> Notice:
        before = self._latest
        try:
            self._latest = await asyncio.to_thread(build_diagnostician, self._pack)
        except KnowledgeInvalid as error:
            return NotTaken(now(), len(before.knowledge.modules), error.problems)
        except OSError as error:  # saved once more in this very moment, or not for this user to read
            file = str(error.filename or self._pack)
            return self._not_taken(file, f"cannot be read ({error.strerror})", "Let this user read it")
        except Exception as error:
            log.exception("knowledge.not_read", error=type(error).__name__)
            what = f"makes this program fail ({type(error).__name__})"
            return self._not_taken(self._pack.name, what, "Undo the last change; the log says where it failed")
        self.in_force.replace(self._explaining(self._latest))
        before.vocabulary.rest()  # answers that can still be shared hold on to it for an hour
        after = self._latest.knowledge
        return Taken(now(), len(after.modules), _changed(before.knowledge, after))

    def _not_taken(self, file: str, what: str, cure: str) -> NotTaken:
        return NotTaken(now(), len(self._latest.knowledge.modules), (Problem(file, 0, "", what, cure),))


def now() -> str:
    """Return the time of day on this machine."""
    return datetime.now().astimezone().time().isoformat("seconds")


def _changed(before: Knowledge, after: Knowledge) -> int:
    """Return how many modules are not what they were, new ones and lost ones included."""
    old, new = ({module.id: module for module in each.modules} for each in (before, after))
    return sum(old.get(module_id) != new.get(module_id) for module_id in old.keys() | new)
