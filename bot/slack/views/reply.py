"""An answer as a Slack message. Pure; what is the same for every report on a module is built once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.slack.views.blocks import (
    MOST_IN_TEXT,
    Block,
    Element,
    Message,
    Part,
    actions,
    button,
    command,
    context,
    escape,
    line,
    rich_text,
    run,
    runs,
    section,
    within_limits,
)
from bot.views.answer import Answer, ModuleAnswer, NoAnswer, QuestionAnswer
from bot.views.terminal import Line, footer_lines, headline_of, lines, sheet_lines
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.model import ReplyLanguage
    from bot.views.answer import Reason, Sheet, Step

SHARE = "share_answer"
"""The action id of the button under an answer that only the asker sees."""

_MOST_IN_HEAD = 1_500
"""Of the top-level text: what depends on the report."""

ANSWER = "answer_question"
"""The action ids of the buttons under a question begin like this; a number follows."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an answer says of its module whatever was reported: parts in their order, and the text."""

    top: tuple[Part, ...]
    steps: tuple[Part, ...]
    runner_up: tuple[Part, ...]
    small_print: tuple[Part, ...]
    head: str
    rest: str


class Replies:
    """Turns answers into messages."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ReplyLanguage, str, str], _Known] = {}

    def message(
        self, content: Answer, *, share_id: str = "", question_id: str = "", offers: Part | None = None
    ) -> Message:
        """Return the message for an answer.

        Args:
            content: what to say.
            share_id: the value of the button that shares a suggestion; no button without.
            question_id: with a number, the value of the buttons that answer a question; no buttons without.
            offers: the buttons of what can be done about a suggestion.
        """
        match content:
            case ModuleAnswer():
                return self._module(content, share_id, offers)
            case QuestionAnswer():
                return Message(_plain(lines(content)), within_limits(_question(content, question_id)))
            case NoAnswer():
                return _nothing(content)

    def _module(self, content: ModuleAnswer, share_id: str, offers: Part | None) -> Message:
        wording = WORDING[content.language]
        known = self._known_of(content)
        parts = list(known.top)
        if content.still_open:
            parts.append(Part.of(rich_text([line(run(content.still_open))]), 1))
        parts += _why(content.reasons, content.language)
        parts += (*known.steps, *known.runner_up, *known.small_print)
        if share_id:
            parts.append(Part.of(actions([button(wording.share, action=SHARE, value=share_id)])))
        if offers:
            parts.append(offers)
        text = escape("\n".join([known.head, *_of_this_report(content)]), _MOST_IN_HEAD)
        return Message(f"{text}\n{known.rest}"[:MOST_IN_TEXT], within_limits(parts))

    def _known_of(self, content: ModuleAnswer) -> _Known:
        other = content.runner_up.module if content.runner_up else ""
        key = (content.module, content.language, content.confidence, other)
        if key not in self._known:
            self._known[key] = _known(content)
        return self._known[key]


def _known(content: ModuleAnswer) -> _Known:
    wording, sheet, language = WORDING[content.language], content.sheet, content.language
    headline = f"{wording.inspect.format(module=f'*{content.module}*')} · {content.confidence}"
    top = section(f"{headline}\n{escape(sheet.responsibility, 2_500)}")
    small = context([escape(f"{sheet.process} · {sheet.kind}", 500)])
    rest = [*sheet_lines(sheet, language), *footer_lines(sheet, language)]
    runner_up: tuple[Part, ...] = ()
    if other := content.runner_up:
        heading = f"{wording.runner_up.format(module=content.module)}{wording.colon}"
        difference = f"{other.module}{wording.stop}{other.difference}"
        runner_up = (Part.of(rich_text([line(run(heading, bold=True), *runs(difference))]), 2),)
        rest = [Line(f"{heading}{difference}"), *rest]
    return _Known(
        top=(Part.of(top), Part.of(small, 3)),
        steps=_steps_of(sheet, language),
        runner_up=runner_up,
        small_print=_small_print(sheet, language),
        head=f"{headline_of(content)}\n{sheet.responsibility}",
        rest=escape(_joined(rest), MOST_IN_TEXT - _MOST_IN_HEAD - 1),
    )


def _buttons(content: QuestionAnswer, question_id: str) -> Block:
    """Return a button for each option."""
    return actions(
        [
            button(option.label, action=f"{ANSWER}_{index}", value=f"{question_id}:{index}")
            for index, option in enumerate(content.options)
        ]
    )


def _of_this_report(content: ModuleAnswer) -> Iterator[str]:
    if content.still_open:
        yield content.still_open
    if content.reasons:
        yield WORDING[content.language].why
    for reason in content.reasons:
        yield f"“{reason.quote}” – {reason.met}"


def _steps_of(sheet: Sheet, language: ReplyLanguage) -> tuple[Part, ...]:
    wording = WORDING[language]
    cost = f"{sheet.restart_heading}{wording.colon}"
    blocks = [
        rich_text(_steps(wording.checks, sheet.checks)),
        rich_text(_steps(wording.remedies, sheet.remedies)),
        rich_text([line(run(cost, bold=True), *runs(sheet.restart))]),
    ]
    return tuple(Part.of(block, 1) for block in blocks)


def _small_print(sheet: Sheet, language: ReplyLanguage) -> tuple[Part, ...]:
    wording = WORDING[language]
    links = " · ".join(f"<{url}|{escape(title, 200)}>" for title, url in sheet.links)
    notes = [escape(note, 1_000) for note in sheet.notes]
    return Part.of(context([f"{wording.links}{wording.colon}{links}"]), 4), Part.of(context(notes), 3)


def _steps(heading: str, steps: Sequence[Step]) -> list[Element]:
    elements: list[Element] = [line(run(heading, bold=True))]
    for number, step in enumerate(steps, 1):
        elements.append(line(run(f"{number}. "), *runs(step.text)))
        if step.command:
            elements.append(command(step.command))
        elements.append(line(run("→ "), *runs(step.remark)))
    return elements


def _why(reasons: Sequence[Reason], language: ReplyLanguage) -> list[Part]:
    if not reasons:
        return []
    elements = [line(run(WORDING[language].why, bold=True))]
    elements += [line(run(f"“{reason.quote}”", italic=True), run(" – "), *runs(reason.met)) for reason in reasons]
    return [Part.of(rich_text(elements), 1)]


def _question(content: QuestionAnswer, question_id: str) -> list[Part]:
    wording = WORDING[content.language]
    headline = wording.not_sure.format(one=f"*{content.one}*", other=f"*{content.other}*")
    parts = [Part.of(section(f"{headline}\n{escape(content.question, 2_500)}"))]
    if question_id:
        parts.append(Part.of(_buttons(content, question_id)))
    options = [
        line(run(f"• {option.label}"), *([run(f" → {option.modules}")] if option.modules else []))
        for option in content.options
    ]
    parts.append(Part.of(rich_text(options)))
    parts += _why(content.reasons, content.language)
    elements = [line(run(wording.until_then, bold=True))]
    for module, step in content.first_steps:
        elements.append(line(run(f"{module}{wording.colon}", bold=True), *runs(step.text)))
        if step.command:
            elements.append(command(step.command))
        elements.append(line(*runs(step.remark)))
    parts.append(Part.of(rich_text(elements), 1))
    parts.append(Part.of(context([escape(note, 1_000) for note in content.notes]), 3))
    return parts


@lru_cache(maxsize=16)
def _nothing(content: NoAnswer) -> Message:
    wording = WORDING[content.language]
    elements = [line(run(content.headline, bold=True)), line(*runs(content.hint, 2_500))]
    elements.append(line(run(wording.examples_title)))
    elements += [command(f"/campaign-why {example}") for example in content.examples]
    return Message(_plain(lines(content)), (Part.of(rich_text(elements)),))


def _plain(content: Iterable[Line]) -> str:
    return escape(_joined(content), MOST_IN_TEXT)


def _joined(content: Iterable[Line]) -> str:
    return "\n".join(each.text for each in content if each.text)
