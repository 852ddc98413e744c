"""An answer as lines of text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import REPLY_LANGUAGES
from bot.views.answer import Answers, ModuleAnswer, Option, QuestionAnswer, Reason, RunnerUp, Sheet, Step, help_answer
from bot.views.terminal import Line, lines, safe

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

_SHEET = Sheet(
    process="alpha@<instance>",
    kind="a daemon",
    responsibility="Lights the lamps.",
    checks=(Step("Look", "pdump", "It tells"), Step("Look again", None, "It tells more")),
    remedies=(Step("Start it", "start alpha", "risk: low"),),
    restart="Little.",
    restart_heading="What a restart costs (risk: low)",
    links=(("Page", "https://example.com/page"),),
    notes=("Ask first.", "As root."),
)


def printed(content: ModuleAnswer | QuestionAnswer, *, is_prompted: bool = False) -> list[str]:
    """Return an answer as it looks in a pipe, or above a prompt."""
    return [f"{' ' * line.indent}{line.text}" for line in lines(content, is_prompted=is_prompted)]


def is_control(char: str) -> bool:
    """Tell what could steer a terminal from text."""
    return unicodedata.category(char) == "Cc" and char not in "\t\n"


def test_a_named_module_is_laid_out_from_the_verdict_to_the_small_print() -> None:
    """Nothing is left out, commands stand alone on their lines."""
    reply = ModuleAnswer(
        language="en",
        module="alpha",
        confidence="likely",
        reasons=(Reason("all dark", "the lamps stay dark"),),
        sheet=_SHEET,
        runner_up=RunnerUp("beta", "a guess", "Look at beta."),
    )

    assert printed(reply) == [
        "Inspect alpha first (likely)",
        "Lights the lamps.",
        "alpha@<instance> · a daemon",
        "",
        "Why",
        "  “all dark” – the lamps stay dark",
        "",
        "Check first (read-only)",
        "  1. Look",
        "     pdump",
        "     It tells",
        "  2. Look again",
        "     It tells more",
        "",
        "Then",
        "  1. Start it",
        "     start alpha",
        "     risk: low",
        "",
        "What a restart costs (risk: low)",
        "  Little.",
        "",
        "If it is not alpha: beta",
        "  Look at beta.",
        "",
        "Documentation",
        "  Page: https://example.com/page",
        "",
        "Ask first.",
        "As root.",
    ]


def test_without_reasons_and_without_another_possibility_their_headings_are_left_out() -> None:
    """No heading stands above nothing."""
    reply = ModuleAnswer("en", "alpha", "likely", reasons=(), sheet=_SHEET, runner_up=None)

    text = printed(reply)

    assert "Why" not in text
    assert not any(line.startswith("If it is not") for line in text)


def test_what_is_still_open_stands_between_the_module_and_the_reasons() -> None:
    """With or without a reason below it."""
    reply = ModuleAnswer("en", "alpha", "a guess", (Reason("dark", "met"),), _SHEET, None, "It is still open.")

    assert printed(reply)[2:8] == [
        "alpha@<instance> · a daemon",
        "",
        "It is still open.",
        "",
        "Why",
        "  “dark” – met",
    ]
    assert printed(replace(reply, reasons=()))[4:7] == ["It is still open.", "", "Check first (read-only)"]


def test_a_question_is_laid_out_with_what_each_answer_means() -> None:
    """An answer that decides nothing points nowhere."""
    reply = QuestionAnswer(
        language="zh-Hans",
        one="alpha",
        other="beta",
        question="灯亮吗？",
        options=(Option("bright", "亮", "beta"), Option("dont-know", "不清楚", "")),
        reasons=(),
        first_steps=(("alpha", Step("看", "pdump", "说明")), ("beta", Step("查", None, "另外"))),
        notes=("先问",),
    )

    assert printed(reply) == [
        "可能是 alpha，也可能是 beta。先确认一点：",
        "灯亮吗？",
        "  1. 亮 → beta",
        "  2. 不清楚",
        "",
        "同时可以先看",
        "  alpha：看",
        "    pdump",
        "    说明",
        "  beta：查",
        "    另外",
        "",
        "先问",
    ]


def test_a_question_with_a_prompt_below_it_stands_last() -> None:
    """What there is to do meanwhile comes first; then the question, and how to answer it."""
    reply = QuestionAnswer(
        language="en",
        one="alpha",
        other="beta",
        question="Is it dark?",
        options=(Option("dark", "Dark", "alpha"), Option("dont-know", "Don't know", "")),
        reasons=(Reason("all dark", "alpha: the lamps stay dark"),),
        first_steps=(("alpha", Step("Look", "pdump", "It tells")),),
        notes=("Ask first.",),
    )

    assert printed(reply, is_prompted=True) == [
        "It could be alpha or beta.",
        "",
        "Why",
        "  “all dark” – alpha: the lamps stay dark",
        "",
        "While you look",
        "  alpha: Look",
        "    pdump",
        "    It tells",
        "",
        "Ask first.",
        "",
        "Is it dark?",
        "  1. Dark → alpha",
        "  2. Don't know",
        "Type a number, how an answer begins, or its module; Enter leaves it open.",
    ]


def test_help_ends_with_examples() -> None:
    """They are indented, ready to copy."""
    last = list(lines(help_answer("en")))[-3:]

    assert [line.indent for line in last] == [2, 2, 2]
    assert last[2] == Line("workflows stuck in start as soon as possible", indent=2)


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs"])))
def test_control_characters_are_taken_out_and_nothing_else(text: str) -> None:
    """Agrees with asking Unicode for each character."""
    assert safe(text) == "".join(char for char in text if not is_control(char))


@given(
    st.lists(
        st.sampled_from(["bounces", "are not", "collected", "\x1b[31m", "\x9b2J", "\x07", "\ud800", "\r", "\0", "退信"])
        | st.text(max_size=3),
        max_size=9,
    )
)
def test_no_report_steers_the_terminal(shipped: Diagnostician, words: list[str]) -> None:
    """Whatever is quoted of a report, in either language, is text."""
    diagnosis = shipped.diagnose(" ".join(words))

    for language in REPLY_LANGUAGES:
        text = "".join(line.text for line in lines(Answers(shipped.knowledge).to(diagnosis, language)))
        assert [char for char in text if is_control(char)] == []
