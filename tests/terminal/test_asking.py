"""`campaign-why ask`: one report, a stream of reports, a conversation at a prompt."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import run, start
from tests.packs import NAME, files, write

if TYPE_CHECKING:
    from pathlib import Path

BOUNCES = "bounces are not collected any more"
BOUNCES_ZH = "退信收不回来了"
each_locale = pytest.mark.parametrize("errors", ["surrogateescape", "strict"])
"""Python reads standard input strictly in most locales, and any bytes in C and POSIX."""

CHOOSE = "Your answer: "
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def pack(folder: Path) -> str:
    """A small pack that asks whether it is dark."""
    return str(write(folder))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small pack for all examples of a property."""
    folder = tmp_path_factory.mktemp("packs") / NAME
    folder.mkdir()
    return str(write(folder))


def unspaced(text: str) -> str:
    """Return text without colours, spaces and line breaks: a screen breaks lines where they are full."""
    return "".join(COLOUR.sub("", text).split())


def rows(text: str) -> list[dict[str, Any]]:
    """Return JSON lines."""
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")] if text else []


def test_a_report_is_answered_with_the_module() -> None:
    """Verdict first, then why, what to check, what to do."""
    outcome = run("ask", BOUNCES)

    printed = outcome.out.splitlines()
    assert outcome.code == 0
    assert printed[0].startswith("Inspect inMail first (")
    assert [line for line in printed if line and not line.startswith(" ")][3:6] == [
        "Why",
        "Check first (read-only)",
        "Then",
    ]
    assert outcome.err == ""


def test_a_report_needs_no_quotes() -> None:
    """Several words are one report."""
    assert run("ask", *BOUNCES.split()) == run("ask", BOUNCES)


def test_a_report_may_come_through_a_pipe() -> None:
    """Without TEXT standard input is read to its end."""
    assert run("ask", stdin=f"{BOUNCES}\n") == run("ask", BOUNCES)


def test_the_same_words_get_the_same_answer() -> None:
    """Nothing is drawn by lot, in this process or another."""
    assert start("ask", BOUNCES) == run("ask", BOUNCES)


@pytest.mark.parametrize(
    ("report", "options", "first"),
    [
        (BOUNCES, (), "Inspect inMail first"),
        (BOUNCES_ZH, (), "先检查 inMail"),
        (BOUNCES, ("--lang", "zh"), "先检查 inMail"),
        (BOUNCES, ("--lang", "zh-Hans"), "先检查 inMail"),
        (BOUNCES, ("--lang", "ZH-HANS"), "先检查 inMail"),
        (BOUNCES_ZH, ("--lang", "en"), "Inspect inMail first"),
    ],
)
def test_the_reply_is_in_the_language_of_the_report_or_the_one_chosen(
    report: str, options: tuple[str, ...], first: str
) -> None:
    """Case does not matter, nor does the script of Chinese."""
    assert run("ask", report, *options).out.startswith(first)


@pytest.mark.parametrize("lang", ["fr", "", "zh-Hant", "english", "\x1b[31m"])
def test_a_language_that_no_reply_is_in_is_wrong_usage(lang: str) -> None:
    """The message names those there are; nothing is answered."""
    outcome = run("ask", BOUNCES, "--lang", lang)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"campaign-why: Replies are in en or zh-Hans, not in {lang!r}. Reports may be in any language.\n"
    )


def test_a_report_that_nothing_fits_is_answered_all_the_same() -> None:
    """Not knowing is an answer, and no failure."""
    outcome = run("ask", "the coffee machine in the kitchen leaks")

    assert outcome.code == 0
    assert outcome.out.startswith("I know no module that fits this report.")


@pytest.mark.parametrize("stdin", ["", " \n\t\n"])
def test_nothing_said_gets_help(stdin: str) -> None:
    """An empty pipe is a question for help: what to type at a terminal, not in Slack."""
    outcome = run("ask", stdin=stdin)

    assert outcome.code == 0
    assert outcome.out.startswith("Tell me what you see, in your own words.")
    assert "`campaign-why ask " in outcome.out
    assert "/campaign-why" not in outcome.out


