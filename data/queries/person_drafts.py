"""Selects on what was typed in the forms of people's data and not finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.tables import Operator, Person, PersonDraft


class LeftForm(NamedTuple):
    """A form left half-way, and what stands around it."""

    draft: PersonDraft
    typist: str
    """Full name of who typed last."""
    person: Person | None
    """Whose data are corrected; None for somebody new."""


def left_at(session: Session, desk_id: int) -> Sequence[LeftForm]:
    """Return what was left at a desk, oldest first."""
    statement = (
        select(PersonDraft, Operator.full_name, Person)
        .join(Operator, col(Operator.id) == PersonDraft.operator_id)
        .outerjoin(Person, col(Person.id) == PersonDraft.person_id)
        .where(PersonDraft.desk_id == desk_id)
        .order_by(col(PersonDraft.saved_at), col(PersonDraft.key))
    )
    return [LeftForm._make(row) for row in session.exec(statement)]


def wipe(session: Session, key: str) -> None:
    """Remove what was typed in a form, where something was kept."""
    session.execute(sa.delete(PersonDraft).where(col(PersonDraft.key) == key))


def wipe_about(session: Session, person_id: int) -> None:
    """Remove every correction of a person that was left half-way."""
    session.execute(sa.delete(PersonDraft).where(col(PersonDraft.person_id) == person_id))
