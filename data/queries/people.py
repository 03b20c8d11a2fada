"""Selects on people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from data.tables import Person


def by_code(session: Session, fiscal_code: str) -> Person | None:
    """Return the person with this fiscal code (canonical text)."""
    return session.exec(select(Person).where(Person.fiscal_code == fiscal_code)).first()


def by_data(session: Session, surname: str, name: str, born: date, limit: int = 20) -> Sequence[Person]:
    """Return people by folded surname and name and by birth date, exactly; homonyms sorted by fiscal code."""
    statement = (
        select(Person)
        .where(Person.search_surname == surname, Person.search_name == name, Person.born == born)
        .order_by(col(Person.fiscal_code))
        .limit(limit)
    )
    return session.exec(statement).all()
