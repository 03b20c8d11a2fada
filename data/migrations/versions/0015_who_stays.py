"""No visit and no PIN begins for a person who went over into another. There is no way down."""

from alembic import op

from data.migrations.guards import keep_to_who_stays

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keep_to_who_stays(op.get_bind())