def test_nothing_said_gets_help_in_the_language_chosen() -> None:
    """No report tells which."""
    assert run("ask", "--lang", "zh", stdin="").out.startswith("请用自己的话说说看到了什么。")


@pytest.mark.parametrize("at_terminal", [True, False])
@pytest.mark.parametrize("report", ["", "   ", "\n\t"])
def test_a_blank_report_on_the_command_line_is_wrong_usage(report: str, *, at_terminal: bool) -> None:
    """Nothing is read in its place: a script whose variable is empty does not wait for input."""
    outcome = run("ask", report, stdin=BOUNCES, at_terminal=at_terminal)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "campaign-why: TEXT says nothing. Say what is seen, such as: campaign-why ask mails do not leave since nine. "
        "Without TEXT you are asked for it.\n"
    )


def test_a_question_is_printed_and_not_waited_for_in_a_pipe(pack: str) -> None:
    """A program that reads the answer is not kept waiting."""
    outcome = run("ask", "the lamps stay dark", "--pack", pack)

    assert outcome.code == 0
    assert outcome.out.startswith("It could be alpha or beta. One question first:\nIs it dark?\n  1. Yes → alpha\n")


def test_json_is_one_document() -> None:
    """Chinese stays readable in it."""
    outcome = run("ask", "--json", BOUNCES_ZH)

    content = json.loads(outcome.out)
    assert outcome.code == 0
    assert list(content) == ["report", "language", "decision", "candidates", "elapsed_ms"]
    assert (content["report"], content["language"], content["decision"]) == (BOUNCES_ZH, "zh-Hans", "suggest")
    assert content["candidates"][0]["module"] == "inMail"
    assert content["candidates"][0]["evidence"][0]["text"] in BOUNCES_ZH
    assert BOUNCES_ZH in outcome.out


def test_json_tells_the_question_in_the_language_chosen(pack: str) -> None:
    """The language of the report is told besides."""
    content = json.loads(run("ask", "--json", "--lang", "zh", "--pack", pack, "the lamps stay dark").out)

    assert (content["decision"], content["language"]) == ("clarify", "en")
    assert content["question"]["text"] == "中文"


