"""People are found by the beginning of their surname, and by their birth date. There is no way down."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORDER = ["search_surname", "search_name", "born", "id"]


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # in the order of a language an index cannot tell where a beginning begins and ends
        for column in ORDER[:2]:
            op.execute(f'ALTER TABLE person ALTER COLUMN {column} TYPE VARCHAR(80) COLLATE "C"')
    op.drop_index("ix_person_search", table_name="person")
    op.create_index("ix_person_search", "person", ORDER)
    op.create_index("ix_person_born", "person", ["born", *ORDER[:2], "id"])
