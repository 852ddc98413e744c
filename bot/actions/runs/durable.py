"""Runs on dbos: every step is remembered, and what a dead process left is taken on by one that lives."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog

from bot.actions.runs.presence import KEPT_EVERY
from bot.errors import LedgerAway

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Awaitable, Callable, Coroutine

    from dbos import DBOSConfig

    from bot.actions.runs.course import Course
    from bot.actions.runs.ports import Remembered
    from bot.actions.runs.presence import Presence

log = structlog.get_logger()

_WORKFLOW = "run"
_SHAPE = "2"
"""Of the course's steps; runs that were begun in another shape are left to the programs that know it."""

_TAKE_OVER_EVERY = 30.0
_START_WITHIN = 10.0
"""Seconds."""


class DurableRuns:
    """Runs that are finished, whatever dies in between; dbos knows one per process.

    It works on a thread and an event loop of its own, and does each step on ours: Slack's session and the ledger's
    connections live there.
    """

    def __init__(self, database: str, course: Course, presence: Presence) -> None:
        self._database = database
        self._course = course
        self._presence = presence
        self._name = uuid4().hex
        self._workflow: Callable[[str], Coroutine[Any, Any, None]] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def name(self) -> str:
        """Of this process, which no other has ever had."""
        return self._name

    async def is_alive(self, name: str) -> bool:
        """Return whether a process lives that takes runs from the same database.

        Raises:
            LedgerAway: the database does not tell.
        """
        if not self.is_open:
            raise LedgerAway("Runs are not taken yet: the database has not answered so far.")
        try:
            async with asyncio.timeout(_START_WITHIN):
                return await asyncio.to_thread(self._presence.is_held, name)
        except Exception as error:
            raise LedgerAway(f"The database does not tell who lives ({type(error).__name__}).") from error

    @property
    def is_open(self) -> bool:
        """Whether runs are taken."""
        return bool(self._tasks)

    async def open(self, *, takes_over: bool = True) -> None:
        """Begin to take runs.

        Args:
            takes_over: those too that others have left, and these first; not for whoever can show them to nobody.

        Raises:
            LedgerAway: the database does not answer.
        """
        launching = asyncio.create_task(asyncio.to_thread(self._launch, asyncio.get_running_loop()), name="runs.launch")
        try:
            await asyncio.shield(launching)
        except asyncio.CancelledError:
            # The thread cannot be stopped: what it opens has to be closed.
            await asyncio.wait({launching})
            await asyncio.to_thread(self._let_go)
            raise
        except Exception as error:
            await asyncio.to_thread(self._let_go)
            raise LedgerAway(
                f"Runs cannot be taken ({type(error).__name__}): the database refuses it. Check DATABASE_URL."
            ) from error
        self._tasks.append(asyncio.create_task(self._keep_for_ever(), name="runs.keep"))
        if takes_over:
            self._tasks.append(asyncio.create_task(self._take_over_for_ever(), name="runs.take_over"))

    async def close(self) -> None:
        """Leave everything as it stands; it goes on when somebody opens the same database."""
        if not self.is_open:
            return
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await asyncio.to_thread(self._let_go)

    async def start(self, run_id: str) -> None:
        """Let a run go its way; one that is under way, here or elsewhere, is left alone.

        Raises:
            LedgerAway: the database does not answer.
        """
        if not self.is_open:
            raise LedgerAway("Runs are not taken yet: the database has not answered so far.")
        try:
            async with asyncio.timeout(_START_WITHIN):
                await asyncio.to_thread(self._start, run_id)
        except TimeoutError:
            raise LedgerAway(f"The database does not answer within {_START_WITHIN:.0f} seconds.") from None

    async def wake(self, run_id: str) -> None:
        """Let a run look into the ledger now; without that it looks every few seconds, so that no failure matters."""
        from dbos import DBOS

        try:
            async with asyncio.timeout(_START_WITHIN):
                await asyncio.to_thread(DBOS.send, run_id, "look")
        except TimeoutError:
            log.warning("run.not_woken", run=run_id, error="TimeoutError")
        except Exception as error:
            log.exception("run.not_woken", run=run_id, error=type(error).__name__)

    async def take_over(self) -> None:
        """Take on the runs of processes that are dead, and begin again those that dbos has given up."""
        await asyncio.to_thread(self._begin_again)
        absent = await asyncio.to_thread(self._absent)
        if absent:
            await asyncio.sleep(self._presence.sure_after)
            await asyncio.to_thread(self._take_over, absent)

    def _launch(self, home: AbstractEventLoop) -> None:
        from dbos import DBOS, error

        async def follow(run_id: str) -> None:
            try:
                await self._course.follow(run_id, _DurableSteps(home))
            except error.DBOSBaseException:
                raise
            except asyncio.CancelledError:
                raise _Left from None
            except Exception as broken:
                log.exception("run.interrupted", run=run_id, error=type(broken).__name__)
                raise _Left from None

        self._presence.hold(self._name)
        _quiet(logging.getLogger("dbos"))
        DBOS(config=self._config())
        self._workflow = DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)(follow)
        DBOS.launch()

    def _let_go(self) -> None:
        from dbos import DBOS

        DBOS.destroy(destroy_registry=True)
        self._presence.close()

    def _config(self) -> DBOSConfig:
        return {
            "name": "campaign-why",
            "system_database_url": self._database,
            "application_version": _SHAPE,
            "executor_id": self._name,
            "log_level": "ERROR",
            "notification_listener_polling_interval_sec": 0.25,
            "sys_db_pool_size": 10,
        }

    def _start(self, run_id: str) -> None:
        from dbos import DBOS, SetWorkflowID

        if self._workflow:
            with SetWorkflowID(run_id):
                DBOS.start_workflow(self._workflow, run_id)

    def _absent(self) -> set[str]:
        """Return the processes that have left runs and seem to be dead."""
        from dbos import DBOS

        under_way = DBOS.list_workflows(status="PENDING", name=_WORKFLOW, load_input=False, load_output=False)
        others = {each.executor_id for each in under_way if each.executor_id} - {self._name}
        return {other for other in others if not self._presence.is_held(other)}

    def _take_over(self, absent: set[str]) -> None:
        from dbos import DBOS

        for other in absent:
            if not self._presence.hold(other):
                continue
            try:
                # Asked for again under the lock: whoever had it before us may have taken them on.
                for left in DBOS.list_workflows(status="PENDING", name=_WORKFLOW, executor_id=other, load_input=False):
                    log.info("run.taken_over", run=left.workflow_id)
                    DBOS.resume_workflow(left.workflow_id)
            finally:
                self._presence.drop(other)

    def _begin_again(self) -> None:
        """Begin again what counts as failed: a run that is told to stop before its first step does so for dbos.

        The course itself never fails. It goes by the ledger, so that nothing is decided or delivered anew.
        """
        from dbos import DBOS

        failed = DBOS.list_workflows(
            status="ERROR", name=_WORKFLOW, app_version=_SHAPE, load_input=False, load_output=False
        )
        for run_id in (each.workflow_id for each in failed):
            if not self._presence.hold(run_id):
                continue
            try:
                # Asked for again under the lock: somebody else may have begun it.
                found = DBOS.get_workflow_status(run_id)
                if found and found.status == "ERROR":
                    log.info("run.begun_again", run=run_id)
                    DBOS.delete_workflow(run_id)
                    self._start(run_id)
            finally:
                self._presence.drop(run_id)

    async def _take_over_for_ever(self) -> None:
        while True:
            try:
                await self.take_over()
            except Exception as error:
                log.exception("runs.not_taken_over", error=type(error).__name__)
            await asyncio.sleep(_TAKE_OVER_EVERY)

    async def _keep_for_ever(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._presence.keep)
            except Exception as error:  # noqa: BLE001  (every second again while the database is away)
                log.warning("runs.presence_lost", error=type(error).__name__)
            await asyncio.sleep(KEPT_EVERY)


class _DurableSteps:
    """The steps of the workflow that runs in dbos's loop; the work is done in ours."""

    def __init__(self, home: AbstractEventLoop) -> None:
        self._home = home

    async def do(self, name: str, work: Callable[[], Awaitable[Remembered]]) -> Remembered:
        """Return what `work` returns, once and for all."""
        from dbos import DBOS

        async def awaited() -> Remembered:
            return await work()

        async def at_home() -> Remembered:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(awaited(), self._home))

        return await DBOS.run_step_async({"name": name}, at_home)

    async def wait(self, seconds: float) -> None:
        """Return when the run is woken, or after some time."""
        from dbos import DBOS

        await DBOS.recv_async(timeout_seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Return after some time."""
        from dbos import DBOS

        await DBOS.sleep_async(seconds)


class _Left(BaseException):
    """A run is left as it stands, for the next process; of any `Exception` dbos would make its end."""


class _WithoutLeaveTaking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], _Left))


def _quiet(logger: logging.Logger) -> None:
    """Let a library's logger speak through the program's own handlers, of errors alone."""
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.addFilter(_WithoutLeaveTaking())
