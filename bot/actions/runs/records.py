"""Audit records of a run; each carries the evidence, and a key under which it is kept once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ledger.model import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.ledger.model import AuditEvent, Request


def record_of(
    request: Request,
    what: AuditEvent,
    *,
    who: str,
    at: datetime,
    outcome: str = "",
    detail: Mapping[str, str | int] | None = None,
    once: str | None = None,
) -> AuditRecord:
    """Return the record of something that happened to a run.

    Args:
        request: what was asked for.
        what: happened.
        who: did it: a Slack user id, or `terminal`.
        at: when (UTC).
        outcome: in short.
        detail: more of it.
        once: tells it from others of the kind; by default a run has one of each kind.
    """
    return AuditRecord(
        at=at,
        who=who,
        what=what,
        run_id=request.run_id,
        module=request.module,
        instance=request.instance,
        operation=request.operation,
        channel=request.place.channel if request.place else None,
        outcome=outcome,
        detail=detail or {},
        evidence=request.evidence,
        once=f"{request.run_id}:{what}{f':{once}' if once else ''}",
    )
