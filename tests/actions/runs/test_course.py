"""The way of a run, step by step."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.actions.runs import course
from bot.actions.runs.course import Course
from bot.actions.runs.desk import Desk
from bot.actions.runs.ports import Outcome
from bot.actions.webhook.outcome import Report
from bot.errors import LedgerAway
from bot.ledger.model import RecordFilter
from bot.ledger.store import SqlLedger
from tests.actions.runs.world import (
    PLACE,
    HeldClock,
    KeptDelivery,
    KeptMessenger,
    KeptRunner,
    PlainSteps,
    a_request,
    shown_meanwhile,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path
    from typing import Any

    from bot.ledger.model import Run


class World:
    """A ledger, a desk, and everybody around."""

    def __init__(self, ledger: SqlLedger) -> None:
        self.ledger = ledger
        self.clock = HeldClock()
        self.delivery = KeptDelivery()
        self.people = KeptMessenger()
        self.desk = Desk(ledger, KeptRunner(), self.clock)

    async def ask(self, *, needs_approval: bool = False, **more: Any) -> Run:
        """Ask for a run."""
        run, _ = await self.desk.request(a_request(**more), needs_approval=needs_approval)
        return run

    async def follow(self, *meanwhile: Callable[[], Awaitable[object]]) -> Run:
        """Take the run to its end."""
        way = Course(self.ledger, self.delivery, self.people, self.clock)
        await way.follow("7f3c", PlainSteps(self.clock, *meanwhile))
        return await self.run()

    async def run(self) -> Run:
        """Return the run as it stands."""
        run = await self.ledger.run("7f3c")
        assert run
        return run

    async def audit(self) -> list[tuple[str, str, str]]:
        """Return who did what with which outcome."""
        return [(each.who, each.what, each.outcome) async for each in self.ledger.records(RecordFilter())]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world with an empty ledger."""
    async with SqlLedger(f"sqlite:///{tmp_path}/ledger.sqlite") as ledger:
        await ledger.migrate()
        yield World(ledger)


async def test_request_without_approval(world: World) -> None:
    """It is delivered at once, shown, stamped, and the thread is asked whether it helped."""
    await world.ask()
    run = await world.follow()
    assert (run.state, run.status, run.attempts, run.answer) == ("succeeded", 202, 1, "done")
    assert world.people.seen == ["delivering", "succeeded"]
    assert (world.people.called, world.people.asked) == ([], ["7f3c"])
    assert await world.audit() == [("U0ALERTED", "requested", "approved"), ("U0ALERTED", "outcome", "succeeded")]


async def test_check(world: World) -> None:
    """A check changes nothing, so nobody is asked whether it helped."""
    await world.ask(operation="check")
    await world.follow()
    assert world.people.asked == []


async def test_second_person_approves(world: World) -> None:
    """The run is shown while it waits, who may approve it is called, and it goes on as soon as it is approved."""
    run = await world.ask(needs_approval=True)

    async def nothing() -> None:
        return

    done = await world.follow(nothing, nothing, lambda: world.desk.decide(run, "approved", "U0SENIOR"))
    assert (done.state, done.approver) == ("succeeded", "U0SENIOR")
    assert world.people.seen == ["waiting", "delivering", "succeeded"]
    assert world.people.called == ["7f3c"]
    assert ("U0SENIOR", "approved", "approved") in await world.audit()


async def test_steps(world: World) -> None:
    """Runs that wait while the program is updated have done some of these; they find no others in their place."""
    run = await world.ask(needs_approval=True)
    steps = PlainSteps(world.clock, lambda: world.desk.decide(run, "approved", "U0SENIOR"))
    await Course(world.ledger, world.delivery, world.people, world.clock).follow("7f3c", steps)
    assert steps.done == ["look", "show", "decision", "begin", "deliver", "outcome", "stamp", "helped", "ask"]


async def test_second_person_denies(world: World) -> None:
    """Nothing is delivered, and the message says so."""
    run = await world.ask(needs_approval=True)
    done = await world.follow(lambda: world.desk.decide(run, "denied", "U0SENIOR"))
    assert (done.state, world.delivery.delivered, world.people.seen) == ("denied", [], ["waiting", "denied"])


