"""Under which configuration of the site a run was asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; runs from before were asked for under none that is known."""
    op.add_column("runs", sa.Column("edition", sa.Text, nullable=False, server_default=""))
