"""A report from Slack to a message for Slack; what all doors share."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_urlsafe
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog

from bot.diagnosis.outcome import Clarify, Suggest
from bot.slack.memory import Memory
from bot.slack.views.reply import Replies
from bot.views.answer import Answers, help_answer

if TYPE_CHECKING:
    from bot.diagnosis.in_force import Diagnosing, InForce
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import ReplyLanguage
    from bot.slack.offers import Offers
    from bot.slack.views.blocks import Message, Part

log = structlog.get_logger()

HELP = frozenset({"", "help", "?", "hi", "hello", "帮助", "幫助", "你好"})
"""What is said by somebody who reports nothing yet."""

_REMEMBERED_FOR = 60 * 60
"""Seconds in which an answer can be shared and a question answered."""

_MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where."""

    team: str
    user: str
    channel: str


def clicker_of(body: dict[str, Any]) -> Asker:
    """Return who clicked a button or chose a shortcut, and where."""
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id", "")
    return Asker(str(team), str(user["id"]), str((body.get("channel") or {}).get("id", "")))


@dataclass(frozen=True, slots=True)
class Expert:
    """A diagnostician, and what puts its diagnoses into words."""

    diagnostician: Diagnosing
    answers: Answers
    replies: Replies

    @classmethod
    def of(cls, diagnostician: Diagnosing) -> Expert:
        """Return the expert who asks a diagnostician."""
        return cls(diagnostician, Answers(diagnostician.knowledge), Replies())


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnosis, and who made it: all that follows from it comes from the same knowledge."""

    diagnosis: Diagnosis
    expert: Expert


@dataclass(frozen=True, slots=True)
class Shareable:
    """An answer that only its asker has seen so far."""

    asker: Asker
    finding: Finding
    language: ReplyLanguage


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits for its answer."""

    diagnosis: Clarify
    expert: Expert
    language: ReplyLanguage
    asker: Asker | None
    """Who alone may answer; None where all can see the question."""


class Responder:
    """Answers reports."""

    def __init__(self, in_force: InForce, offers: Offers | None = None) -> None:
        self._in_force = in_force
        self._offers = offers
        self._expert = Expert.of(in_force.diagnostician)
        self._shareable: Memory[str, Shareable] = Memory(lifetime=_REMEMBERED_FOR, most=_MOST_REMEMBERED)
        self._open: Memory[str, OpenQuestion] = Memory(lifetime=_REMEMBERED_FOR, most=_MOST_REMEMBERED)
        self._settled: Memory[str, OpenQuestion] = Memory(lifetime=_REMEMBERED_FOR, most=_MOST_REMEMBERED)

    def diagnose(self, report: str, *, door: str) -> Finding:
        """Return the diagnosis of a report, and log it without a word of the report."""
        expert = self._expert_now()
        start = perf_counter()
        diagnosis = expert.diagnostician.diagnose(report)
        first = diagnosis.candidates[0]
        log.info(
            "report.diagnosed",
            door=door,
            decision=type(diagnosis).__name__.lower(),
            module=first.module,
            confidence=round(first.confidence, 2),
            language=diagnosis.language,
            length=len(report),
            elapsed_ms=round((perf_counter() - start) * 1000, 2),
        )
        return Finding(diagnosis, expert)

    def _expert_now(self) -> Expert:
        if self._expert.diagnostician is not self._in_force.diagnostician:
            self._expert = Expert.of(self._in_force.diagnostician)
        return self._expert

    def message(
        self, finding: Finding, language: ReplyLanguage, asker: Asker | None = None, channel: str = ""
    ) -> Message:
        """Return the message for a diagnosis; what its buttons stand for stays here.

        Args:
            finding: what was found, and by whom.
            language: to reply in.
            asker: who alone sees the message, and may share it; None if all do.
            channel: where all see it.
        """
        diagnosis, expert = finding.diagnosis, finding.expert
        content = expert.answers.to(diagnosis, language)
        if isinstance(diagnosis, Clarify):
            question_id = token_urlsafe(12)
            self._open.put(question_id, OpenQuestion(diagnosis, expert, language, asker))
            return expert.replies.message(content, question_id=question_id)
        if isinstance(diagnosis, Suggest) and asker:
            share_id = token_urlsafe(12)
            self._shareable.put(share_id, Shareable(asker, finding, language))
            offers = self._offered(diagnosis, language, asker.channel, is_private=True)
            return expert.replies.message(content, share_id=share_id, offers=offers)
        return expert.replies.message(content, offers=self._offered(diagnosis, language, channel))

    def _offered(
        self, diagnosis: Diagnosis, language: ReplyLanguage, channel: str, *, is_private: bool = False
    ) -> Part | None:
        if self._offers is None or not channel or not isinstance(diagnosis, Suggest):
            return None
        first = diagnosis.candidates[0]
        answers = [each.answer.label[language] for each in diagnosis.answers if each.answer.favours]
        evidence = [*answers, *(each.text for each in first.evidence)]
        return self._offers.row(first.module, evidence, channel, language, is_private=is_private)

    def remembers(self, value: str) -> bool:
        """Return whether the question behind a button is open, or has just been answered."""
        question_id = value.partition(":")[0]
        return bool(self._open.get(question_id) or self._settled.get(question_id))

    def is_put_to(self, value: str, clicker: Asker) -> bool:
        """Return whether somebody may answer the question behind a button: all may where all can see it."""
        question_id = value.partition(":")[0]
        found = self._open.get(question_id) or self._settled.get(question_id)
        return bool(found and found.asker in (None, clicker))

    def answered(self, value: str, clicker: Asker) -> Message | None:
        """Return the message that takes the place of a question, once; None for a click that means nothing here.

        Args:
            value: of the button.
            clicker: a question put to one person can only be answered by that person, where it was asked.
        """
        question_id, _, number = value.partition(":")
        found = self._open.get(question_id)
        if found is None or not self.is_put_to(value, clicker) or not number.isdecimal():
            return None
        answers = found.diagnosis.question.answers
        if int(number) >= len(answers):
            return None
        self._open.take(question_id)
        self._settled.put(question_id, found)
        diagnosis = found.expert.diagnostician.answered(found.diagnosis, answers[int(number)].id)
        log.info("question.answered", question=found.diagnosis.question.id, answer=answers[int(number)].id)
        finding = Finding(diagnosis, found.expert)
        return self.message(finding, found.language, found.asker, "" if found.asker else clicker.channel)

    def reopen(self, value: str) -> None:
        """Let the question behind a button be answered again: what followed from its answer did not arrive."""
        question_id = value.partition(":")[0]
        if question := self._settled.take(question_id):
            self._open.put(question_id, question)

    def help(self, language: ReplyLanguage) -> Message:
        """Return what the bot can do."""
        return self._expert.replies.message(help_answer(language))

    def shareable(self, share_id: str, asker: Asker) -> Shareable | None:
        """Return the answer behind a "share" button, once, and only to whom it was given."""
        found = self._shareable.get(share_id)
        if found is None or found.asker != asker:
            return None
        return self._shareable.take(share_id)

    def unshared(self, share_id: str, found: Shareable) -> None:
        """Let an answer be shared again: it did not arrive."""
        self._shareable.put(share_id, found)
