"""Requests and records as they come from Slack, to vary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.ledger.model import AuditRecord, Place, Request

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)
LATER = NOON + timedelta(minutes=3)


def request(run_id: str = "7f3c", **other: Any) -> Request:
    """Return a request to restart mta on prod."""
    usual: dict[str, Any] = {
        "action": "restart-mta",
        "operation": "restart",
        "module": "mta",
        "instance": "prod",
        "requester": "U01",
        "place": Place("T01", "C01", "1700000000.000100", thread="1700000000.000001"),
        "reason": "mails are stuck",
        "evidence": ("邮件发不出去", "nothing leaves"),
        "asked_at": NOON,
    }
    return Request(run_id=run_id, **usual | other)


def record(**other: Any) -> AuditRecord:
    """Return the record of a click."""
    usual: dict[str, Any] = {"at": NOON, "who": "U01", "what": "asked"}
    return AuditRecord(**usual | other)
