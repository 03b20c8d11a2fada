"""Rows read and written one by one past the unit of work, which costs several times as much; every issue does it.

A *plain* row holds the columns of a table as values. It belongs to no session, and nothing set on it is ever written:
`update` writes, and returns the row as it then is.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from data.queries.prepared import Prepared

Row = TypeVar("Row", bound=SQLModel)


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return a model's table."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def plain(model: type[Row], values: Sequence[Any]) -> Row:
    """Return a plain row from the values of all columns in their order; its type is told as the model's."""
    return cast(Row, _plain(model)._make(values))


def split(values: Sequence[Any], *models: type[SQLModel]) -> Iterator[Any]:
    """Cut the values of several tables' columns, one table after the other, into a plain row of each."""
    begin = 0
    for model in models:
        end = begin + len(_plain(model)._fields)
        yield plain(model, values[begin:end])
        begin = end


def insert(session: Session, model: type[SQLModel], **values: Any) -> Any:
    """Write a new row; columns left out are NULL.

    Returns:
        The number the database gave it, None where its key was told.
    """
    given = _insert(model, tuple(values)).first(session, **values)
    return given[0] if given else None


def update(session: Session, row: Row, **values: Any) -> Row:
    """Write some columns of a plain row and return the row as it then is."""
    held: Any = row
    statement, key = _update(held.model, tuple(values))
    statement.first(session, of_row=getattr(row, key), **values)
    return cast(Row, held._replace(**values))


@cache
def _plain(model: type[SQLModel]) -> Any:
    columns = namedtuple("columns", table_of(model).c.keys())  # type: ignore[misc]
    return type(model.__name__, (columns,), {"__slots__": (), "model": model})


@cache
def _insert(model: type[SQLModel], columns: tuple[str, ...]) -> Prepared:
    table = table_of(model)
    numbered = (column for column in table.primary_key if column.name not in columns)
    return Prepared(sa.insert(table).returning(*numbered), columns)


@cache
def _update(model: type[SQLModel], columns: tuple[str, ...]) -> tuple[Prepared, str]:
    table = table_of(model)
    (key,) = table.primary_key
    return Prepared(sa.update(table).where(key == sa.bindparam("of_row")), columns), key.name
