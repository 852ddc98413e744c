"""`campaign-why evaluate`: figures on labelled reports."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.commandline import Outcome, run
from tests.packs import write

if TYPE_CHECKING:
    from pathlib import Path

REPORTS: list[dict[str, Any]] = [
    {"text": "the lamps stay dark, ALPHA-7", "labels": ["alpha"], "lang": "en"},
    {"text": "灯不亮 ALPHA-7", "labels": ["beta"], "lang": "zh-Hans"},
    {"text": "the doors do not open", "labels": ["beta"], "lang": "en"},
    {"text": "it rains", "labels": []},
    {"text": "ALPHA-7 ALPHA-8 the lamps stay dark", "labels": []},
]


def evaluated(folder: Path, *options: str, reports: list[dict[str, Any]] | None = None) -> Outcome:
    """Return what the small pack makes of labelled reports."""
    path = folder.parent / "labelled.jsonl"
    path.write_text("".join(json.dumps(report) + "\n" for report in reports or REPORTS), encoding="utf-8")
    return run("evaluate", str(path), "--pack", str(write(folder)), *options)


def test_figures_are_printed_with_what_went_wrong(folder: Path) -> None:
    """Shares first, then languages, calibration, confusion, and the reports themselves."""
    outcome = evaluated(folder)

    printed = outcome.out.splitlines()
    assert outcome.code == 0
    assert printed[0] == "3 reports in scope, 2 out of scope"
    assert "right module first         66.7%" in printed
    assert "right module among two    100.0%" in printed
    assert "  en       100.0%  of 2" in printed
    assert "  zh-Hans    0.0%  of 1" in printed
    assert printed[printed.index("wanted, got") + 1 :][:2] == ["     1  beta, alpha", "     1  none, alpha"]
    wrong = printed[printed.index("wrong") + 1 :]
    assert [re.sub("0[.][0-9]+", "N", line) for line in wrong] == [
        "  wanted beta, got alpha N, beta N",
        "    灯不亮 ALPHA-7",
        "  wanted none, got alpha N, beta N",
        "    ALPHA-7 ALPHA-8 the lamps stay dark",
    ]


def test_nothing_wrong_is_told_by_silence(folder: Path) -> None:
    """No heading stands above nothing."""
    outcome = evaluated(folder, reports=REPORTS[:1])

    printed = outcome.out.splitlines()
    assert "wrong" not in printed
    assert "wanted, got" not in printed
    assert "right module first, by language" not in printed


def test_of_no_report_there_is_no_share(folder: Path) -> None:
    """Nothing that was measured looks like a failure, on the screen and in JSON."""
    inside, outside = (evaluated(folder, reports=reports).out for reports in (REPORTS[:1], REPORTS[3:4]))
    plain = json.loads(evaluated(folder, "--json", reports=REPORTS[3:4]).out)

    assert "right module first        100.0%" in inside.splitlines()
    assert "wrongly suggested            n/a  of those out of scope" in inside.splitlines()
    assert [line for line in outside.splitlines() if "n/a" in line] == [
        "right module first           n/a",
        "right module among two       n/a",
        "rightly suggested            n/a  of those in scope",
    ]
    assert [plain[name] for name in ("top_1", "top_2", "rightly_suggested", "clarified_rightly")] == [None] * 4
    assert plain["wrongly_suggested"] == 0.0
    assert json.loads(evaluated(folder, "--json", reports=REPORTS[:1]).out)["wrongly_suggested"] is None


def test_reports_may_come_through_a_pipe(folder: Path) -> None:
    """What stands for standard input is what does elsewhere."""
    stdin = "".join(json.dumps(report) + "\n" for report in REPORTS)

    outcome = run("evaluate", "-", "--pack", str(write(folder)), stdin=stdin)

    assert outcome == evaluated(folder)


@pytest.mark.parametrize(
    ("stdin", "says"), [(b"", "holds no report; write "), (b"\n\xff", "line 2: "), (b"[]", "line 1: ")]
)
def test_a_pipe_that_holds_something_else_is_wrong_usage(stdin: bytes, says: str) -> None:
    """It has no path: it is called what it is."""
    outcome = run("evaluate", "-", stdin=stdin)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"campaign-why: standard input: {says}")


def test_the_help_tells_what_a_line_can_hold() -> None:
    """Nobody has to read the program for it."""
    printed = " ".join(re.sub("[│╭╮╰╯─]", " ", run("evaluate", "--help").out).split())

    assert 'A "lang" besides, such as "en", feeds the table by language. - reads standard input.' in printed


def test_figures_come_as_json(folder: Path) -> None:
    """The same figures for scripts."""
    content = json.loads(evaluated(folder, "--json").out)

    assert (content["in_scope"], content["out_of_scope"]) == (3, 2)
    assert content["top_1"] == pytest.approx(2 / 3)
    assert content["by_language"]["zh-Hans"] == {"count": 1, "top_1": 0.0}
    assert content["confusion"] == [
        {"wanted": "beta", "got": "alpha", "count": 1},
        {"wanted": "none", "got": "alpha", "count": 1},
    ]
    assert [wrong["labels"] for wrong in content["wrong"]] == [["beta"], []]
    assert [wrong["got"][0][0] for wrong in content["wrong"]] == ["alpha", "alpha"]
    assert sum(each["count"] for each in content["calibration"]) >= 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file or directory"),
        (b"\xff\n", "can't decode byte 0xff"),
        (b"\n\n\xff\n", "line 3: "),
        (b"nope\n", "line 1: no JSON (Expecting value at character 1); write "),
        (b'\n{"text": "x"}\n', "line 2: 'labels' is missing; write "),
        (b'{"text": " ", "labels": []}\n', "line 1: text is empty; write "),
        (b'{"text": "x", "labels": ' + b"1" * 5_000 + b"}", "line 1: Exceeds the limit"),
        (b"", 'holds no report; write {"text": "...", "labels": ["mta"]} a line'),
        (b"\n \n", "holds no report; write "),
    ],
)
def test_a_file_that_holds_something_else_is_wrong_usage(content: bytes | None, says: str, tmp_path: Path) -> None:
    """With its path, and the line where there is one."""
    path = tmp_path / "labelled.jsonl"
    if content is not None:
        path.write_bytes(content)

    outcome = run("evaluate", str(path))

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"campaign-why: {path}: ")
    assert says in outcome.err


def test_no_labelled_report_steers_the_terminal(folder: Path) -> None:
    """Reports were written by others."""
    outcome = evaluated(folder, reports=[{"text": "the lamps \x1b[31mstay dark", "labels": ["beta"]}])

    assert "\x1b" not in outcome.out


def test_a_label_that_is_no_module_is_wrong_usage(folder: Path) -> None:
    """A slip in a label would count against the diagnosis."""
    outcome = evaluated(folder, reports=[{"text": "the lamps stay dark", "labels": ["alpha", "alhpa"]}])

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(": the pack has no module 'alhpa'. There are: alpha, beta\n")
