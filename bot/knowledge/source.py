"""One file of YAML on the disk: its text for the places of problems, its value for everybody else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from bot.errors import Problem
from bot.knowledge.reading import Locator, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Shape = TypeVar("Shape")
Place: TypeAlias = tuple[str | int, ...]
"""Keys and indexes that lead to a value in a file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read."""

    name: str
    text: str

    @property
    def stem(self) -> str:
        """Return its name without folders and ending."""
        return PurePath(self.name).stem

    def problem(self, place: Place, what: str, cure: str) -> Problem:
        """Return a problem at `place` of this file."""
        return Problem(self.name, Locator(self.text).line(place), ".".join(map(str, place)), what, cure)

    def twice(self, group: Place, ids: Sequence[str]) -> Iterator[Problem]:
        """Yield a problem for each entry of a list whose id an entry before it has."""
        places: dict[str, list[int]] = defaultdict(list)
        for i, each in enumerate(ids):
            places[each].append(i)
        for each, indexes in places.items():
            for i in indexes[1:]:
                yield self.problem((*group, i, "id"), f"{each!r} stands twice", "Give each its own id")


def read_file(path: Path, name: str, shape: type[Shape]) -> tuple[Source, Shape] | list[Problem]:
    """Return the file at `path` with its value, or what is wrong with it.

    Args:
        path: where it is.
        name: what it is called in the problems.
        shape: the kind of file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return [Problem(name, line, "", f"is not UTF-8 ({error.reason})", "Save it as UTF-8 text")]
    except OSError as error:
        return [Problem(name, 0, "", f"cannot be read ({error.strerror})", "Let this user read it")]
    value = read(text, name, shape)
    return value if isinstance(value, list) else (Source(name, text), value)
