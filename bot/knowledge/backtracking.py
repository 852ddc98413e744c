r"""Which regular expressions can take very long? Those that can share one stretch of text out in too many ways.

Python's expressions try one way after the other. `\s*:?\s*5` on n blanks tries all n places where the second `\s*`
might begin, `\d+x` on n digits all n places where it might begin itself: n * n steps. `(a+)+` takes far more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKENS = re.compile(
    r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|.)"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\((?:\?(?:P?<\w+>|<[=!]|[a-zA-Z]*(?:-[a-z]+)?:|[=!>]|P=\w+\)|\#[^)]*\)|[a-zA-Z]+\)))?"
    r"|\{\d*,?\d*\}|.",
    re.DOTALL,
)
_BESIDE = ("(?=", "(?!", "(?<=", "(?<!")
_WITHOUT_WIDTH = frozenset({"^", "$", r"\b", r"\B", r"\A", r"\Z"})
_OFTEN = 200
"""A repeat that goes on for longer than this counts as one without an end."""

_SOME = 9
"""So often may a part repeat that itself varies, such as the three digits of an address."""

_ASCII = "".join(map(chr, range(128)))

Characters: TypeAlias = "frozenset[str]"


@dataclass(frozen=True, slots=True)
class _Begun:
    """A repeat that what follows may take text over from, as long as it fits all that stands in between."""

    repeat: Characters
    between: frozenset[Characters] = frozenset()

    def then(self, characters: Characters) -> _Begun | None:
        """Return the same with one more part in between; None if that part ends it."""
        shared = self.repeat & characters
        return _Begun(self.repeat, self.between | {shared}) if shared else None

    def is_taken_over_by(self, characters: Characters) -> bool:
        """Return whether another repeat can have what this one had."""
        return all(each & characters for each in (self.repeat, *self.between))


@dataclass(slots=True)
class _Part:
    """A part of an expression: what can be begun after it, what it is made of."""

    begun: frozenset[_Begun]
    characters: Characters = frozenset()
    varies: bool = False


def is_slow(pattern: str) -> bool:
    """Return whether the steps that a valid `pattern` takes may grow faster than the text; in doubt, they do."""
    walk = _Walk(_TOKENS.findall(pattern), _ASCII + "".join(char for char in pattern if char > "\x7f"))
    anywhere = _Begun(frozenset(walk.alphabet))
    walk.alternatives(frozenset({anywhere}))
    return walk.is_slow


@dataclass(slots=True)
class _Walk:
    """Goes through an expression once, from left to right."""

    tokens: list[str]
    alphabet: str
    is_slow: bool = False
    place: int = 0
    known: dict[str, Characters] = field(default_factory=dict)

    def alternatives(self, begun: frozenset[_Begun]) -> _Part:
        """Walk to the end of a group, or of the expression."""
        whole, current = _Part(frozenset()), _Part(begun)
        while (piece := self._next()) not in ("", ")"):
            if piece == "|":
                whole = _Part(whole.begun | current.begun, whole.characters | current.characters, varies=True)
                current = _Part(begun)
                continue
            part = self._repeated(self._one(piece, current.begun), current.begun)
            current = _Part(part.begun, current.characters | part.characters, current.varies or part.varies)
        varies = whole.varies or current.varies
        return _Part(whole.begun | current.begun, whole.characters | current.characters, varies)

    def _next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""

    def _one(self, token: str, begun: frozenset[_Begun]) -> _Part:
        if token in _BESIDE:
            self.alternatives(frozenset())
            return _Part(begun)
        if token in _WITHOUT_WIDTH or (token[0] == "(" and token[-1] == ")" and "=" not in token):
            return _Part(begun)
        if token[0] == "(" and token[-1] != ")":
            return self.alternatives(begun)
        characters = self._characters(token)
        return _Part(frozenset(filter(None, (each.then(characters) for each in begun))), characters)

    def _characters(self, token: str) -> Characters:
        """Return what a token matches; for a reference to a group, anything."""
        if token not in self.known:
            self.known[token] = frozenset(self._matching(token))
        return self.known[token]

    def _matching(self, token: str) -> Sequence[str]:
        if token.isalnum() and self.alphabet.isascii():
            return token.lower() + token.upper()
        refers = token.startswith("(") or (token[0] == "\\" and token[1:].isdecimal())
        return self.alphabet if refers else re.findall(token, self.alphabet, re.IGNORECASE | re.DOTALL)

    def _repeated(self, part: _Part, before: frozenset[_Begun]) -> _Part:
        """Return a part with the sign of repetition that may follow it."""
        times = _times(self.tokens[self.place]) if self.place < len(self.tokens) else None
        if times is None:
            return part
        least, most = times
        self.place += 1
        if self.place < len(self.tokens) and self.tokens[self.place] in ("?", "+"):
            self.place += 1
        begun = part.begun | before if least == 0 else part.begun
        if part.varies and most > _SOME:
            self.is_slow = True
        if most > _OFTEN:
            self.is_slow |= any(each.is_taken_over_by(part.characters) for each in before)
            begun |= {_Begun(part.characters)}
        return _Part(begun, part.characters, varies=part.varies or least != most)


def _times(sign: str) -> tuple[int, int] | None:
    """Return how often a part occurs at least and at most by the sign behind it; None if it is no such sign."""
    if sign in ("*", "+", "?"):
        return int(sign == "+"), 1 if sign == "?" else _OFTEN + 1
    if not re.fullmatch(r"\{(\d+,?\d*|,\d+)\}", sign):
        return None
    least, comma, most = sign[1:-1].partition(",")
    return int(least or 0), int(most or (_OFTEN + 1 if comma else least))
