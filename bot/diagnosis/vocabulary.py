"""All that a pack's terms and module names can be called, in all languages, with slips of the keyboard put right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.diagnosis.language import SMALL_WORDS, detect
from bot.diagnosis.lexicon import Lexicon, Mention, outermost, spellings_of
from bot.diagnosis.normalise import Scanned, Token, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import Module, ReportLanguage, SpellingLanguage, Term, TermKind

NAMED = "@"
"""Before a module's id: the term "this module by name"."""

_COMMON: tuple[SpellingLanguage, ...] = ("any", "en")
_SEARCHED: dict[ReportLanguage | None, tuple[SpellingLanguage, ...]] = {
    "zh-Hans": ("zh-Hans", "zh-Hant"),
    "zh-Hant": ("zh-Hans", "zh-Hant"),
    None: ("fr", "de", "es", "it", "pt-BR", "nl", "sv", "zh-Hans", "zh-Hant"),
}
"""The languages searched beside the common ones, where they are not just the report's own."""

_SHORTEST_SLIP = 5
_TWO_SLIPS_FROM = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text mentions."""

    scanned: Scanned
    language: ReportLanguage | None
    mentions: tuple[Mention, ...]


class Vocabulary:
    """Hears the terms of a pack in a text of any of its languages."""

    def __init__(
        self, terms: Iterable[Term], modules: Iterable[Module], ordinary_words: AbstractSet[str] = frozenset()
    ) -> None:
        """Gather the spellings; the search for a language is built when it is first needed.

        Args:
            terms: the terms of the pack.
            modules: their names are terms as well, called `@` and the module's id.
            ordinary_words: folded words that are no slips of anything, in any language.
        """
        self._lines: dict[SpellingLanguage, list[tuple[str, str]]] = defaultdict(list)
        kinds: dict[str, TermKind] = {}
        for term in terms:
            kinds[term.id] = term.kind
            for language, line in term.spellings.items():
                self._lines[language].append((term.id, line))
        for module in modules:
            kinds[NAMED + module.id] = "sign"
            self._lines["any"].append((NAMED + module.id, module.id))
            for name_language, names in module.names.items():
                self._lines[name_language].append((NAMED + module.id, ",".join(names)))
        self.kinds: Mapping[str, TermKind] = kinds
        self._ordinary_words = ordinary_words
        self._lexicons: dict[SpellingLanguage, Lexicon] = {}
        self._slips: dict[SpellingLanguage, dict[tuple[str, int], list[str]]] = {}

    def prepare(self) -> None:
        """Build the search for every language now."""
        for language in self._lines:
            self._lexicon(language)

    def hear(self, text: str) -> Heard:
        """Return what `text` mentions, slips put right, parts of longer mentions left out."""
        scanned = scan(text)
        language = detect(scanned)
        searched = (*_COMMON, *_SEARCHED.get(language, (language,) if language else ()))
        searched = tuple(each for each in dict.fromkeys(searched) if each in self._lines)
        mentions = self._find(scanned.form, language, searched)
        corrected = self._correct(scanned, language, searched, mentions)
        if corrected is not scanned:
            mentions = self._find(corrected.form, language, searched)
        return Heard(corrected, language, tuple(outermost(mentions)))

    def _find(self, form: str, language: ReportLanguage | None, searched: Iterable[SpellingLanguage]) -> list[Mention]:
        mentions: list[Mention] = []
        small_words = SMALL_WORDS.get(language, frozenset()) if language else frozenset()
        for each in searched:
            is_foreign = each == "en" and language not in ("en", None)
            mentions += self._lexicon(each).find(form, small_words if is_foreign else frozenset())
        return mentions

    def _lexicon(self, language: SpellingLanguage) -> Lexicon:
        if language not in self._lexicons:
            lines = self._lines[language]
            self._lexicons[language] = Lexicon((term, each) for term, line in lines for each in spellings_of(line))
        return self._lexicons[language]

    def _correct(
        self,
        scanned: Scanned,
        language: ReportLanguage | None,
        searched: Iterable[SpellingLanguage],
        mentions: Iterable[Mention],
    ) -> Scanned:
        """Return the text with words of the pack in place of words that are one slip (in long words two) away.

        A word that has been heard by its stem may still be the slip of a name: "trackinglgod" begins with "tracking".
        """
        heard = {scanned.token_at(mention.start + 1) for mention in mentions}
        small_words = SMALL_WORDS.get(language or "en", frozenset())
        corrections: dict[int, str] = {}
        for index, token in enumerate(scanned.tokens):
            word = token.text
            if token.script != "word" or len(word) < _SHORTEST_SLIP or not word.isalpha():
                continue
            if word in small_words or word in self._ordinary_words:
                continue
            if meant := self._meant(word, ("any",) if index in heard else searched):
                corrections[index] = meant
        return _with_words(scanned, corrections) if corrections else scanned

    def _meant(self, word: str, searched: Iterable[SpellingLanguage]) -> str | None:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        for language in searched:
            words = self._words_from(language)
            near = [
                each for length in range(-slips, slips + 1) for each in words.get((word[0], len(word) + length), ())
            ]
            if word in near:
                return None
            if found := extractOne(word, near, scorer=OSA.distance, processor=None, score_cutoff=slips):
                return str(found[0])
        return None

    def _words_from(self, language: SpellingLanguage) -> dict[tuple[str, int], list[str]]:
        """Return the words that a slip may have meant, by their first letter and length."""
        if language not in self._slips:
            words: dict[tuple[str, int], list[str]] = defaultdict(list)
            for word in sorted(self._lexicon(language).words()):
                if len(word) >= _SHORTEST_SLIP and word.isalpha():
                    words[word[0], len(word)].append(word)
            self._slips[language] = words
        return self._slips[language]


def _with_words(scanned: Scanned, words: Mapping[int, str]) -> Scanned:
    """Return the same text with some tokens spelled differently; the way back to the source stays."""
    tokens: list[Token] = []
    form = ""
    done = shift = 0
    for index, token in enumerate(scanned.tokens):
        text = words.get(index, token.text)
        form += scanned.form[done : token.start] + text
        done = token.start + len(token.text)
        tokens.append(replace(token, text=text, start=token.start + shift))
        shift += len(text) - len(token.text)
    form += scanned.form[done:]
    return Scanned(scanned.source, form, tuple(tokens), tuple(token.start for token in tokens))
