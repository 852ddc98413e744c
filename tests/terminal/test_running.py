"""`campaign-why runs`: list, show, cancel."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.ledger.model import RecordFilter
from bot.ledger.store import SqlLedger
from tests.commandline import run
from tests.ledger.facts import LATER, request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a ledger with three runs: waiting, succeeded, and waiting from the terminal."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    async def fill(ledger: SqlLedger) -> None:
        await ledger.migrate()
        await ledger.create_run(request("7f3c"), "waiting")
        await ledger.create_run(request("7fa0", instance="rt1", asked_at=LATER), "approved")
        await ledger.move_run(
            "7fa0", ["approved"], "succeeded", at=LATER, approver="U02", attempts=2, status=202, answer="ok\nall well"
        )
        await ledger.create_run(
            request("b001", operation="check", place=None, requester="terminal", reason="", evidence=()), "waiting"
        )

    within(database_url, fill)
    return database_url


def within(url: str, work: Callable[[SqlLedger], Awaitable[Any]]) -> Any:
    """Return what becomes of some work with a ledger."""

    async def opened() -> Any:
        async with SqlLedger(url) as ledger:
            return await work(ledger)

    return asyncio.run(opened())


@pytest.mark.usefixtures("url")
def test_runs_are_listed_newest_first() -> None:
    """In columns."""
    assert run("runs", "list").out.splitlines() == [
        "7fa0  succeeded  2026-03-02 12:03:00 UTC  restart mta on rt1   by U01",
        "7f3c  waiting    2026-03-02 12:00:00 UTC  restart mta on prod  by U01",
        "b001  waiting    2026-03-02 12:00:00 UTC  check mta on prod    by terminal",
    ]


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["7fa0", "7f3c", "b001"]),
        (("--state", "waiting"), ["7f3c", "b001"]),
        (("--instance", "rt1"), ["7fa0"]),
        (("--module", "web"), []),
        (("--limit", "1"), ["7fa0"]),
    ],
    ids=" ".join,
)
def test_filters_leave_the_runs_that_are_wanted(options: tuple[str, ...], found: list[str]) -> None:
    """In JSON, too."""
    assert [each["run_id"] for each in json.loads(run("runs", "list", "--json", *options).out)] == found


@pytest.mark.usefixtures("url")
def test_a_list_that_may_go_on_says_so() -> None:
    """Nothing is left out in silence."""
    out = run("runs", "list", "--limit", "2").out

    assert out.splitlines()[-1] == "These are the newest 2; --limit shows more."


def test_where_nothing_was_run_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a new machine."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert run("runs", "list").out == "There is no run that fits.\n"


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("name", ["7fa0", "7fa"])
def test_a_run_is_shown_with_all_that_is_known(name: str) -> None:
    """By its id, or the beginning of it."""
    assert run("runs", "show", name).out.splitlines() == [
        "restart mta on rt1: succeeded",
        "  run          7fa0",
        "  action       restart-mta",
        "  asked by     U01, 2026-03-02 12:03:00 UTC",
        "  in           channel C01, message 1700000000.000100",
        "  reason       mails are stuck",
        "  approved by  U02",
        "  attempts     2",
        "  HTTP status  202",
        "  answer       ok",
        "               all well",
        "  changed      2026-03-02 12:03:00 UTC",
        "  “邮件发不出去”",
        "  “nothing leaves”",
    ]


def test_the_lines_of_an_answer_keep_their_place(url: str) -> None:
    """None steers the terminal, or looks as if we had said it."""

    async def fill(ledger: SqlLedger) -> None:
        await ledger.create_run(request("c0de"), "approved")
        answer = "mta@prod (1234)\n\n\x1b[2Jchanged      never\r\u0085\x07"
        await ledger.move_run("c0de", ["approved"], "failed", at=LATER, answer=answer)

    within(url, fill)
    assert run("runs", "show", "c0de").out.splitlines()[6:10] == [
        "  answer       mta@prod (1234)",
        "               ",
        "               [2Jchanged      never",
        "  changed      2026-03-02 12:03:00 UTC",
    ]


def test_a_long_line_of_an_answer_is_wrapped(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal none of it begins where our names stand."""
    monkeypatch.setenv("COLUMNS", "80")

    async def fill(ledger: SqlLedger) -> None:
        await ledger.create_run(request("c0de"), "approved")
        answer = "x" * 64 + " approved by  U0NOBODY"
        await ledger.move_run("c0de", ["approved"], "failed", at=LATER, answer=answer)

    within(url, fill)
    shown = run("runs", "show", "c0de", at_terminal=True).out.splitlines()
    assert [each[:15] for each in shown if "x" * 64 in each] == ["  answer       "]
    assert [each[:15] for each in shown if "U0NOBODY" in each] == [" " * 15]


@pytest.mark.usefixtures("url")
def test_a_run_is_shown_as_json() -> None:
    """With every field."""
    shown = json.loads(run("runs", "show", "7fa0", "--json").out)

    assert shown["place"]["channel"] == "C01"
    assert {name: shown[name] for name in ("state", "status", "attempts", "changed_at")} == {
        "state": "succeeded",
        "status": 202,
        "attempts": 2,
        "changed_at": "2026-03-02T12:03:00.000250+00:00",
    }


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("command", ["show", "cancel"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("c0de", "There is no run 'c0de'. `campaign-why runs list` shows them."),
        ("", "There is no run ''. `campaign-why runs list` shows them."),
        ("7f", "'7f' is the beginning of several runs: 7fa0, 7f3c. Write more of it."),
    ],
)
def test_a_name_that_fits_no_run_or_several_is_refused(command: str, name: str, message: str) -> None:
    """With a way on."""
    outcome = run("runs", command, name)

    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"campaign-why: {message}\n")


def test_a_run_that_waits_is_cancelled_and_recorded(url: str) -> None:
    """Once: the second time it waits no more."""
    first, second = (run("runs", "cancel", "7f3") for _ in range(2))

    async def recorded(ledger: SqlLedger) -> list[tuple[str, str, str | None]]:
        return [(each.who, each.what, each.run_id) async for each in ledger.records(RecordFilter())]

    assert (first.code, first.out) == (0, "Run 7f3c is cancelled.\n")
    assert (second.code, second.out) == (1, "")
    assert second.err.startswith("campaign-why: Run 7f3c is cancelled since ")
    assert second.err.endswith("; only one that waits can be cancelled.\n")
    assert within(url, recorded) == [("terminal", "cancelled", "7f3c")]


@pytest.mark.usefixtures("url")
def test_a_run_that_has_ended_is_not_cancelled() -> None:
    """The message says how it ended, and when."""
    outcome = run("runs", "cancel", "7fa0")

    assert (outcome.code, outcome.err) == (
        1,
        "campaign-why: Run 7fa0 is succeeded since 2026-03-02 12:03:00 UTC; only one that waits can be cancelled.\n",
    )
