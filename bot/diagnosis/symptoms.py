"""Which symptoms of the pack does a report show? Compared by traits, so that one wording serves all languages."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, chain, count
from math import fsum, log
from sys import intern
from typing import TYPE_CHECKING

from bot.diagnosis.clauses import split
from bot.diagnosis.traits import FINE, WORD, traits_of
from bot.knowledge.model import REPLY_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.diagnosis.vocabulary import Vocabulary
    from bot.knowledge.model import Module, ReplyLanguage

LEAST_COVERAGE = 0.6
"""The share of a symptom, by the weight of its traits, that a report has to show."""

_LEAST_LIKENESS = 0.4
"""The coverage from which a symptom may be called the closest."""

_ANCHORS = 2
"""A symptom is looked at when one of this many of its rarest traits shows."""

_MOST_LOOKED_AT = 500
"""Of the wordings that share a trait with a report, where the closest one is wanted: those of the rarest traits."""

_FEW = 8
"""Up to so many pairs for each trait of a report are gone through; among more it is looked for each pair."""

_ROUNDING = 1e-9

_SAYS_WHAT = frozenset({"thing", "trouble", "sign"})


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a symptom: the traits that make it up."""

    module: str
    symptom: str
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A symptom that a report shows."""

    module: str
    symptom: str
    coverage: float
    """0..1."""

    traits: frozenset[str]
    """The traits that report and symptom share."""


def wordings_of(modules: Iterable[Module], vocabulary: Vocabulary) -> list[Wording]:
    """Return the wordings of all symptoms, in English and in Chinese."""
    wordings: list[Wording] = []
    for module in modules:
        for symptom in module.symptoms:
            for language in REPLY_LANGUAGES:
                traits = _key(symptom[language], language, vocabulary)
                if traits:
                    wordings.append(Wording(module.id, symptom.id, traits))
    return wordings


def _key(text: str, language: ReplyLanguage, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the traits that make up a symptom: its terms, and the words that are in no term."""
    heard = vocabulary.hear(text, language)
    kinds = vocabulary.kinds
    clauses = split(heard.scanned.form, heard.mentions, kinds)
    starts = [mention.start for mention in heard.mentions]
    reaches = [0, *accumulate([mention.end + 1 for mention in heard.mentions], max)]
    telling = [
        name
        for name, (start, end) in traits_of(heard, clauses, kinds).items()
        if (
            reaches[bisect_right(starts, start)] < end
            if name[0] == WORD
            else kinds.get(name.removeprefix(FINE)) in _SAYS_WHAT
        )
    ]
    return frozenset(map(intern, telling))


