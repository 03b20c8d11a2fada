"""People are corrected, what stood there before is kept, and two rows of one person become one. No way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import CORRECTIONS, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # in one statement both engines know: a rebuilt table would be dropped under the rows that refer to it
    op.execute(
        "ALTER TABLE person ADD COLUMN merged_into INTEGER "
        "CONSTRAINT fk_person_merged_into_person REFERENCES person (id) "
        "CONSTRAINT ck_person_merged_into CHECK (merged_into <> id)"
    )
    op.create_table(
        "person_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("field", AutoString(length=40), nullable=False),
        sa.Column("old_value", AutoString(length=400), nullable=True),
        sa.Column("new_value", AutoString(length=400), nullable=True),
        sa.Column("reason", AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_person_change_operator_id_operator")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_change_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_person_change_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_change")),
    )
    op.create_index("ix_person_change_code", "person_change", ["field", "old_value"])
    op.create_index(op.f("ix_person_change_person_id"), "person_change", ["person_id"])
    op.create_index(op.f("ix_person_change_visit_id"), "person_change", ["visit_id"])
    protect(op.get_bind(), CORRECTIONS)
