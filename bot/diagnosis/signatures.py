"""Log fragments and error codes: regular expressions, tried only where a fixed part of them occurs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from bot.diagnosis.normalise import WayBack, as_seen, level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import Module, Signature

_PARTS = re.compile(r"\\.|\{\d*,?\d*\}|.", re.DOTALL)
_REPETITION = re.compile(r"\{\d*,?\d*\}")
_FIXED = re.compile(r"(?:[\w ,:;=/'\"@<>#%&~-]|\\[^\w\s])+")
_SET = re.compile(r"\\\w")
_BREAK = "\0"
_OR = "\1"
_SHORTEST_LITERAL = 3
_LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that a report carries."""

    module: str
    signature: Signature
    text: str
    """The words of the report that match."""


def literals_of(pattern: str) -> tuple[str, ...]:
    """Return texts of which one occurs in whatever `pattern` matches; empty where none is certain.

    Only what stands outside of groups and classes is looked at; of each alternative there the longest fixed part.
    """
    found: list[str] = []
    for alternative in _outside_groups(pattern).split(_OR):
        longest = max((_plain(run) for run in _FIXED.finditer(alternative)), key=len, default="")
        if len(longest) < _SHORTEST_LITERAL:
            return ()
        found.append(longest)
    return tuple(found)


def _outside_groups(pattern: str) -> str:
    """Return a pattern with groups and classes replaced by a break, and its top-level `|` marked."""
    kept: list[str] = []
    depth = 0
    in_class = False
    for part in _PARTS.findall(pattern):
        if in_class:
            in_class = part != "]"
        elif part == "[":
            in_class = True
            kept.append(_BREAK)
        elif part in "()":
            depth += 1 if part == "(" else -1
            kept.append(_BREAK)
        elif depth == 0:
            kept.append(_OR if part == "|" else _BREAK if _SET.fullmatch(part) else _REPETITION.sub("{", part))
    return "".join(kept)


def _plain(run: re.Match[str]) -> str:
    """Return a fixed part in lower case, without the last character where that may be left out or repeated."""
    text = re.sub(r"\\(.)", r"\1", run.group())
    if run.string[run.end() : run.end() + 1] in ("?", "*", "{"):
        text = text[:-1]
    return text.lower()


class Signatures:
    """All signatures of a pack."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self._all = [
            (module.id, signature, re.compile(signature.pattern, re.IGNORECASE))
            for module in modules
            for signature in module.signatures
        ]
        literals: dict[str, list[int]] = {}
        self._always: list[int] = []
        for index, (_, signature, _) in enumerate(self._all):
            certain = literals_of(signature.pattern)
            for literal in certain:
                literals.setdefault(literal, []).append(index)
            if not certain:
                self._always.append(index)
        self._search = AhoCorasick(list(literals))
        self._by_literal = list(literals.values())

    def find(self, text: str) -> list[Signed]:
        """Return the signatures that `text` carries, in the order of the pack; of very long texts the beginning."""
        written = as_seen(text[:_LONGEST_TEXT])
        text = level(written)[:_LONGEST_TEXT]
        way_back = WayBack(written, text)
        indexes = set(self._always)
        for literal, _, _ in self._search.find_matches_as_indexes(text.lower(), overlapping=True):
            indexes.update(self._by_literal[literal])
        found: list[Signed] = []
        for index in sorted(indexes):
            module, signature, expression = self._all[index]
            if match := expression.search(text):
                found.append(Signed(module, signature, way_back.words(*match.span())))
        return found
