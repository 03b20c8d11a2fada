"""Selects on what operators looked at, told by the register alone: no table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import rows
from data.queries.prepared import connection_of
from data.tables import Draft, Person, RegisterEntry, Visit

CARD, LIST = "person.viewed", "hits.viewed"
NO_ACTS = (
    "visit.opened",
    "visit.closed",
    "visit.refused",
    "visit.freed",
    "visit.handed-over",
    "visit.taken-over",
    "visit.taken-back",
)
"""Events of a visit that are no act, beside every `*.viewed`."""

_ENTRY, _OTHER = rows.table_of(RegisterEntry), rows.table_of(RegisterEntry).alias("other")
_VISIT, _DRAFT, _PERSON = rows.table_of(Visit), rows.table_of(Draft), rows.table_of(Person)

_ACTED = sa.or_(
    sa.exists().where(
        _OTHER.c.visit_id == _ENTRY.c.visit_id,
        _OTHER.c.event.not_in(NO_ACTS),
        _OTHER.c.event.not_like("%.viewed"),
    ),
    sa.exists().where(_DRAFT.c.visit_id == _ENTRY.c.visit_id),
)
"""Whether something was done in the visit an entry belongs to, by whomever, or a case lies half-way in it."""


class Looks(NamedTuple):
    """What one operator looked at on one day."""

    day: date
    username: str
    searches: int
    """Lists of people shown."""
    cards: int
    """Visits in which a card was opened."""
    without_act: int
    """Those of them in which nothing was done."""


class Looked(NamedTuple):
    """A card that was opened without an act."""

    person_id: int
    fiscal_code: str
    surname: str
    name: str
    born: date
    birth_place: str
    deceased_on: date | None
    at: datetime


def per_operator_and_day(session: Session, first: date, last: date) -> Sequence[Looks]:
    """Return what was looked at from `first` to `last`, both included: the newest day first, then by username."""
    cards = (
        sa.select(_ENTRY.c.business_date, _ENTRY.c.operator, _ENTRY.c.visit_id, _ACTED.label("acted"))
        .where(_ENTRY.c.event == CARD, _ENTRY.c.business_date.between(first, last))
        .distinct()
        .subquery()
    )
    opened = sa.select(
        cards.c.business_date,
        cards.c.operator,
        sa.func.count(),
        sa.func.sum(sa.case((cards.c.acted, 0), else_=1)),
    ).group_by(cards.c.business_date, cards.c.operator)
    lists = (
        sa.select(_ENTRY.c.business_date, _ENTRY.c.operator, sa.func.count())
        .where(_ENTRY.c.event == LIST, _ENTRY.c.business_date.between(first, last))
        .group_by(_ENTRY.c.business_date, _ENTRY.c.operator)
    )
    connection = connection_of(session)
    found: dict[tuple[date, str], Looks] = {}
    for day, username, count, idle in connection.execute(opened):
        found[day, username] = Looks(day, username, 0, count, int(idle))
    for day, username, count in connection.execute(lists):
        looks = found.get((day, username), Looks(day, username, 0, 0, 0))
        found[day, username] = looks._replace(searches=count)
    return sorted(found.values(), key=lambda looks: (-looks.day.toordinal(), looks.username))


def without_act(session: Session, username: str, day: date) -> Sequence[Looked]:
    """Return the cards an operator opened on a day without an act, in the order in which they were opened first."""
    person = _PERSON.c
    first = sa.func.min(_ENTRY.c.id)
    looks = (
        sa.select(first.label("entry"), _VISIT.c.person_id)
        .join_from(_ENTRY, _VISIT, _VISIT.c.id == _ENTRY.c.visit_id)
        .where(_ENTRY.c.event == CARD, _ENTRY.c.operator == username, _ENTRY.c.business_date == day, ~_ACTED)
        .group_by(_VISIT.c.id, _VISIT.c.person_id)
        .subquery()
    )
    statement = (
        sa.select(
            person.id,
            person.fiscal_code,
            person.surname,
            person.name,
            person.born,
            person.birth_place,
            person.deceased_on,
            _ENTRY.c.at,
        )
        .join_from(looks, _ENTRY, _ENTRY.c.id == looks.c.entry)
        .join(_PERSON, person.id == looks.c.person_id)
        .order_by(_ENTRY.c.id)
    )
    return [Looked._make(row) for row in connection_of(session).execute(statement)]
