"""How Slack says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Refusal(Exception):
    """Slack refuses a call; never reaches a person, the Web API answers with it."""

    def __init__(self, error: str, details: Sequence[str] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.details = tuple(details)
        """What exactly is wrong, as Slack words it."""
