"""Which requests Bolt can take: it takes every one apart before it answers, and fails where a part is missing."""

from __future__ import annotations

from typing import Any

from slack_bolt.request.payload_utils import to_action, to_event, to_step, to_view

_PARTS = (to_action, to_event, to_step, to_view)


def is_sound(body: dict[str, Any]) -> bool:
    """Return whether Bolt finds what it looks for; where it does not, not even its error handler is called."""
    try:
        for part in _PARTS:
            part(body)
        return isinstance(body.get("event", {}), dict)
    except (TypeError, AttributeError, KeyError, IndexError):
        return False
