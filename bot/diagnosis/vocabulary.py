"""All that a pack's terms and module names can be called, in all languages, with slips of the keyboard put right."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.diagnosis.language import SMALL_WORDS, detect
from bot.diagnosis.lexicon import Lexicon, Mention, Tables, outermost, spellings_of, tables_of
from bot.diagnosis.normalise import prepare, scan
from bot.diagnosis.slips import Slips, suspects, with_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from bot.diagnosis.normalise import Scanned
    from bot.knowledge.model import Module, ReportLanguage, SpellingLanguage, Term, TermKind

Searched: TypeAlias = "tuple[SpellingLanguage, ...]"
"""Languages whose spellings are searched for in one pass."""

Keep: TypeAlias = "Callable[[str, Callable[[], Tables]], Tables]"
"""Given a name and what makes tables, returns those that were made under this name before, or makes them."""

NAMED = "@"
"""Before a module's id: the term "this module by name"."""

_EVERYWHERE: tuple[SpellingLanguage, ...] = ("any", "en")
"""Identifiers and English are searched for in reports of every language, in one pass."""

_MOST_SUSPECTS = 100
"""Words of one report that are looked up as slips; random letters cost much and mean nothing."""

_SAID = frozenset({"health", "trouble"})
_SAYING = _SAID | {"marker"}
"""The kinds of term that tell how something is, or how that is put; the others name it."""

_NAMES: tuple[SpellingLanguage, ...] = ("any",)

_BESIDE: dict[ReportLanguage | None, tuple[SpellingLanguage, ...]] = {
    "en": (),
    "zh-Hans": ("zh-Hans", "zh-Hant"),
    "zh-Hant": ("zh-Hans", "zh-Hant"),
    None: ("fr", "de", "es", "it", "pt-BR", "nl", "sv", "zh-Hans", "zh-Hant"),
}
"""The languages searched in a further pass, where it is not just the report's own."""


class Heard(NamedTuple):
    """What a text mentions."""

    scanned: Scanned
    language: ReportLanguage | None
    mentions: tuple[Mention, ...]


@cache
def _searched_for(language: ReportLanguage | None) -> tuple[Searched, ...]:
    """Return what is searched for in a report of some language."""
    beside: tuple[SpellingLanguage, ...] = (language,) if language else ()
    return (_EVERYWHERE, *((each,) for each in _BESIDE.get(language, beside)))


def keep_nothing(_: str, make: Callable[[], Tables]) -> Tables:
    """Make tables each time."""
    return make()


