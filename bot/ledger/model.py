"""The nouns of the ledger: what was asked for, what became of it, and who did what.

Plain frozen values. Times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.knowledge.model import Operation


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Slack something was asked."""

    team: str
    """The workspace in which the bot is installed, not the one of whoever clicked."""

    channel: str
    ts: str
    """The message with the button."""

    thread: str | None = None
    """The message that its thread began with, if it stands in one."""

    is_shared_outside: bool = False
    """Whether people of another company read the channel."""

    origin: str = ""
    """Tells the private answer with the button, where the message shown to all is another."""


TERMINAL = "terminal"
"""Stands for the person where the terminal asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks to have done, once."""

    run_id: str
    action: str
    operation: Operation
    module: str
    instance: str
    requester: str
    """Slack user id, or `terminal`."""

    place: Place | None
    """None from the terminal."""

    reason: str = ""
    evidence: tuple[str, ...] = ()
    """The words of the report that led here."""

    asked_at: datetime
    """Aware, UTC."""

    edition: str = ""
    """Tells the configuration under which it was asked for from every other."""


RunState: TypeAlias = Literal[
    "waiting", "approved", "delivering", "working", "succeeded", "failed", "denied", "expired", "cancelled"
]
RUN_STATES: tuple[RunState, ...] = get_args(RunState)
FINAL_STATES: frozenset[RunState] = frozenset({"succeeded", "failed", "denied", "expired", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of an action, as far as it has come."""

    request: Request
    state: RunState
    approver: str | None = None
    attempts: int = 0
    status: int | None = None
    """The last HTTP status."""

    answer: str = ""
    """What the receiver said, or why it could not be reached."""

    changed_at: datetime
    """Aware, UTC."""

    @property
    def is_final(self) -> bool:
        """Return whether nothing more will become of it."""
        return self.state in FINAL_STATES


AuditEvent: TypeAlias = Literal[
    "asked",
    "refused",
    "requested",
    "approved",
    "denied",
    "expired",
    "attempted",
    "outcome",
    "fixed",
    "cancelled",
]
AUDIT_EVENTS: tuple[AuditEvent, ...] = get_args(AuditEvent)
"""asked: somebody clicked; requested: submitted the form; attempted: one delivery; outcome: what became of the run;
fixed: the answer to the question whether it helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Who did what, when, where, on which evidence, with what outcome."""

    at: datetime
    """Aware, UTC."""

    who: str
    """Slack user id, or `terminal`."""

    what: AuditEvent
    run_id: str | None = None
    module: str | None = None
    instance: str | None = None
    operation: Operation | None = None
    channel: str | None = None
    outcome: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    once: str | None = None
    """Of records with the same one only the first is kept: a step that is done again after a crash leaves no second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which audit records are wanted; what is left out does not matter."""

    module: str | None = None
    instance: str | None = None
    who: str | None = None
    what: AuditEvent | None = None
    run_id: str | None = None
    since: datetime | None = None
    """From this moment on."""

    until: datetime | None = None
    """Before this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """Which runs are wanted; what is left out does not matter."""

    id_starts: str = ""
    module: str | None = None
    instance: str | None = None
    requester: str | None = None
    message: tuple[str, str] | None = None
    """Channel and timestamp of the message they are shown in."""

    origin: str | None = None
    """Of their place."""

    states: frozenset[RunState] | None = None
    most: int = 100
    """How many at the most, the newest."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The time around now in which a success means that a module has to be left alone."""

    since: datetime
    until: datetime
    """Ahead of now, for a clock that was set back a little."""


class RunFields(TypedDict, total=False):
    """What may change of a run beside its state."""

    approver: str
    attempts: int
    status: int | None
    answer: str
