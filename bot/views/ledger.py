"""Runs and audit records, as lines for a person and as plain values for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.views.terminal import Line, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.ledger.model import AuditRecord, Run

CSV_COLUMNS = (
    "at",
    "who",
    "what",
    "run_id",
    "module",
    "instance",
    "operation",
    "channel",
    "outcome",
    "detail",
    "evidence",
)


def time(moment: datetime) -> str:
    """Return a moment to the second, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def record_lines(record: AuditRecord) -> Iterator[Line]:
    """Yield a fact: what, who, about what; then its details and the words that led to it."""
    subject = f"{record.operation or ''} {_target(record.module, record.instance)}".strip()
    run = f"run {record.run_id}" if record.run_id else ""
    parts = (time(record.at), f"{record.what:<9}", record.who, subject, run, record.channel, record.outcome)
    yield Line(_one_line("  ".join(part for part in parts if part)))
    details = "  ".join(f"{name}={value}" for name, value in record.detail.items())
    for extra in (details, *(f"“{text}”" for text in record.evidence)):
        if extra:
            yield Line(_one_line(extra), "quiet", 4)


def record_values(record: AuditRecord) -> dict[str, Any]:
    """Return a fact as plain values."""
    values = {name: getattr(record, name) for name in CSV_COLUMNS}
    return values | {"at": record.at.isoformat(), "detail": dict(record.detail), "evidence": list(record.evidence)}


def csv_row(record: AuditRecord) -> list[str]:
    """Return a fact as cells; none of them begins like a formula, which a spreadsheet would calculate."""
    return [_cell(value) for value in record_values(record).values()]


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    text = safe("" if value is None else str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def runs_table(runs: Sequence[Run]) -> Iterator[Line]:
    """Yield runs, a line each, in columns."""
    rows = [
        (each.request.run_id, each.state, time(each.request.asked_at), _what(each), f"by {each.request.requester}")
        for each in runs
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)] if rows else []
    for row in rows:
        yield Line("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def run_lines(run: Run) -> Iterator[Line]:
    """Yield all that is known of a run."""
    request = run.request
    yield Line(f"{_what(run)}: {run.state}", "title")
    known = {
        "run": request.run_id,
        "action": request.action,
        "asked by": f"{request.requester}, {time(request.asked_at)}",
        "in": f"channel {request.place.channel}, message {request.place.ts}" if request.place else "",
        "reason": request.reason,
        "approved by" if run.state != "denied" else "denied by": run.approver,
        "attempts": run.attempts,
        "HTTP status": run.status,
        "answer": run.answer,
        "changed": time(run.changed_at),
    }
    for name, value in known.items():
        if value not in ("", None, 0):
            first, *more = str(value).split("\n") if name == "answer" else [_one_line(str(value))]
            yield Line(first, indent=2, name=f"{name:<12} ")
            # Behind the names, so that no line of a receiver's looks like one of ours.
            yield from (Line(each, indent=15) for each in more)
    for text in request.evidence:
        yield Line(_one_line(f"“{text}”"), "quiet", 2)


def run_values(run: Run) -> dict[str, Any]:
    """Return a run as plain values."""
    values = asdict(run)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in (values.pop("request") | values).items()
    }


def _what(run: Run) -> str:
    return f"{run.request.operation} {_target(run.request.module, run.request.instance)}"


def _target(module: str | None, instance: str | None) -> str:
    return f"{module or ''} on {instance}" if instance else module or ""


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
