"""Which symptoms of the pack does a report show? Compared by traits, so that one wording serves all languages."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import accumulate, chain, count
from math import fsum, log
from sys import intern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.diagnosis.clauses import clauses_to_judge
from bot.diagnosis.traits import FINE, WORD, traits_of
from bot.knowledge.model import REPLY_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from collections.abc import Set as AbstractSet

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

_Rows: TypeAlias = "tuple[array[int], array[int]]"
"""Many lists: the entries of all, one list after the other, and where each begins; last, where all end."""


class Wording(NamedTuple):
    """One wording of a symptom: the traits that make it up."""

    module: str
    symptom: str
    traits: tuple[str, ...]


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
    says_what = {term for term, kind in vocabulary.kinds.items() if kind in _SAYS_WHAT}
    for module in modules:
        for symptom in module.symptoms:
            for language in REPLY_LANGUAGES:
                traits = _key(symptom[language], language, vocabulary, says_what)
                if traits:
                    wordings.append(Wording(module.id, symptom.id, traits))
    return wordings


def _key(text: str, language: ReplyLanguage, vocabulary: Vocabulary, says_what: AbstractSet[str]) -> tuple[str, ...]:
    """Return the traits that make up a symptom: terms that say what it is, and the words that are in no term."""
    heard = vocabulary.hear(text, language)
    mentions, kinds = heard.mentions, vocabulary.kinds
    clauses = clauses_to_judge(heard.scanned.form, mentions, kinds)
    starts = [mention.start for mention in mentions]
    reaches = [0, *accumulate([mention.end + 1 for mention in mentions], max)]
    telling: list[str] = []
    for name, (start, end) in traits_of(heard, clauses, vocabulary).items():
        if name[0] == WORD:
            if reaches[bisect_right(starts, start)] < end:
                telling.append(name)
        elif name.removeprefix(FINE) in says_what:
            telling.append(name)
    return tuple(map(intern, telling))


class SymptomIndex:
    """Finds the symptoms that a report shows without looking at all of them.

    Traits are numbered from the rarest on. A wording is filed under pairs of its traits: whatever report shows it, the
    two rarest traits that both share are one of the pairs. Many symptoms have a common word, few have a pair, so what
    a report costs hardly depends on how much is known.
    """

    def __init__(self, wordings: Sequence[Wording], signs: AbstractSet[str] = frozenset()) -> None:
        """File the wordings.

        Args:
            wordings: of all symptoms.
            signs: traits that just name a module, a path or a code: alone they show no symptom that says more.
        """
        frequency = Counter(chain.from_iterable([wording.traits for wording in wordings]))
        self._names = sorted(sorted(frequency), key=frequency.__getitem__)
        self._numbers = dict(zip(self._names, count(), strict=False))
        rarities = {times: log(1 + len(wordings) / times) for times in set(frequency.values())}
        self._rarity = [rarities[frequency[trait]] for trait in self._names]
        keys = [sorted(map(self._numbers.__getitem__, wording.traits)) for wording in wordings]
        wholes = [fsum(map(self._rarity.__getitem__, key)) for key in keys]
        order = sorted(range(len(wordings)), key=wholes.__getitem__)
        order.sort(key=[wording.module for wording in wordings].__getitem__)
        keys = [keys[index] for index in order]
        self._wordings = [wordings[index] for index in order]
        self._wholes = array("d", [wholes[index] for index in order])
        self._ends = dict(zip([wording.module for wording in self._wordings], count(1), strict=False))
        self._starts = dict(zip(self._ends, (0, *self._ends.values()), strict=False))
        self._signs = {self._numbers[trait] for trait in signs & frequency.keys()}
        self._filed = self._file(keys)
        self._holding = self._hold(keys)

    def _file(self, keys: Iterable[Sequence[int]]) -> _Rows:
        """Return, by the first trait of the pairs, the second and the place of the wording, as one sorted number.

        A trait that is enough alone pairs with itself; else with each that, with all behind it, can be the rest.
        """
        filed: list[list[int]] = [[] for _ in self._names]
        total = len(self._wordings)
        for place, (key, whole) in enumerate(zip(keys, self._wholes, strict=True)):
            least, left = LEAST_COVERAGE * whole - _ROUNDING, whole
            for start, first in enumerate(key[:_ANCHORS], 1):
                pairs, own = filed[first], self._rarity[first]
                left -= own
                if own >= least:
                    pairs.append(first * total + place)
                    continue
                reached = left + own
                for second in key[start:]:
                    if reached < least:
                        break
                    pairs.append(second * total + place)
                    reached -= self._rarity[second]
        for pairs in filed:
            pairs.sort()
        return _rows(filed)

    def _hold(self, keys: Iterable[Sequence[int]]) -> _Rows:
        """Return, by trait, the places of the wordings that hold it, in their order."""
        holding: list[list[int]] = [[] for _ in self._names]
        for place, key in enumerate(keys):
            for number in key:
                holding[number].append(place)
        return _rows(holding)

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
        filed, starts = self._filed
        places: set[int] = set()
        for first in numbers:
            begin, end = starts[first], starts[first + 1]
            if end - begin <= _FEW * len(numbers):
                places.update([pair % total for pair in filed[begin:end] if pair // total in numbers])
                continue
            for second in numbers:
                begin = bisect_left(filed, second * total, begin, end)
                until = bisect_left(filed, (second + 1) * total, begin, end)
                places.update([pair % total for pair in filed[begin:until]])
        return places

    def closest(self, module: str, traits: Iterable[str]) -> Shown | None:
        """Return the symptom of a module that these traits come closest to showing."""
        start, end = self._starts.get(module, 0), self._ends.get(module, 0)
        numbers = self._known(traits)
        covered: dict[int, float] = defaultdict(float)
        left = _MOST_LOOKED_AT
        holding, starts = self._holding
        for number in numbers:
            begin = bisect_left(holding, start, starts[number], starts[number + 1])
            until = bisect_left(holding, end, begin, starts[number + 1])
            for place in holding[begin : min(until, begin + left)]:
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
        if len(shared) < len(wording.traits) and self._signs.issuperset(shared):
            coverage = 0.0
        return Shown(wording.module, wording.symptom, coverage, frozenset(self._names[number] for number in shared))


def _rows(lists: Collection[Sequence[int]]) -> _Rows:
    """Return lists without an object for each."""
    entries = list(chain.from_iterable(lists))  # of a known length, an array is filled at once
    return array("q", entries), array("q", accumulate(map(len, lists), initial=0))
