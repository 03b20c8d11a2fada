"""Selects on people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from data.tables import Person, PersonChange

FISCAL_CODE = "fiscal_code"
"""The column, as `PersonChange` names it."""


def by_code(session: Session, fiscal_code: str) -> Person | None:
    """Return the person with this fiscal code (canonical text), or who had it before it was corrected or merged."""
    found = session.exec(select(Person).where(Person.fiscal_code == fiscal_code)).first()
    if found is None:
        found = session.exec(
            select(Person)
            .join(PersonChange, col(PersonChange.person_id) == Person.id)
            .where(PersonChange.field == FISCAL_CODE, PersonChange.old_value == fiscal_code)
            .order_by(col(PersonChange.id).desc())
        ).first()
    return found if found is None or found.merged_into is None else session.get(Person, found.merged_into)


def by_data(session: Session, surname: str, name: str, born: date, limit: int = 20) -> Sequence[Person]:
    """Return people by folded surname and name and by birth date, exactly; homonyms sorted by fiscal code."""
    statement = (
        select(Person)
        .where(Person.search_surname == surname, Person.search_name == name, Person.born == born)
        .order_by(col(Person.fiscal_code))
        .limit(limit)
    )
    return session.exec(statement).all()


def changes(session: Session, person_id: int) -> Sequence[PersonChange]:
    """Return what was corrected of a person, the newest first."""
    statement = select(PersonChange).where(PersonChange.person_id == person_id).order_by(col(PersonChange.id).desc())
    return session.exec(statement).all()


def merged_into(session: Session, person_id: int) -> Sequence[Person]:
    """Return the rows this person stands for."""
    return session.exec(select(Person).where(Person.merged_into == person_id)).all()
