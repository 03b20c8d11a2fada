"""Single rows written at once, past the unit of work: that costs several times as much, and every issue writes many."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel


def connection_of(session: Session) -> sa.Connection:
    """Return the connection on which `Database.read` and `write` opened a session, for statements that need no more."""
    assert isinstance(session.bind, sa.Connection)  # noqa: S101 - they do
    return session.bind


def insert(session: Session, table: type[SQLModel], **values: Any) -> Any:
    """Write a new row; columns left out are NULL.

    Returns:
        Its primary key.
    """
    written = connection_of(session).execute(_insert(table), values)
    return written.inserted_primary_key[0]  # type: ignore[index]  # an insert of one row has one


def update(session: Session, row: SQLModel, **values: Any) -> None:
    """Write some columns of a row the session has read, and let the row tell them."""
    key = sa.inspect(row).identity[0]
    connection_of(session).execute(_update(type(row)), {"of_row": key, **values})
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _insert(table: type[SQLModel]) -> sa.Insert:
    return sa.insert(SQLModel.metadata.tables[str(table.__tablename__)])


@cache
def _update(table: type[SQLModel]) -> sa.Update:
    columns = SQLModel.metadata.tables[str(table.__tablename__)]
    (key,) = columns.primary_key
    return sa.update(columns).where(key == sa.bindparam("of_row"))
