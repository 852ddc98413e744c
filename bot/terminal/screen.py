"""Lines on the screen: styled in a terminal, plain in a pipe."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError
from bot.knowledge.model import REPLY_LANGUAGES
from bot.views.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import ReplyLanguage
    from bot.views.terminal import Line

_STEERING = re.compile(r"[\x7f-\x9f]")
"""What JSON does not escape of itself."""

_END_OF_LINE = re.compile(r"(?: |\x1b\[[0-9;]*m)+$", re.MULTILINE)
"""Blanks that fill a line up, and what ends its style."""

_STYLES = {"title": "bold green", "heading": "bold", "text": "", "command": "cyan", "quiet": "dim"}


def show(lines: Iterable[Line]) -> None:
    """Print lines to standard output; what others wrote in them does not steer the terminal."""
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        _show_styled(lines)
        return
    for line in lines:
        sys.stdout.write(f"{' ' * line.indent}{line.name}{safe(line.text)}\n")
    sys.stdout.flush()


def show_json(content: Any) -> None:
    """Print one JSON document that a person can read; characters that could steer a terminal are escaped in it."""
    sys.stdout.write(steered(json.dumps(content, ensure_ascii=False, indent=2)) + "\n")


def steered(text: str) -> str:
    """Return JSON in which no character is left that could steer a terminal."""
    return _STEERING.sub(lambda char: f"\\u{ord(char.group()):04x}", text)


def _show_styled(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    for line in lines:
        text = Text(safe(line.text), style=_STYLES[line.style])
        with console.capture() as drawn:
            if line.style == "command":
                console.print(" " * line.indent, end="")
                console.print(text, soft_wrap=True)
            elif line.name:
                beside = Table.grid()
                beside.add_row(Text(line.name, no_wrap=True), text)
                console.print(Padding(beside, (0, 0, 0, line.indent)))
            else:
                console.print(Padding(text, (0, 0, 0, line.indent)))
        sys.stdout.write(_END_OF_LINE.sub(lambda end: end.group().replace(" ", ""), drawn.get()))
    sys.stdout.flush()


def chosen_language(lang: str | None) -> ReplyLanguage | None:
    """Return the language chosen by `--lang`.

    Raises:
        UsageError: the bot does not reply in it.
    """
    for language in REPLY_LANGUAGES:
        if lang is not None and lang.lower() in (language.lower(), language.lower().split("-")[0]):
            return language
    if lang is None:
        return None
    raise UsageError(f"Replies are in {' or '.join(REPLY_LANGUAGES)}, not in {lang!r}. Reports may be in any language.")
