"""A diagnosis as JSON, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Diagnosis, Suggest, reply_language
from bot.views.answer import reasons

if TYPE_CHECKING:
    from bot.knowledge.model import Question, ReplyLanguage

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
