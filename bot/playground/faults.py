"""What can be wrong with Slack: chosen by a person for a while, or by a test for the next call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.playground.changes import FaultsChanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bot.playground.changes import Feed

FaultKind: TypeAlias = Literal["rate_limited", "server_error", "slow", "unreachable"]
EVERY_METHOD = "*"
RETRY_AFTER = 2
"""Seconds that a rate limit asks to wait."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a method answers instead of success, once."""

    status: int = 200
    """0 cuts the connection: the call arrives, its answer does not."""

    body: Mapping[str, Any] | str = field(default_factory=dict)
    """A text is sent as it is: what a proxy answers while Slack is away."""

    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    is_taken: bool = False
    """Whether what was called happens all the same."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a method."""

    method: str
    """A method of the Web API, `response_url`, or `*` for all."""

    kind: FaultKind
    left: int | None = None
    """Calls; None until it is taken back."""


FAILURES: Mapping[FaultKind, Failure] = {
    "rate_limited": Failure(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(RETRY_AFTER)}),
    "server_error": Failure(500, {"ok": False, "error": "internal_error"}),
    "unreachable": Failure(0),
}
"""How each kind of fault shows, but `slow`, which comes late and is right."""


class Faults:
    """The faults that are in force, one for each method."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._faults: dict[str, Fault] = {}

    @property
    def all(self) -> tuple[Fault, ...]:
        """What is in force."""
        return tuple(self._faults.values())

    def put(self, method: str, kind: FaultKind, times: int | None = None) -> None:
        """Let a method fail; for a number of calls, or until it is taken back."""
        self._faults[method] = Fault(method, kind, times)
        self._feed.tell(FaultsChanged(self.all))

    def clear(self) -> None:
        """Take all back."""
        self._faults.clear()
        self._feed.tell(FaultsChanged(()))

    def due(self, method: str) -> FaultKind | None:
        """Return what is wrong with this call, if anything; one that only holds for some calls is used up by it."""
        fault = self._faults.get(method) or self._faults.get(EVERY_METHOD)
        if fault is None:
            return None
        if fault.left is not None:
            self._count_down(fault, fault.left - 1)
        return fault.kind

    def _count_down(self, fault: Fault, left: int) -> None:
        if left > 0:
            self._faults[fault.method] = replace(fault, left=left)
        else:
            del self._faults[fault.method]
        self._feed.tell(FaultsChanged(self.all))
