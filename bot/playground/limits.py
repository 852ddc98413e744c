"""What Slack demands of blocks, messages and views, with its names for the errors.

Limits are those of docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_BLOCKS = 50
MOST_BLOCKS_IN_VIEW = 100
MOST_TEXT = 40_000
MOST_TEXT_IN_BLOCKS = 13_200
LARGEST_VIEW = 250_000
"""Bytes."""

MOST_ATTACHMENTS = 100
_NAME = 255

_EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
_IN_MESSAGES = frozenset(_EVERYWHERE | {"context_actions", "markdown", "table"})
_IN_VIEWS = frozenset(_EVERYWHERE | {"alert"})

_ELEMENTS = {"context": 10, "actions": 25, "context_actions": 5, "rich_text": None}
"""The most elements of a block; None where Slack names no limit."""

_LONGEST: Mapping[str, Mapping[str, int]] = {
    "section": {"text": 3_000},
    "header": {"text": 150},
    "button": {"text": 75, "value": 2_000, "url": 3_000, "accessibility_label": 75, "action_id": _NAME},
    "input": {"label": 2_000, "hint": 2_000},
    "image": {"alt_text": 2_000, "image_url": 3_000, "title": 2_000},
    "markdown": {"text": 12_000},
    "modal": {"title": 24, "submit": 24, "close": 24, "private_metadata": 3_000, "callback_id": _NAME},
    "home": {"private_metadata": 3_000, "callback_id": _NAME},
}
"""The most characters of a field, by what it is a field of."""

_LONGEST_ANYWHERE = {"block_id": _NAME, "action_id": _NAME, "placeholder": 150}
_LONGEST_IN_CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_LONGEST_IN_OPTION = {"text": 75, "value": 150, "description": 75}
_MOST_OPTIONS = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "header": ("text",),
    "button": ("text",),
    "input": ("label", "hint"),
    "image": ("title",),
    "modal": ("title", "submit", "close"),
}
"""Texts in which Slack takes no markup."""

_TEXTS = frozenset({"text", "mrkdwn", "plain_text"})


def problems_of_blocks(blocks: Any, where: str = "/blocks", *, in_view: bool = False) -> list[str]:
    """Return everything for which Slack would refuse blocks, as it words it."""
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        return [_said("must be an array of objects", where)]
    most = MOST_BLOCKS_IN_VIEW if in_view else MOST_BLOCKS
    found = [_said(f"no more than {most} items allowed", where)] if len(blocks) > most else []
    for index, block in enumerate(blocks):
        found += _of_block(block, f"{where}/{index}", _IN_VIEWS if in_view else _IN_MESSAGES)
    return found + list(_twice(blocks, where))


def problems_of_view(view: Mapping[str, Any]) -> list[str]:
    """Return everything for which Slack would refuse a view, but its size."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [_said("must be one of: modal, home", "/view/type")]
    needed = ["blocks"] if kind == "home" else ["title", "blocks"]
    if any(each.get("type") == "input" for each in objects_in(view.get("blocks"))):
        needed += ["submit"] if kind == "modal" else []
    found = [_said(f"missing required field: {name}", "/view") for name in needed if name not in view]
    found += _of_object(view, "/view")
    return found + problems_of_blocks(view.get("blocks", []), "/view/blocks", in_view=True)


def is_view_too_large(view: Mapping[str, Any]) -> bool:
    """Return whether a view has too many bytes."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW


def text_in(blocks: Any) -> int:
    """Return how many characters of text blocks hold, links included."""
    texts = (each.get(key) for each in objects_in(blocks) for key in ("text", "url"))
    return sum(len(text) for text in texts if isinstance(text, str))


def objects_in(content: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object in JSON, the outer ones first."""
    if isinstance(content, list):
        for each in content:
            yield from objects_in(each)
    elif isinstance(content, dict):
        yield content
        for value in content.values():
            yield from objects_in(value)


