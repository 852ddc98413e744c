"""Every error this program raises on purpose; the terminal turns each into a message and an exit code.

CampaignWhyError
├── UsageError            the command line does not make sense             exit 2
├── FilesInvalid          never raised itself                              exit 3
│   ├── KnowledgeInvalid  the files of a pack do not hold
│   └── SiteInvalid       the site file does not hold
├── SettingsInvalid       environment or token do not hold                 exit 3
├── LedgerAway            the database does not answer, or cannot be used  exit 1
├── ActRefused            Slack would not let somebody do that             exit 1
└── ServingFailed         the port is taken, Slack stays out of reach ...  exit 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class CampaignWhyError(Exception):
    """Never raised itself; what its subclasses say is meant to be read by the user."""

    exit_code = 1


class UsageError(CampaignWhyError):
    """The command line does not make sense."""

    exit_code = 2


class ServingFailed(CampaignWhyError):
    """The server cannot start or go on."""

    exit_code = 1


class LedgerAway(CampaignWhyError):
    """The database does not answer, or cannot be used; nothing was recorded, and so nothing may be run."""

    exit_code = 1


class ActRefused(CampaignWhyError):
    """Slack would not let somebody do that; raised in the playground alone."""

    exit_code = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file: where, what, and what to write instead."""

    file: str
    line: int
    field: str
    what: str
    cure: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.what}. {self.cure}"


class FilesInvalid(CampaignWhyError):
    """Files do not hold; carries every problem found."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class KnowledgeInvalid(FilesInvalid):
    """The files of a pack do not hold."""


class SiteInvalid(FilesInvalid):
    """The site file does not hold."""


class SettingsInvalid(CampaignWhyError):
    """Environment variables or the token do not hold; names every one and how to mend it."""

    exit_code = 3

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
