"""What a ledger does, whatever it is kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from datetime import datetime
    from typing import Unpack

    from bot.ledger.model import AuditRecord, Quiet, RecordFilter, Request, Run, RunFields, RunFilter, RunState


class Ledger(Protocol):
    """Runs that only move on, and an audit that only grows.

    Every method raises `LedgerAway` where the database does not answer; then nothing has been written.
    """

    async def migrate(self) -> None:
        """Bring the tables to this program's version; several processes may do so at once."""
        ...

    async def ping(self) -> None:
        """Return if the ledger can be read."""
        ...

    async def append(self, record: AuditRecord) -> bool:
        """Add a fact; return whether it is new, which a second one with the same `once` is not."""
        ...

    def records(self, wanted: RecordFilter) -> AsyncIterator[AuditRecord]:
        """Yield the facts that are wanted, in the order in which they were added."""
        ...

    async def create_run(
        self, request: Request, state: RunState, record: AuditRecord | None = None, quiet: Quiet | None = None
    ) -> tuple[Run, bool]:
        """Return the run of a request, and whether it is new: of several calls with one id exactly one makes it.

        Args:
            request: what is asked for; its `run_id` names the run.
            state: of a new run.
            record: is added together with a new run.
            quiet: if given, and another run is in the way (see `in_the_way`), that one is returned and none is made:
                of several calls for the same module of an instance exactly one makes a run.
        """
        ...

    async def move_run(
        self,
        run_id: str,
        from_states: Collection[RunState],
        to_state: RunState,
        *,
        at: datetime,
        record: AuditRecord | None = None,
        **fields: Unpack[RunFields],
    ) -> Run | None:
        """Move a run on if it is in one of `from_states`, else return None: of several callers exactly one moves it.

        Args:
            run_id: names the run.
            from_states: where it is expected to be; no final state.
            to_state: where it goes; it may stay where it is while other fields change.
            at: when.
            record: is added if the run is moved, in the same transaction.
            fields: what changes beside the state.

        Raises:
            ValueError: a final state is to be left.
        """
        ...

    async def run(self, run_id: str) -> Run | None:
        """Return the run called `run_id`."""
        ...

    async def runs(self, wanted: RunFilter) -> tuple[Run, ...]:
        """Return the runs that are wanted, newest first."""
        ...

    async def in_the_way(self, module: str, instance: str, quiet: Quiet) -> Run | None:
        """Return the run that is changing a module of an instance, or has just done so; a check changes nothing."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...
