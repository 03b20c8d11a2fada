"""People come from files too: an import's rows are nobody's until all of them are there. There is no way down."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("loading", "done", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("after_person", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
    )
    # plain ADD COLUMN with its reference, as both engines take it: a rebuilt table would be copied whole
    op.execute(
        "ALTER TABLE person ADD COLUMN import_id INTEGER "
        "CONSTRAINT fk_person_import_id_people_import REFERENCES people_import (id)"
    )
