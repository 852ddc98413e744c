"""Block Kit, built so that no limit can be passed and no untrusted text is ever parsed.

Texts go into `rich_text` or `plain_text`, which Slack shows as they are; the little mrkdwn there is has been escaped
and is `verbatim`. Limits: docs.slack.dev, reference/block-kit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Block: TypeAlias = dict[str, Any]
Element: TypeAlias = dict[str, Any]

MOST_BLOCKS = 50
MOST_IN_ALL = 12_000
"""Characters of all texts of a message; Slack refuses somewhere above 13,000."""

MOST_IN_SECTION = 3_000
MOST_BUTTONS = 25
MOST_IN_BUTTON = 75
MOST_IN_BUTTON_VALUE = 2_000
MOST_IN_STEP = 900
MOST_IN_TEXT = 3_900
"""Of the top-level text, for phones and screen readers."""

_CODE = re.compile(r"`([^`]+)`")
_BROADCAST = re.compile(r"@(?=here|channel|everyone|group)", re.IGNORECASE)
"""Longer words too: a cut can leave the broadcast of them, and in Chinese no boundary follows it."""

_WORD_JOINER = "\u2060"

as_json = JSONEncoder(separators=(",", ":")).encode
"""Return the JSON of plain values, in ASCII."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a message, measured and written down once, however many messages it goes into."""

    block: Block
    rank: int
    """0 is never left out of a message that would be too long; the highest goes first."""

    size: int
    """Characters of text, addresses of links included."""

    json: str

    @classmethod
    def of(cls, block: Block, rank: int = 0) -> Part:
        """Return the part for a block."""
        return cls(block, rank, size(block), as_json(block))


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to Slack."""

    text: str
    """The whole answer for phones and screen readers; mrkdwn, escaped."""

    parts: tuple[Part, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """The blocks as Slack takes them."""
        return [part.block for part in self.parts]


def cut(text: str, limit: int) -> str:
    """Return `text`, shortened to `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def escape(text: str, limit: int) -> str:
    """Return `text` for mrkdwn, cut so that the escaped form keeps to `limit`; broadcasts are broken up."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _BROADCAST.sub(f"@{_WORD_JOINER}", escaped)
    if len(escaped) <= limit:
        return escaped
    shortened = escaped[: limit - 1]
    if (entity := shortened.rfind("&")) > len(shortened) - 5 and ";" not in shortened[entity:]:
        shortened = shortened[:entity]
    return f"{shortened.rstrip()}…"


def section(mrkdwn: str) -> Block:
    """Return a section of text that has been escaped already."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(mrkdwn, MOST_IN_SECTION), "verbatim": True}}


def context(mrkdwn: Iterable[str]) -> Block:
    """Return small print of texts that have been escaped already."""
    elements = [{"type": "mrkdwn", "text": cut(text, MOST_IN_SECTION), "verbatim": True} for text in mrkdwn]
    return {"type": "context", "elements": elements[:10]}


def rich_text(elements: Sequence[Element]) -> Block:
    """Return a block of text that is shown as it is."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*runs: Element) -> Element:
    """Return a line of a rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def run(text: str, **style: bool) -> Element:
    """Return a stretch of text in one style (bold, italic, code)."""
    element: Element = {"type": "text", "text": text or " "}
    if style:
        element["style"] = style
    return element


def runs(text: str, limit: int = MOST_IN_STEP) -> list[Element]:
    """Return a text of our own as runs, with `code` in backticks as code."""
    found: list[Element] = []
    done = 0
    text = cut(text, limit)
    for code in _CODE.finditer(text):
        if code.start() > done:
            found.append(run(text[done : code.start()]))
        found.append(run(code.group(1), code=True))
        done = code.end()
    if done < len(text) or not found:
        found.append(run(text[done:]))
    return found


def command(text: str) -> Element:
    """Return a command to copy."""
    return {"type": "rich_text_preformatted", "elements": [run(cut(text, MOST_IN_STEP))]}


def button(label: str, *, action: str, value: str) -> Element:
    """Return a button; `value` is an opaque id."""
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(label, MOST_IN_BUTTON), "emoji": False},
        "action_id": action,
        "value": value[:MOST_IN_BUTTON_VALUE],
    }


def actions(buttons: Sequence[Element]) -> Block:
    """Return a row of at most 25 buttons."""
    return {"type": "actions", "elements": list(buttons)[:MOST_BUTTONS]}


def within_limits(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts in their order, without the least important ones if all would be too much."""
    kept = list(parts)
    while len(kept) > MOST_BLOCKS or sum(part.size for part in kept) > MOST_IN_ALL:
        worst = max(range(len(kept)), key=lambda index: (kept[index].rank, index))
        del kept[worst]
    return tuple(kept)


def size(content: Any) -> int:
    """Return how many characters of text a block holds, links included."""
    total = 0
    rest = [content]
    while rest:
        each = rest.pop()
        if isinstance(each, list):
            rest += each
        elif isinstance(each, dict):
            for key, value in each.items():
                if not isinstance(value, str):
                    rest.append(value)
                elif key in ("text", "url"):
                    total += len(value)
    return total
