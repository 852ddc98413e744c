"""The spellings of one language as one search: which terms does a text mention, and where?

A spelling is a chain of *pieces*: `mails .. not go* out` is "mails", then within a few words "not go…", then "out". All
pieces of all spellings are found in a single pass over the text (Aho-Corasick); chains are put together at their last
piece.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ahocorasick_rs import AhoCorasick

from bot.diagnosis.normalise import fold, scan, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

GAP = ".."
_LONGEST_GAP = 32
_LONGEST_GAP_CJK = 10
_LONGEST_WORD_REST = 14
"""In characters of the scanned form; four words of ordinary length, or six to ten characters of Chinese or Japanese."""

_WORD = re.compile(r"\*?[^\s*]+\*?")
_MARK = re.compile(r"[!?;:。、()\[\]—–]|(?<!\.)\.(?!\.)|\s-+\s")
_MARKS_AT_ENDS = " !?;:。、()[]—–."


class Mention(NamedTuple):
    """A term in a text: where its spelling begins and ends in the scanned form."""

    term: str
    start: int
    end: int
    is_chain: bool = False
    """The spelling has gaps: between start and end stands more than the spelling."""


class Piece(NamedTuple):
    """One link of a spelling's chain."""

    pattern: str
    reach: int
    """How many characters may stand between the end of the piece before and this one; -1 for the first piece."""

    within_word: bool
    """The gap is the rest of a word, or the space between two: it holds no other word."""


_Link: TypeAlias = tuple[int, int, bool]
"""A piece, and reach and within_word of the gap after it."""


_Chain: TypeAlias = tuple[str, tuple[_Link, ...]]
"""A term, and the links of its spelling from the last piece but one back to the first."""


def spellings_of(line: str) -> list[str]:
    """Return the spellings that a line of a term holds."""
    return [spelling for each in line.split(",") if (spelling := each.strip())]


def chains_of(spelling: str) -> list[tuple[Piece, ...]]:
    """Return the ways in which a spelling is found: without the marks inside of it, and with them if it has any."""
    if spelling.isalnum():  # a single word, as most are
        return _alone(spelling)
    chains = [pieces_of(spelling)]
    if _MARK.search(spelling) and (with_marks := pieces_of(spelling, with_marks=True)) != chains[0]:
        chains.append(with_marks)
    return [chain for chain in chains if chain]


def _alone(word: str) -> list[tuple[Piece, ...]]:
    """Return what `chains_of` does for a word without marks and wildcards."""
    text, starts_inside, goes_on = _folded(word, with_marks=False)
    begin, end = "" if starts_inside else " ", "" if goes_on else " "
    return [(Piece(f"{begin}{text}{end}", -1, within_word=False),)] if text else []


def pieces_of(spelling: str, *, with_marks: bool = False) -> tuple[Piece, ...]:
    """Return the chain of pieces of a spelling; empty if it holds no letter or digit."""
    pieces: list[Piece] = []
    reach, within_word = -1, False
    for part in spelling.split(GAP):
        for run in _runs(part.strip(_MARKS_AT_ENDS) if with_marks else part, with_marks=with_marks):
            pieces.append(Piece(run, reach, within_word))
            reach, within_word = _LONGEST_WORD_REST, True
        reach = _LONGEST_GAP_CJK if pieces and _ends_in_cjk(pieces[-1].pattern) else _LONGEST_GAP
        within_word = False
    return tuple(pieces)


def _runs(part: str, *, with_marks: bool) -> Iterable[str]:
    """Yield the stretches of a part of a spelling that are found as they stand; they break where a word may go on."""
    run = ""
    for word in _WORD.findall(part):
        text, starts_inside, goes_on = _folded(word.strip("*"), with_marks=with_marks)
        if not text:
            continue
        may_begin_earlier = word.startswith("*")
        if run and (may_begin_earlier or not run.endswith(" ")):
            yield run
            run = ""
        if not run and not (starts_inside or may_begin_earlier):
            run = " "
        run += text
        if not (goes_on or (word.endswith("*") and len(word) > 1)):
            run += " "
    if run:
        yield run


@lru_cache(maxsize=5_000)
def _folded(word: str, *, with_marks: bool) -> tuple[str, bool, bool]:
    """Return a word as it stands in a scanned form, whether it may start inside a word, and whether it may go on."""
    if word.isascii() and word.isalnum():
        return word.lower(), False, False
    text = fold(word)
    if script := script_of(text):
        return text, script == "cjk", script != "word"
    scanned = scan(f" {word} ")
    tokens = scanned.tokens
    text = scanned.form.strip() if with_marks else " ".join(token.text for token in tokens)
    if not tokens:
        return text, False, False
    starts_inside = tokens[0].script == "cjk" and text.startswith(tokens[0].text)
    return text, starts_inside, tokens[-1].script != "word" and text.endswith(tokens[-1].text)


