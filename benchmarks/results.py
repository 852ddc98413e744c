"""Results as tables that read alike on the terminal and in `README.md`."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

README = Path(__file__).with_name("README.md")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, and what was."""

    what: str
    reached: float
    limit: float
    is_floor: bool = False
    """Whether more is better."""

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.reached >= self.limit if self.is_floor else self.reached <= self.limit


def goals_table(goals: Sequence[Goal]) -> str:
    """Return the table of goals."""
    rows = [
        (
            goal.what,
            f"{'≥' if goal.is_floor else '≤'} {goal.limit:g}",
            f"{goal.reached:.2f}",
            "yes" if goal.is_met else "NO",
        )
        for goal in goals
    ]
    return table(("Goal", "limit", "reached", "met"), rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with its columns aligned: the first to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in (header, rule, *rows))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return f"| {' | '.join(cells)} |"


def machine(libraries: Mapping[str, str]) -> str:
    """Return what it was measured on.

    Args:
        libraries: that are compared: the package's name and the one it is called by.
    """
    cores = len(os.sched_getaffinity(0))
    versions = ", ".join(f"{name} {version(package)}" for package, name in libraries.items())
    return f"{cores} cores, {platform.system()}, Python {platform.python_version()}, {versions}"


def write_section(name: str, content: str, readme: Path = README) -> None:
    """Put results between the markers of a section.

    Raises:
        ValueError: the markers are not there.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begins, rest = readme.read_text(encoding="utf-8").partition(begin)
    _, ends, after = rest.partition(end)
    if not (begins and ends):
        raise ValueError(f"{readme.name} has no {begin} and {end}")
    readme.write_text(f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}", encoding="utf-8")
