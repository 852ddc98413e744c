"""A text to clauses, each saying that something is in trouble or that something is fine.

"logins and imports are fine, only the bounces are missing" has a fine clause and a troubled one; what stands in the
fine one does not speak for its module.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.diagnosis.lexicon import Mention
    from bot.knowledge.model import TermKind

NEGATION = "negation"
CONTRAST = "contrast"
ONLY = "only"

_DIVIDING = frozenset({CONTRAST, ONLY})
_PLACE = itemgetter(1, 2)


class Clause(NamedTuple):
    """Neighbouring mentions of which the same is said."""

    mentions: tuple[Mention, ...]
    is_fine: bool
    start: int
    end: int
    """Where it stands in the scanned form."""


def split(form: str, mentions: Sequence[Mention], kinds: Mapping[str, TermKind]) -> list[Clause]:
    """Return the clauses of a scanned form; every mention is in exactly one of them."""
    borders = _borders(form, mentions)
    groups = _groups(borders, mentions)
    are_fine = _are_fine(groups, borders, form, kinds)
    return [
        Clause(tuple(group), is_fine, start, end)
        for group, is_fine, start, end in zip(groups, are_fine, (0, *borders), (*borders, len(form)), strict=True)
        if group
    ]


def clauses_to_judge(form: str, mentions: Sequence[Mention], kinds: Mapping[str, TermKind]) -> list[Clause]:
    """Return the clauses of a scanned form; all of it is one where nothing is said to be fine."""
    if "health" in [kinds[mention.term] for mention in mentions]:
        return split(form, mentions, kinds)
    return [Clause(tuple(mentions), is_fine=False, start=0, end=len(form))]


def _groups(borders: Sequence[int], mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Return the mentions before the first border, between the first and the second, and so on."""
    groups: list[list[Mention]] = [[] for _ in range(len(borders) + 1)]
    index = 0
    for mention in sorted(mentions, key=_PLACE):
        while index < len(borders) and borders[index] <= mention.start:
            index += 1
        groups[index].append(mention)
    return groups


def _are_fine(
    groups: Sequence[Sequence[Mention]], borders: Sequence[int], form: str, kinds: Mapping[str, TermKind]
) -> list[bool]:
    """Return of which groups is said that they are fine."""
    sayings = [_saying(group, kinds) for group in groups]
    _hand_back(sayings, form, borders, groups)
    return [saying == "fine" for saying in sayings]


def _borders(form: str, mentions: Iterable[Mention]) -> list[int]:
    borders = {_border(mention, form) for mention in mentions if mention.term in _DIVIDING}
    for mark in "|,":
        position = form.find(mark)
        while position >= 0:
            borders.add(position)
            position = form.find(mark, position + 1)
    return sorted(borders)


def _border(mention: Mention, form: str) -> int:
    """Return where a word of contrast divides: before it ("but"); in Japanese and Korean behind it ("ですが")."""
    last = form[mention.end - 1]
    is_suffix = "\u3040" <= last <= "\u30ff" or "\uac00" <= last <= "\ud7a3"
    return mention.end if is_suffix else mention.start


def _saying(mentions: Sequence[Mention], kinds: Mapping[str, TermKind]) -> str:
    """Say what a clause says of its things: trouble, fine or nothing."""
    health = [mention for mention in mentions if kinds[mention.term] == "health"]
    inside = _inside(health)
    has_trouble = has_negation = False
    for mention in mentions:
        if mention.start not in inside:
            has_trouble = has_trouble or kinds[mention.term] == "trouble"
            has_negation = has_negation or mention.term == NEGATION
    if has_trouble:
        return "trouble"
    if health:
        return "trouble" if has_negation else "fine"
    return "nothing"


def _inside(health: Iterable[Mention]) -> set[int]:
    """Return the places where a word is just a part of what says fine: the "没" (no) of "没问题" (no problem)."""
    solid = (mention for mention in health if not mention.is_chain)
    return {place for mention in solid for place in range(mention.start, mention.end - 1)}


def _hand_back(sayings: list[str], form: str, borders: Sequence[int], groups: Sequence[Sequence[Mention]]) -> None:
    """In a list ("logins, imports and sends are fine") let the last part speak for the parts before it."""
    for index in range(len(sayings) - 2, -1, -1):
        if sayings[index] != "nothing" or not groups[index]:
            continue
        opens_contrast = any(
            mention.term in _DIVIDING and _border(mention, form) == mention.start for mention in groups[index + 1]
        )
        if form[borders[index]] == "," and sayings[index + 1] == "fine" and not opens_contrast:
            sayings[index] = "fine"
