"""The norm files an act was decided by are kept, and the words it was decided with. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import EDITIONS, protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "norm_edition",
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("files", AutoString(), nullable=False),
        sa.Column("first_used_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_norm_edition")),
    )
    # plain ADD COLUMN on both engines: a rebuilt table would lose its guards
    op.add_column("decision", sa.Column("reasons", AutoString(), server_default="[]", nullable=False))
    op.add_column("decision", sa.Column("later_acts", sa.Boolean(), server_default=sa.false(), nullable=False))
    protect(op.get_bind(), EDITIONS)
