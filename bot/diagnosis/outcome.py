"""What a diagnosis can be: one module named, one question asked, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bot.knowledge.model import Answer, Question, ReplyLanguage, ReportLanguage, Signature, Symptom


class Evidence(NamedTuple):
    """Words of the report and what they met in the knowledge."""

    text: str
    """The user's own words."""

    met: Symptom | Signature | None
    """The symptom or signature; None where single words speak for the module in comparable reports."""

    strength: float
    """Log-odds; negative where the words speak against the module."""

    trait: str = ""
    """The trait, where single words speak."""

    is_partial: bool = False
    """The symptom is just the closest one: the report does not show enough of it."""


class Candidate(NamedTuple):
    """A module with what speaks for it."""

    module: str
    score: float
    """Log-odds before calibration."""

    confidence: float
    """0..1, comparable across reports."""

    evidence: tuple[Evidence, ...] = ()


class Answered(NamedTuple):
    """A question, and what was answered."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Suggest:
    """One module to inspect."""

    report: str
    language: ReportLanguage | None
    candidates: tuple[Candidate, ...]
    answers: tuple[Answered, ...] = ()
    """What led here besides the report."""

    @property
    def is_best_guess(self) -> bool:
        """Whether a question was asked, and its answer decided nothing."""
        return bool(self.answers) and not self.answers[-1].answer.favours


@dataclass(frozen=True, slots=True)
class Clarify:
    """The one question that tells the likeliest modules apart."""

    report: str
    language: ReportLanguage | None
    candidates: tuple[Candidate, ...]
    question: Question
    answers: tuple[Answered, ...] = ()
    """What led here besides the report."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of all questions asked so far, this one included."""
        return (*(each.question.id for each in self.answers), self.question.id)


@dataclass(frozen=True, slots=True)
class Abstain:
    """Nothing in the knowledge fits."""

    report: str
    language: ReportLanguage | None
    candidates: tuple[Candidate, ...]


Diagnosis: TypeAlias = Suggest | Clarify | Abstain


def reply_language(language: ReportLanguage | None, otherwise: ReplyLanguage = "en") -> ReplyLanguage:
    """Return the language to reply in: Chinese to Chinese, English to all others, `otherwise` where nothing tells."""
    if language is None:
        return otherwise
    return "zh-Hans" if language.startswith("zh") else "en"
