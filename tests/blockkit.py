"""What Slack demands of a message, as a list of faults; limits from docs.slack.dev/reference/block-kit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OWN_MARKUP = re.compile(r"<https://[^<>|\s]+\|[^<>|]*>|^<@[UW][A-Z0-9]+>")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_BROADCAST = re.compile(r"@(?:here|channel|everyone|group)", re.IGNORECASE)
_KINDS = {"section", "context", "actions", "rich_text"}


def faults_of(message: Mapping[str, Any]) -> list[str]:
    """Return everything for which Slack would refuse a message, or parse what is not to be parsed."""
    blocks = message["blocks"]
    faults = [fault for block in blocks for fault in _of_block(block)]
    if len(blocks) > 50:
        faults.append(f"{len(blocks)} blocks")
    if (total := sum(len(text) for text in _strings(blocks))) > 12_000:
        faults.append(f"{total} characters in all")
    if not 0 < len(message["text"]) <= 40_000:
        faults.append(f"{len(message['text'])} characters of text")
    return faults + [f"parsed: {text!r}" for text in [message["text"], *parsed_texts(message)] if is_live(text)]


def parsed_texts(message: Mapping[str, Any]) -> list[str]:
    """Return the texts of the blocks that Slack parses."""
    return [each["text"] for each in _objects(message["blocks"]) if each.get("type") == "mrkdwn"]


def is_live(text: str) -> bool:
    """Return whether mrkdwn holds markup that is not ours: half an entity, a broadcast, a token."""
    rest = _OWN_MARKUP.sub("", text)
    return bool("<" in rest or ">" in rest or _ENTITY.search(rest) or _BROADCAST.search(rest))


def _of_block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind not in _KINDS:
        yield f"a block of type {kind}"
    if kind == "section" and not 0 < len(block["text"]["text"]) <= 3_000:
        yield f"{len(block['text']['text'])} characters in a section"
    most = {"context": 10, "actions": 25}.get(kind, 1_000)
    if kind != "section" and not 0 < len(block["elements"]) <= most:
        yield f"{len(block['elements'])} elements in {kind}"
    for each in _objects(block):
        yield from _of_object(each)


def _of_object(each: Mapping[str, Any]) -> Iterator[str]:
    kind = each.get("type", "")
    if kind in ("text", "mrkdwn", "plain_text") and not each["text"]:
        yield f"an empty {kind}"
    if kind == "mrkdwn" and not each.get("verbatim"):
        yield "mrkdwn that is not verbatim"
    if kind == "button":
        if len(each["text"]["text"]) > 75:
            yield "a label that is too long"
        if not 0 < len(each["value"]) <= 2_000 or not 0 < len(each["action_id"]) <= 255:
            yield "a button without a proper value or id"
    if kind.startswith("rich_text_") and not each["elements"]:
        yield f"an empty {kind}"


def _objects(content: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(content, list):
        for each in content:
            yield from _objects(each)
    elif isinstance(content, dict):
        yield content
        for value in content.values():
            yield from _objects(value)


def _strings(blocks: Any) -> Iterator[str]:
    for each in _objects(blocks):
        yield from (each[key] for key in ("text", "url") if isinstance(each.get(key), str))
