"""Whose a draft is and whom it waits for, when a document is announced as expiring, own choices. No way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drafts()
    # the constraint goes with its column: SQLite adds none to a table that stands
    op.execute(
        "ALTER TABLE office ADD COLUMN expiring_days INTEGER DEFAULT 7 NOT NULL "
        "CONSTRAINT ck_office_expiring_days CHECK (expiring_days BETWEEN 0 AND 60)"
    )
    op.add_column("operator", sa.Column("choices", AutoString(length=400), server_default="{}", nullable=False))


def _drafts() -> None:
    """A draft belongs to who opened its visit, as far as is known; nothing points to the table, so it can be rebuilt."""
    with op.batch_alter_table("draft") as batch:
        batch.add_column(sa.Column("operator_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("handed_to", sa.Integer(), nullable=True))
    op.execute("UPDATE draft SET operator_id = (SELECT operator_id FROM visit WHERE visit.id = draft.visit_id)")
    with op.batch_alter_table("draft") as batch:
        batch.alter_column("operator_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f("fk_draft_operator_id_operator"), "operator", ["operator_id"], ["id"])
        batch.create_foreign_key(op.f("fk_draft_handed_to_operator"), "operator", ["handed_to"], ["id"])
        batch.create_check_constraint(op.f("ck_draft_handed_to_somebody_else"), "handed_to <> operator_id")
        batch.create_index(op.f("ix_draft_operator_id"), ["operator_id"])
        batch.create_index(op.f("ix_draft_handed_to"), ["handed_to"])
