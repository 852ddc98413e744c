"""Where runs are asked for, decided on and reported: each of it moves a run in the ledger, once, and wakes it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import structlog

from bot.actions.runs.course import APPROVAL_WITHIN
from bot.actions.runs.records import record_of
from bot.actions.webhook.outcome import shown
from bot.errors import LedgerAway
from bot.ledger.model import FINAL_STATES, RUN_STATES, Quiet, RunFilter

if TYPE_CHECKING:
    from datetime import timedelta

    from bot.actions.clock import Clock
    from bot.actions.webhook.outcome import Report
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import Place, Request, Run, RunState

log = structlog.get_logger()

UNFINISHED: frozenset[RunState] = frozenset(RUN_STATES) - FINAL_STATES
_MOST = 1_000


class Runner(Protocol):
    """Lets runs go their way."""

    @property
    def is_open(self) -> bool:
        """Whether runs are taken."""
        ...

    async def start(self, run_id: str) -> None:
        """Let a run go its way; one that is under way is left alone."""
        ...

    async def wake(self, run_id: str) -> None:
        """Let a run look into the ledger now."""
        ...


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a module of an instance should be left alone for now."""

    run: Run

    @property
    def kind(self) -> Literal["under_way", "cool_down"]:
        """Return whether the run goes on, or has just succeeded."""
        return "cool_down" if self.run.is_final else "under_way"


class InTheWay(Exception):
    """A module should be left alone for now."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.kind)
        self.obstacle = obstacle


def run_id_of(place: Place, *, action: str, module: str, instance: str, modal: str) -> str:
    """Return the id of what is asked for with a button; the same for everybody who asks for the same.

    Args:
        place: of the message with the button.
        action: id.
        module: id.
        instance: id.
        modal: tells requests from the same button apart, see `Desk.turn`.
    """
    asked = json.dumps([place.team, place.channel, place.ts, action, module, instance, modal])
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


class Desk:
    """Takes requests, decisions and reports; all of it raises `LedgerAway` where the database does not answer."""

    def __init__(self, ledger: Ledger, runner: Runner, clock: Clock) -> None:
        self._ledger = ledger
        self._runner = runner
        self._clock = clock

    @property
    def is_open(self) -> bool:
        """Whether what is asked for is begun at once."""
        return self._runner.is_open

    async def turn(self, place: Place, *, action: str, module: str, origin: str | None = None) -> str:
        """Return how often a button has been used up: who clicks before a run has ended asks for that very run.

        Args:
            place: of the button.
            action: id.
            module: id.
            origin: of a button in a private answer, whose runs are shown elsewhere.
        """
        message = (place.channel, place.ts) if origin is None else None
        shown = RunFilter(module=module, message=message, origin=origin, states=FINAL_STATES, most=_MOST)
        return str(sum(each.request.action == action for each in await self._ledger.runs(shown)))

    async def request(
        self, request: Request, *, needs_approval: bool, cool_down: timedelta | None = None
    ) -> tuple[Run, bool]:
        """Return the run of a request, and whether it is new; of several equal requests one makes it.

        Args:
            request: what is asked for.
            needs_approval: whether it waits for a second person.
            cool_down: time for which the module has to have been left alone; None for whoever may go on regardless.

        Raises:
            InTheWay: another run is changing the module, or has just done so.
        """
        quiet = self._quiet(cool_down) if cool_down is not None and request.operation != "check" else None
        record = record_of(
            request,
            "requested",
            who=request.requester,
            at=request.asked_at,
            outcome="waiting" if needs_approval else "approved",
            detail={"reason": request.reason, "action": request.action},
        )
        state: RunState = "waiting" if needs_approval else "approved"
        run, is_new = await self._ledger.create_run(request, state, record, quiet)
        if run.request.run_id != request.run_id:
            raise InTheWay(Obstacle(run))
        if not run.is_final:
            await self._start(request.run_id)
        return run, is_new

    async def decide(self, run: Run, decision: Literal["approved", "denied"], by: str) -> Run | None:
        """Return the run as decided, or None if it was too late: decided on before, expired, cancelled."""
        now = self._clock.now()
        if abs(now - run.request.asked_at) >= APPROVAL_WITHIN:
            await self._runner.wake(run.request.run_id)
            return None
        record = record_of(run.request, decision, who=by, at=now, outcome=decision)
        moved = await self._ledger.move_run(
            run.request.run_id, {"waiting"}, decision, at=now, record=record, approver=by
        )
        if moved:
            log.info("run.decided", run=run.request.run_id, decision=decision)
            await self._runner.wake(run.request.run_id)
        return moved

    async def report(self, run_id: str, report: Report) -> Run | None:
        """Return the run as its receiver reports it, or None if its outcome is known already."""
        run = await self._ledger.run(run_id)
        if run is None:
            return None
        now = self._clock.now()
        record = None
        if report.state != "working":
            detail = {"via": "callback"}
            record = record_of(
                run.request, "outcome", who=run.request.requester, at=now, outcome=report.state, detail=detail
            )
        answer = shown(report.message) or run.answer
        moved = await self._ledger.move_run(
            run_id, {"delivering", "working"}, report.state, at=now, record=record, answer=answer
        )
        if moved:
            if moved.is_final:
                log.info("run.outcome", run=run_id, state=moved.state, via="callback")
            await self._runner.wake(run_id)
        return moved

    async def look(self, request: Request, *, cool_down: timedelta | None) -> Run | None:
        """Return the run of a request, if it is there already.

        Raises:
            InTheWay: a new one would be refused.
        """
        if run := await self._ledger.run(request.run_id):
            return run
        if cool_down is not None and request.operation != "check":
            obstacle = await self.obstacle(request.module, request.instance, cool_down=cool_down)
            if obstacle:
                raise InTheWay(obstacle)
        return None

    async def obstacle(self, module: str, instance: str, *, cool_down: timedelta) -> Obstacle | None:
        """Return why a module should not be touched now, if it should not: somebody is at it, or just was."""
        run = await self._ledger.in_the_way(module, instance, self._quiet(cool_down))
        return Obstacle(run) if run else None

    async def resume(self, *, wake: bool = False) -> int:
        """Start what was asked for while runs were not taken, or just before a crash; return how many there are.

        Args:
            wake: lets those that wait look into the ledger as well: much may have been decided meanwhile.
        """
        left = await self._ledger.runs(RunFilter(states=UNFINISHED, most=_MOST))
        for run in left:
            await self._start(run.request.run_id)
            if wake:
                await self._runner.wake(run.request.run_id)
        return len(left)

    def _quiet(self, cool_down: timedelta) -> Quiet:
        """Return the time around now; a success far ahead is that of a clock that was set back, and closes nothing."""
        now = self._clock.now()
        return Quiet(now - cool_down, now + cool_down)

    async def _start(self, run_id: str) -> None:
        try:
            await self._runner.start(run_id)
        except LedgerAway as error:
            # It has been recorded, and is started by `resume`.
            log.warning("run.not_started", run=run_id, error=str(error))
        except Exception as error:
            log.exception("run.not_started", run=run_id, error=type(error).__name__)
