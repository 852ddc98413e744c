"""Expressions that can take very long."""

from __future__ import annotations

import pytest

from bot.knowledge.backtracking import is_slow


@pytest.mark.parametrize(
    "pattern",
    [
        r"(http|error|status)\s*:?\s*50[234](?!\d)",
        r"error\s*\s*5",
        r"error\s+[\n ]*5",
        r"error\s*(x|:?)\s*5",
        r"error\s*?\s+5",
        r"error\s{2,}\s{0,500}5",
        r"one.*two.*three",
        r"a[ab]+ab+c",
    ],
)
def test_two_repeats_that_can_share_one_stretch_are_slow(pattern: str) -> None:
    """Each way of sharing it out is tried before the expression gives up."""
    assert is_slow(pattern) is True


@pytest.mark.parametrize("pattern", [r"\d+ errors", r"\s*:", r"[a-z]+@", r"x?\d*y", r"aa+b", r"(?<!x)\w+\.log"])
def test_a_repeat_that_can_begin_anywhere_in_what_it_repeats_is_slow(pattern: str) -> None:
    """Each place of a long run of such characters is a new beginning."""
    assert is_slow(pattern) is True


@pytest.mark.parametrize(
    "pattern", ["x(a+)+b", "x(a|ab)*c", "x(a?b){2,}c", "x(?:a{1,3}){1,40}b", "x(?P<one>a|b)+c", r"x(a)(\1)+\1+b"]
)
def test_a_repeat_of_something_that_varies_is_slow(pattern: str) -> None:
    """The ways to share out a stretch double with each of its characters."""
    assert is_slow(pattern) is True


@pytest.mark.parametrize(
    "pattern",
    [
        "SOP-330011",
        r"SRV-\d+",
        r"quotas?\s+(are\s+|is\s+)?met(?![a-z])",
        r"nlserver\s+tracking(?!logd)|tracking\s+-instance:\S+",
        r"(port|端口)\s*(110|995)(?!\d)|(?<!\d)(110|995)(/tcp|\s*端口)",
        r"var[/\\][^/\\\s]+[/\\]export",
        r"error\s{0,8}:?\s{0,8}5",
        r"duplicate key.{0,80}nmsdelivery_id",
        r"\d{1,3}(\.\d{1,3}){3}",
        r"a\s+b\s+c",
        r"\bRED[+]?\s(?#codes)[^]\s]+$",
        r"x{1}{y}\{\d",
        r"(?i:x)\s+(?=\S+)y(?P<one>1)(?P=one)",
    ],
)
def test_other_expressions_are_not_slow(pattern: str) -> None:
    """Repeats with an end, and repeats that cannot have each other's characters, cost no more than the text is long."""
    assert is_slow(pattern) is False


def test_whatever_stands_for_a_character_counts() -> None:
    """Characters beyond ASCII, escapes and classes are compared by what they match."""
    expected = {r"x[错误]+错*y": True, r"x[错误]+务*y": False, r"x\x20+\s*y": True, r"x\u0041+[B-D]*y": False}

    assert {pattern: is_slow(pattern) for pattern in expected} == expected
