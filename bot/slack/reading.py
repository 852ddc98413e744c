"""What a Slack message says: its text, or where that is empty what its attachments and blocks show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_ATTACHMENT = ("pretext", "title", "text", "fallback")
_DEEPEST = 12


class Mentions:
    """The mentions of one user: whoever is called is no part of what is said."""

    def __init__(self, user: str) -> None:
        self._mention = re.compile(rf"<@{re.escape(user)}(\|[^>]*)?>")

    def left_out_of(self, message: dict[str, Any]) -> str:
        """Return what a message says without them; if that is nothing, what it shows: somebody forwarded an alert."""
        return self._without(text_of(message)) or self._without(text_of({**message, "text": ""}))

    def _without(self, text: str) -> str:
        return self._mention.sub(" ", text).strip()


def text_of(message: dict[str, Any]) -> str:
    """Return the text of a message; alerts keep theirs in attachments or blocks."""
    if text := str(message.get("text") or "").strip():
        return text
    found = [*_in_attachments(message.get("attachments")), *_in_blocks(message.get("blocks"), _DEEPEST)]
    return "\n".join(dict.fromkeys(found))


def _in_attachments(attachments: Any) -> Iterator[str]:
    for attachment in attachments if isinstance(attachments, list) else []:
        if not isinstance(attachment, dict):
            continue
        shown = [str(attachment[key]) for key in _OF_ATTACHMENT if attachment.get(key)]
        if len(shown) > 1 and attachment.get("fallback"):
            shown.pop()
        yield from shown
        fields = attachment.get("fields")
        for field in fields if isinstance(fields, list) else []:
            if isinstance(field, dict):
                yield f"{field.get('title', '')}: {field.get('value', '')}"
        yield from _in_blocks(attachment.get("blocks"), _DEEPEST)


def _in_blocks(content: Any, depth: int) -> Iterator[str]:
    """Yield every text in blocks, however they nest."""
    if depth == 0:
        return
    if isinstance(content, list):
        for each in content:
            yield from _in_blocks(each, depth - 1)
    elif isinstance(content, dict):
        text = content.get("text")
        if isinstance(text, str) and text.strip():
            yield text
        for value in content.values():
            if isinstance(value, dict | list):
                yield from _in_blocks(value, depth - 1)
