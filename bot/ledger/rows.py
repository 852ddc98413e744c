"""Values to rows and back."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.ledger.model import AuditRecord, Place, Request, Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ledger.model import RunState

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What a database takes for no text: NUL in PostgreSQL, halves of characters in both."""

_OF_REQUEST = ("action", "operation", "module", "instance", "requester", "reason", "asked_at", "edition")
_OF_RUN = ("state", "approver", "attempts", "status", "answer", "changed_at")


def storable(value: Any) -> Any:
    """Return a value with every character that no database stores replaced, at any depth."""
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case dict():
            return {storable(key): storable(each) for key, each in value.items()}
        case list() | tuple():
            return [storable(each) for each in value]
        case _:
            return value


def run_row(request: Request, state: RunState) -> dict[str, Any]:
    """Return the row of a run that begins."""
    row = {name: getattr(request, name) for name in _OF_REQUEST}
    place = asdict(request.place) if request.place else None
    row |= {"id": request.run_id, "place": place, "evidence": request.evidence}
    row |= {"state": state, "attempts": 0, "answer": "", "changed_at": request.asked_at}
    return {name: storable(value) for name, value in row.items()}


def run_of(row: Mapping[str, Any]) -> Run:
    """Return the run that a row holds."""
    place = Place(**row["place"]) if row["place"] else None
    request = Request(
        run_id=row["id"], place=place, evidence=tuple(row["evidence"]), **{name: row[name] for name in _OF_REQUEST}
    )
    return Run(request=request, **{name: row[name] for name in _OF_RUN})


def record_row(record: AuditRecord) -> dict[str, Any]:
    """Return the row of a fact."""
    row = {name: getattr(record, name) for name in AuditRecord.__slots__}
    return {name: storable(value) for name, value in (row | {"detail": dict(record.detail)}).items()}


def record_of(row: Mapping[str, Any]) -> AuditRecord:
    """Return the fact that a row holds."""
    values = {name: row[name] for name in AuditRecord.__slots__}
    return AuditRecord(**values | {"evidence": tuple(row["evidence"])})
