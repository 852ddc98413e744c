"""`campaign-why modules`: the list, and all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app import shipped_pack
from bot.knowledge.loader import load
from bot.knowledge.model import REPLY_LANGUAGES
from tests.commandline import run
from tests.packs import files, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.model import ReplyLanguage


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_the_list_tells_what_each_module_is_there_for(language: ReplyLanguage) -> None:
    """One line each, in either language."""
    outcome = run("modules", "--lang", language)

    rows = [line.split(maxsplit=1) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert rows == [[module.id, module.responsibility[language]] for module in load(shipped_pack()).modules]


def test_the_list_stands_in_columns(folder: Path) -> None:
    """Names of different lengths do not make it crooked."""
    outcome = run("modules", "--pack", str(write(folder)))

    assert outcome.out == "alpha  does what alpha does\nbeta   does what beta does\n"


def test_one_module_is_shown_with_all_that_is_known_of_it(folder: Path) -> None:
    """From what it does to how to tell it from its neighbours."""
    content = files()
    content["modules/alpha.yaml"]["process"]["log"] = "var/alpha.log"

    outcome = run("modules", "alpha", "--pack", str(write(folder, content)))

    assert outcome.out.splitlines() == [
        "alpha",
        "does what alpha does",
        "alpha@<instance> · daemon, one per instance · var/alpha.log",
        "",
        "How its failure shows",
        "  - the lamps stay dark",
        "",
        "Check first (read-only)",
        "  1. look",
        "     nlserver pdump",
        "     it tells",
        "",
        "Then",
        "  1. start it",
        "     nlserver start alpha",
        "     risk: low",
        "",
        "What a restart costs (risk: low)",
        "  little",
        "",
        "What it depends on",
        "  - database: for its rules",
        "",
        "How to tell it from",
        "  - beta: look at beta",
        "",
        "Documentation",
        "  page: https://example.com/page",
        "",
        "on-premise only",
        "as the system user",
    ]


def test_a_module_without_a_log_is_shown_without(folder: Path) -> None:
    """No dangling separator."""
    outcome = run("modules", "beta", "--pack", str(write(folder)))

    assert outcome.out.splitlines()[2] == "beta@<instance> · daemon, one per instance"


@pytest.mark.parametrize("name", ["inmail", "INMAIL", "inMail"])
def test_case_does_not_matter(name: str) -> None:
    """Only one module is called so."""
    assert run("modules", name).out.startswith("inMail\n")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("trackinglog", "Did you mean trackinglogd?"),
        ("INMALE", "Did you mean inMail?"),
        (
            "qqqqq",
            "There are: export, import, inMail, mta, stat, syslogd, tracking, trackinglogd, watchdog, web, wfserver",
        ),
        (
            "\x1b[31m",
            "There are: export, import, inMail, mta, stat, syslogd, tracking, trackinglogd, watchdog, web, wfserver",
        ),
    ],
)
def test_an_unknown_module_is_wrong_usage_with_a_suggestion(name: str, hint: str) -> None:
    """The nearest name, or all of them."""
    outcome = run("modules", name)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"campaign-why: There is no module {name!r}. {hint}\n"


def test_a_language_that_no_reply_is_in_is_wrong_usage() -> None:
    """As for answers."""
    assert run("modules", "mta", "--lang", "de").code == 2
