"""The certified e-mail (PEC) is recorded with the identification, as the other contacts are. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identification", sa.Column("pec", AutoString(length=120), server_default="", nullable=False))
