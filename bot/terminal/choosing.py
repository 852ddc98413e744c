"""What is typed at a question, to the answers that it can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NUMBER = 9
"""Digits that can be an answer; Python refuses to read very long numbers."""


def meant(typed: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers, from 1, of the answers that fit: by number, by the whole of it, or by how it begins.

    Case, width, spaces and punctuation do not matter in words.
    """
    if typed.isdecimal():
        wanted = int(typed) if len(typed) <= _LONGEST_NUMBER else 0
        return (wanted,) if 1 <= wanted <= len(labels) else ()
    letters = _letters(typed)
    if not letters:
        return ()
    known = [(number, _letters(label)) for number, label in enumerate(labels, 1)]
    whole = tuple(number for number, label in known if label == letters)
    return whole or tuple(number for number, label in known if label.startswith(letters))


def _letters(text: str) -> str:
    return "".join(char for char in normalize("NFKC", text).casefold() if char.isalnum())