class Vocabulary:
    """Hears the terms of a pack in a text of any of its languages."""

    def __init__(
        self,
        terms: Iterable[Term],
        modules: Iterable[Module],
        ordinary_words: AbstractSet[str] = frozenset(),
        keep: Keep = keep_nothing,
    ) -> None:
        """Gather the spellings; the search for a language is built when it is first needed.

        Args:
            terms: the terms of the pack.
            modules: their names are terms as well, called `@` and the module's id.
            ordinary_words: folded words that are no slips of anything, in any language.
            keep: the tables of a search between runs.
        """
        self._lines: dict[SpellingLanguage, list[tuple[str, str]]] = defaultdict(list)
        kinds: dict[str, TermKind] = {}
        general: set[str] = set()
        for term in terms:
            kinds[term.id] = term.kind
            if term.tells == "scope":
                general.add(term.id)
            for language, line in term.spellings.items():
                self._lines[language].append((term.id, line))
        for module in modules:
            kinds[NAMED + module.id] = "sign"
            self._lines["any"].append((NAMED + module.id, module.id))
            for name_language, names in module.names.items():
                self._lines[name_language].append((NAMED + module.id, ",".join(names)))
        self.kinds: Mapping[str, TermKind] = kinds
        self.general: AbstractSet[str] = general
        self._ordinary_words = ordinary_words
        self._keep = keep
        self._lexicons: dict[Searched, Lexicon] = {}
        self._slips: dict[Searched, Slips] = {}

    def prepare(self) -> None:
        """Build the search for every language, and learn the characters, now."""
        others = [(language,) for language in self._lines if language not in _EVERYWHERE]
        for searched in (_EVERYWHERE, _NAMES, *others):
            self._slips_of(searched)
        prepare()

    def rest(self) -> None:
        """Give back what the searches take up; each is built again should it be needed."""
        self._lexicons = {}
        self._slips = {}

    def hear(self, text: str, language: ReportLanguage | None = None) -> Heard:
        """Return what `text` mentions, slips put right, parts of longer mentions left out.

        Args:
            text: a report, or a piece of the knowledge.
            language: where it is known; else it is told from the text.
        """
        scanned = scan(text)
        language = language or detect(scanned)
        searched = _searched_for(language)
        small = SMALL_WORDS.get(language, frozenset()) if language else frozenset()
        not_meant = frozenset() if language == "en" else small
        mentions = self._find(scanned.form, searched, not_meant)
        corrected = self._correct(scanned, searched, mentions, small)
        if corrected is not scanned:
            mentions = self._find(corrected.form, searched, not_meant)
        return Heard(corrected, language, tuple(self._without_ends(outermost(mentions, corrected.form))))

    def _without_ends(self, mentions: list[Mention]) -> list[Mention]:
        """Leave out what says "fine" or tells of trouble where it just ends something longer that says otherwise.

        "Running again" in "get it running again", "grows" in "redir/log grows".
        """
        chains = [each for each in mentions if each.is_chain and self.kinds[each.term] in _SAYING]
        if not chains:
            return mentions
        return [each for each in mentions if not any(self._just_ends(each, chain) for chain in chains)]

    def _just_ends(self, mention: Mention, chain: Mention) -> bool:
        kind = self.kinds[mention.term]
        is_at_its_end = not mention.is_chain and chain.start < mention.start < chain.end <= mention.end
        return is_at_its_end and kind in _SAID and kind != self.kinds[chain.term]

    def _find(self, form: str, searched: Iterable[Searched], not_meant: AbstractSet[str]) -> list[Mention]:
        """Find in each; an English spelling does not count where it is a small word of the report's language."""
        mentions: list[Mention] = []
        for each in searched:
            is_foreign = each is _EVERYWHERE
            mentions += self._lexicon(each).find(form, not_meant if is_foreign else frozenset())
        return mentions

    def _lexicon(self, searched: Searched) -> Lexicon:
        lexicon = self._lexicons.get(searched)
        if lexicon is None:
            lexicon = Lexicon(self._keep("+".join(searched), lambda: self._tables(searched)))
            self._lexicons[searched] = lexicon
        return lexicon

    def _tables(self, searched: Searched) -> Tables:
        lines = (line for language in searched for line in self._lines.get(language, ()))
        return tables_of((term, each) for term, line in lines for each in spellings_of(line))

    def _correct(
        self,
        scanned: Scanned,
        searched: Iterable[Searched],
        mentions: Iterable[Mention],
        small: AbstractSet[str],
    ) -> Scanned:
        """Return the text with the words that were meant in place of slips.

        A word that has been heard by its stem may still be the slip of a name: "trackinglgod" begins with "tracking".
        """
        suspected = suspects(scanned, self._ordinary_words, small)
        if not suspected:
            return scanned
        heard = {scanned.token_at(mention.start + 1) for mention in mentions}
        corrections: dict[int, str] = {}
        for index in suspected[:_MOST_SUSPECTS]:
            word = scanned.tokens[index].text
            for each in (_NAMES,) if index in heard else searched:
                if found := self._slips_of(each).meant(word):
                    corrections[index] = found
                    break
        return with_words(scanned, corrections) if corrections else scanned

    def _slips_of(self, searched: Searched) -> Slips:
        slips = self._slips.get(searched)
        if slips is None:
            slips = self._slips[searched] = Slips(self._lexicon(searched).words())
        return slips
