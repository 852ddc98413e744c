"""Knowledge of any size: made-up words in two scripts, combined to symptoms, and reports that show them.

The vocabulary grows with the knowledge as that of natural text does (Heaps' law), and a few words are frequent and most
are rare (Zipf's law). The same size always gives the same knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import isqrt
from random import Random
from typing import TYPE_CHECKING

from bot.knowledge.model import (
    Check,
    Kind,
    Knowledge,
    Link,
    Module,
    Pack,
    Process,
    Remedy,
    Restart,
    Risk,
    Symptom,
    Term,
    Text,
    Thresholds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.model import TermKind

SHIPPED_TERMS, SHIPPED_SYMPTOMS, SHIPPED_MODULES = 235, 165, 11
HEAPS = 0.6
"""The exponent by which a vocabulary grows with a text."""

_ZIPF_FROM = 5
"""The most frequent word counts as the sixth of a natural text: a symptom holds no small words."""

_CHINESE = 0.3
"""Share of the reports."""

_SLIPS = 0.3
"""Share of the English reports with a slip of the keyboard."""

_ENGLISH = (
    "the {thing} {trouble} after the {other} of the {word}",
    "{thing} {trouble} although the {other} is there, {word}",
    "every {word} of the {other} {trouble} in the {thing}",
    "{word}: the {thing} and its {other} {trouble}",
)
_HAN = ("{thing}的{other}{trouble}，{word}", "{word}之后{thing}{trouble}，{other}", "{other}里的{thing}{word}{trouble}")
_AROUND = (
    "hello, since this morning {} and nobody knows why",
    "{}. restarted it twice, no change. any idea?",
    "ticket from the night shift: {}, please have a look",
    "{}",
)
_AROUND_HAN = ("大家好，从今天早上开始{}，请看一下", "{}，重启了两次也没有用", "{}")
_SAME = Text(en="generated", zh_hans="生成的")


@dataclass(frozen=True, slots=True)
class Asked:
    """A report with the module whose symptom it shows."""

    text: str
    module: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in both languages."""

    en: str
    zh: str


class _Words:
    """Makes words, never one twice."""

    _SYLLABLES = tuple(consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou")

    def __init__(self, random: Random) -> None:
        self._random = random
        self._made: set[str] = set()

    def make(self, number: int) -> list[_Word]:
        """Return so many words."""
        return [_Word(self._english(), self._han()) for _ in range(number)]

    def _english(self) -> str:
        while True:
            word = "".join(self._random.choices(self._SYLLABLES, k=self._random.choice((3, 4, 4, 5))))
            if word not in self._made:
                self._made.add(word)
                return word

    def _han(self) -> str:
        while True:
            word = "".join(chr(self._random.randrange(0x4E00, 0x9FA0)) for _ in range(self._random.choice((2, 2, 3))))
            if word not in self._made:
                self._made.add(word)
                return word


class _Frequent:
    """Draws from a sequence, its first ones the most often."""

    def __init__(self, words: Sequence[_Word], random: Random) -> None:
        self._words, self._random = words, random
        self._weights = list(accumulate(1 / (rank + _ZIPF_FROM) for rank in range(len(words))))

    def draw(self) -> _Word:
        """Return one."""
        return self._random.choices(self._words, cum_weights=self._weights)[0]


def knowledge(symptoms: int) -> Knowledge:
    """Return knowledge of so many symptoms; the more, the more modules, terms and words it has."""
    random = Random(symptoms)  # noqa: S311  (nothing secret)
    words = _Words(random)
    terms = round(SHIPPED_TERMS * (symptoms / SHIPPED_SYMPTOMS) ** HEAPS)
    things, troubles, others = words.make(terms * 3 // 4), words.make(terms // 4), words.make(terms)
    modules = max(SHIPPED_MODULES, isqrt(symptoms))
    made = _symptoms(
        symptoms, _Frequent(things, random), _Frequent(troubles, random), _Frequent(others, random), random
    )
    return Knowledge(
        pack=_pack(),
        modules=tuple(_module(word, tuple(made[place::modules])) for place, word in enumerate(words.make(modules))),
        terms=(
            *(_term(f"thing-{number}", "thing", word) for number, word in enumerate(things)),
            *(_term(f"trouble-{number}", "trouble", word) for number, word in enumerate(troubles)),
        ),
    )


def reports(known: Knowledge, number: int) -> list[Asked]:
    """Return so many reports, each of which shows a symptom of generated knowledge in somewhat other words."""
    random = Random(number)  # noqa: S311
    asked: list[Asked] = []
    for _ in range(number):
        module = random.choice(known.modules)
        symptom = random.choice(module.symptoms)
        text = _told_in_chinese(symptom, random) if random.random() < _CHINESE else _told(symptom, random)
        asked.append(Asked(text, module.id))
    return asked


def _told(symptom: Symptom, random: Random) -> str:
    """Return a symptom without one of its words, at times with a slip, among words that say nothing."""
    words = symptom.en.split()
    words.pop(random.randrange(len(words)))
    if random.random() < _SLIPS:
        index = random.randrange(len(words))
        words[index] = _slip(words[index], random)
    return random.choice(_AROUND).format(" ".join(words))


def _slip(word: str, random: Random) -> str:
    """Return a word with two neighbouring letters in each other's place."""
    place = random.randrange(1, max(len(word) - 1, 2))
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _told_in_chinese(symptom: Symptom, random: Random) -> str:
    text = symptom.zh_hans
    place = random.randrange(len(text))
    return random.choice(_AROUND_HAN).format(text[:place] + text[place + 1 :])


def _symptoms(number: int, things: _Frequent, troubles: _Frequent, words: _Frequent, random: Random) -> list[Symptom]:
    """Return so many symptoms, no two alike."""
    made: dict[str, Symptom] = {}
    while len(made) < number:
        parts = {
            "thing": things.draw(),
            "other": things.draw(),
            "trouble": troubles.draw(),
            "word": words.draw(),
        }
        en = random.choice(_ENGLISH).format(**{name: word.en for name, word in parts.items()})
        zh = random.choice(_HAN).format(**{name: word.zh for name, word in parts.items()})
        made[en] = Symptom(id=f"symptom-{len(made)}", en=en, zh_hans=zh)
    return list(made.values())[:number]


def _pack() -> Pack:
    return Pack(
        id="generated",
        title=_SAME,
        hosting_note=_SAME,
        command_note=_SAME,
        thresholds=Thresholds(suggest=0.04, clarify=0.02, margin=0.001),
    )


def _term(term_id: str, kind: TermKind, word: _Word) -> Term:
    return Term(id=term_id, kind=kind, meaning="generated", spellings={"en": f"{word.en}*", "zh-Hans": word.zh})


def _module(word: _Word, symptoms: tuple[Symptom, ...]) -> Module:
    return Module(
        id=word.en,
        process=Process(kind=Kind.JOB, pdump=word.en),
        names={"en": (word.en,), "zh-Hans": (word.zh,)},
        responsibility=_SAME,
        symptoms=symptoms,
        checks=(Check(id="check", look=_SAME, tells=_SAME),),
        remedies=(Remedy(id="remedy", do=_SAME, risk=Risk.LOW),),
        restart=Restart(possible=False, risk=Risk.NONE, cost=_SAME),
        links=(Link(title=_SAME, url="https://example.com/generated"),),
        reviewed=date(2026, 1, 1),
    )
