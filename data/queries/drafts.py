"""Selects on drafts: who left them, at which desk, and whom they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from data.queries import rows
from data.queries.prepared import Prepared
from data.tables import Desk, Draft, Operator, Person, Visit

_TYPIST, _RECEIVER = aliased(Operator), aliased(Operator)
_DRAFT = rows.table_of(Draft)
_PLACE = Prepared(sa.select(_DRAFT.c.desk_id, _DRAFT.c.handed_to).where(_DRAFT.c.visit_id == sa.bindparam("number")))

_WIPE = Prepared(sa.delete(_DRAFT).where(_DRAFT.c.visit_id == sa.bindparam("number")))


class Left(NamedTuple):
    """A draft of a visit that has not ended, and what stands around it."""

    draft: Draft
    person: Person
    desk: str
    """Name of the desk it was left at."""
    typist: str
    """Full name of who typed last, or handed it over."""
    receiver: str | None
    """Full name of the colleague it waits for."""


class Place(NamedTuple):
    """Where a draft is."""

    desk_id: int
    handed_to: int | None


def place_of(session: Session, visit_id: int) -> Place | None:
    """Return where a visit's draft is, None where there is none."""
    row = _PLACE.first(session, number=visit_id)
    return None if row is None else Place._make(row)


def wipe(session: Session, visit_id: int) -> None:
    """Remove a visit's draft, where there is one."""
    _WIPE.first(session, number=visit_id)


def of_visit(session: Session, visit_id: int) -> Left | None:
    """Return the draft of a visit that has not ended."""
    row = session.exec(_left().where(Draft.visit_id == visit_id)).first()
    return None if row is None else Left._make(row)


def shown_to(session: Session, desk_id: int, operator_id: int) -> Sequence[Left]:
    """Return what an operator finds at a desk: handed to them, then left there, then handed over by them."""
    to_them, by_them = col(Draft.handed_to) == operator_id, col(Draft.operator_id) == operator_id
    waiting = col(Draft.handed_to).is_not(None)
    statement = (
        _left()
        .where(sa.or_(to_them, sa.and_(by_them, waiting), sa.and_(col(Draft.desk_id) == desk_id, ~waiting)))
        .order_by(sa.case((to_them, 0), (waiting, 2), else_=1), col(Draft.saved_at), col(Draft.visit_id))
    )
    return [Left._make(row) for row in session.exec(statement)]


def of_person(session: Session, person_id: int) -> Sequence[Left]:
    """Return every draft about a person, oldest first."""
    statement = _left().where(Visit.person_id == person_id).order_by(col(Draft.saved_at), col(Draft.visit_id))
    return [Left._make(row) for row in session.exec(statement)]


def waiting_for(session: Session, operator_id: int) -> Sequence[Left]:
    """Return every draft that waits for a colleague, oldest first."""
    statement = _left().where(Draft.handed_to == operator_id).order_by(col(Draft.saved_at), col(Draft.visit_id))
    return [Left._make(row) for row in session.exec(statement)]


def _left() -> Any:
    return (
        select(Draft, Person, Desk.name, _TYPIST.full_name, _RECEIVER.full_name)  # type: ignore[call-overload]
        .join(Visit, col(Visit.id) == Draft.visit_id)
        .join(Person, col(Person.id) == Visit.person_id)
        .join(Desk, col(Desk.id) == Draft.desk_id)
        .join(_TYPIST, _TYPIST.id == Draft.operator_id)
        .outerjoin(_RECEIVER, _RECEIVER.id == Draft.handed_to)
        .where(col(Visit.closed_at).is_(None))
    )
