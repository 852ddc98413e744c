"""What a reply says, resolved to one language and free of any layout; every rendering starts from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Diagnosis, Suggest
from bot.knowledge.model import Kind, Signature
from bot.views.wording import EXAMPLES, WORDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.diagnosis.outcome import Answered, Evidence
    from bot.knowledge.model import Knowledge, Module, Pack, Question, ReplyLanguage

_MOST_LINKS = 3
_RUNNER_UP_FROM = 0.15


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step: what to do, the command to copy, what it tells or risks."""

    text: str
    command: str | None
    remark: str


@dataclass(frozen=True, slots=True)
class Reason:
    """The user's own words next to what they met."""

    quote: str
    met: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a module; the same for every report."""

    process: str
    """Its name in pdump."""

    kind: str
    responsibility: str
    checks: tuple[Step, ...]
    remedies: tuple[Step, ...]
    restart: str
    restart_heading: str
    """With its risk; of a job, which is launched again instead."""

    links: tuple[tuple[str, str], ...]
    """Title and address."""

    notes: tuple[str, ...]
    """Who may run the commands, and where."""


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The second candidate and how to tell it from the first."""

    module: str
    confidence: str
    difference: str


@dataclass(frozen=True, slots=True)
class ModuleAnswer:
    """A module is named."""

    language: ReplyLanguage
    module: str
    confidence: str
    """In words."""

    reasons: tuple[Reason, ...]
    sheet: Sheet
    runner_up: RunnerUp | None
    still_open: str = ""
    """Between which modules, where the answer to a question decided nothing."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be answered to a question."""

    id: str
    label: str
    modules: str
    """The modules that it speaks for; empty if it decides nothing."""


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question is asked first."""

    language: ReplyLanguage
    one: str
    other: str
    question: str
    options: tuple[Option, ...]
    """What can be answered; the last one decides nothing."""

    reasons: tuple[Reason, ...]
    first_steps: tuple[tuple[str, Step], ...]
    """For each of the modules its first check."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing is known, or nothing was asked."""

    language: ReplyLanguage
    headline: str
    hint: str
    examples: tuple[str, ...]


Answer: TypeAlias = ModuleAnswer | QuestionAnswer | NoAnswer


def help_answer(language: ReplyLanguage) -> NoAnswer:
    """Return what the bot can do, with examples to copy."""
    wording = WORDING[language]
    return NoAnswer(language, wording.nothing_said, wording.help, EXAMPLES[language])


