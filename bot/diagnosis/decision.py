"""The judgement: is the ranking good enough to name a module, worth a question, or neither?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Diagnosis, Suggest
from bot.knowledge.model import Answer, Question, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.model import Knowledge, ReportLanguage

_LEAST_RIVAL = 0.15
"""Share of the confidence that a question is worth; below it the second candidate is no rival of the first."""

_MOST_ASKED_ABOUT = 3
_AS_NEAR = 0.4
"""A question is about two candidates, and about the third if it is at least two fifths as likely as the second."""

DO_NOT_KNOW = Answer(id="dont-know", label=Text(en="Don't know", zh_hans="不清楚"))


def decide(
    report: str, language: ReportLanguage | None, candidates: Sequence[Candidate], knowledge: Knowledge
) -> Diagnosis:
    """Return what to tell about a ranking (best first).

    Named is the first candidate if it is likely enough and not just a nose ahead of one that is not; two that are both
    likely enough are both good places to start (mails that do not leave: mta, then stat), unless a question about them
    is worth more. A question is asked in between, if there is a second candidate for it to tell from the first.
    """
    limits = knowledge.pack.thresholds
    ranked = tuple(candidates)
    first, second = ranked[0].confidence, ranked[1].confidence if len(ranked) > 1 else 0.0
    if first < limits.clarify:
        return Abstain(report, language, ranked)
    close = first - second < limits.margin and second < limits.suggest
    if first >= limits.suggest and not close and not _is_asked_first(ranked, limits.suggest, knowledge):
        return Suggest(report, language, ranked)
    least = limits.clarify * _LEAST_RIVAL
    if second < least:
        return Abstain(report, language, ranked)
    near = [each.module for each in ranked[2:_MOST_ASKED_ABOUT] if each.confidence >= max(second * _AS_NEAR, least)]
    question = question_between((ranked[0].module, ranked[1].module, *near), knowledge)
    return Clarify(report, language, ranked, question)


def _is_asked_first(ranked: Sequence[Candidate], suggest: float, knowledge: Knowledge) -> bool:
    if len(ranked) < 2 or ranked[1].confidence < suggest:
        return False
    one, other = ranked[:2]
    return one.confidence - other.confidence < question_between((one.module, other.module), knowledge).near


def question_between(modules: Sequence[str], knowledge: Knowledge) -> Question:
    """Return the question that tells the first of some modules from the others: the one for the smallest group.

    Where none is written for all of them, that for the first two; where there is none either, a plain one asks which
    symptom is closest.
    """
    first, *others = modules
    for asked_about in (others, others[:1]):
        written = [each for each in knowledge.questions if all(each.tells_apart(first, one) for one in asked_about)]
        if written:
            return min(written, key=lambda question: len(question.between))
    answers = []
    for module_id in modules:
        symptom = knowledge.module(module_id).symptoms[0]
        label = Text(en=_shortened(symptom.en), zh_hans=_shortened(symptom.zh_hans))
        answers.append(Answer(id=module_id.lower(), label=label, favours=(module_id,)))
    return Question(
        id="-or-".join(modules).lower(),
        between=tuple(modules),
        ask=Text(en="Which of these is closer to what you see?", zh_hans="下面哪一种更接近你看到的情况？"),
        answers=(*answers, DO_NOT_KNOW),
    )


def _shortened(text: str, limit: int = 75) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
