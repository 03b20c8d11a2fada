"""Whose account it is, temporary passwords, small offices, suspicions of fraud. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.migrations.guards import SUSPICIONS, protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN on both engines: no table is rebuilt
    op.add_column("operator", sa.Column("fiscal_code", AutoString(length=16), nullable=True))
    op.create_index("ix_operator_fiscal_code", "operator", ["fiscal_code"], unique=True)
    op.add_column("operator", sa.Column("password_due", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("office", sa.Column("supervisor_issues", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "suspicion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("note", AutoString(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "cleared", "rejected", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("ground", AutoString(length=200), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL) "
            "AND (state = 'open') = (ground IS NULL)",
            name=op.f("ck_suspicion_decided"),
        ),
        sa.CheckConstraint("decided_by <> raised_by", name=op.f("ck_suspicion_decided_by_another")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspicion_person_id_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_suspicion_visit_id_visit")),
        sa.ForeignKeyConstraint(["raised_by"], ["operator.id"], name=op.f("fk_suspicion_raised_by_operator")),
        sa.ForeignKeyConstraint(["decided_by"], ["operator.id"], name=op.f("fk_suspicion_decided_by_operator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicion")),
    )
    op.create_index("ix_suspicion_person_id", "suspicion", ["person_id"])
    op.create_index("ix_suspicion_visit_id", "suspicion", ["visit_id"])
    op.create_index(
        "uq_suspicion_one_open",
        "suspicion",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    protect(op.get_bind(), SUSPICIONS)
