"""The list of running processes that somebody pastes: what stands in it runs, so its names report no trouble.

nlserver pdump
12:29:22 >   Application server for Adobe Campaign Classic (7.0 24.1 build 9383@abc1234) of 10/02/2024
mta@prod (28072) - 15.6 MB
watchdog (27369) - 3.1 MB
"""

from __future__ import annotations

import re

_BETWEEN = r"[\s>|*:;,•-]{1,20}"
_COMMAND = rf"(?:nlserver +|(?<![^\n]))pdump(?: +-who)?{_BETWEEN}"
_BANNER = r"Application server for (?:Adobe Campaign|Neolane)[^()\n]{0,40}\([^()\n]{0,80}\)(?: of [\d/]{8,10})?"
_HEAD = rf"(?:{_COMMAND})?(?:(?:[\d:]{{5,8}}{_BETWEEN})?{_BANNER}{_BETWEEN})?"
_PROCESS = r"(?:[\w-]{1,40}@[\w.-]{1,60}|watchdog) ?\(\d{1,10}\)(?: *- *[\d.,]{1,12} *[KMG](?:i?B|o))?"

_LISTING = re.compile(rf"(?<![^\s`])(?P<head>{_HEAD}){_PROCESS}(?:{_BETWEEN}{_PROCESS})*(?![^\s`])", re.ASCII)
_PARENT = re.compile(r"\bwatchdog ?\(", re.ASCII)
_FEWEST = 3


def without_listing(text: str) -> str:
    """Return `text` with blanks in the place of the processes that it lists as running; all else keeps its place.

    A list has the command or its banner above it, or is long and holds the parent of them all: of some processes
    somebody may just as well tell what is wrong with them.
    """
    return _LISTING.sub(_blank, text) if "(" in text else text


def _blank(found: re.Match[str]) -> str:
    is_listing = found["head"] or (found[0].count("(") >= _FEWEST and _PARENT.search(found[0]))
    return "\n".ljust(len(found[0])) if is_listing else found[0]