class Answers:
    """Puts diagnoses of one pack into words; what it knows of a module is put together once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._sheets: dict[tuple[str, ReplyLanguage], Sheet] = {}

    def to(self, diagnosis: Diagnosis, language: ReplyLanguage) -> Answer:
        """Return what to reply to a diagnosis."""
        match diagnosis:
            case Suggest():
                return self._named(diagnosis, language)
            case Clarify():
                return self._asked(diagnosis, language)
            case Abstain():
                return self._unknown(diagnosis, language)

    def sheet(self, module_id: str, language: ReplyLanguage) -> Sheet:
        """Return what is known of a module."""
        key = (module_id, language)
        if key not in self._sheets:
            self._sheets[key] = _sheet(self.knowledge.module(module_id), self.knowledge.pack, language)
        return self._sheets[key]

    def _named(self, diagnosis: Suggest, language: ReplyLanguage) -> ModuleAnswer:
        first = diagnosis.candidates[0]
        return ModuleAnswer(
            language=language,
            module=first.module,
            confidence=WORDING[language].confidence_of(first.confidence),
            reasons=(*_said(diagnosis.answers, language), *reasons(first.evidence, language)),
            sheet=self.sheet(first.module, language),
            runner_up=self._runner_up(diagnosis.candidates, language),
            still_open=_still_open(diagnosis, language),
        )

    def _asked(self, diagnosis: Clarify, language: ReplyLanguage) -> QuestionAnswer:
        one, other = diagnosis.candidates[:2]
        question = diagnosis.question
        sheets = {each.module: self.sheet(each.module, language) for each in (one, other)}
        return QuestionAnswer(
            language=language,
            one=one.module,
            other=other.module,
            question=question.ask[language],
            options=options_of(question, language),
            reasons=(
                *_said(diagnosis.answers, language),
                *_reasons_for(one, language),
                *_reasons_for(other, language),
            ),
            first_steps=tuple((module, each.checks[0]) for module, each in sheets.items()),
            notes=sheets[one.module].notes,
        )

    def _unknown(self, diagnosis: Abstain, language: ReplyLanguage) -> NoAnswer:
        if not diagnosis.report.strip():
            return help_answer(language)
        wording = WORDING[language]
        headline = wording.unknown
        first = diagnosis.candidates[0]
        if first.confidence >= self.knowledge.pack.thresholds.clarify:
            responsibility = self.knowledge.module(first.module).responsibility[language]
            headline = wording.unsure.format(module=first.module, responsibility=responsibility)
        return NoAnswer(language, headline, wording.unknown_hint, EXAMPLES[language])

    def _runner_up(self, candidates: Sequence[Candidate], language: ReplyLanguage) -> RunnerUp | None:
        """Return the second candidate if it is likely, else the neighbour that is most often meant instead."""
        first, *others = candidates
        module = self.knowledge.module(first.module)
        likely = (module.neighbour(each.module) for each in others[:1] if each.confidence >= _RUNNER_UP_FROM)
        neighbour = next(likely, None) or next(iter(module.neighbours), None)
        if neighbour is None:
            return None
        confidence = next(each.confidence for each in candidates if each.module == neighbour.module)
        return RunnerUp(neighbour.module, WORDING[language].confidence_of(confidence), neighbour.difference[language])


def options_of(question: Question, language: ReplyLanguage) -> tuple[Option, ...]:
    """Return what can be answered to a question."""
    comma = WORDING[language].comma
    return tuple(Option(each.id, each.label[language], comma.join(each.favours)) for each in question.answers)


def _said(answers: Sequence[Answered], language: ReplyLanguage) -> list[Reason]:
    """Return the answers so far that speak for a module, each with its question, which no longer stands there."""
    return [
        Reason(each.answer.label[language], WORDING[language].answered.format(question=each.question.ask[language]))
        for each in answers
        if each.answer.favours
    ]


def _still_open(diagnosis: Suggest, language: ReplyLanguage) -> str:
    if not diagnosis.is_best_guess:
        return ""
    one, other = diagnosis.candidates[:2]
    return WORDING[language].still_open.format(one=one.module, other=other.module)


def _reasons_for(candidate: Candidate, language: ReplyLanguage) -> list[Reason]:
    """Return the first reasons for one of several modules, each saying which it speaks for."""
    return [
        Reason(each.quote, f"{candidate.module}{WORDING[language].colon}{each.met}")
        for each in reasons(candidate.evidence, language)[:2]
    ]


def reasons(evidence: Sequence[Evidence], language: ReplyLanguage) -> tuple[Reason, ...]:
    """Return the user's words next to the symptoms they met; single words are gathered into one reason."""
    found = [Reason(each.text, _meaning(each, language)) for each in evidence if each.met is not None]
    words = dict.fromkeys(each.text for each in evidence if each.met is None)
    if words:
        found.append(Reason(" · ".join(words), WORDING[language].words_point_here))
    return tuple(found)


def _meaning(evidence: Evidence, language: ReplyLanguage) -> str:
    met = evidence.met
    if isinstance(met, Signature):
        return met.meaning[language]
    symptom = met[language] if met else ""
    return WORDING[language].closest_symptom.format(symptom=symptom) if evidence.is_partial else symptom


def _sheet(module: Module, pack: Pack, language: ReplyLanguage) -> Sheet:
    wording = WORDING[language]
    checks = [Step(check.look[language], check.command, check.tells[language]) for check in module.checks]
    remedies = [
        Step(remedy.do[language], remedy.command, f"{wording.risk}{wording.colon}{wording.risks[remedy.risk]}")
        for remedy in module.remedies
    ]
    heading = wording.relaunch if module.process.kind is Kind.JOB else wording.restart
    risk = f"{wording.risk}{wording.colon}{wording.risks[module.restart.risk]}"
    return Sheet(
        process=module.process.pdump,
        kind=wording.kinds[module.process.kind],
        responsibility=module.responsibility[language],
        checks=tuple(checks),
        remedies=tuple(remedies),
        restart=module.restart.cost[language],
        restart_heading=heading + wording.aside.format(words=risk),
        links=tuple((link.title[language], link.url) for link in module.links[:_MOST_LINKS]),
        notes=(pack.hosting_note[language], pack.command_note[language]),
    )
