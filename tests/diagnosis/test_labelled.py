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
def test_unescaped_unicode_ends_of_lines_stay_in_the_report(char: str) -> None:
    """JSON allows these inside of a string."""
    assert parse(f'{{"text": "one{char}two", "labels": []}}') == [Labelled(f"one{char}two", ())]


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "7",
        '{"text": "hi"}',
        '{"labels": []}',
        '{"text": "hi", "labels": null}',
        '{"text": "hi"',
        '{"text": "hi", "labels": "mta"}',
        '{"text": "hi", "labels": [["mta"]]}',
        '{"text": null, "labels": []}',
        '{"text": "hi", "labels": [], "lang": 7}',
        "[" * 100_000,
    ],
)
def test_another_line_is_named_and_the_right_shape_told(line: str) -> None:
    """The third line is at fault here."""
    with pytest.raises(ValueError, match=r'^line 3: .+; write \{"text": "\.\.\.", "labels": \["mta"\]\}'):
        parse(f'{{"text": "hi", "labels": []}}\n\n{line}')


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    """Files saved by any editor are read."""
    assert parse('\ufeff{"text": "a", "labels": []}\r\n\r\n{"text": "b", "labels": []}\r\n') == [
        Labelled("a", ()),
        Labelled("b", ()),
    ]
