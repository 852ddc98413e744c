"""An answer as lines for a terminal: styled where a person looks, plain where a program reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.views.answer import Answer, ModuleAnswer, NoAnswer, QuestionAnswer
from bot.views.wording import EXAMPLES, WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.model import ReplyLanguage
    from bot.views.answer import Option, Reason, Sheet, Step


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and how it looks: title, heading, text, command, quiet."""

    text: str = ""
    style: str = "text"
    indent: int = 0
    name: str = ""
    """Stands before the text; what does not fit beside it goes on below the text, not below the name."""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def safe(text: str) -> str:
    """Return `text` without the control characters that could steer a terminal."""
    return _CONTROL.sub("", text)


def lines(content: Answer, *, is_prompted: bool = False) -> Iterator[Line]:
    """Yield the lines of an answer; where a prompt follows, a question stands last."""
    match content:
        case ModuleAnswer():
            yield from _module(content)
        case QuestionAnswer():
            yield from _prompted(content) if is_prompted else _asked(content)
        case NoAnswer():
            yield from _nothing(content)


def headline_of(content: ModuleAnswer) -> str:
    """Return the verdict, with how sure it is."""
    wording = WORDING[content.language]
    return wording.inspect.format(module=content.module) + wording.aside.format(words=content.confidence)


def help_lines(language: ReplyLanguage) -> Iterator[Line]:
    """Yield what to do for who said nothing in a pipe."""
    wording = WORDING[language]
    yield from _nothing(NoAnswer(language, wording.nothing_said, wording.help_at_terminal, EXAMPLES[language]))


def prompt_lines(language: ReplyLanguage) -> Iterator[Line]:
    """Yield what stands above the first prompt."""
    wording = WORDING[language]
    yield Line(wording.at_prompt, "title")
    yield Line()
    yield Line(wording.examples_title, "heading")
    for example in EXAMPLES[language]:
        yield Line(example, indent=2)


def sheet_lines(sheet: Sheet, language: ReplyLanguage) -> Iterator[Line]:
    """Yield the lines of what is known of a module."""
    wording = WORDING[language]
    yield from _steps(wording.checks, sheet.checks)
    yield from _steps(wording.remedies, sheet.remedies)
    yield Line()
    yield Line(sheet.restart_heading, "heading")
    yield Line(sheet.restart, indent=2)


def footer_lines(sheet: Sheet, language: ReplyLanguage) -> Iterator[Line]:
    """Yield links and notes."""
    wording = WORDING[language]
    yield Line()
    yield Line(wording.links, "heading")
    for title, url in sheet.links:
        yield Line(f"{title}{wording.colon}{url}", "quiet", 2)
    yield Line()
    for note in sheet.notes:
        yield Line(note, "quiet")


def _module(content: ModuleAnswer) -> Iterator[Line]:
    wording = WORDING[content.language]
    sheet = content.sheet
    yield Line(headline_of(content), "title")
    yield Line(sheet.responsibility)
    yield Line(f"{sheet.process} · {sheet.kind}", "quiet")
    if content.still_open:
        yield Line()
        yield Line(content.still_open)
    yield from _reasons(wording.why, content.reasons)
    yield from sheet_lines(sheet, content.language)
    if content.runner_up:
        yield Line()
        heading = wording.runner_up.format(module=content.module)
        yield Line(f"{heading}{wording.colon}{content.runner_up.module}", "heading")
        yield Line(content.runner_up.difference, indent=2)
    yield from footer_lines(sheet, content.language)


def _asked(content: QuestionAnswer) -> Iterator[Line]:
    yield Line(WORDING[content.language].not_sure.format(one=content.one, other=content.other), "title")
    yield Line(content.question)
    yield from option_lines(content.options)
    yield from _meanwhile(content)


def _prompted(content: QuestionAnswer) -> Iterator[Line]:
    yield Line(WORDING[content.language].either.format(one=content.one, other=content.other), "title")
    yield from _meanwhile(content)
    yield Line()
    yield Line(content.question, "heading")
    yield from option_lines(content.options)
    yield Line(WORDING[content.language].choose, "quiet")


def option_lines(options: Iterable[Option]) -> Iterator[Line]:
    """Yield what can be answered to a question, each with its number and the modules that it speaks for."""
    for number, option in enumerate(options, 1):
        yield Line(f"{number}. {option.label}" + (f" → {option.modules}" if option.modules else ""), indent=2)


def _meanwhile(content: QuestionAnswer) -> Iterator[Line]:
    wording = WORDING[content.language]
    yield from _reasons(wording.why, content.reasons)
    yield Line()
    yield Line(wording.until_then, "heading")
    for module, step in content.first_steps:
        yield Line(f"{module}{wording.colon}{step.text}", indent=2)
        if step.command:
            yield Line(step.command, "command", 4)
        yield Line(step.remark, "quiet", 4)
    yield Line()
    for note in content.notes:
        yield Line(note, "quiet")


def _nothing(content: NoAnswer) -> Iterator[Line]:
    wording = WORDING[content.language]
    yield Line(content.headline, "title")
    yield Line(content.hint)
    yield Line()
    yield Line(wording.examples_title, "heading")
    for example in content.examples:
        yield Line(example, indent=2)


def _reasons(heading: str, reasons: Sequence[Reason]) -> Iterator[Line]:
    if not reasons:
        return
    yield Line()
    yield Line(heading, "heading")
    for reason in reasons:
        yield Line(f"“{safe(reason.quote)}” – {reason.met}", indent=2)


def _steps(heading: str, steps: Sequence[Step]) -> Iterator[Line]:
    yield Line()
    yield Line(heading, "heading")
    for number, step in enumerate(steps, 1):
        yield Line(f"{number}. {step.text}", indent=2)
        if step.command:
            yield Line(step.command, "command", 5)
        yield Line(step.remark, "quiet", 5)
