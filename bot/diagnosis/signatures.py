"""Log fragments and error codes: regular expressions, tried only where a fixed part of them occurs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import Module, Signature

_LITERAL = re.compile(r"(?:[\w ,:;=/'\"@<>#%&~-]|\\[^\w\s])+")
_SHORTEST_LITERAL = 3


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that a report carries."""

    module: str
    signature: Signature
    text: str
    """The words of the report that match."""


def literal_of(pattern: str) -> str:
    """Return a text that occurs in whatever `pattern` matches; empty where none is certain.

    Only patterns without alternatives, groups and classes are looked into: they are nearly all.
    """
    if re.search(r"[|()\[]", pattern.replace(r"\(", "").replace(r"\)", "").replace(r"\[", "").replace(r"\|", "")):
        return ""
    best = ""
    for run in _LITERAL.finditer(pattern):
        text = run.group()
        if pattern[run.end() : run.end() + 1] in ("?", "*", "{"):
            text = text[:-2] if len(text) > 1 and text[-2] == "\\" else text[:-1]
        text = re.sub(r"\\(.)", r"\1", text).lower()
        best = max(best, text, key=len)
    return best if len(best) >= _SHORTEST_LITERAL else ""


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
            if literal := literal_of(signature.pattern):
                literals.setdefault(literal, []).append(index)
            else:
                self._always.append(index)
        self._search = AhoCorasick(list(literals))
        self._by_literal = list(literals.values())

    def find(self, text: str) -> list[Signed]:
        """Return the signatures that `text` carries, in the order of the pack."""
        indexes = set(self._always)
        for literal, _, _ in self._search.find_matches_as_indexes(text.lower(), overlapping=True):
            indexes.update(self._by_literal[literal])
        found: list[Signed] = []
        for index in sorted(indexes):
            module, signature, expression = self._all[index]
            if match := expression.search(text):
                found.append(Signed(module, signature, match.group()))
        return found
