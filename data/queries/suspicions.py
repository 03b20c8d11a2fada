"""Selects on suspicions of fraud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from data.queries import people, rows
from data.queries.prepared import Prepared
from data.tables import Desk, Operator, Person, Suspicion, Visit
from data.vocabulary import SuspicionState

_SUSPICION = rows.table_of(Suspicion).c
_NEWEST = Prepared(
    sa.select(_SUSPICION.state)
    .where(_SUSPICION.person_id == sa.bindparam("person"))
    .order_by(_SUSPICION.id.desc())
    .limit(1)
)


class WholeSuspicion(NamedTuple):
    """A suspicion and what stands around it."""

    suspicion: Suspicion
    person: Person
    raised_by: str
    """Full name of who noted it."""
    desk: str
    """Name of the desk it was noted at."""


class DecidedSuspicion(NamedTuple):
    """A suspicion that was decided, with who wrote its note and who decided."""

    suspicion: Suspicion
    raised_by: str
    decided_by: str


def decided_of(session: Session, person_id: int) -> Sequence[DecidedSuspicion]:
    """Return the suspicions about a person, and about those found to be the same, that were decided, newest first."""
    raiser, decider = aliased(Operator), aliased(Operator)
    statement = (
        select(Suspicion, raiser.full_name, decider.full_name)
        .join(raiser, col(raiser.id) == Suspicion.raised_by)
        .join(decider, col(decider.id) == Suspicion.decided_by)
        .where(col(Suspicion.person_id).in_(people.rows_of(person_id)))
        .order_by(col(Suspicion.id).desc())
    )
    return [DecidedSuspicion._make(row) for row in session.exec(statement)]


def newest_state(session: Session, person_id: int) -> SuspicionState | None:
    """Return the state of a person's newest suspicion, None where there never was one."""
    row = _NEWEST.first(session, person=person_id)
    return None if row is None else SuspicionState(row[0])


def open_of(session: Session, person_id: int) -> Suspicion | None:
    """Return the one suspicion of a person that is not decided yet."""
    statement = select(Suspicion).where(Suspicion.person_id == person_id, Suspicion.state == SuspicionState.OPEN)
    return session.exec(statement).first()


def undecided(session: Session, operator_id: int) -> Sequence[WholeSuspicion]:
    """Return the suspicions to decide on, oldest first; one about the operator's own person is left out."""
    raiser = aliased(Operator)
    statement = (
        select(Suspicion, Person, raiser.full_name, Desk.name)
        .join(Person, col(Person.id) == Suspicion.person_id)
        .join(raiser, col(raiser.id) == Suspicion.raised_by)
        .join(Visit, col(Visit.id) == Suspicion.visit_id)
        .join(Desk, col(Desk.id) == Visit.desk_id)
        .where(Suspicion.state == SuspicionState.OPEN, ~_about(operator_id))
        .order_by(col(Suspicion.id))
    )
    return [WholeSuspicion._make(row) for row in session.exec(statement)]


def undecided_count(session: Session, operator_id: int) -> int:
    """Return how many suspicions are to be decided on; one about the operator's own person is left out."""
    statement = (
        select(func.count())
        .select_from(Suspicion)
        .join(Person, col(Person.id) == Suspicion.person_id)
        .where(Suspicion.state == SuspicionState.OPEN, ~_about(operator_id))
    )
    return session.exec(statement).one()


def _about(operator_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that the person is whose account this is."""
    account = aliased(Operator)
    return sa.exists().where(col(account.id) == operator_id, col(account.fiscal_code) == Person.fiscal_code)
