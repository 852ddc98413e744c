"""An answer as a Slack message. Pure; what is the same for every report on a module is built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.views.blocks import (
    MOST_IN_TEXT,
    Block,
    Element,
    Message,
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
from bot.views.terminal import Line, footer_lines, lines, sheet_lines
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.knowledge.model import ReplyLanguage
    from bot.views.answer import Reason, Sheet, Step

SHARE = "share_answer"
"""The action id of the button under an answer that only the asker sees."""

ANSWER = "answer_question"
"""The action ids of the buttons under a question begin like this; a number follows."""


class Replies:
    """Turns answers into messages."""

    def __init__(self) -> None:
        self._of_sheet: dict[tuple[str, ReplyLanguage], tuple[list[tuple[int, Block]], str]] = {}

    def message(self, content: Answer, *, share_id: str = "", question_id: str = "") -> Message:
        """Return the message for an answer.

        Args:
            content: what to say.
            share_id: the value of the button that shares a suggestion; no button without.
            question_id: with a number, the value of the buttons that answer a question; no buttons without.
        """
        match content:
            case ModuleAnswer():
                blocks, text = self._module(content)
            case QuestionAnswer():
                blocks, text = _question(content), _plain(lines(content))
            case NoAnswer():
                blocks, text = _nothing(content), _plain(lines(content))
        if share_id and isinstance(content, ModuleAnswer):
            label = WORDING[content.language].share
            blocks.append((0, actions([button(label, action=SHARE, value=share_id)])))
        if question_id and isinstance(content, QuestionAnswer):
            blocks.insert(1, (0, _buttons(content, question_id)))
        return Message(text, within_limits(blocks))

    def _module(self, content: ModuleAnswer) -> tuple[list[tuple[int, Block]], str]:
        wording = WORDING[content.language]
        known, known_text = self._known(content)
        headline = wording.inspect.format(module=f"*{content.module}*")
        top = section(f"{headline} · {content.confidence}\n{escape(content.sheet.responsibility, 2_500)}")
        small = context([escape(f"{content.sheet.process} · {content.sheet.kind}", 500)])
        blocks: list[tuple[int, Block]] = [(0, top), (3, small)]
        blocks += [(1, block) for block in _why(content.reasons, content.language)]
        blocks += known[:-2]
        runner_up_text = ""
        if content.runner_up:
            other = content.runner_up
            heading = f"{wording.runner_up.format(module=content.module)}{wording.colon}"
            blocks.append((2, rich_text([line(run(heading, bold=True), *runs(f"{other.module}. {other.difference}"))])))
            runner_up_text = f"{heading}{other.module}. {other.difference}\n"
        blocks += known[-2:]
        head = [f"{wording.inspect.format(module=content.module)} ({content.confidence})", content.sheet.responsibility]
        why = [f"“{reason.quote}” – {reason.met}" for reason in content.reasons]
        text = escape("\n".join([*head, wording.why, *why, runner_up_text]), 1_500)
        return blocks, f"{text}{known_text}"[:MOST_IN_TEXT]

    def _known(self, content: ModuleAnswer) -> tuple[list[tuple[int, Block]], str]:
        """Return the blocks and the text that depend on the module alone; the last two blocks are links and notes."""
        key = (content.module, content.language)
        if key not in self._of_sheet:
            sheet, language = content.sheet, content.language
            rest = [*sheet_lines(sheet, language), *footer_lines(sheet, language)]
            self._of_sheet[key] = _sheet_blocks(sheet, language), escape(_joined(rest), MOST_IN_TEXT - 1_500)
        return self._of_sheet[key]


def _buttons(content: QuestionAnswer, question_id: str) -> Block:
    """Return a button for each of the first three options: with more, the one that decides nothing is left unsaid."""
    return actions(
        [
            button(option.label, action=f"{ANSWER}_{index}", value=f"{question_id}:{index}")
            for index, option in enumerate(content.options)
        ]
    )


def _sheet_blocks(sheet: Sheet, language: ReplyLanguage) -> list[tuple[int, Block]]:
    wording = WORDING[language]
    cost = f"{wording.restart} ({wording.risk}{wording.colon}{sheet.restart_risk}){wording.colon}"
    links = [f"<{url}|{escape(title, 200)}>" for title, url in sheet.links]
    return [
        (1, rich_text(_steps(wording.checks, sheet.checks))),
        (1, rich_text(_steps(wording.remedies, sheet.remedies))),
        (1, rich_text([line(run(cost, bold=True), *runs(sheet.restart))])),
        (4, context([f"{wording.links}{wording.colon}{' · '.join(links)}"])),
        (3, context([escape(note, 1_000) for note in sheet.notes])),
    ]


def _steps(heading: str, steps: Sequence[Step]) -> list[Element]:
    elements: list[Element] = [line(run(heading, bold=True))]
    for number, step in enumerate(steps, 1):
        elements.append(line(run(f"{number}. "), *runs(step.text)))
        if step.command:
            elements.append(command(step.command))
        elements.append(line(run("→ "), *runs(step.remark)))
    return elements


def _why(reasons: Sequence[Reason], language: ReplyLanguage) -> list[Block]:
    if not reasons:
        return []
    elements = [line(run(WORDING[language].why, bold=True))]
    elements += [line(run(f"“{reason.quote}”", italic=True), run(" – "), *runs(reason.met)) for reason in reasons]
    return [rich_text(elements)]


def _question(content: QuestionAnswer) -> list[tuple[int, Block]]:
    wording = WORDING[content.language]
    headline = wording.not_sure.format(one=f"*{content.one}*", other=f"*{content.other}*")
    blocks: list[tuple[int, Block]] = [(0, section(f"{headline}\n{escape(content.question, 2_500)}"))]
    options = [
        line(run(f"• {option.label}"), *([run(f" → {option.modules}")] if option.modules else []))
        for option in content.options
    ]
    blocks.append((0, rich_text(options)))
    blocks += [(1, block) for block in _why(content.reasons, content.language)]
    elements = [line(run(wording.until_then, bold=True))]
    for module, step in content.first_steps:
        elements.append(line(run(f"{module}{wording.colon}", bold=True), *runs(step.text)))
        if step.command:
            elements.append(command(step.command))
        elements.append(line(*runs(step.remark)))
    blocks.append((1, rich_text(elements)))
    blocks.append((3, context([escape(note, 1_000) for note in content.notes])))
    return blocks


def _nothing(content: NoAnswer) -> list[tuple[int, Block]]:
    wording = WORDING[content.language]
    elements = [line(run(content.headline, bold=True)), line(*runs(content.hint, 2_500))]
    elements.append(line(run(wording.examples_title)))
    elements += [command(f"/campaign-why {example}") for example in content.examples]
    return [(0, rich_text(elements))]


def _plain(content: Iterable[Line]) -> str:
    return escape(_joined(content), MOST_IN_TEXT)


def _joined(content: Iterable[Line]) -> str:
    return "\n".join(each.text for each in content if each.text)
