"""What somebody with SQL access but without the key can do to the register: guards off, raw SQL, undone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from counter_app.counter import Counter
from counter_app.register.verify import Verification, verify
from data.database import Session

COLUMNS = (
    "desk, seq, at, business_date, event, operator, visit_id, subject, details_digest, previous, mac"  # all but the id
)


class Intruder:
    """A transaction in which everything may be done to a counter's database.

    Args:
        counter: whose database.
        connection: the transaction's.
    """

    def __init__(self, counter: Counter, connection: sa.Connection) -> None:
        self.counter = counter
        self.connection = connection

    def do(self, statement: str, **values: Any) -> int:
        """Execute a statement and return how many rows it touched."""
        return self.connection.execute(sa.text(statement), values).rowcount

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """Return the rows of a query."""
        return list(self.connection.execute(sa.text(statement), values))

    def verify(self, key: bytes | None = None) -> Verification:
        """Verify the register as it stands within this transaction."""
        with Session(bind=self.connection) as session:
            register_key = key or self.counter.keys.register_key()
            return verify(session, register_key, self.counter.register.heads)

    def shift(self, desk: str, start: int, by: int) -> None:
        """Renumber the rows of a desk from `start` on."""
        where = "WHERE desk = :desk AND seq >= :start"
        self.do(f"UPDATE register_entry SET seq = seq + 10000 {where}", desk=desk, start=start)
        self.do(f"UPDATE register_entry SET seq = seq - 10000 + {by} {where}", desk=desk, start=start + 10000)

    def forge(self, desk: str, like: int, seq: int) -> None:
        """Insert a row that looks like another one of the desk, with details, at a free place."""
        columns = COLUMNS.replace("seq,", ":seq,").replace("mac", ":mac")
        self.do(
            f"INSERT INTO register_entry (id, {COLUMNS}) SELECT 90000, {columns} FROM register_entry "
            "WHERE desk = :desk AND seq = :like",
            desk=desk,
            like=like,
            seq=seq,
            mac=b"\x07" * 32,
        )
        self.do(
            "INSERT INTO register_details (entry_id, salt, text) SELECT 90000, salt, text FROM register_details "
            "WHERE entry_id = (SELECT min(id) FROM register_entry WHERE desk = :desk AND seq = :like)",
            desk=desk,
            like=like,
        )

    def drop_uniqueness(self) -> None:
        """Let two rows stand in one place."""
        if self.connection.dialect.name == "postgresql":
            self.do("ALTER TABLE register_entry DROP CONSTRAINT uq_register_entry_desk_seq")
            return
        self.do("ALTER TABLE register_entry RENAME TO honest")
        self.do("CREATE TABLE register_entry AS SELECT * FROM honest")


@contextmanager
def intrusion(counter: Counter) -> Iterator[Intruder]:
    """Open the door to an intruder, and undo whatever was done."""
    with counter.database.writer.connect() as connection:
        transaction = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            triggers = connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for trigger in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=on")
        try:
            yield Intruder(counter, connection)
        finally:
            transaction.rollback()
