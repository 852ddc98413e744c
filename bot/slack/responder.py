"""A report from Slack to a message for Slack; what all doors share."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_urlsafe
from time import perf_counter
from typing import TYPE_CHECKING

import structlog

from bot.diagnosis.outcome import reply_language
from bot.slack.memory import Memory
from bot.slack.views.reply import Replies
from bot.views.answer import Answers, help_answer

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import ReplyLanguage
    from bot.slack.views.blocks import Message

log = structlog.get_logger()

_SHAREABLE_FOR = 30 * 60
"""Seconds; Slack's response_url lives as long."""

_MOST_SHAREABLE = 2_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where."""

    team: str
    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Shareable:
    """An answer that only its asker has seen so far."""

    asker: Asker
    report: str
    message: Message
    language: ReplyLanguage


class Responder:
    """Answers reports."""

    def __init__(self, diagnostician: Diagnostician) -> None:
        self._diagnostician = diagnostician
        self._answers = Answers(diagnostician.knowledge)
        self._replies = Replies()
        self._shareable: Memory[str, Shareable] = Memory(lifetime=_SHAREABLE_FOR, most=_MOST_SHAREABLE)

    def diagnose(self, report: str, *, door: str) -> Diagnosis:
        """Return the diagnosis of a report, and log it without a word of the report."""
        start = perf_counter()
        diagnosis = self._diagnostician.diagnose(report)
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
        return diagnosis

    def message(self, diagnosis: Diagnosis, otherwise: ReplyLanguage) -> Message:
        """Return the message for all to see; `otherwise` is the language where the report does not tell."""
        language = reply_language(diagnosis.language, otherwise)
        return self._replies.message(self._answers.to(diagnosis, language))

    def private_message(self, diagnosis: Diagnosis, otherwise: ReplyLanguage, asker: Asker) -> Message:
        """Return the message for the asker alone, with a button that shares it."""
        language = reply_language(diagnosis.language, otherwise)
        content = self._answers.to(diagnosis, language)
        share_id = token_urlsafe(12)
        public = self._replies.message(content)
        self._shareable.put(share_id, Shareable(asker, diagnosis.report, public, language))
        return self._replies.message(content, share_id=share_id)

    def help(self, language: ReplyLanguage) -> Message:
        """Return what the bot can do."""
        return self._replies.message(help_answer(language))

    def shareable(self, share_id: str, asker: Asker) -> Shareable | None:
        """Return the answer behind a "share" button, once, and only to whom it was given."""
        found = self._shareable.get(share_id)
        if found is None or found.asker != asker:
            return None
        return self._shareable.take(share_id)
