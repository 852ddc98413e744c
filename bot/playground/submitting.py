"""Forms that are submitted: what Slack checks by itself, and what it does with the bot's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.refusal import Refusal
from bot.playground.web_api.arguments import checked_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.surfaces import Surfaces
    from bot.playground.views import View

_REQUIRED = "Please complete this required field."
_CHOSEN = ("value", "selected_option", "selected_options", "selected_user", "selected_date", "selected_conversation")


def missing(view: View, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is said beside the fields that have to be filled in and are not, by block."""
    inputs = [each for each in view.content["blocks"] if each.get("type") == "input" and not each.get("optional")]
    return {each["block_id"]: _REQUIRED for each in inputs if not _is_filled(values.get(each["block_id"]))}


def take(surfaces: Surfaces, view: View, answer: Mapping[str, Any]) -> None:
    """Do with a form what the bot answers to its submission.

    What the bot has shown in it meanwhile stays: that is the later word, although the answer comes after it.

    Raises:
        Refusal: Slack would not take the answer.
    """
    action = answer.get("response_action")
    now = surfaces.find(view.id)
    if action == "errors":
        surfaces.complain(view, _errors(view, answer.get("errors")))
    elif action == "update":
        content = checked_view(answer.get("view"))
        if now and now.hash == view.hash:
            surfaces.update(view.id, content)
    elif action in (None, "clear"):
        surfaces.close(view.id)
    else:
        raise Refusal("invalid_arguments", [f"response_action {action!r} is not known here"])


def _errors(view: View, errors: Any) -> dict[str, str]:
    known = {each["block_id"] for each in view.content["blocks"]}
    if not isinstance(errors, dict) or not errors or not known.issuperset(errors):
        raise Refusal("invalid_arguments", ["errors must name blocks of the view"])
    return {str(block): str(text) for block, text in errors.items()}


def _is_filled(block: Any) -> bool:
    """Return whether something was typed or chosen in a block, by the state of its elements."""
    states = block.values() if isinstance(block, dict) else ()
    return any(isinstance(each, dict) and any(each.get(name) for name in _CHOSEN) for each in states)
