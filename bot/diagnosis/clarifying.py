"""What an answer to a question changes: the modules it speaks for rise, the others of the question fall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.diagnosis.decision import decide
from bot.diagnosis.outcome import Abstain, Answered, Clarify, Diagnosis, Suggest

if TYPE_CHECKING:
    from bot.diagnosis.outcome import Candidate
    from bot.diagnosis.weights import Weights
    from bot.knowledge.model import Answer, Knowledge

SHIFT = 3.0
"""Log-odds by which an answer moves a module: an observation on the system outweighs any wording."""

MOST_QUESTIONS = 2


def answered(diagnosis: Clarify, answer_id: str, *, weights: Weights, knowledge: Knowledge) -> Diagnosis:
    """Return the diagnosis after an answer: mostly a suggestion, at times one more question.

    An answer that decides nothing leaves the first candidate as the best guess: whoever was asked wants a place to
    start.

    Raises:
        KeyError: the question has no such answer.
    """
    answer = _chosen(diagnosis, answer_id)
    answers = (*diagnosis.answers, Answered(diagnosis.question, answer))
    if not answer.favours:
        return Suggest(diagnosis.report, diagnosis.language, diagnosis.candidates, answers)
    moved = [_moved(each, answer, diagnosis, weights) for each in diagnosis.candidates]
    ranked = tuple(sorted(moved, key=lambda candidate: (-candidate.score, candidate.module)))
    match decide(diagnosis.report, diagnosis.language, ranked, knowledge):
        case Clarify(question=question) as again if (
            len(diagnosis.asked) < MOST_QUESTIONS and question.id not in diagnosis.asked
        ):
            return replace(again, answers=answers)
        case Suggest() | Clarify() | Abstain():
            return Suggest(diagnosis.report, diagnosis.language, ranked, answers)


def _chosen(diagnosis: Clarify, answer_id: str) -> Answer:
    for answer in diagnosis.question.answers:
        if answer.id == answer_id:
            return answer
    raise KeyError(answer_id)


def _moved(candidate: Candidate, answer: Answer, diagnosis: Clarify, weights: Weights) -> Candidate:
    if candidate.module not in diagnosis.question.between:
        return candidate
    by = SHIFT if candidate.module in answer.favours else -SHIFT
    return candidate._replace(score=candidate.score + by, confidence=weights.moved(candidate.confidence, by))
