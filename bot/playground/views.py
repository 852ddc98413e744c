"""Views: the form that a person has open, and their App Home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.people import APP, BOT_ID, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class View:
    """A view as its person sees it."""

    id: str
    person: str
    """Empty where nobody knows who opened it."""

    content: Mapping[str, Any]
    """As the bot sent it; every block has an id."""

    hash: str = ""
    """Another one after each change."""

    @property
    def is_home(self) -> bool:
        """Whether it is somebody's App Home."""
        return self.content.get("type") == "home"

    def as_slack(self, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the view as Slack tells it, with what has been filled in."""
        fields = {"private_metadata": "", "callback_id": "", "title": None, "submit": None, "close": None}
        return {
            **fields,
            "notify_on_close": False,
            "clear_on_close": False,
            **self.content,
            "id": self.id,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT_ID,
            "root_view_id": self.id,
            "previous_view_id": None,
            "external_id": "",
            "hash": self.hash,
            "state": {"values": dict(values or {})},
        }
