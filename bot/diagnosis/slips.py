"""Slips of the keyboard: "worklfow" is read as "workflow", "inmial" as "inmail"; short, ordinary words are let be."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.diagnosis.normalise import Scanned, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

_SHORTEST = 5
_TWO_SLIPS_FROM = 8
"""Letters: a word of five to seven may be one slip away from what was meant, a longer one two."""

_REMEMBERED = 16_384
"""Words looked up last: the same ones come again and again."""


class Slips:
    """Knows the words of one vocabulary, and which of them was meant."""

    def __init__(self, words: Iterable[str]) -> None:
        """Sort words by first letter and length: hands slip in the middle of words."""
        self._words = {word for word in words if len(word) >= _SHORTEST and word.isalpha()}
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._near[word[0], len(word)].append(word)
        self._remembered = lru_cache(_REMEMBERED)(self._nearest)

    def meant(self, word: str) -> str | None:
        """Return the word that was meant; None if this one is known itself, or resembles none."""
        return None if word in self._words else self._remembered(word)

    def _nearest(self, word: str) -> str | None:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        nearest, most = None, slips
        for length in range(len(word) - slips, len(word) + slips + 1):
            near = self._near.get((word[0], length), ())
            found = extractOne(word, near, scorer=OSA.distance, processor=None, score_cutoff=most)
            if found is not None:
                nearest, most = str(found[0]), int(found[1]) - 1
        return nearest


def suspects(scanned: Scanned, ordinary: AbstractSet[str], small: AbstractSet[str]) -> list[int]:
    """Return which tokens might be slips: words long enough that are neither ordinary nor small ones."""
    return [
        index
        for index, (text, _, _, _, script) in enumerate(scanned.tokens)
        if script == "word" and len(text) >= _SHORTEST and text not in ordinary and text not in small and text.isalpha()
    ]


def with_words(scanned: Scanned, words: Mapping[int, str]) -> Scanned:
    """Return the same text with some tokens spelled differently; the way back to the source stays."""
    tokens: list[Token] = []
    form = ""
    done = shift = 0
    for index, (written, start, source_start, source_end, script) in enumerate(scanned.tokens):
        text = words.get(index, written)
        form += scanned.form[done:start] + text
        done = start + len(written)
        tokens.append(Token(text, start + shift, source_start, source_end, script))
        shift += len(text) - len(written)
    form += scanned.form[done:]
    return Scanned(scanned.source, form, tuple(tokens), scanned.way_back)
