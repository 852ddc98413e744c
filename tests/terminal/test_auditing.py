"""`campaign-why audit`: what was recorded, for people, programs and spreadsheets."""

from __future__ import annotations

import asyncio
import csv
import json
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from bot.ledger.model import AUDIT_EVENTS
from bot.ledger.store import SqlLedger
from tests.commandline import run
from tests.ledger.facts import LATER, NOON, record

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ledger.model import AuditRecord

CLICK = record(module="mta", instance="prod", operation="restart", channel="C01", evidence=("邮件发不出去",))
REFUSAL = record(what="refused", who="U02", at=LATER, module="web", outcome="no grant", detail={"grant": "request"})
ATTEMPT = record(
    what="attempted",
    run_id="7f3c",
    at=LATER + timedelta(minutes=1),
    outcome="503",
    detail={"attempt": 1, "status": 503},
)


@pytest.fixture
def recorded(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with three records."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    keep(database_url, CLICK, REFUSAL, ATTEMPT)


def keep(url: str, *records: AuditRecord) -> None:
    """Add records to a ledger."""

    async def add() -> None:
        async with SqlLedger(url) as ledger:
            await ledger.migrate()
            for each in records:
                await ledger.append(each)

    asyncio.run(add())


@pytest.mark.usefixtures("recorded")
def test_the_audit_tells_who_did_what_oldest_first() -> None:
    """A line each, with details and the words that led to it."""
    outcome = run("audit")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "2026-03-02 12:00:00 UTC  asked      U01  restart mta on prod  C01",
        "    “邮件发不出去”",
        "2026-03-02 12:03:00 UTC  refused    U02  web  no grant",
        "    grant=request",
        "2026-03-02 12:04:00 UTC  attempted  U01  run 7f3c  503",
        "    attempt=1  status=503",
    ]


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["asked", "refused", "attempted"]),
        (("--module", "mta"), ["asked"]),
        (("--instance", "prod"), ["asked"]),
        (("--who", "U02"), ["refused"]),
        (("--what", "Attempted"), ["attempted"]),
        (("--since", "2026-03-02T12:03Z"), ["refused", "attempted"]),
        (("--since", "2026-03-02T14:03+02:00", "--until", "2026-03-02T12:04"), ["refused"]),
        (("--until", "2026-03-02"), []),
        (("--since", "9999w"), ["asked", "refused", "attempted"]),
        (("--who", "U01", "--module", "web"), []),
    ],
    ids=" ".join,
)
def test_filters_leave_what_is_wanted(options: tuple[str, ...], found: list[str]) -> None:
    """All of them together."""
    outcome = run("audit", "--json", *options)

    assert [each["what"] for each in json.loads(outcome.out)] == found


@pytest.mark.usefixtures("recorded")
def test_json_holds_every_field() -> None:
    """Times with their zone."""
    outcome = run("audit", "--json", "--what", "refused")

    assert json.loads(outcome.out) == [
        {
            "at": "2026-03-02T12:03:00.000250+00:00",
            "who": "U02",
            "what": "refused",
            "run_id": None,
            "module": "web",
            "instance": None,
            "operation": None,
            "channel": None,
            "outcome": "no grant",
            "detail": {"grant": "request"},
            "evidence": [],
        }
    ]


@pytest.mark.usefixtures("recorded")
def test_csv_holds_the_same_fields() -> None:
    """With their names above."""
    rows = list(csv.DictReader(StringIO(run("audit", "--csv", "--what", "asked").out)))

    assert rows == [
        {
            "at": NOON.isoformat(),
            "who": "U01",
            "what": "asked",
            "run_id": "",
            "module": "mta",
            "instance": "prod",
            "operation": "restart",
            "channel": "C01",
            "outcome": "",
            "detail": "",
            "evidence": '["邮件发不出去"]',
        }
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    """A spreadsheet would calculate what a stranger wrote."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    keep(sqlite_url, record(outcome=f"{start}cmd|' /C calc'!A0"))

    (row,) = csv.DictReader(StringIO(run("audit", "--csv").out))

    assert row["outcome"] == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("way", [(), ("--json",), ("--csv",)])
def test_what_strangers_wrote_does_not_steer_the_terminal(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]
) -> None:
    """Nor does it begin a line of its own."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    keep(sqlite_url, record(outcome="\x1b[2J\x9b", evidence=("one\ntwo \x1b]0;", "\x07")))

    out = run("audit", *way).out

    assert [char for char in out if char in "\x1b\x9b\x07"] == []
    assert [line for line in out.splitlines() if line.startswith("two")] == []


@pytest.mark.parametrize(
    ("way", "expected"), [((), "Nothing is recorded that fits.\n"), (("--json",), "[]\n"), (("--csv",), None)]
)
def test_on_a_new_machine_nothing_is_recorded(
    way: tuple[str, ...], expected: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Which is no failure."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    outcome = run("audit", *way)

    assert outcome.code == 0
    assert outcome.out == expected or outcome.out.splitlines() == [
        "at,who,what,run_id,module,instance,operation,channel,outcome,detail,evidence"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--json", "--csv"), "Choose one of --json and --csv."),
        (("--since", "soon"), "--since 'soon' is no time. Write 2026-03-02, 2026-03-02T14:00Z or 2h (ago)."),
        (("--until", "999999w"), "--until '999999w' is no time. Write 2026-03-02, 2026-03-02T14:00Z or 2h (ago)."),
        (
            ("--what", "done"),
            f"--what 'done' is not known. There are: {', '.join(AUDIT_EVENTS)}",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_that_make_no_sense_are_refused(options: tuple[str, ...], message: str) -> None:
    """Before the database is asked."""
    outcome = run("audit", *options)

    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"campaign-why: {message}\n")


def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, without its password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:s3cret@127.0.0.1:1/why")

    outcome = run("audit")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("campaign-why: The ledger (the database why at 127.0.0.1:1) cannot be used: ")
    assert len(outcome.err.splitlines()) == 1
    assert "s3cret" not in outcome.err


def test_an_address_that_is_none_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """As all settings that do not hold."""
    monkeypatch.setenv("DATABASE_URL", "oracle://somebody:s3cret@db")

    outcome = run("audit")

    assert outcome.code == 3
    assert outcome.err.startswith("campaign-why: DATABASE_URL names neither PostgreSQL nor SQLite: set ")