def _ends_in_cjk(pattern: str) -> bool:
    return pattern[-1] >= "\u2e80" and not "\uac00" <= pattern[-1] <= "\ud7a3"


@dataclass(frozen=True, slots=True)
class Tables:
    """The spellings of one language taken apart, in plain values: quick to keep and to read again."""

    patterns: tuple[str, ...]
    """All pieces; elsewhere a piece is named by its place in here."""

    solid: dict[int, tuple[str, ...]]
    """Terms by the piece that is all of their spelling."""

    chains: dict[int, tuple[_Chain, ...]]
    """Longer spellings by their last piece."""


def tables_of(spellings: Iterable[tuple[str, str]]) -> Tables:
    """Take spellings apart.

    Args:
        spellings: pairs of a term's id and a spelling.
    """
    ids: dict[str, int] = {}
    links: dict[_Link, _Link] = {}
    solid: dict[int, list[str]] = defaultdict(list)
    chains: dict[int, list[_Chain]] = defaultdict(list)
    for term, spelling in spellings:
        for pieces in chains_of(spelling):
            *before, last = [ids.setdefault(piece.pattern, len(ids)) for piece in pieces]
            if not before:
                if term not in solid[last]:
                    solid[last].append(term)
                continue
            joints = zip(before, pieces[1:], strict=True)
            earlier = [(each, piece.reach, piece.within_word) for each, piece in joints]
            chains[last].append((term, tuple(links.setdefault(link, link) for link in reversed(earlier))))
    return Tables(
        tuple(ids),
        {piece: tuple(terms) for piece, terms in solid.items()},
        {piece: tuple(each) for piece, each in chains.items()},
    )


class Lexicon:
    """The spellings of one language, ready to be searched for."""

    def __init__(self, tables: Tables) -> None:
        """Build the search."""
        self._patterns = tables.patterns
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        found = (tables.solid.get(piece, ()) for piece in range(len(tables.patterns)))
        self._solid = [same.setdefault(terms, terms) for terms in found]
        self._chains = tables.chains
        self._links = {piece for ended in tables.chains.values() for _, earlier in ended for piece, _, _ in earlier}
        self._search = AhoCorasick(self._patterns)

    def words(self) -> set[str]:
        """Return all words that occur in spellings, for the correction of slips."""
        return {word for pattern in self._patterns for word in pattern.split() if word not in "|,"}

    def find(self, form: str, not_meant: AbstractSet[str] = frozenset()) -> list[Mention]:
        """Return what a scanned form mentions; spellings that are one of the words `not_meant` do not count."""
        seen: dict[int, list[tuple[int, int]]] = {}
        mentions: list[Mention] = []
        for piece, start, end in self._search.find_matches_as_indexes(form, overlapping=True):
            if not (not_meant and form[start:end].strip() in not_meant):
                for term in self._solid[piece]:
                    mentions.append(Mention(term, start, end))  # noqa: PERF401  (mostly one)
            if piece in self._chains:
                for term, earlier in self._chains[piece]:
                    if earlier[0][0] in seen and (begin := _chain_start(earlier, form, start, seen)) >= 0:
                        mentions.append(Mention(term, begin, end, is_chain=True))
            if piece in self._links:
                seen.setdefault(piece, []).append((start, end))
        return mentions


def _chain_start(earlier: tuple[_Link, ...], form: str, start: int, seen: Mapping[int, list[tuple[int, int]]]) -> int:
    """Return where the chain begins whose last piece starts at `start`, or -1 if its other pieces are not there."""
    for piece, reach, within_word in earlier:
        for begin, end in reversed(seen.get(piece, ())):
            if _joins(form, end, start, reach, within_word=within_word):
                start = begin
                break
        else:
            return -1
    return start


def _joins(form: str, end: int, start: int, reach: int, *, within_word: bool) -> bool:
    if start < end - 1 or start - end > reach:
        return False
    between = form[end:start]
    return "|" not in between and "," not in between and not (within_word and " " in between and between != " ")


def outermost(mentions: Iterable[Mention], form: str = "") -> list[Mention]:
    """Return the mentions that are not just a part of a longer one ("log" in "tracking log"), as they stand.

    Args:
        mentions: what was found.
        form: where it was found; with it, a mention that ends in a stem reaches to the end of its word.
    """
    kept: list[Mention] = []
    reach_start = reach_end = word_end = -1
    for mention in sorted(mentions, key=lambda each: (each[1], -each[2])):
        _, start, end, is_chain = mention
        inside = reach_start <= start < reach_end and end <= word_end
        if inside and end - start + 2 < word_end - reach_start:
            continue
        kept.append(mention)
        if not is_chain and end > reach_end:
            reach_start, reach_end = start, end
            word_end = _word_end(form, reach_end)
    return kept


def _word_end(form: str, end: int) -> int:
    """Return where the word ends in which a mention ends, the space behind it included; Chinese has no words."""
    if not form or form[end - 1] >= "\u2e80":
        return end
    return form.find(" ", end - 1) + 1
