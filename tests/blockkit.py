"""What is demanded of a message of the bot's: Slack's limits with room to spare, nothing parsed but our own markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.playground.limits import MOST_TEXT, objects_in, problems_of_blocks, text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OWN_MARKUP = re.compile(r"<https://[^<>|\s]+\|[^<>|]*>|^<@[UW][A-Z0-9]+>")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_BROADCAST = re.compile(r"@(?:here|channel|everyone|group)", re.IGNORECASE)
_KINDS = {"section", "context", "actions", "rich_text"}
_MOST_TEXT_IN_BLOCKS = 12_000


def faults_of(message: Mapping[str, Any]) -> list[str]:
    """Return everything for which Slack would refuse a message, or parse what is not to be parsed."""
    blocks = message["blocks"]
    faults = [*problems_of_blocks(blocks), *(fault for each in objects_in(blocks) for fault in _of_object(each))]
    faults += [f"a block of type {block['type']}" for block in blocks if block["type"] not in _KINDS]
    if (total := text_in(blocks)) > _MOST_TEXT_IN_BLOCKS:
        faults.append(f"{total} characters in all")
    if not 0 < len(message["text"]) <= MOST_TEXT:
        faults.append(f"{len(message['text'])} characters of text")
    return faults + [f"parsed: {text!r}" for text in [message["text"], *parsed_texts(message)] if is_live(text)]


def parsed_texts(message: Mapping[str, Any]) -> list[str]:
    """Return the texts of the blocks that Slack parses."""
    return [each["text"] for each in objects_in(message["blocks"]) if each.get("type") == "mrkdwn"]


def is_live(text: str) -> bool:
    """Return whether mrkdwn holds markup that is not ours: half an entity, a broadcast, a token."""
    rest = _OWN_MARKUP.sub("", text)
    return bool("<" in rest or ">" in rest or _ENTITY.search(rest) or _BROADCAST.search(rest))


def _of_object(each: Mapping[str, Any]) -> Iterator[str]:
    if each.get("type") == "mrkdwn" and not each.get("verbatim"):
        yield "mrkdwn that is not verbatim"
    if each.get("type") == "button" and not (each.get("value") and each.get("action_id")):
        yield "a button without a proper value or id"
