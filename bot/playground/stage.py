"""What the page shows: the workspace with the eyes of one person, and what goes on behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import ActRefused
from bot.playground.alerts import ALERTS
from bot.playground.jsonable import (
    alerts_as_json,
    change_as_json,
    exchange_as_json,
    faults_as_json,
    line_as_json,
    seen_as_json,
)
from bot.playground.notices import notice_as_json
from bot.playground.refusal import Refusal
from bot.playground.web_api import METHODS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.playground.acts import Acts
    from bot.playground.audience import Audience
    from bot.playground.changes import Change
    from bot.playground.notices import Notice
    from bot.playground.receiver import Receiver
    from bot.playground.workspace import Workspace

_ALSO_CALLED = ("auth.test", "response_url")
"""What can fail beside the methods that the workspace answers."""


class Stage:
    """Keeps what is shown beside the workspace, and tells all who look of every change."""

    def __init__(
        self,
        workspace: Workspace,
        receiver: Receiver,
        acts: Acts,
        audience: Audience,
        *,
        notice: Notice,
        examples: Sequence[tuple[str, str]],
        shortcut: str,
    ) -> None:
        """Prepare what is shown.

        Args:
            workspace: that is looked at.
            receiver: of what the bot has done.
            acts: what can be done.
            audience: is told of every change.
            notice: of the knowledge in force.
            examples: pairs of a language and a report to try.
            shortcut: what the bot calls its shortcut on messages.
        """
        self._workspace = workspace
        self._receiver = receiver
        self._acts = acts
        self._audience = audience
        self._notice = notice
        self._why: dict[str, Any] | None = None
        self._shortcut = shortcut
        self._examples = [{"language": language, "text": text} for language, text in examples]
        workspace.subscribe(self._changed)

    @property
    def acts(self) -> Mapping[str, Callable[..., Awaitable[Mapping[str, Any]]]]:
        """What can be done, by name."""
        return self._acts.by_name

    def state(self, person: str) -> dict[str, Any]:
        """Return all that a person may see now.

        Raises:
            ActRefused: there is nobody like that.
        """
        try:
            seen = self._workspace.seen_by(person)
        except Refusal as refusal:
            raise ActRefused(f"There is nobody called {person!r} in this workspace.") from refusal
        return {
            **seen_as_json(seen),
            "why": self._why,
            "exchanges": [exchange_as_json(each) for each in self._workspace.exchanges.newest],
            "console": [line_as_json(each) for each in self._workspace.console.lines],
            "receiver": {"mode": self._receiver.mode},
            "faults": faults_as_json(self._workspace.faults.all),
            "knowledge": notice_as_json(self._notice),
            "examples": self._examples,
            "methods": sorted([*METHODS, *_ALSO_CALLED]),
            "alerts": alerts_as_json(ALERTS),
            "shortcut": self._shortcut,
        }

    def explain(self, why: dict[str, Any]) -> None:
        """Show why the last report came out as it did."""
        self._why = why
        self._audience.tell({"kind": "why", "why": why})

    def notify(self, notice: Notice) -> None:
        """Show what became of knowledge that was saved."""
        self._notice = notice
        self._audience.tell({"kind": "knowledge", "knowledge": notice_as_json(notice)})

    def _changed(self, change: Change) -> None:
        self._audience.tell(change_as_json(change), lambda person: self._workspace.is_told(person, change))
