"""Who is in the workspace, and where they meet; ids are fixed, so that a site file and tests can name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

TEAM = "T0TEAM"
OTHER_TEAM = "T0OTHER"
APP = "A0APP"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
BOT_NAME = "campaign-why"
COMMAND = "/campaign-why"
ALERTS_ID = "B0ALERTS"
ALERTS_NAME = "Monitoring"
SLACKBOT = "USLACKBOT"

Role: TypeAlias = Literal["oncall", "approver", "guest", "external"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to act as."""

    id: str
    name: str
    role: Role
    locale: str = "en-US"
    team: str = TEAM

    @property
    def direct_channel(self) -> str:
        """The direct messages between this person and the bot."""
        return f"D0{self.id.removeprefix('U0')}"

    @property
    def is_external(self) -> bool:
        """Whether this is somebody of another company."""
        return self.team != TEAM


@dataclass(frozen=True, slots=True)
class Channel:
    """A place for messages."""

    id: str
    name: str
    is_direct: bool = False


PEOPLE = (
    Person("U0ONCALL", "On call", "oncall"),
    Person("U0APPROVE", "Approver", "approver"),
    Person("U0GUEST", "Guest", "guest"),
    Person("U0EXTERNAL", "External", "external", team=OTHER_TEAM),
)
CHANNELS = (Channel("C0INCIDENT", "incidents"), Channel("C0CAMPAIGN", "campaign-ops"))
