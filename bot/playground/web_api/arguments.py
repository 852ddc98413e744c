"""Arguments of a call, as the SDK sends them: JSON, or JSON in the fields of a form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.playground.limits import (
    MOST_ATTACHMENTS,
    MOST_TEXT,
    MOST_TEXT_IN_BLOCKS,
    is_view_too_large,
    problems_of_blocks,
    problems_of_view,
    text_in,
)
from bot.playground.messages import Content
from bot.playground.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping


def text_of(arguments: Mapping[str, Any], name: str) -> str:
    """Return an argument as text, empty if it is not there."""
    return str(arguments.get(name) or "")


def content_of(arguments: Mapping[str, Any]) -> Content:
    """Return what a message is to say.

    Raises:
        Refusal: it says nothing, or Slack would not take it.
    """
    blocks = _json(arguments.get("blocks"), "invalid_blocks_format")
    attachments = _json(arguments.get("attachments"), "invalid_attachments")
    text = text_of(arguments, "text")
    if not (text or blocks or attachments):
        raise Refusal("no_text")
    if len(text) > MOST_TEXT:
        raise Refusal("msg_too_long")
    if attachments is not None and not _are_attachments(attachments):
        raise Refusal("invalid_attachments")
    if attachments and len(attachments) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    if blocks and (problems := problems_of_blocks(blocks)):
        raise Refusal("invalid_blocks", problems)
    if blocks and text_in(blocks) > MOST_TEXT_IN_BLOCKS:
        raise Refusal("msg_blocks_too_long")
    return Content(text, blocks or None, attachments or None)


def view_of(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the view that a call brings.

    Raises:
        Refusal: there is none, or Slack would not take it.
    """
    return checked_view(_json(arguments.get("view"), "invalid_arguments"))


def checked_view(view: Any) -> dict[str, Any]:
    """Return a view as it came.

    Raises:
        Refusal: Slack would not take it.
    """
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view"])
    if is_view_too_large(view):
        raise Refusal("view_too_large")
    if problems := problems_of_view(view):
        raise Refusal("invalid_arguments", problems)
    return view


def _json(value: Any, error: str) -> Any:
    """Return JSON that may come as a text.

    Raises:
        Refusal: the text is no JSON.
    """
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as broken:
        raise Refusal(error) from broken


def _are_attachments(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
