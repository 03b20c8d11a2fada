"""By which norm the document of the person represented was good past its date. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME = "ck_representation_document_extended"
EXTENDED = (
    "(document_extended_until IS NULL) = (document_extended_by = '') AND (document_extended_until IS NULL OR "
    "(document_expires_on IS NOT NULL AND document_extended_until > document_expires_on))"
)


def upgrade() -> None:
    op.add_column("representation", sa.Column("document_extended_until", sa.Date(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # the constraint goes with its column: SQLite adds none to a table that stands
        op.execute(
            "ALTER TABLE representation ADD COLUMN document_extended_by VARCHAR(60) DEFAULT '' NOT NULL "
            f"CONSTRAINT {NAME} CHECK ({EXTENDED})"
        )
        return
    op.add_column(
        "representation",
        sa.Column("document_extended_by", AutoString(length=60), server_default="", nullable=False),
    )
    op.create_check_constraint(op.f(NAME), "representation", EXTENDED)