async def test_nobody_approves(world: World) -> None:
    """After a quarter of an hour it has expired, for good."""
    run = await world.ask(needs_approval=True)
    done = await world.follow()
    assert done.state == "expired"
    assert done.changed_at - run.request.asked_at == timedelta(minutes=15)
    assert await world.desk.decide(run, "approved", "U0SENIOR") is None
    assert world.delivery.delivered == []


async def test_approval_that_comes_too_late(world: World) -> None:
    """Who approves after a quarter of an hour approves nothing, even if the run has not noticed yet."""
    run = await world.ask(needs_approval=True)
    await world.clock.sleep(900)
    assert await world.desk.decide(run, "approved", "U0SENIOR") is None
    assert (await world.run()).state == "waiting"


async def test_two_decide(world: World) -> None:
    """The first counts."""
    run = await world.ask(needs_approval=True)
    first = await world.desk.decide(run, "denied", "U0SENIOR")
    assert (first and first.state, await world.desk.decide(run, "approved", "U0OTHER")) == ("denied", None)


async def test_cancelled_from_the_terminal(world: World) -> None:
    """The message is stamped with it."""
    await world.ask(needs_approval=True)

    async def cancel() -> None:
        await world.ledger.move_run("7f3c", {"waiting"}, "cancelled", at=world.clock.now())

    await world.follow(cancel)
    assert world.people.seen == ["waiting", "cancelled"]


async def test_receiver_refuses(world: World) -> None:
    """The run has failed, and says why."""
    await world.ask()
    world.delivery.outcome = Outcome("failed", 403, "refused", 1)
    run = await world.follow()
    assert (run.state, run.status, run.answer, world.people.asked) == ("failed", 403, "refused", [])


async def test_delivery_breaks(world: World) -> None:
    """A mistake of ours ends as a failed run, never as one that hangs."""
    await world.ask()
    world.delivery.outcome = ValueError("what nobody thought of")
    run = await world.follow()
    assert (run.state, run.answer) == ("failed", "not delivered: ValueError")


async def test_receiver_works_on(world: World) -> None:
    """Progress is shown as it is reported, and the result ends the run."""
    await world.ask()
    world.delivery.outcome = Outcome("working", 202, "started", 1)
    run = await world.follow(
        lambda: world.desk.report("7f3c", Report("working", "half way")),
        lambda: world.desk.report("7f3c", Report("succeeded", "mta is up")),
    )
    assert (run.state, run.answer) == ("succeeded", "mta is up")
    assert world.people.answers == ["", "started", "half way", "mta is up"]
    assert await world.desk.report("7f3c", Report("failed", "again")) is None


async def test_receiver_reports_nothing(world: World) -> None:
    """After an hour the run has failed."""
    await world.ask()
    world.delivery.outcome = Outcome("working", 202, "", 1)
    run = await world.follow()
    assert (run.state, run.answer) == ("failed", "the receiver reported no outcome")


async def test_result_overtakes_the_answer(world: World) -> None:
    """A report that comes before the answer to the delivery is the outcome."""
    await world.ask()

    class Quick(KeptDelivery):
        async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
            await world.desk.report("7f3c", Report("succeeded", "already up"))
            return Outcome("working", 202, "", 1)

    world.delivery = Quick()
    run = await world.follow()
    assert (run.state, run.answer) == ("succeeded", "already up")


async def test_long_break_before_the_delivery(world: World) -> None:
    """What nobody expects any more is not delivered out of the blue."""
    await world.ask()
    await world.clock.sleep(3600)
    run = await world.follow()
    assert (run.state, world.delivery.delivered) == ("expired", [])


async def test_long_break_in_the_middle_of_the_delivery(world: World) -> None:
    """It is not repeated, and the run says that nobody knows."""
    await world.ask()
    await world.ledger.move_run("7f3c", {"approved"}, "delivering", at=world.clock.now())
    await world.clock.sleep(3600)
    run = await world.follow()
    assert (run.state, run.answer) == ("failed", "interrupted: nobody knows whether it arrived")
    assert world.delivery.delivered == []


