"""The select that finds people by how their names begin, page by page.

Each page begins after the last person of the one before (no OFFSET: a page costs the same wherever it stands, and
nobody is shown twice or left out because somebody was entered meanwhile). The order is that of the folded names, the
same on both engines: their columns are compared by code point, so that a range of the index is what begins alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import rows
from data.queries.people import loading, visible
from data.queries.prepared import connection_of
from data.tables import Person

_PERSON = rows.table_of(Person)
_COLUMNS = _PERSON.c
_ORDER = (_COLUMNS.search_surname, _COLUMNS.search_name, _COLUMNS.born, _COLUMNS.id)
_TOLD = (
    _COLUMNS.id,
    _COLUMNS.fiscal_code,
    _COLUMNS.surname,
    _COLUMNS.name,
    _COLUMNS.born,
    _COLUMNS.birth_place,
    _COLUMNS.deceased_on,
    _COLUMNS.search_surname,
    _COLUMNS.search_name,
)
"""What `Found` holds."""
_AFTER_ALL = "\U0010ffff"
"""Sorts after every letter: what begins with X lies between X and X followed by this."""


class Sought(NamedTuple):
    """What is known of the people sought, names folded; each part narrows the search."""

    surname: str
    """How it begins."""
    whole_surname: bool
    """Whether that is all of it."""
    name: str = ""
    """How it begins; empty = not known."""
    born_from: date | None = None
    born_until: date | None = None
    """First and last day the birth date can be; None = not known."""


class Place(NamedTuple):
    """Where somebody stands in the order of a search."""

    surname: str
    name: str
    born: date
    person_id: int


class Found(NamedTuple):
    """A person found: what a line of a list needs, and where they stand in the order."""

    person_id: int
    fiscal_code: str
    surname: str
    name: str
    born: date
    birth_place: str
    deceased_on: date | None
    search_surname: str
    search_name: str

    @property
    def place(self) -> Place:
        """Where they stand in the order."""
        return Place(self.search_surname, self.search_name, self.born, self.person_id)


def page(session: Session, sought: Sought, after: Place | None, limit: int) -> Sequence[Found]:
    """Return the people sought in the order of their folded names.

    Args:
        session: the transaction.
        sought: what is known of them.
        after: only those who stand after this; None = from the beginning.
        limit: how many at most.
    """
    return told(session, numbers(session, sought, after, limit))


def numbers(session: Session, sought: Sought, after: Place | None, limit: int) -> Sequence[int]:
    """Return the numbers of the people sought, in order: the index alone tells them, nobody's data are read.

    Args:
        session: as of `page`, like the others.
        sought: what is known of them.
        after: only those who stand after this.
        limit: how many at most; a frequent surname then costs little more than a rare one.
    """
    wanted = statement(sought, after, limit)
    if loading(session):
        wanted = wanted.where(visible())
    return connection_of(session).execute(wanted).scalars().all()


def statement(sought: Sought, after: Place | None, limit: int) -> sa.Select[Any]:
    """Return the select `numbers` runs; apart from it so that a test can ask the engines how they would run it."""
    return sa.select(_COLUMNS.id).where(*_conditions(sought, after)).order_by(*_ORDER).limit(limit)


def told(session: Session, wanted: Sequence[int]) -> Sequence[Found]:
    """Return what a list shows of some people, in the order in which they were asked for."""
    if not wanted:
        return ()
    rows_found = connection_of(session).execute(sa.select(*_TOLD).where(_COLUMNS.id.in_(wanted)))
    found = {one.person_id: one for one in map(Found._make, rows_found)}
    return [found[number] for number in wanted if number in found]


def _conditions(sought: Sought, after: Place | None) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if sought.whole_surname:
        conditions.append(_COLUMNS.search_surname == sought.surname)
    else:
        conditions.append(_COLUMNS.search_surname < sought.surname + _AFTER_ALL)
        if after is None:
            conditions.append(_COLUMNS.search_surname >= sought.surname)
    if after is not None:
        # the lower bound of the range, so that the index is entered here
        values = (sa.literal(value, column.type) for value, column in zip(after, _ORDER, strict=True))
        conditions.append(sa.tuple_(*_ORDER) > sa.tuple_(*values))
    if sought.name:
        conditions += [_COLUMNS.search_name >= sought.name, _COLUMNS.search_name < sought.name + _AFTER_ALL]
    if sought.born_from is not None and sought.born_from == sought.born_until:
        conditions.append(_COLUMNS.born == sought.born_from)
    elif sought.born_from is not None:
        conditions += [_COLUMNS.born >= sought.born_from, _COLUMNS.born <= sought.born_until]
    return conditions
