"""Brings the tables of a ledger to this program's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import text

from bot.errors import LedgerAway

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOCK = 0x0CA_4A16
"""Any number will do as long as every version of this program takes the same."""


def upgrade(connection: Connection) -> None:
    """Go through the steps that are missing, all in the transaction that has begun; others who try the same wait.

    Raises:
        LedgerAway: a newer version of this program has made the tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", "bot.ledger:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerAway(
            f"The tables of the ledger are not those of this version ({error}). "
            "A newer campaign-why may have made them: use that one."
        ) from error
