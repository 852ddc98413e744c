"""What the loader accepts and an author still ought to know of."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import token_sort_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.knowledge.model import Knowledge, Module

NEARLY_THE_SAME = 92.0
"""Similarity (0..100) from which two symptoms of different modules are one too many."""

REVIEW_AFTER_DAYS = 365
_SHORTEST_ALIAS = 2


def findings(knowledge: Knowledge, today: date) -> list[str]:
    """Return what is doubtful in a pack, a sentence each."""
    return [
        *_same_symptoms(knowledge),
        *(finding for module in knowledge.modules for finding in _dead_aliases(module)),
        *_dead_spellings(knowledge),
        *_one_way_neighbours(knowledge),
        *_undecided_pairs(knowledge),
        *_stale_reviews(knowledge, today),
    ]


def _same_symptoms(knowledge: Knowledge) -> Iterator[str]:
    for one, other in combinations(knowledge.modules, 2):
        for mine in one.symptoms:
            for theirs in other.symptoms:
                for left, right in ((mine.en, theirs.en), (mine.zh_hans, theirs.zh_hans)):
                    if token_sort_ratio(left.lower(), right.lower()) >= NEARLY_THE_SAME:
                        places = f"{one.id}/{mine.id} and {other.id}/{theirs.id}"
                        yield f"{places} are nearly the same symptom ({left!r}): say what tells them apart"


def _dead_aliases(module: Module) -> Iterator[str]:
    """An alias is dead if it says nothing that another one in the same list does not say."""
    for language, names in module.names.items():
        seen: dict[str, str] = {}
        for name in names:
            plain = _plain(name)
            if len(plain) < _SHORTEST_ALIAS:
                yield f"{module.id}: the {language} alias {name!r} is too short to be found: remove it"
            elif plain in seen:
                yield f"{module.id}: the {language} alias {name!r} says the same as {seen[plain]!r}: remove it"
            seen.setdefault(plain, name)


def _dead_spellings(knowledge: Knowledge) -> Iterator[str]:
    for term in knowledge.terms:
        if not any(line.strip(", ") for line in term.spellings.values()):
            yield f"term {term.id} has no spelling: it is never heard"
        for language, line in term.spellings.items():
            seen: set[str] = set()
            for spelling in filter(None, (each.strip() for each in line.split(","))):
                plain = _plain(spelling)
                if plain in seen:
                    yield f"term {term.id}: the {language} spelling {spelling!r} stands twice: remove one"
                if not any(char.isalnum() for char in plain):
                    yield f"term {term.id}: the {language} spelling {spelling!r} has no letter: it is never found"
                seen.add(plain)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in decomposed if not "\u0300" <= char <= "\u036f").split())


def _one_way_neighbours(knowledge: Knowledge) -> Iterator[str]:
    for module in knowledge.modules:
        for neighbour in module.neighbours:
            if knowledge.module(neighbour.module).neighbour(module.id) is None:
                yield f"{module.id} names {neighbour.module} as a neighbour: {neighbour.module} has to name it too"


def _undecided_pairs(knowledge: Knowledge) -> Iterator[str]:
    """Yield the pairs that a question is written for, but none that can tell one from the other."""
    for one, other in combinations([module.id for module in knowledge.modules], 2):
        written = [question for question in knowledge.questions if {one, other} <= set(question.between)]
        if written and not any(question.tells_apart(one, other) for question in written):
            ids = ", ".join(question.id for question in written)
            yield f"no answer to {ids} tells {one} from {other}: ask about these two, or let an answer favour just one"


def _stale_reviews(knowledge: Knowledge, today: date) -> Iterator[str]:
    for module in knowledge.modules:
        if (today - module.reviewed).days > REVIEW_AFTER_DAYS:
            yield f"{module.id} was reviewed on {module.reviewed}: check it again and renew the date"
