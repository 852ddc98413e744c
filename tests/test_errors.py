"""Errors say what is wrong, where, and how the program ends."""

from __future__ import annotations

import pytest

from bot.errors import (
    ActRefused,
    CampaignWhyError,
    KnowledgeInvalid,
    LedgerAway,
    Problem,
    ServingFailed,
    SettingsInvalid,
    SiteInvalid,
    UsageError,
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("pack.yaml", 3, "title.en", "is missing", "Add it"), "pack.yaml:3: title.en: is missing. Add it"),
        (Problem("pack.yaml", 3, "", "is empty", "Fill it"), "pack.yaml:3: is empty. Fill it"),
        (Problem("pack.yaml", 0, "", "is missing", "Create it"), "pack.yaml: is missing. Create it"),
    ],
)
def test_a_problem_reads_like_a_message_of_a_compiler(problem: Problem, text: str) -> None:
    """The place comes first, so that editors can jump to it."""
    assert str(problem) == text


def test_problems_are_told_in_the_order_of_the_files() -> None:
    """Lines are numbers: 9 comes before 10."""
    problems = [Problem(file, line, "", "w", "c") for file, line in (("b", 10), ("b", 9), ("a", 11))]

    error = KnowledgeInvalid(problems)

    assert str(error) == "a:11: w. c\nb:9: w. c\nb:10: w. c"


def test_all_faults_of_the_settings_are_told() -> None:
    """One fault a line."""
    error = SettingsInvalid(["PORT is wrong", "HOST is wrong"])

    assert error.faults == ("PORT is wrong", "HOST is wrong")
    assert str(error) == "PORT is wrong\nHOST is wrong"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (KnowledgeInvalid([]), 3),
        (SiteInvalid([]), 3),
        (SettingsInvalid([]), 3),
        (ServingFailed("x"), 1),
        (LedgerAway("x"), 1),
        (ActRefused("x"), 1),
    ],
)
def test_an_error_knows_the_exit_code(error: CampaignWhyError, code: int) -> None:
    """1 something failed, 2 wrong usage, 3 invalid knowledge or settings."""
    assert error.exit_code == code
