"""A diagnosis as JSON, for scripts; why it came out so, for the page of the playground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Diagnosis, Suggest, reply_language
from bot.views.answer import reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.diagnosis.explanation import Explanation
    from bot.knowledge.model import Question, ReplyLanguage, Thresholds

_DECISIONS = {Suggest: "suggest", Clarify: "clarify", Abstain: "abstain"}


def diagnosis_as_json(
    diagnosis: Diagnosis, *, elapsed_ms: float, language: ReplyLanguage | None = None
) -> dict[str, Any]:
    """Return a diagnosis as plain values; `candidates` is the full ranking, best first.

    Args:
        diagnosis: what was found.
        elapsed_ms: how long it took, in milliseconds.
        language: of symptoms and question; the reply language of the report if not given.
    """
    language = language or reply_language(diagnosis.language)
    content: dict[str, Any] = {
        "report": diagnosis.report,
        "language": diagnosis.language,
        "decision": _DECISIONS[type(diagnosis)],
        "candidates": [_candidate(each, language) for each in diagnosis.candidates],
    }
    if isinstance(diagnosis, Clarify):
        content["question"] = _question(diagnosis.question, language)
    content["elapsed_ms"] = round(elapsed_ms, 3)
    return content


def explanation_as_json(explanation: Explanation, *, elapsed_ms: float, limits: Thresholds) -> dict[str, Any]:
    """Return a diagnosis taken apart as plain values; scores are log-odds.

    Args:
        explanation: of the diagnosis.
        elapsed_ms: how long the diagnosis took, in milliseconds.
        limits: from which confidence a module is named, and from which a question is asked.
    """
    diagnosis = explanation.diagnosis
    return {
        "report": diagnosis.report,
        "language": diagnosis.language,
        "decision": _DECISIONS[type(diagnosis)],
        "elapsed_ms": round(elapsed_ms, 3),
        "clauses": [
            {"words": each.words, "is_fine": each.is_fine, "terms": list(each.terms)} for each in explanation.parts
        ],
        "compared": [each.module for each in explanation.compared],
        "shares": [
            {"name": each.name, "words": each.words, "adds": _rounded(each.adds), "scope": round(each.scope, 3)}
            for each in explanation.shares
        ],
        "ranking": [
            {"module": each.module, "confidence": round(each.confidence, 4), "score": round(each.score, 3)}
            for each in diagnosis.candidates
        ],
        "suggest": limits.suggest,
        "clarify": limits.clarify,
    }


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(each, 3) for each in values]


def _candidate(candidate: Candidate, language: ReplyLanguage) -> dict[str, Any]:
    return {
        "module": candidate.module,
        "confidence": round(candidate.confidence, 4),
        "evidence": [{"text": each.quote, "symptom": each.met} for each in reasons(candidate.evidence, language)],
    }


def _question(question: Question, language: ReplyLanguage) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.ask[language],
        "answers": [
            {"id": each.id, "label": each.label[language], "favours": list(each.favours)} for each in question.answers
        ],
    }
