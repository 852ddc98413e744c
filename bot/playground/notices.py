"""What became of knowledge that was saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.errors import Problem


@dataclass(frozen=True, slots=True)
class Taken:
    """The knowledge is in force."""

    at: str
    """Time of day."""

    modules: int
    changed: int = 0
    """Modules that are not what they were before, new ones and lost ones included."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The files do not hold; the knowledge before is still in force."""

    at: str
    modules: int
    """Of the knowledge in force."""

    problems: Sequence[Problem]


Notice: TypeAlias = Taken | NotTaken


def notice_as_json(notice: Notice) -> dict[str, Any]:
    """Return a notice as the page takes it."""
    match notice:
        case Taken():
            return {"ok": True, "at": notice.at, "modules": notice.modules, "changed": notice.changed}
        case NotTaken():
            problems = [_problem(each) for each in notice.problems]
            return {"ok": False, "at": notice.at, "modules": notice.modules, "problems": problems}


def _problem(problem: Problem) -> dict[str, str]:
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    what = f"{problem.field}: {problem.what}" if problem.field else problem.what
    return {"where": where, "what": what, "cure": problem.cure}