async def test_report_before_a_break_in_the_middle_of_the_delivery(world: World) -> None:
    """Whoever reports has got it: it is not delivered again."""

    class RememberedSteps(PlainSteps):
        async def do(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
            before = {"look": "approved", "begin": "delivering"}
            return before.get(name) or await super().do(name, work)

    await world.ask()
    await world.ledger.move_run("7f3c", {"approved"}, "delivering", at=world.clock.now())
    await world.desk.report("7f3c", Report("working", "on its way"))
    course = Course(world.ledger, world.delivery, world.people, world.clock)
    await course.follow(
        "7f3c", RememberedSteps(world.clock, lambda: world.desk.report("7f3c", Report("succeeded", "mta is up")))
    )
    assert ((await world.run()).state, world.delivery.delivered) == ("succeeded", [])


async def test_slack_is_away(world: World) -> None:
    """The run goes on, and the stamp arrives later."""
    await world.ask()
    world.people.deaf = 5
    run = await world.follow()
    assert (run.state, world.people.seen) == ("succeeded", ["succeeded"])


async def test_slack_is_away_while_a_run_waits(world: World) -> None:
    """It is shown as soon as Slack is there: nobody can approve what nobody sees."""
    run = await world.ask(needs_approval=True)
    world.people.deaf = 2

    async def nothing() -> None:
        return

    done = await world.follow(nothing, nothing, nothing, lambda: world.desk.decide(run, "approved", "U0SENIOR"))
    assert (done.state, world.people.seen) == ("succeeded", ["waiting", "delivering", "succeeded"])


async def test_decided_while_it_is_shown(world: World) -> None:
    """Nobody is called who has nothing to decide any more."""
    run = await world.ask(needs_approval=True)

    class Watched(KeptMessenger):
        async def show(self, shown: Run) -> bool:
            await world.desk.decide(run, "denied", "U0SENIOR")
            return await super().show(shown)

    world.people = Watched()
    done = await world.follow()
    assert (done.state, world.people.called) == ("denied", [])


@pytest.mark.parametrize("trouble", ["refused", "broken", "silent"])
async def test_approvers_cannot_be_called(world: World, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    """It is tried again while the run waits, which is neither held up nor ended by it, nor shown again for it."""
    run = await world.ask(needs_approval=True)
    monkeypatch.setattr(course, "_LOOK_EVERY", 0.01)
    troubles = ["refused", trouble]

    class Unheard(KeptMessenger):
        async def call_approvers(self, called: Run) -> bool:
            found = troubles.pop() if troubles else ""
            if found == "broken":
                raise ValueError("what nobody thought of")
            if found == "silent":
                await asyncio.Event().wait()
            return not found and await super().call_approvers(called)

    async def nothing() -> None:
        return

    world.people = Unheard()
    done = await world.follow(nothing, nothing, nothing, lambda: world.desk.decide(run, "approved", "U0SENIOR"))
    assert (done.state, world.people.called) == ("succeeded", ["7f3c"])
    assert world.people.seen == ["waiting", "delivering", "succeeded"]


async def test_slack_is_away_while_the_receiver_works(world: World) -> None:
    """What could not be shown of the progress is shown later."""
    await world.ask()
    world.delivery.outcome = Outcome("working", 202, "started", 1)

    async def half_way() -> None:
        world.people.deaf = 1
        await world.desk.report("7f3c", Report("working", "half way"))

    async def nothing() -> None:
        return

    await world.follow(half_way, nothing, lambda: world.desk.report("7f3c", Report("succeeded", "mta is up")))
    assert world.people.answers == ["", "started", "half way", "mta is up"]


async def test_slack_says_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery does not wait for an answer that does not come."""
    await world.ask()
    monkeypatch.setattr(course, "_SHOW_WITHIN", 0.01)

    class Silent(KeptMessenger):
        async def show(self, run: Run) -> bool:
            return await super().show(run) if run.is_final else await asyncio.Event().wait()

    world.people = Silent()
    run = await world.follow()
    assert (run.state, world.people.seen, len(world.delivery.delivered)) == ("succeeded", ["succeeded"], 1)


class Retried(KeptDelivery):
    """A receiver that takes it at the third attempt."""

    def __init__(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
        """Fail twice first."""
        for _ in range(2):
            on_retry()
            await self._meanwhile()
        return await super().deliver(run, on_retry)


async def test_delivery_is_tried_again(world: World) -> None:
    """It is shown anew before each attempt."""
    await world.ask()
    world.delivery = Retried(shown_meanwhile)
    run = await world.follow()
    assert (run.state, world.people.seen) == ("succeeded", [*["delivering"] * 3, "succeeded"])


async def test_slack_says_nothing_while_a_delivery_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for it, it is told once, and nothing of it is left when the delivery ends."""
    await world.ask()
    monkeypatch.setattr(course, "_SHOW_WITHIN", 0.01)
    told = []

    class Silent(KeptMessenger):
        async def show(self, run: Run) -> bool:
            if run.is_final or not self.seen:
                return await super().show(run)
            told.append(run.state)
            return await asyncio.Event().wait()

    world.people, world.delivery = Silent(), Retried(lambda: asyncio.sleep(0.01))
    run = await world.follow()
    assert (run.state, told, world.people.seen) == ("succeeded", ["delivering"], ["delivering", "succeeded"])
    assert "run.show" not in [each.get_name() for each in asyncio.all_tasks()]


async def test_ledger_is_away_for_a_while(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run waits for it and loses nothing."""
    await world.ask()
    failures = iter([LedgerAway("away")] * 3)
    move = world.ledger.move_run

    async def moved(*arguments: Any, **more: Any) -> Run | None:
        if failure := next(failures, None):
            raise failure
        return await move(*arguments, **more)

    monkeypatch.setattr(world.ledger, "move_run", moved)
    assert (await world.follow()).state == "succeeded"


async def test_request_from_the_terminal(world: World) -> None:
    """It has no message to stamp."""
    await world.ask(place=None, requester="terminal")
    run = await world.follow()
    assert (run.state, world.people.seen, world.people.asked) == ("succeeded", [], [])


async def _logged(world: World, *meanwhile: Callable[[], Awaitable[object]]) -> list[dict[str, object]]:
    with capture_logs() as logs:
        await world.follow(*meanwhile)
    return [dict(each) for each in logs]


async def test_outcome_in_the_log(world: World) -> None:
    """It is one line, without what the receiver said."""
    await world.ask(reason="the requester's words")
    world.delivery.outcome = Outcome("failed", 403, "the receiver's words", 1)
    line = {"event": "run.outcome", "log_level": "info", "run": "7f3c"}
    assert await _logged(world) == [{**line, "state": "failed", "status": 403, "attempts": 1}]


async def test_reported_outcome_in_the_log(world: World) -> None:
    """Progress is none."""
    await world.ask()
    world.delivery.outcome = Outcome("working", 202, "", 1)
    logs = await _logged(
        world,
        lambda: world.desk.report("7f3c", Report("working", "half way")),
        lambda: world.desk.report("7f3c", Report("succeeded", "the receiver's words")),
    )
    line = {"event": "run.outcome", "log_level": "info", "run": "7f3c"}
    assert logs == [{**line, "state": "succeeded", "via": "callback"}]


async def test_decision_in_the_log(world: World) -> None:
    """It is a line."""
    run = await world.ask(needs_approval=True)
    denied = await _logged(world, lambda: world.desk.decide(run, "denied", "U0SENIOR"))
    assert denied == [{"event": "run.decided", "log_level": "info", "run": "7f3c", "decision": "denied"}]


async def test_run_that_expires_in_the_log(world: World) -> None:
    """It is a line."""
    await world.ask(needs_approval=True)
    expired = {"event": "run.outcome", "log_level": "info", "run": "7f3c", "state": "expired"}
    assert await _logged(world) == [expired]


async def test_unknown_run(world: World) -> None:
    """Nothing happens."""
    way = Course(world.ledger, world.delivery, world.people, world.clock)
    await way.follow("nothing", PlainSteps(world.clock))
    assert world.delivery.delivered == []


async def test_same_request_again(world: World) -> None:
    """It joins the run that is there, and leaves one record."""
    await world.ask()
    run, is_new = await world.desk.request(a_request(requester="U0OTHER"), needs_approval=False)
    assert (run.request.requester, is_new) == ("U0ALERTED", False)
    assert await world.audit() == [("U0ALERTED", "requested", "approved")]


async def test_button_after_its_run(world: World) -> None:
    """Who clicks while a run is under way asks for that one; after its end, for another."""
    await world.ask()
    during = await world.desk.turn(PLACE, action="restart-by-hook", module="mta")
    await world.follow()
    after = await world.desk.turn(PLACE, action="restart-by-hook", module="mta")
    assert (during, after) == ("0", "1")


async def test_module_that_was_restarted_just_now(world: World) -> None:
    """It should be left alone until the cool-down is over; then it may be touched."""
    await world.ask()
    ten = timedelta(minutes=10)
    under_way = await world.desk.obstacle("mta", "prod", cool_down=ten)
    await world.follow()
    world.clock.time = (await world.run()).changed_at
    just_now = await world.desk.obstacle("mta", "prod", cool_down=ten)
    await world.clock.sleep(600)
    later = await world.desk.obstacle("mta", "prod", cool_down=ten)
    kinds = [each and each.kind for each in (under_way, just_now, later)]
    assert kinds == ["under_way", "cool_down", None]


JUMPS = pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(days=400), timedelta(hours=-2)])


@JUMPS
async def test_clock_jumps_while_a_run_waits(world: World, jump: timedelta) -> None:
    """Nobody can tell how long ago it was asked for: it expires, and an approval is too late."""
    run = await world.ask(needs_approval=True)
    decided = []

    async def approve() -> None:
        world.clock.time += jump
        decided.append(await world.desk.decide(run, "approved", "U0SENIOR"))

    done = await world.follow(approve)
    assert (done.state, decided, world.delivery.delivered) == ("expired", [None], [])
    assert world.people.seen == ["waiting", "expired"]


@JUMPS
async def test_clock_jumps_before_the_delivery(world: World, jump: timedelta) -> None:
    """What may be old is not delivered."""
    await world.ask()
    world.clock.time += jump
    run = await world.follow()
    assert (run.state, world.delivery.delivered, world.people.seen) == ("expired", [], ["expired"])


async def test_clock_is_set_back_while_the_receiver_works(world: World) -> None:
    """Its outcome is waited for."""
    await world.ask()
    world.delivery.outcome = Outcome("working", 202, "", 1)

    async def jump() -> None:
        world.clock.time -= timedelta(days=1)

    run = await world.follow(jump, lambda: world.desk.report("7f3c", Report("succeeded", "mta is up")))
    assert (run.state, run.answer, len(world.delivery.delivered)) == ("succeeded", "mta is up", 1)


@JUMPS
async def test_clock_jumps_while_slack_is_away(world: World, jump: timedelta) -> None:
    """The stamp arrives all the same, and whether it helped is asked."""
    await world.ask()
    world.people.deaf = 2

    class Jumping(KeptDelivery):
        async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
            world.clock.time += jump
            return await super().deliver(run, on_retry)

    world.delivery = Jumping()
    run = await world.follow()
    assert (run.state, world.people.seen, world.people.asked) == ("succeeded", ["succeeded"], ["7f3c"])
    assert len(world.delivery.delivered) == 1


async def test_clock_is_set_back_a_little(world: World) -> None:
    """What was restarted just now stays closed."""
    await world.ask()
    await world.follow()
    world.clock.time = (await world.run()).changed_at - timedelta(minutes=5)
    assert await world.desk.obstacle("mta", "prod", cool_down=timedelta(minutes=10))


async def test_clock_is_set_back(world: World) -> None:
    """A restart of the future closes no module."""
    await world.ask()
    await world.follow()
    world.clock.time = a_request().asked_at - timedelta(days=1)
    assert await world.desk.obstacle("mta", "prod", cool_down=timedelta(minutes=10)) is None


async def test_runs_that_were_left(world: World) -> None:
    """Every run that has not ended is started."""
    await world.ask()
    runner = KeptRunner()
    assert await Desk(world.ledger, runner, world.clock).resume() == 1
    assert (runner.started, runner.woken) == (["7f3c"], [])
    await Desk(world.ledger, runner, world.clock).resume(wake=True)
    assert runner.woken == ["7f3c"]
