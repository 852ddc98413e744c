"""Which symptoms of the pack does a report show? Compared by traits, so that one wording serves all languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import fsum, log
from typing import TYPE_CHECKING

from bot.diagnosis.traits import FINE, WORD, traits_of
from bot.knowledge.model import REPLY_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.diagnosis.traits import Span
    from bot.diagnosis.vocabulary import Vocabulary
    from bot.knowledge.model import Module, ReplyLanguage

LEAST_COVERAGE = 0.6
"""The share of a symptom, by the weight of its traits, that a report has to show."""

_LEAST_LIKENESS = 0.25
"""The coverage from which a symptom may be called the closest."""

_ANCHORS = 2
"""A symptom is looked at when one of this many of its rarest traits shows."""

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
    covered = [(mention.start, mention.end) for mention in heard.mentions]
    key: set[str] = set()
    for name, (start, end) in traits_of(heard, vocabulary.kinds).items():
        if name.startswith(WORD):
            if not any(begin <= start and end <= finish + 1 for begin, finish in covered):
                key.add(name)
        elif vocabulary.kinds[name.removeprefix(FINE)] in _SAYS_WHAT:
            key.add(name)
    return frozenset(key)


class SymptomIndex:
    """Finds the symptoms that a report shows without looking at all of them."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        frequency = Counter(trait for wording in wordings for trait in wording.traits)
        self._wordings = tuple(wordings)
        self._rarity = {trait: log(1 + len(wordings) / count) for trait, count in frequency.items()}
        self._whole = [fsum(self._rarity[trait] for trait in wording.traits) for wording in wordings]
        self._by_anchor: dict[str, list[int]] = defaultdict(list)
        self._by_trait: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, wording in enumerate(wordings):
            for anchor in sorted(wording.traits, key=lambda trait: (frequency[trait], trait))[:_ANCHORS]:
                self._by_anchor[anchor].append(index)
            for trait in wording.traits:
                self._by_trait[wording.module, trait].append(index)

    def find(self, traits: Mapping[str, Span]) -> list[Shown]:
        """Return the symptoms that these traits show, the best covered wording of each."""
        best: dict[tuple[str, str], Shown] = {}
        anchored = (index for trait in traits if trait in self._by_anchor for index in self._by_anchor[trait])
        for index in dict.fromkeys(anchored):
            shown = self._compare(index, traits)
            place = (shown.module, shown.symptom)
            if shown.coverage >= LEAST_COVERAGE and (place not in best or shown.coverage > best[place].coverage):
                best[place] = shown
        return sorted(best.values(), key=lambda shown: (-shown.coverage, shown.module, shown.symptom))

    def closest(self, module: str, traits: Mapping[str, Span]) -> Shown | None:
        """Return the symptom of a module that these traits come closest to showing."""
        covered: dict[int, float] = defaultdict(float)
        for trait in traits:
            for index in self._by_trait.get((module, trait), ()):
                covered[index] += self._rarity[trait] / self._whole[index]
        if not covered:
            return None
        best = self._compare(max(covered, key=lambda index: (covered[index], -index)), traits)
        return best if best.coverage >= _LEAST_LIKENESS else None

    def _compare(self, index: int, traits: Mapping[str, Span]) -> Shown:
        wording = self._wordings[index]
        shared = wording.traits & traits.keys()
        coverage = fsum(self._rarity[trait] for trait in shared) / self._whole[index]
        return Shown(wording.module, wording.symptom, coverage, frozenset(shared))