class SymptomIndex:
    """Finds the symptoms that a report shows without looking at all of them.

    Traits are numbered from the rarest on. A wording is filed under pairs of its traits: whatever report shows it, the
    two rarest traits that both share are one of the pairs. Many symptoms have a common word, few have a pair, so what
    a report costs hardly depends on how much is known.
    """

    def __init__(self, wordings: Sequence[Wording]) -> None:
        frequency = Counter(chain.from_iterable(wording.traits for wording in wordings))
        self._names = sorted(sorted(frequency), key=frequency.__getitem__)
        self._numbers = dict(zip(self._names, count(), strict=False))
        rarities = {times: log(1 + len(wordings) / times) for times in set(frequency.values())}
        self._rarity = [rarities[frequency[trait]] for trait in self._names]
        keys = [sorted(map(self._numbers.__getitem__, wording.traits)) for wording in wordings]
        wholes = [fsum(map(self._rarity.__getitem__, key)) for key in keys]
        order = sorted(range(len(wordings)), key=lambda index: (wordings[index].module, wholes[index], index))
        self._wordings = [wordings[index] for index in order]
        self._wholes = array("d", (wholes[index] for index in order))
        self._ends = dict(zip((wording.module for wording in self._wordings), count(1), strict=False))
        self._starts = dict(zip(self._ends, (0, *self._ends.values()), strict=False))
        self._filed = self._file(keys[index] for index in order)
        self._holding = _holding((keys[index] for index in order), len(self._names))

    def _file(self, keys: Iterable[Sequence[int]]) -> dict[int, array[int]]:
        """Return, by the first trait of the pairs, the second and the place of the wording, as one sorted number."""
        filed: dict[int, list[int]] = defaultdict(list)
        total = len(self._wordings)
        for place, key in enumerate(keys):
            for first, seconds in self._pairs(key, self._wholes[place]):
                filed[first] += [second * total + place for second in seconds]
        return {first: array("q", sorted(filed[first])) for first in sorted(filed)}

    def _pairs(self, key: Sequence[int], whole: float) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield what a wording is filed under: a trait and those it pairs with, or itself where it is enough alone."""
        least = LEAST_COVERAGE * whole - _ROUNDING
        for start, first in enumerate(key[:_ANCHORS], 1):
            own = self._rarity[first]
            whole -= own
            if own >= least:
                yield first, (first,)
                continue
            left = whole + own
            for end, second in enumerate(key[start:], start):
                if left < least:
                    yield first, key[start:end]
                    break
                left -= self._rarity[second]
            else:
                yield first, key[start:]

    def find(self, traits: Iterable[str]) -> list[Shown]:
        """Return the symptoms that these traits show, the best covered wording of each."""
        best: dict[tuple[str, str], Shown] = {}
        numbers = self._known(traits)
        for place in sorted(self._candidates(numbers)):
            shown = self._compare(place, numbers)
            name = (shown.module, shown.symptom)
            if shown.coverage >= LEAST_COVERAGE and (name not in best or shown.coverage > best[name].coverage):
                best[name] = shown
        return sorted(best.values(), key=lambda shown: (-shown.coverage, shown.module, shown.symptom))

    def _known(self, traits: Iterable[str]) -> dict[int, None]:
        """Return the numbers of traits, the rarest first."""
        return dict.fromkeys(sorted(self._numbers[trait] for trait in traits if trait in self._numbers))

    def _candidates(self, numbers: Collection[int]) -> set[int]:
        """Return the places of the wordings that are filed under a pair of these traits."""
        total = len(self._wordings)
        places: set[int] = set()
        for first in numbers:
            filed = self._filed.get(first)
            if filed is None:
                continue
            if len(filed) <= _FEW * len(numbers):
                places.update(pair % total for pair in filed if pair // total in numbers)
                continue
            for second in numbers:
                start = bisect_left(filed, second * total)
                places.update(pair % total for pair in filed[start : bisect_left(filed, (second + 1) * total, start)])
        return places

    def closest(self, module: str, traits: Iterable[str]) -> Shown | None:
        """Return the symptom of a module that these traits come closest to showing."""
        start, end = self._starts.get(module, 0), self._ends.get(module, 0)
        numbers = self._known(traits)
        covered: dict[int, float] = defaultdict(float)
        left = _MOST_LOOKED_AT
        for number in numbers:
            holding = self._holding[number]
            begin = bisect_left(holding, start)
            for place in holding[begin : min(bisect_left(holding, end, begin), begin + left)]:
                covered[place] += self._rarity[number]
                left -= 1
        if not covered:
            return None
        best = self._compare(max(covered, key=lambda place: (covered[place] / self._wholes[place], -place)), numbers)
        return best if best.coverage >= _LEAST_LIKENESS else None

    def _compare(self, place: int, numbers: Collection[int]) -> Shown:
        wording = self._wordings[place]
        shared = [number for trait in wording.traits if (number := self._numbers[trait]) in numbers]
        coverage = fsum(self._rarity[number] for number in shared) / self._wholes[place]
        return Shown(wording.module, wording.symptom, coverage, frozenset(self._names[number] for number in shared))


def _holding(keys: Iterable[Sequence[int]], traits: int) -> list[array[int]]:
    """Return, by trait, the places of the wordings that hold it, in their order."""
    holding: list[array[int]] = [array("L") for _ in range(traits)]
    for place, key in enumerate(keys):
        for number in key:
            holding[number].append(place)
    return holding
