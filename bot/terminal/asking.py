"""`campaign-why ask`: one report, a stream of reports, or a conversation at a prompt."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.app import build_diagnostician
from bot.diagnosis.explanation import explain
from bot.diagnosis.outcome import Clarify, reply_language
from bot.errors import CampaignWhyError, UsageError
from bot.terminal.choosing import meant
from bot.terminal.screen import chosen_language, show, show_json
from bot.views.answer import Answers
from bot.views.explanation import explanation_lines
from bot.views.jsonable import diagnosis_as_json
from bot.views.terminal import Line, help_lines, lines, prompt_lines
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Question, ReplyLanguage


_FAREWELLS = frozenset({"", "quit", "exit", "q", ":q", "bye"})
_HELP = frozenset({"help", "?", "/help"})
_NOTHING_SAID = (
    "TEXT says nothing. Say what is seen, such as: campaign-why ask mails do not leave since nine. "
    "Without TEXT you are asked for it."
)


class SomeLinesFailed(CampaignWhyError):
    """Lines of a stream were no reports; each was answered with an error in its place."""

    exit_code = 1


def run(text: str | None, *, way: str, lang: str | None, pack: Path | None) -> None:
    """Answer on standard output.

    Args:
        text: the report; without, it is read from standard input, or asked for at a prompt.
        way: answer, json, jsonl (a stream of reports) or explain.
        lang: the reply language, if it is not the report's.
        pack: the folder of another pack than the shipped one.

    Raises:
        UsageError: options that exclude each other, an unknown language, or a text that says nothing.
        SomeLinesFailed: a line of the stream was no report.
    """
    language = chosen_language(lang)
    if way == "jsonl" and text:
        raise UsageError("Give the report as TEXT or as lines with --jsonl, not both.")
    if way == "answer" and text is not None and not text.strip():
        raise UsageError(_NOTHING_SAID)
    diagnostician = build_diagnostician(pack)
    if way == "jsonl":
        _stream(sys.stdin, diagnostician, language)
    elif text is None and way == "answer" and sys.stdin.isatty():
        _converse(diagnostician, language)
    else:
        _once(sys.stdin.read() if text is None else text, diagnostician, language, way)


def _once(report: str, diagnostician: Diagnostician, language: ReplyLanguage | None, way: str) -> None:
    match way:
        case "json":
            show_json(_timed(report, diagnostician, language))
        case "explain":
            explanation = explain(report, diagnostician)
            show(explanation_lines(explanation, language or reply_language(explanation.diagnosis.language)))
        case _ if report.strip():
            _answer(report, diagnostician, language)
        case _:
            show(help_lines(language or "en"))


def _answer(report: str, diagnostician: Diagnostician, language: ReplyLanguage | None) -> None:
    """Answer, and go on while a question is asked and answered."""
    diagnosis: Diagnosis | None = diagnostician.diagnose(report)
    answers = Answers(diagnostician.knowledge)
    is_prompted = sys.stdin.isatty() and sys.stdout.isatty()
    while diagnosis is not None:
        content = answers.to(diagnosis, language or reply_language(diagnosis.language))
        show(lines(content, is_prompted=is_prompted))
        diagnosis = _after_answer(diagnosis, content.language, diagnostician) if is_prompted else None


def _after_answer(diagnosis: Diagnosis, language: ReplyLanguage, diagnostician: Diagnostician) -> Diagnosis | None:
    """Return the diagnosis after the answer to its question; None where none is asked or answered."""
    if not isinstance(diagnosis, Clarify):
        return None
    answer_id = _chosen(diagnosis.question, language)
    return diagnostician.answered(diagnosis, answer_id) if answer_id else None


def _chosen(question: Question, language: ReplyLanguage) -> str | None:
    """Return the id of the answer that is chosen; None where the question is left open."""
    wording, answers = WORDING[language], question.answers
    while (typed := _prompted(wording.your_answer)).lower() not in _FAREWELLS:
        match meant(typed, answers, language):
            case (number,):
                return answers[number - 1].id
            case ():
                hint = wording.none_fits.format(last=len(answers))
            case several:
                hint = wording.several_fit.format(numbers=wording.comma.join(map(str, several)))
        show([Line(hint)])
    return None


def _timed(report: str, diagnostician: Diagnostician, language: ReplyLanguage | None) -> dict[str, Any]:
    # The first report in a language builds what it needs, which is no part of the time.
    diagnostician.vocabulary.hear(report)
    start = perf_counter()
    diagnosis = diagnostician.diagnose(report)
    return diagnosis_as_json(diagnosis, elapsed_ms=(perf_counter() - start) * 1000, language=language)


def _stream(source: Iterable[str], diagnostician: Diagnostician, language: ReplyLanguage | None) -> None:
    """Answer each line in its order, under its id if it has one; what is no report is answered with an error."""
    diagnostician.vocabulary.prepare()
    failed = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        named: dict[str, Any] = {}
        try:
            row = _row(line)
            named = _named(row)
            content = _timed(_text_of(row), diagnostician, language)
        except ValueError as error:
            failed += 1
            content = {"error": f"line {number}: {error}"}
        sys.stdout.write(json.dumps(named | content) + "\n")
        sys.stdout.flush()
    if failed:
        raise SomeLinesFailed(f'{failed} of the lines were no reports; write {{"text": "..."}} a line')


def _row(line: str) -> Any:
    try:
        line.encode()
        return json.loads(line.removeprefix("\ufeff"))
    except UnicodeEncodeError as error:
        raise ValueError(f"not UTF-8 at character {error.start + 1}") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _named(row: Any) -> dict[str, str | int | None]:
    """Return the id of a line, as what its answer begins with; nothing if it has none."""
    if not isinstance(row, dict) or "id" not in row:
        return {}
    if not isinstance(row["id"], str | int | None):
        raise ValueError("id has to be a string or a whole number")  # noqa: TRY004  (bad input, not a bug)
    return {"id": row["id"]}


def _text_of(row: Any) -> str:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError('not {"text": "..."}')  # noqa: TRY004  (bad input, not a bug)
    return str(row["text"])


def _converse(diagnostician: Diagnostician, language: ReplyLanguage | None) -> None:
    prompt = WORDING[language or "en"].prompt
    show(prompt_lines(language or "en"))
    while (report := _prompted(prompt)).lower() not in _FAREWELLS:
        if report.lower() in _HELP:
            show(prompt_lines(language or "en"))
        else:
            _answer(report, diagnostician, language)


def _prompted(prompt: str) -> str:
    """Return what is typed; nothing at the end of input. However it ends, what follows begins a new line."""
    with suppress(ImportError):
        import readline  # noqa: F401  (line editing and history at the prompt)
    try:
        return input(f"\n{prompt}").strip()
    except EOFError:
        show([Line()])
        return ""
    except KeyboardInterrupt:
        show([Line()])
        raise
