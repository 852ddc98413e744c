"""An explanation as a table that a person can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.app import build_diagnostician
from bot.diagnosis.explanation import explain
from bot.views.explanation import explanation_lines
from tests.packs import write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import ReplyLanguage

ROW = re.compile(r"(.{34}).{30}((?: +[+-][0-9.]+)+)")
REPORTS = (
    "mails are not sent",
    "mails are stuck, what can it be? @web fine",
    "how do I configure the salesforce connector, everything fine with web@prod?",
    "nothing works",
    "",
)
A_WORD = ("~", "a word by its first letters, or some characters of Chinese, Japanese or Korean")
OPENING = ("^", "the word that the report opens with")
ANY = ("any of all", "what speaks for or against an incident at all, whichever the module")


def printed(bot: Diagnostician, report: str, language: ReplyLanguage = "en") -> list[str]:
    """Return the lines as they look in a pipe."""
    return [f"{' ' * each.indent}{each.name}{each.text}" for each in explanation_lines(explain(report, bot), language)]


def numbers(rows: list[str]) -> dict[str, list[float]]:
    """Return the numbers of a table by what adds them."""
    found = [match for row in rows if (match := ROW.fullmatch(row))]
    return {match[1].strip(): [float(number) for number in match[2].split()] for match in found}


def legend(bot: Diagnostician, report: str) -> list[tuple[str, str]]:
    """Return what is explained below the table."""
    return [(each.name.strip(), each.text) for each in explanation_lines(explain(report, bot), "en") if each.name]


@pytest.mark.parametrize("report", REPORTS)
def test_rows_of_noughts_are_left_out_and_the_columns_still_add_up(shipped: Diagnostician, report: str) -> None:
    """What adds nothing to any column tells nothing."""
    table = numbers(printed(shipped, report))

    scores = table.pop("score")
    assert [name for name, row in table.items() if not any(row)] == []
    sums = [sum(column) for column in zip(*table.values(), strict=True)]
    assert sums == pytest.approx(scores, abs=0.06)


def test_what_adds_to_any_module_at_all_stays(shipped: Diagnostician) -> None:
    """A row is left out only where all of its numbers are nought."""
    opening = numbers(printed(shipped, "mails are not sent"))["^mails"]

    assert opening[:3] == [0, 0, 0]
    assert opening[3] > 0


def test_the_signs_of_a_table_are_explained_below_it(shipped: Diagnostician) -> None:
    """All that occur and no others."""
    everything = legend(shipped, REPORTS[2])

    assert legend(shipped, "mails are not sent") == [A_WORD, OPENING, ANY]
    assert legend(shipped, "") == [ANY]
    assert everything[:2] == [A_WORD, OPENING]
    assert [sign for sign, _ in everything[2:]] == ["?", "!calm", "!outside", "@", "calm:", "fine:", "any of all"]
    assert len({meaning for _, meaning in everything}) == len(everything)


def test_the_last_lines_tell_in_sentences_how_a_score_becomes_a_confidence(shipped: Diagnostician) -> None:
    """A short one for each step."""
    lines = printed(shipped, "mails are not sent")

    last = lines[-lines[::-1].index("") :]
    assert [line.split(" has ")[0] for line in last] == [
        "The chance of an incident at all",
        "The chance of a module, if it is an incident,",
        "All scores together are the logarithm of the summed odds of all modules.",
        "The confidence of a module is the first chance times the second.",
    ]
    assert all(line.endswith(".") for line in last)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", ["Is it dark?", "  1. Yes → alpha", "  2. Don't know"]),
        ("zh-Hans", ["中文", "  1. 中文 → alpha", "  2. 中文"]),
    ],
)
def test_a_question_stands_below_the_decision_to_ask_it(
    language: ReplyLanguage, asked: list[str], folder: Path
) -> None:
    """With its answers, and the modules that they speak for."""
    lines = printed(build_diagnostician(write(folder)), "the lamps stay dark", language)

    assert lines[:5] == ["clarify, language en", *asked, ""]


def test_no_line_ends_in_blanks(shipped: Diagnostician) -> None:
    """A symptom has no numbers of its own."""
    lines = printed(shipped, "mails are not sent")

    assert any(line.startswith("symptom mta/") for line in lines)
    assert [line for line in lines if line != line.rstrip()] == []