def test_a_stream_is_answered_line_by_line_in_its_order() -> None:
    """Empty lines are passed over, other keys are not looked at."""
    stdin = f'{{"text": "{BOUNCES}", "who": [7]}}\n\n  \n{{"text": "{BOUNCES_ZH}"}}\n{{"text": ""}}'

    outcome = run("ask", "--jsonl", stdin=stdin)

    answers = rows(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert [answer["report"] for answer in answers] == [BOUNCES, BOUNCES_ZH, ""]
    assert [answer["decision"] for answer in answers] == ["suggest", "suggest", "abstain"]


def test_an_answer_carries_the_id_of_its_line(pack: str) -> None:
    """As it came, and of a line that is no report too; without one there is none."""
    ids = [7, "a-1", "\ud800", "", 0, -(10**30), True, None]
    lines = [json.dumps({"text": "dark", "id": each}) for each in ids]

    outcome = run("ask", "--jsonl", "--pack", pack, stdin="\n".join([*lines, '{"id": 8}', '{"text": "dark"}']))

    *answers, bad, unnamed = rows(outcome.out)
    assert [answer["id"] for answer in answers] == ids
    assert [next(iter(answer)) for answer in answers] == ["id"] * len(ids)
    assert {answer["report"] for answer in answers} == {"dark"}
    assert bad == {"id": 8, "error": 'line 9: not {"text": "..."}'}
    assert "id" not in unnamed


@pytest.mark.parametrize("name", ["1.5", "NaN", "1e999", "[]", '{"a": 1}'])
def test_an_id_that_names_nothing_is_told(name: str, pack: str) -> None:
    """What could not be given back as it came is not left out in silence."""
    outcome = run("ask", "--jsonl", "--pack", pack, stdin=f'{{"text": "dark", "id": {name}}}')

    assert outcome.code == 1
    assert rows(outcome.out) == [{"error": "line 1: id has to be a string or a whole number"}]


def test_a_stream_without_lines_has_no_answers() -> None:
    """And has not failed."""
    outcome = run("ask", "--jsonl", stdin="")

    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_a_line_that_is_no_report_is_answered_in_its_place(pack: str) -> None:
    """The lines before and after it are answered; the exit code tells that something failed."""
    bad = ["nope", '{"text": 3}', "[]", '"text"', "{}", '{"text": null}', '{"text": "a"} {}']
    lines = ['{"text": "dark"}', *bad, '{"text": "doors"}']

    outcome = run("ask", "--jsonl", "--pack", pack, stdin="\n".join(lines))

    answers = rows(outcome.out)
    assert outcome.code == 1
    assert outcome.err == 'campaign-why: 7 of the lines were no reports; write {"text": "..."} a line\n'
    assert [answer.get("report") for answer in answers] == ["dark", *[None] * 7, "doors"]
    assert [answer["error"].split(":")[0] for answer in answers[1:-1]] == [f"line {number}" for number in range(2, 9)]
    assert answers[2]["error"] == 'line 3: not {"text": "..."}'


@given(reports=st.lists(st.text() | st.sampled_from(["邮件", "\ud800", "\x9b", "\u2028"])))
def test_any_reports_come_out_as_they_went_in(small: str, reports: list[str]) -> None:
    """One line of JSON each, whatever characters they hold, lone surrogates included."""
    stdin = "".join(json.dumps({"text": report}) + "\n" for report in reports)

    outcome = run("ask", "--jsonl", "--pack", small, stdin=stdin)

    assert outcome.code == 0
    assert [answer["report"] for answer in rows(outcome.out)] == reports


def test_a_line_nested_beyond_measure_is_answered_in_its_place(pack: str) -> None:
    """One bad line does not end the stream."""
    outcome = run("ask", "--jsonl", "--pack", pack, stdin="[" * 100_000 + '\n{"text": "dark"}\n')

    assert [next(iter(answer)) for answer in rows(outcome.out)] == ["error", "report"]


@each_locale
def test_a_line_that_is_not_utf_8_does_not_end_the_stream(errors: str, pack: str) -> None:
    """Log lines may hold any bytes; the line after them is answered, whatever the locale."""
    stdin = b'{"text": "caf\xe9"}\n{"text": "dark"}\n'

    outcome = run("ask", "--jsonl", "--pack", pack, stdin=stdin, stdin_errors=errors)

    assert rows(outcome.out)[-1]["report"] == "dark"


@each_locale
def test_a_line_that_is_not_utf_8_is_answered_with_the_place(errors: str, pack: str) -> None:
    """JSON is UTF-8; what was meant by another encoding is not guessed."""
    outcome = run("ask", "--jsonl", "--pack", pack, stdin=b'\n{"text": "caf\xe9"}\n', stdin_errors=errors)

    assert outcome.code == 1
    assert rows(outcome.out) == [{"error": "line 2: not UTF-8 at character 14"}]


def test_a_byte_order_mark_before_a_stream_does_no_harm(pack: str) -> None:
    """Some editors and shells put one before whatever they write."""
    outcome = run("ask", "--jsonl", "--pack", pack, stdin=b'\xef\xbb\xbf{"text": "dark"}\n')

    assert (outcome.code, rows(outcome.out)[0]["report"]) == (0, "dark")


@each_locale
def test_a_piped_report_that_is_not_utf_8_is_answered(errors: str) -> None:
    """The words that can be read tell enough."""
    outcome = run("ask", stdin=BOUNCES.encode() + b" \xe9\xff", stdin_errors=errors)

    assert outcome.out.startswith("Inspect inMail first")


def test_json_at_a_terminal_waits_for_the_report() -> None:
    """Typed to its end; no conversation is begun that no script could read."""
    outcome = run("ask", "--json", stdin=f"{BOUNCES}\n", at_terminal=True)

    assert json.loads(outcome.out)["candidates"][0]["module"] == "inMail"


def test_an_explanation_adds_up(pack: str) -> None:
    """Clauses and terms, then what each thing adds to the score of each module."""
    outcome = run("ask", "--explain", "the lamps stay dark, \x1b[31mALPHA-7", "--pack", pack)

    printed = outcome.out.splitlines()
    assert outcome.code == 0
    assert printed[0] == "suggest, language en"
    assert any(line.startswith("  trouble?  lamps stay dark") and line.endswith("lamp, dark") for line in printed)
    rows_of_table = [match for line in printed if (match := re.fullmatch(r"(.{34}).{30}((?: +[+-][0-9.]+)+)", line))]
    *parts, score = [[float(number) for number in row[2].split()] for row in rows_of_table]
    assert rows_of_table[-1][1].strip() == "score"
    assert [sum(column) for column in zip(*parts, strict=True)] == pytest.approx(score, abs=0.02)
    (confidences,) = [line.split()[1:] for line in printed if line.startswith("confidence")]
    assert len(confidences) == len(score)
    assert CONTROL.findall(outcome.out) == []


@pytest.mark.parametrize(("lang", "asked"), [("en", "Is it dark?"), ("zh", "中文")])
def test_an_explanation_asks_in_the_language_chosen(lang: str, asked: str, pack: str) -> None:
    """The rest of it is in English."""
    outcome = run("ask", "--explain", "the lamps stay dark", "--lang", lang, "--pack", pack)

    assert outcome.out.splitlines()[:2] == ["clarify, language en", asked]


def test_an_explanation_of_the_only_module_has_no_lead(folder: Path) -> None:
    """There is no second to be ahead of."""
    content = {**files(), "modules/beta.yaml": None, "questions.yaml": {"questions": []}}
    content["modules/alpha.yaml"]["neighbours"] = []

    outcome = run("ask", "--explain", "the lamps stay dark", "--pack", str(write(folder, content)))

    assert outcome.code == 0
    assert "lead over the second" not in outcome.out


def test_text_and_stream_exclude_each_other() -> None:
    """It would not be clear which is meant."""
    outcome = run("ask", "--jsonl", BOUNCES)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "campaign-why: Give the report as TEXT or as lines with --jsonl, not both.\n"


@pytest.mark.parametrize(
    "report",
    [
        "bounces\x1b[31m are not\x9b collected\x07",
        "bounces are not \ud83d collected \udcff",
        "\x1b]0;title\x07 bounces",
    ],
)
def test_control_characters_and_lone_surrogates_do_no_harm(report: str) -> None:
    """Nothing that is printed steers a terminal, and the answer is the one without them."""
    outcome = run("ask", report)

    assert outcome.code == 0
    assert CONTROL.findall(outcome.out) == []


@given(report=st.text(st.characters(exclude_categories=())))
def test_json_gives_any_report_back_and_steers_no_terminal(small: str, report: str) -> None:
    """What JSON itself would let through is escaped as well."""
    outcome = run("ask", "--json", "--pack", small, "--", report)

    assert CONTROL.findall(outcome.out) == []
    assert json.loads(outcome.out)["report"] == report


def test_the_program_answers_whatever_bytes_it_is_called_with() -> None:
    """Bytes that are not UTF-8 in the arguments, output in a pipe without escape characters."""
    outcome = start("ask", b"bounces are not collected \xff\xfe \x1b[31m")

    assert outcome.code == 0
    assert outcome.out.startswith("Inspect inMail first")
    assert CONTROL.findall(outcome.out) == []
    assert outcome.err == ""


def test_the_program_gives_back_bytes_that_are_not_utf_8_as_json() -> None:
    """JSON has an escape for each of them."""
    outcome = start("ask", "--json", b"caf\xe9")

    assert outcome.code == 0
    assert json.loads(outcome.out)["report"] == "caf\udce9"


def test_a_conversation_goes_on_until_an_empty_line() -> None:
    """Help first, then an answer for each report."""
    outcome = run("ask", stdin=f"{BOUNCES}\n{BOUNCES_ZH}\n\nnot read\n", at_terminal=True)

    assert outcome.code == 0
    assert outcome.out.count("What do you see? ") == 3
    assert outcome.out.index("Describe the incident") < outcome.out.index("Inspect inMail first")
    assert outcome.out.index("Inspect inMail first") < outcome.out.index("先检查 inMail")


@pytest.mark.parametrize("farewell", ["quit", "Exit", ""])
def test_a_conversation_ends_with_a_farewell(farewell: str) -> None:
    """Nobody reports an incident called quit."""
    outcome = run("ask", stdin=f"{farewell}\n{BOUNCES}\n", at_terminal=True)

    assert outcome.code == 0
    assert "inMail" not in outcome.out


def test_help_at_the_prompt_tells_what_to_type() -> None:
    """It is no report either."""
    outcome = run("ask", stdin="help\n\n", at_terminal=True)

    assert outcome.out.count("Describe the incident") == 2
    assert "/campaign-why" not in outcome.out


def test_a_conversation_does_without_line_editing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python is built without it here and there."""
    monkeypatch.setitem(sys.modules, "readline", None)

    outcome = run("ask", stdin=f"{BOUNCES}\n", at_terminal=True)

    assert "Inspect inMail first" in outcome.out


def test_a_conversation_ends_with_the_input() -> None:
    """Ctrl-D is as good as an empty line."""
    outcome = run("ask", "--lang", "zh", stdin="", at_terminal=True)

    assert outcome.code == 0
    assert "用自己的话描述故障" in outcome.out


@pytest.mark.parametrize(
    ("typed", "prompts", "ends"),
    [
        ("1\n", 1, "Inspect alpha first"),
        ("2\n", 1, "Inspect alpha first"),
        ("9\n0\nx\n-1\n1.5\n1\n", 6, "Inspect alpha first"),
        ("1" * 5_000 + "\n１\n", 2, "Inspect alpha first"),
        ("YES\n", 1, "Inspect alpha first"),
        ("y\n", 1, "Inspect alpha first"),
        ("dont\n", 1, "Inspect alpha first"),
        ("Alpha\n", 1, "Inspect alpha first"),
        ("\n", 1, "It could be alpha or beta"),
        ("Q\n1\n", 1, "It could be alpha or beta"),
        ("quit\n1\n", 1, "It could be alpha or beta"),
        ("", 1, "It could be alpha or beta"),
    ],
    ids=[
        "answer",
        "no idea",
        "slips first",
        "a cat on the keyboard",
        "whole answer",
        "first letter",
        "first letters",
        "module",
        "no answer",
        "farewell",
        "long farewell",
        "end of input",
    ],
)
def test_a_question_is_answered_with_a_number_or_with_words(typed: str, prompts: int, ends: str, pack: str) -> None:
    """Anything else is asked for again; an empty line or a farewell leaves it open."""
    outcome = run("ask", "the lamps stay dark", "--pack", pack, stdin=typed, at_terminal=True)

    assert outcome.code == 0
    assert outcome.out.count(CHOOSE) == prompts
    titles = re.findall("It could be alpha or beta|Inspect alpha first", outcome.out)
    assert titles[-1] == ends


@pytest.mark.parametrize(
    ("lang", "typed", "told"),
    [
        (
            "en",
            "9",
            "That is not one of the answers. Type a number from 1 to 3, the first letters of an answer, or its module;",
        ),
        ("en", "n", "This can mean the answers 2, 3. Type one of these numbers, or more letters."),
        ("zh", "9", "没有这个答案。请输入 1 到 3 的编号、答案开头的几个字，或对应的模块；"),
        ("zh", "不", "符合的答案不止一个：2、3。请输入其中一个编号，或者多输入几个字。"),
    ],
)
def test_what_is_no_answer_is_answered_with_what_would_be(lang: str, typed: str, told: str, folder: Path) -> None:
    """In the language of the reply; then the question is put again."""
    content = files()
    answers = content["questions.yaml"]["questions"][0]["answers"]
    answers.insert(1, {"id": "no", "label": {"en": "No", "zh-Hans": "不"}, "favours": ["beta"]})
    answers[1]["label"] = {"en": "No, bright", "zh-Hans": "不暗"}
    answers[2]["label"] = {"en": "No idea", "zh-Hans": "不清楚"}
    pack = str(write(folder, content))

    outcome = run("ask", "the lamps stay dark", "--lang", lang, "--pack", pack, stdin=f"{typed}\n", at_terminal=True)

    assert unspaced(told) in unspaced(outcome.out)


def test_a_question_stands_last_where_it_is_answered(pack: str) -> None:
    """However much there is to say besides, it has not scrolled away."""
    outcome = run("ask", "the lamps stay dark", "--pack", pack, stdin="\n", at_terminal=True)

    printed = [line.strip() for line in COLOUR.sub("", outcome.out).splitlines() if line.strip()]
    assert printed[0] == "It could be alpha or beta."
    assert printed[-5:] == [
        "Is it dark?",
        "1. Yes → alpha",
        "2. Don't know",
        "Type a number, how an answer begins, or its module; Enter leaves it open.",
        "Your answer:",
    ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "Why“Yes” – the answer to: Is it dark?"), ("zh", "判断依据“中文” – 对这个问题的回答：中文")],
)
def test_an_answer_that_was_given_is_the_first_reason(lang: str, told: str, pack: str) -> None:
    """With its question, in the language of the reply."""
    outcome = run("ask", "the lamps stay dark", "--lang", lang, "--pack", pack, stdin="1\n", at_terminal=True)

    assert unspaced(told) in unspaced(outcome.out)


@pytest.mark.parametrize(
    ("lang", "told", "untold"),
    [
        ("en", "It is still open between alpha and beta; alpha is the best guess.Why“lamps", "the answer to"),
        ("zh", "alpha 和 beta 之间还不能确定，先按可能性更大的 alpha 来查。判断依据“lamps", "对这个问题的回答"),
    ],
)
def test_an_answer_that_decides_nothing_is_no_reason(lang: str, told: str, untold: str, pack: str) -> None:
    """What is left is a guess, and said to be one."""
    outcome = run("ask", "the lamps stay dark", "--lang", lang, "--pack", pack, stdin="2\n", at_terminal=True)

    assert unspaced(told) in unspaced(outcome.out)
    assert unspaced(untold) not in unspaced(outcome.out)


def test_input_that_ends_at_a_question_leaves_the_cursor_on_a_new_line(pack: str) -> None:
    """What the shell prints next does not stand behind the question."""
    outcome = run("ask", "the lamps stay dark", "--pack", pack, stdin="", at_terminal=True)

    assert outcome.out.endswith("\n")


def test_json_asks_nothing_back(pack: str) -> None:
    """A script at a terminal gets the question, and ends."""
    outcome = run("ask", "--json", "the lamps stay dark", "--pack", pack, stdin="1\n", at_terminal=True)

    assert json.loads(outcome.out)["decision"] == "clarify"


def test_a_pack_that_does_not_hold_answers_nothing(folder: Path) -> None:
    """All its problems are told, and how many there are."""
    content = files()
    content["modules/alpha.yaml"]["symptom"] = []
    content["pack.yaml"]["id"] = "other"

    outcome = run("ask", BOUNCES, "--pack", str(write(folder, content)))

    assert (outcome.code, outcome.out) == (3, "")
    assert [line.split(":")[0] for line in outcome.err.splitlines()] == [
        "modules/alpha.yaml",
        "pack.yaml",
        "2 problems",
    ]
