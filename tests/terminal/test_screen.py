"""Lines are styled in a terminal and plain in a pipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.commandline import run
from tests.packs import files, write

if TYPE_CHECKING:
    from pathlib import Path

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with colours, sixty columns wide."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")


def test_a_person_sees_styles() -> None:
    """The module's name stands out."""
    outcome = run("modules", "mta", at_terminal=True)

    assert outcome.out.startswith("\x1b[1;32mmta\x1b[0m")


def test_a_program_sees_none() -> None:
    """No escape characters in a pipe."""
    outcome = run("modules", "mta")

    assert outcome.out.startswith("mta\n")
    assert "\x1b" not in outcome.out


def test_a_person_may_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is honoured."""
    monkeypatch.setenv("NO_COLOR", "1")

    assert run("modules", "mta", at_terminal=True).out == run("modules", "mta").out


def test_text_is_wrapped_and_commands_are_not(folder: Path) -> None:
    """A command can be copied whole; prose keeps its indentation."""
    content = files()
    command = "nlserver restart alpha " + "--with-an-option " * 5
    prose = "so it goes on and on " * 5
    content["modules/alpha.yaml"]["checks"][0]["command"] = command.strip()
    content["modules/alpha.yaml"]["checks"][0]["look"]["en"] = prose.strip()

    outcome = run("modules", "alpha", "--pack", str(write(folder, content)), at_terminal=True)

    printed = STYLE.sub("", outcome.out).splitlines()
    assert f"     {command}".rstrip() in printed
    wrapped = [line for line in printed if "so it goes" in line]
    assert len(wrapped) > 1
    assert all(line.startswith("  ") and len(line) <= 60 for line in wrapped)


@pytest.mark.parametrize(
    "command",
    [("modules",), ("modules", "mta"), ("ask", "mails do not leave"), ("ask", "--explain", "mails do not leave")],
    ids=" ".join,
)
def test_no_line_is_filled_up_with_blanks(command: tuple[str, ...]) -> None:
    """What is copied from the screen has no blanks at its ends, whatever its style."""
    printed = STYLE.sub("", run(*command, at_terminal=True).out).splitlines()

    assert len(printed) > 10
    assert [line for line in printed if line != line.rstrip()] == []


def test_square_brackets_are_text(folder: Path) -> None:
    """What looks like markup is printed as it is written."""
    content = files()
    content["modules/alpha.yaml"]["responsibility"]["en"] = "reads [bold]all[/bold] of [/nothing]"

    outcome = run("modules", "alpha", "--pack", str(write(folder, content)), at_terminal=True)

    assert "reads [bold]all[/bold] of [/nothing]" in STYLE.sub("", outcome.out)
