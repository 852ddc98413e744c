"""A report to a diagnosis, in the steps of the design: normalise, clauses, terms, rank, decide. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.clarifying import answered
from bot.diagnosis.clauses import split
from bot.diagnosis.decision import decide
from bot.diagnosis.evidence import Gatherer
from bot.diagnosis.listing import without_listing
from bot.diagnosis.ranking import bonuses, rank, score
from bot.diagnosis.readable import readable
from bot.diagnosis.signatures import Signatures
from bot.diagnosis.symptoms import SymptomIndex, wordings_of
from bot.diagnosis.traits import FINE, form_of, traits_of, with_form
from bot.diagnosis.uncollected import uncollected
from bot.diagnosis.view import View
from bot.diagnosis.vocabulary import Vocabulary, keep_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.diagnosis.outcome import Clarify, Diagnosis
    from bot.diagnosis.symptoms import Wording
    from bot.diagnosis.vocabulary import Keep
    from bot.diagnosis.weights import Weights
    from bot.knowledge.model import Knowledge


class Diagnostician:
    """Diagnoses reports with one pack. Same words, same answer."""

    @uncollected()
    def __init__(
        self,
        knowledge: Knowledge,
        weights: Weights,
        wordings: Sequence[Wording] | None = None,
        keep: Keep = keep_nothing,
    ) -> None:
        """Prepare a pack for use.

        Args:
            knowledge: the pack.
            weights: fitted to it; `Weights()` leaves it to symptoms and signatures alone.
            wordings: of its symptoms, if they are known from an earlier start.
            keep: what is made of the vocabulary, between starts.
        """
        self.knowledge = knowledge
        self.weights = weights
        self.vocabulary = Vocabulary(knowledge.terms, knowledge.modules, weights.ordinary_words, keep)
        if wordings is None:
            wordings = wordings_of(knowledge.modules, self.vocabulary)
        self.wordings = tuple(wordings)
        signs = {term for term, kind in self.vocabulary.kinds.items() if kind == "sign"}
        self._symptoms = SymptomIndex(self.wordings, signs)
        self._signatures = Signatures(knowledge.modules)
        self._gatherer = Gatherer(knowledge, weights, self._symptoms)
        self._modules = tuple(module.id for module in knowledge.modules)

    def view(self, report: str) -> View:
        """Return what a report shows, before it is weighed."""
        report = without_listing(readable(report))
        heard, kinds = self.vocabulary.hear(report), self.vocabulary.kinds
        clauses = split(heard.scanned.form, heard.mentions, kinds)
        traits = traits_of(heard, clauses, self.vocabulary)
        shown = self._symptoms.find(traits)
        signed = self._signatures.find(report)
        telling = [trait for trait in traits if kinds.get(trait.removeprefix(FINE)) != "marker"]
        seen = with_form(traits, form_of(heard, clauses, kinds))
        return View(heard, clauses, seen, shown, signed, bonuses(shown, signed), telling)

    def answered(self, diagnosis: Clarify, answer_id: str) -> Diagnosis:
        """Return the diagnosis after an answer to its question.

        Raises:
            KeyError: the question has no such answer.
        """
        return answered(diagnosis, answer_id, weights=self.weights, knowledge=self.knowledge)

    def diagnose(self, report: str) -> Diagnosis:
        """Return the diagnosis of a report; any text is allowed, none raises."""
        return self.judge(report, self.view(report))

    def judge(self, report: str, view: View) -> Diagnosis:
        """Return the diagnosis of a report of which a view was taken."""
        scores = score(self._modules, view.traits, view.extra, self.weights)
        candidates = rank(scores, self.weights, lambda module: self._gatherer.evidence(module, view))
        return decide(report, view.heard.language, candidates, self.knowledge)
