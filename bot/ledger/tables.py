"""The tables as the program uses them; `migrations` makes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which knows no zones, keeps it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the ledger has to be aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _number() -> TypeEngine[int]:
    return BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, **how: Any) -> Column[str]:
    return Column(name, Text, **{"nullable": False, **how})


metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    _text("id", primary_key=True),
    _text("action"),
    _text("operation"),
    _text("module"),
    _text("instance"),
    _text("requester"),
    Column("place", JSON(none_as_null=True)),
    _text("reason"),
    Column("evidence", JSON, nullable=False),
    Column("asked_at", Moment, nullable=False),
    _text("edition", server_default=""),
    _text("state"),
    _text("approver", nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("status", Integer),
    _text("answer"),
    Column("changed_at", Moment, nullable=False),
    Index("runs_by_place", "module", "instance", "changed_at"),
    Index("runs_by_time", "asked_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _number(), primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    _text("who"),
    _text("what"),
    _text("run_id", nullable=True),
    _text("module", nullable=True),
    _text("instance", nullable=True),
    _text("operation", nullable=True),
    _text("channel", nullable=True),
    _text("outcome"),
    Column("detail", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    _text("once", nullable=True, unique=True),
    Index("audit_by_run", "run_id"),
    Index("audit_by_time", "at"),
    sqlite_autoincrement=True,
)
