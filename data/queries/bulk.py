"""Many rows at once: the one way a whole archive is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import rows
from data.queries.prepared import connection_of
from data.tables import Person

AT_ONCE = 2_000
"""Rows handed to the driver together: memory stays the same however many there are."""


def insert_people(session: Session, people: Iterable[Mapping[str, Any]]) -> int:
    """Write new people, in one transaction with whatever else the session writes, and return how many.

    Args:
        session: of `Database.write`.
        people: the columns of each, all but the number; whoever gives them has checked them.
    """
    statement = sa.insert(rows.table_of(Person))
    connection = connection_of(session)
    written = 0
    for some in _in_portions(people):
        connection.execute(statement, some)
        written += len(some)
    return written


def _in_portions(people: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    left = iter(people)
    while some := list(islice(left, AT_ONCE)):
        yield some