def _of_block(block: Mapping[str, Any], where: str, kinds: frozenset[str]) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in kinds:
        yield _said(f"unsupported type: {kind}", f"{where}/type")
        return
    if kind == "section":
        yield from _of_section(block, where)
    if kind in _ELEMENTS:
        yield from _count(block.get("elements"), _ELEMENTS[kind], f"{where}/elements")
    if kind == "input":
        yield from (
            _said(f"missing required field: {name}", where) for name in ("label", "element") if name not in block
        )
    yield from _of_objects(block, where)


def _of_section(block: Mapping[str, Any], where: str) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield _said("must define either `fields` or `text`", where)
    if "fields" in block:
        yield from _count(block["fields"], 10, f"{where}/fields")
        for index, field in _objects(block["fields"]):
            yield from _length(field, 2_000, f"{where}/fields/{index}")


def _of_objects(content: Any, where: str) -> Iterator[str]:
    """Yield what is wrong in an object and in all that it holds."""
    if isinstance(content, list):
        for index, each in enumerate(content):
            yield from _of_objects(each, f"{where}/{index}")
    if not isinstance(content, dict):
        return
    yield from _of_object(content, where)
    for name, value in content.items():
        if name == "confirm" and isinstance(value, dict):
            yield from _lengths(value, _LONGEST_IN_CONFIRM, f"{where}/confirm")
        yield from _of_objects(value, f"{where}/{name}")


def _of_object(each: Mapping[str, Any], where: str) -> Iterator[str]:
    kind = str(each.get("type", ""))
    if kind in _TEXTS and not each.get("text"):
        yield _said("must be more than 0 characters", f"{where}/text")
    if kind.startswith("rich_text_") and not each.get("elements"):
        yield _said("must define at least one element", f"{where}/elements")
    if kind == "button" and not each.get("text"):
        yield _said("missing required field: text", where)
    if "options" in each:
        yield from _count(each["options"], _MOST_OPTIONS.get(kind, 100), f"{where}/options")
        for index, option in _objects(each["options"]):
            yield from _lengths(option, _LONGEST_IN_OPTION, f"{where}/options/{index}")
    for name in _PLAIN.get(kind, ()):
        if isinstance(each.get(name), dict) and each[name].get("type") != "plain_text":
            yield _said("must be plain_text", f"{where}/{name}/type")
    yield from _lengths(each, {**_LONGEST_ANYWHERE, **_LONGEST.get(kind, {})}, where)


def _lengths(each: Mapping[str, Any], most: Mapping[str, int], where: str) -> Iterator[str]:
    for name, limit in most.items():
        if each.get(name) is not None:
            yield from _length(each[name], limit, f"{where}/{name}")


def _length(value: Any, most: int, where: str) -> Iterator[str]:
    """Yield what is wrong with the length of a text, or of the text in a text object."""
    text = value.get("text") if isinstance(value, dict) else value
    if not isinstance(text, str):
        yield _said("must be a string", where)
    elif len(text) > most:
        yield _said(f"must be less than {most + 1} characters", where)


def _count(items: Any, most: int | None, where: str) -> Iterator[str]:
    if not isinstance(items, list) or not items:
        yield _said("must provide at least one item", where)
    elif most and len(items) > most:
        yield _said(f"no more than {most} items allowed", where)


def _objects(items: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects in a list with their places; `_count` complains where it is none."""
    for index, each in enumerate(items if isinstance(items, list) else []):
        if isinstance(each, dict):
            yield index, each


def _twice(blocks: Iterable[Mapping[str, Any]], where: str) -> Iterator[str]:
    """Yield ids that stand for two things."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if (name := str(block.get("block_id") or "")) and name in seen:
            yield _said(f"`block_id` must be unique: {name}", f"{where}/{index}")
        seen.add(name)
        actions = [str(each["action_id"]) for each in objects_in(block) if each.get("action_id")]
        yield from (
            _said(f"`action_id` must be unique in its block: {each}", f"{where}/{index}")
            for each in sorted(set(actions))
            if actions.count(each) > 1
        )


def _said(what: str, where: str) -> str:
    return f"[ERROR] {what} [json-pointer:{where}]"
