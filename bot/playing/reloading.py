"""Knowledge that is read again when a file of the pack was saved; what does not hold changes nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from bot.app import build_diagnostician
from bot.errors import KnowledgeInvalid, Problem
from bot.knowledge.watching import saves
from bot.playground.notices import NotTaken, Taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.in_force import Diagnosing, InForce
    from bot.knowledge.model import Knowledge
    from bot.playground.notices import Notice


class Reloading:
    """Keeps the knowledge in force as new as the files of its pack."""

    def __init__(
        self,
        pack: Path,
        in_force: InForce,
        before: Callable[[Diagnostician], Diagnosing],
        notify: Callable[[Notice], None],
    ) -> None:
        """Args: before returns what stands before a new diagnostician; notify is told what became of a save."""
        self._pack = pack
        self._in_force = in_force
        self._before = before
        self._notify = notify

    async def keep_up(self) -> None:
        """Read the pack again after each save, for ever."""
        async for _ in saves(self._pack):
            self._notify(await self.reload())

    async def reload(self) -> Notice:
        """Read the pack again; return what became of it."""
        before = self._in_force.diagnostician.knowledge
        try:
            fresh = await asyncio.to_thread(self._build)
        except KnowledgeInvalid as error:
            return NotTaken(now(), len(before.modules), error.problems)
        except OSError as error:  # saved once more in this very moment, or not for this user to read
            file = str(error.filename or self._pack)
            problem = Problem(
                file, 0, "", f"cannot be read ({error.strerror})", "Save it again, readable for this user"
            )
            return NotTaken(now(), len(before.modules), (problem,))
        self._in_force.replace(self._before(fresh))
        return Taken(now(), len(fresh.knowledge.modules), _changed(before, fresh.knowledge))

    def _build(self) -> Diagnostician:
        fresh = build_diagnostician(self._pack)
        fresh.vocabulary.prepare()
        return fresh


def now() -> str:
    """Return the time of day on this machine."""
    return datetime.now().astimezone().time().isoformat("seconds")


def _changed(before: Knowledge, after: Knowledge) -> int:
    """Return how many modules are not what they were, new ones and lost ones included."""
    old, new = ({module.id: module for module in each.modules} for each in (before, after))
    return sum(old.get(module_id) != new.get(module_id) for module_id in old.keys() | new)
