"""The way of a run: wait for the approval, deliver, wait for the outcome, stamp, ask whether it helped.

Each step leaves its mark in the ledger before the next begins. Whoever decides on a run or reports its outcome moves
it in the ledger; the course only looks, so that nothing depends on a message that can be lost.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.actions.runs.meanwhile import Meanwhile
from bot.actions.runs.ports import Outcome
from bot.actions.runs.records import record_of
from bot.errors import LedgerAway

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.actions.clock import Clock
    from bot.actions.runs.ports import Delivery, Messenger, Steps
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import Run, RunState

log = structlog.get_logger()

Result = TypeVar("Result")

APPROVAL_WITHIN = timedelta(minutes=15)
FRESH_FOR = timedelta(minutes=15)
"""After a longer break nothing is delivered: a restart that comes out of the blue is worse than none."""

OUTCOME_WITHIN = timedelta(hours=1)
FIXED_AFTER = 600.0
"""Seconds after which people are asked whether a remedy helped."""

_LOOK_EVERY = 15.0
"""Seconds between two looks into the ledger while nobody wakes the run."""

_SHOW_WITHIN = 5.0
"""Seconds for which a delivery waits for Slack to show how it stands; a restart that is due is not held up by more."""

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_MOST_TRIES = 120
"""To show the outcome, about two hours of them; the ledger has it in any case."""


class Course:
    """Takes runs from the request to the end."""

    def __init__(self, ledger: Ledger, delivery: Delivery, messenger: Messenger, clock: Clock) -> None:
        self._ledger = ledger
        self._delivery = delivery
        self._messenger = messenger
        self._clock = clock
        self._seen: set[str] = set()
        """Runs that wait and that this process has shown."""

    async def follow(self, run_id: str, steps: Steps) -> None:
        """Take a run to its end, or on from where it was left."""
        state = await steps.do("look", lambda: self._state(run_id))
        if state is None:
            log.error("run.unknown", run=run_id)
            return
        is_shown = False
        while state == "waiting":
            # Nobody can approve what nobody sees: what did not arrive is shown again.
            is_shown = is_shown or await steps.do("show", lambda: self._show_waiting(run_id))
            await steps.wait(_LOOK_EVERY)
            state = await steps.do("decision", lambda: self._decision(run_id))
        self._seen.discard(run_id)
        if state in ("approved", "delivering"):
            state = await steps.do("begin", lambda: self._begin(run_id))
        if state == "delivering":
            outcome = await steps.do("deliver", lambda: self._deliver(run_id))
            state = await steps.do("outcome", lambda: self._record(run_id, outcome))
        latest, told = "", None
        while state == "working":
            if latest != told and await steps.do("show", lambda: self._show(run_id)):
                told = latest
            await steps.wait(_LOOK_EVERY)
            state = await steps.do("report", lambda: self._report(run_id))
            latest = await steps.do("progress", lambda: self._answer(run_id))
        await self._until_told("stamp", lambda: self._show(run_id), run_id, steps)
        if await steps.do("helped", lambda: self._may_have_helped(run_id)):
            await steps.sleep(FIXED_AFTER)
            await self._until_told("ask", lambda: self._ask(run_id), run_id, steps)

    async def _until_told(self, name: str, tell: Callable[[], Awaitable[bool]], run_id: str, steps: Steps) -> None:
        wait = _FIRST_WAIT
        for _ in range(_MOST_TRIES):
            if await steps.do(name, tell):
                return
            await steps.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        log.error("run.untold", run=run_id, what=name)

    async def _state(self, run_id: str) -> RunState | None:
        run = await self._patiently(lambda: self._ledger.run(run_id))
        return run.state if run else None

    async def _run(self, run_id: str) -> Run:
        run = await self._patiently(lambda: self._ledger.run(run_id))
        if run is None:
            raise LookupError(f"the ledger has lost the run {run_id}")
        return run

    async def _decision(self, run_id: str) -> RunState:
        """Return what has been decided; after a quarter of an hour nobody's decision counts any more."""
        run = await self._run(run_id)
        return await self._given_up(run, "waiting", "expired", APPROVAL_WITHIN, "nobody approved it in time")

    async def _report(self, run_id: str) -> RunState:
        """Return what has been reported; a receiver that says nothing for an hour has failed."""
        run = await self._run(run_id)
        return await self._given_up(run, "working", "failed", OUTCOME_WITHIN, "the receiver reported no outcome")

    async def _given_up(self, run: Run, still: RunState, then: RunState, within: timedelta, why: str) -> RunState:
        since = run.request.asked_at if still == "waiting" else run.changed_at
        now = self._clock.now()
        # A clock that was set back far tells no more than one that ran ahead; only an outcome is waited for regardless.
        gone_by = now - since if still == "working" else abs(now - since)
        if run.state != still or gone_by < within:
            return run.state
        record = record_of(
            run.request,
            "expired" if then == "expired" else "outcome",
            who=run.request.requester,
            at=now,
            outcome=then,
            detail={"answer": why},
        )
        moved = await self._patiently(
            lambda: self._ledger.move_run(run.request.run_id, {still}, then, at=now, record=record, answer=why)
        )
        if moved:
            log.info("run.outcome", run=run.request.run_id, state=then)
        return moved.state if moved else (await self._run(run.request.run_id)).state

    async def _begin(self, run_id: str) -> RunState:
        """Return "delivering", unless so much time went by that nobody expects it any more."""
        run = await self._run(run_id)
        state = await self._given_up(run, "approved", "expired", FRESH_FOR, "it could not be begun in time")
        if state != "approved":
            return state
        now = self._clock.now()
        await self._patiently(lambda: self._ledger.move_run(run_id, {"approved"}, "delivering", at=now))
        with suppress(TimeoutError):
            async with asyncio.timeout(_SHOW_WITHIN):
                await self._show(run_id)
        return (await self._run(run_id)).state

    async def _deliver(self, run_id: str) -> dict[str, str | int | None]:
        run = await self._run(run_id)
        if run.state != "delivering":
            return {}  # its receiver has reported already: it has got it
        if abs(self._clock.now() - run.changed_at) >= FRESH_FOR:
            return _as_fact(Outcome("failed", None, "interrupted: nobody knows whether it arrived", 0))
        async with Meanwhile(lambda: self._show(run_id), name="run.show", within=_SHOW_WITHIN) as showing:
            try:
                return _as_fact(await self._delivery.deliver(run, showing.ask))
            except Exception as error:
                log.exception("run.undelivered", run=run_id, error=type(error).__name__)
                return _as_fact(Outcome("failed", None, f"not delivered: {type(error).__name__}", 0))

    async def _answer(self, run_id: str) -> str:
        return (await self._run(run_id)).answer

    async def _record(self, run_id: str, outcome: dict[str, str | int | None]) -> RunState:
        run = await self._run(run_id)
        if not outcome or run.state != "delivering":
            return run.state
        state: RunState = outcome["state"]  # type: ignore[assignment]
        status, answer, attempts = outcome["status"], str(outcome["answer"]), int(outcome["attempts"] or 0)
        now = self._clock.now()
        record = record_of(
            run.request, "outcome", who=run.request.requester, at=now, outcome=state, detail={"status": status or 0}
        )
        moved = await self._patiently(
            lambda: self._ledger.move_run(
                run_id,
                {"delivering"},
                state,
                at=now,
                record=None if state == "working" else record,
                status=int(status) if status is not None else None,
                answer=answer,
                attempts=attempts,
            )
        )
        if moved and moved.is_final:
            log.info("run.outcome", run=run_id, state=state, status=status, attempts=attempts)
        return moved.state if moved else (await self._run(run_id)).state

    async def _show(self, run_id: str) -> bool:
        try:
            run = await self._run(run_id)
            return run.request.place is None or await self._messenger.show(run)
        except Exception as error:
            log.exception("run.not_shown", run=run_id, error=type(error).__name__)
            return False

    async def _show_waiting(self, run_id: str) -> bool:
        """Show a run that waits, and call those who may approve it; return whether both arrived.

        They are one step, as showing alone was: a run that waits while the program is updated finds its steps again.
        What has been shown is not shown again because nobody could be called.
        """
        if run_id not in self._seen and await self._show(run_id):
            self._seen.add(run_id)
        return run_id in self._seen and await self._call_approvers(run_id)

    async def _call_approvers(self, run_id: str) -> bool:
        run = await self._run(run_id)
        if run.state != "waiting" or run.request.place is None:
            return True
        try:
            # No longer than between two looks: a decision is not noticed later than it might be anyway.
            async with asyncio.timeout(_LOOK_EVERY):
                return await self._messenger.call_approvers(run)
        except TimeoutError:
            log.warning("approvers.uncalled", run=run_id, error="TimeoutError")
        except Exception as error:
            log.exception("approvers.uncalled", run=run_id, error=type(error).__name__)
        return False

    async def _may_have_helped(self, run_id: str) -> bool:
        run = await self._run(run_id)
        return run.state == "succeeded" and run.request.operation != "check" and run.request.place is not None

    async def _ask(self, run_id: str) -> bool:
        run = await self._run(run_id)
        try:
            return await self._messenger.ask_whether_fixed(run)
        except Exception as error:
            log.exception("run.not_asked", run=run_id, error=type(error).__name__)
            return False

    async def _patiently(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return what `work` returns, as soon as the ledger can be reached."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await work()
            except LedgerAway as error:
                log.warning("run.ledger_away", error=str(error), next_try_in=wait)
            await self._clock.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def _as_fact(outcome: Outcome) -> dict[str, str | int | None]:
    return {"state": outcome.state, "status": outcome.status, "answer": outcome.answer, "attempts": outcome.attempts}
