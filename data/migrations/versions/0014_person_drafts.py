"""What was typed in the form of a person's data is kept when the line is cut. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_draft",
        sa.Column("key", AutoString(length=32), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("typed", AutoString(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_person_draft_desk_id_desk")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_person_draft_operator_id_operator")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_draft_person_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_person_draft")),
    )
    op.create_index("ix_person_draft_desk_id", "person_draft", ["desk_id"])
    op.create_index("ix_person_draft_person_id", "person_draft", ["person_id"])
