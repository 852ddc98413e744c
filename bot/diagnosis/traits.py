"""What a report shows, as traits: the terms it mentions and how, and the words that no term knows.

bounce          the term "bounce", in a clause of trouble or of nothing in particular
fine:console    the term "console", in a clause that says it is fine
~fetchm         a word (its first letters), or two or three characters of Chinese or Japanese
fine:~consol    a word of a term that is said to be fine
^how            the word that a report opens with, small ones too: "how", "fixed", "since"; words of
                fine clauses only where nothing else follows
?               a question mark
!calm           nothing is said to be in trouble
!outside        something outside of the product is named
calm:bounce     any trait but these four, where nothing is said to be in trouble: "bounce" in the title of an article

A sign (the name of a module, a path, a code) that is said to be fine is no trait: the other modules are neither more
nor less likely for it. Nor are the words that say so ("running smoothly"), nor those of any other term that tells of no
module ("thanks in advance"), but for those with a gap between them ("get .. going again").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from bot.diagnosis.clauses import NEGATION
from bot.diagnosis.language import ENDINGS, SMALL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.diagnosis.clauses import Clause
    from bot.diagnosis.normalise import Token
    from bot.diagnosis.vocabulary import Heard, Vocabulary
    from bot.knowledge.model import TermKind

FINE = "fine:"
WORD = "~"
OPENING = "^"
QUESTION = "?"
CALM = "!calm"
OUTSIDE = "!outside"
IN_CALM = "calm:"
OF_THE_WHOLE = (OPENING, "!", IN_CALM)
"""What begins so is about the report as a whole, and is weighed for no module."""

_QUESTION_MARK = re.compile(r"\?(?![\w%&=/])", re.ASCII)
"""Not the one in an address; what is written behind it in Chinese or Japanese needs no space."""

_SIGN: TermKind = "sign"
_NO_WORDS_OF = frozenset({_SIGN, "health"})
_TROUBLED = frozenset({"trouble", NEGATION})
_STEM = 6
_SHORTEST_WORD = 3

Span: TypeAlias = tuple[int, int]
"""Start and end in the scanned form."""


def traits_of(heard: Heard, clauses: Iterable[Clause], vocabulary: Vocabulary) -> dict[str, Span]:
    """Return the traits of a report, each with where it shows first."""
    traits: dict[str, Span] = {}
    fine: dict[int, bool] = {}
    said: set[int] = set()
    kinds, general = vocabulary.kinds, vocabulary.general
    for clause in clauses:
        if clause.is_fine:
            fine |= _said_fine(clause, kinds)
        for term, start, end, is_chain in clause.mentions:
            if term in general and not is_chain:
                said.update(range(start, end))
            if not clause.is_fine:
                traits.setdefault(term, (start, end))
            elif kinds[term] != _SIGN:
                traits.setdefault(FINE + term, (start, end))
    for name, span in _words(heard):
        if said and span[0] in said:
            continue
        is_left_out = fine.get(span[0]) if fine else None
        if not is_left_out:
            traits.setdefault(name if is_left_out is None else FINE + name, span)
    return traits


def is_fragment(trait: str) -> bool:
    """Return whether a trait is just some characters of Chinese, Japanese or Korean: seldom a word of its own."""
    return trait.startswith(WORD) and not trait.isascii() and trait[-1] >= "\u1100"


def _said_fine(clause: Clause, kinds: Mapping[str, TermKind]) -> dict[int, bool]:
    """Return the places of the terms in a fine clause, and whether the words there are none of its traits."""
    places: dict[int, bool] = {}
    for mention in clause.mentions:
        if not mention.is_chain:
            is_left_out = kinds[mention.term] in _NO_WORDS_OF
            for place in range(mention.start, mention.end):
                places[place] = is_left_out or places.get(place, False)
    return places


def form_of(heard: Heard, clauses: Iterable[Clause], kinds: Mapping[str, TermKind]) -> dict[str, Span]:
    """Return the traits of a report as a whole, which no symptom has: they tell questions and titles from incidents."""
    tokens = heard.scanned.tokens
    if not tokens:
        return {}
    last, opening = tokens[-1], _opening(heard, clauses)
    whole = (tokens[0].start, last.start + len(last.text))
    form: dict[str, Span] = {}
    if opening.script == "word":
        form[OPENING + opening.text] = (opening.start, opening.start + len(opening.text))
    if _QUESTION_MARK.search(heard.scanned.source):
        form[QUESTION] = whole
    heard_of = {NEGATION if mention.term == NEGATION else kinds[mention.term] for mention in heard.mentions}
    if heard_of.isdisjoint(_TROUBLED):
        form[CALM] = whole
    if "outside" in heard_of:
        form[OUTSIDE] = whole
    return form


def with_form(traits: dict[str, Span], form: dict[str, Span]) -> dict[str, Span]:
    """Return the traits of a report with those of it as a whole, and in a calm one each trait once more, as calm."""
    if CALM not in form:
        return traits | form
    return traits | form | {IN_CALM + name: span for name, span in traits.items()}


def _opening(heard: Heard, clauses: Iterable[Clause]) -> Token:
    """Return the first word that is not in a fine clause; the very first where all are."""
    tokens = heard.scanned.tokens
    start = 0
    for clause in clauses:
        if clause.is_fine and clause.start <= start:
            start = clause.end
    return next((token for token in tokens if token.start >= start), tokens[0])


def _words(heard: Heard) -> Iterator[tuple[str, Span]]:
    small_words = SMALL_WORDS.get(heard.language, frozenset()) if heard.language else frozenset()
    form = heard.scanned.form
    for text, start, _, _, script in heard.scanned.tokens:
        if script == "word":
            if len(text) >= _SHORTEST_WORD and text not in small_words:
                yield WORD + text[:_STEM], (start, start + len(text))
        elif script == "hangul":
            yield WORD + text[:2], (start, start + len(text))
            if len(text) > 2:
                yield WORD + text[:3], (start, start + len(text))
        else:
            for size in (2, 3):
                for first, last in enumerate(range(start + size, start + len(text) + 1), start):
                    fragment = form[first:last]
                    if fragment not in ENDINGS:
                        yield WORD + fragment, (first, last)
