"""Certified e-mail (PEC), a third way to reach somebody. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("pec", AutoString(length=120), server_default="", nullable=False))
