"""Selects on people. Who is found anew is found among the `visible`: an import's rows are nobody's until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.queries import rows
from data.queries.prepared import Prepared, connection_of
from data.tables import PeopleImport, Person, PersonChange
from data.vocabulary import ImportState

FISCAL_CODE = "fiscal_code"
"""The column, as `PersonChange` names it."""

_PERSON, _IMPORT = (rows.table_of(model) for model in (Person, PeopleImport))
_LOADING = sa.select(_IMPORT.c.id).where(_IMPORT.c.state == ImportState.LOADING)
_ROW_LOADING = Prepared(
    sa.select(_PERSON.c.import_id).where(
        _PERSON.c.fiscal_code == sa.bindparam("code"), _PERSON.c.import_id.in_(_LOADING)
    )
)
_ANY_LOADING = Prepared(_LOADING.limit(1))
_FREE = sa.delete(_PERSON).where(_PERSON.c.fiscal_code == sa.bindparam("code"))
_LOSE = sa.update(_IMPORT).where(_IMPORT.c.id == sa.bindparam("number")).values(lost=_IMPORT.c.lost + 1)


def visible() -> sa.ColumnElement[bool]:
    """Return the condition that a person is in the archive: every select that looks for people bears it (ADR 9)."""
    return sa.or_(_PERSON.c.import_id.is_(None), _PERSON.c.import_id.not_in(_LOADING))


def loading(session: Session) -> bool:
    """Return whether a file is being loaded, or was left half loaded: only then is anybody not visible."""
    return _ANY_LOADING.first(session) is not None


def rows_of(person_id: int) -> sa.Select[tuple[int]]:
    """Return the select of the ids a person stands for: their row, and those found to be the same person."""
    # whoever was merged is found by no name any more: by that the index of the search tells these few rows
    merged = sa.and_(_PERSON.c.search_surname == "", _PERSON.c.merged_into == person_id)
    return sa.select(_PERSON.c.id).where(sa.or_(_PERSON.c.id == person_id, merged), visible())


def by_code(session: Session, fiscal_code: str) -> Person | None:
    """Return the person with this fiscal code (canonical text), or who had it before it was corrected or merged."""
    found = session.exec(select(Person).where(Person.fiscal_code == fiscal_code, visible())).first()
    if found is None:
        found = session.exec(
            select(Person)
            .join(PersonChange, col(PersonChange.person_id) == Person.id)
            .where(PersonChange.field == FISCAL_CODE, PersonChange.old_value == fiscal_code)
            .order_by(col(PersonChange.id).desc())
        ).first()
    return _who_stays(session, found)


def numbered(session: Session, person_id: int) -> Person | None:
    """Return the person of a number; for somebody found to be another person, that other person."""
    return _who_stays(session, session.get(Person, person_id))


def _who_stays(session: Session, found: Person | None) -> Person | None:
    return found if found is None or found.merged_into is None else session.get(Person, found.merged_into)


def by_data(session: Session, surname: str, name: str, born: date, limit: int = 20) -> Sequence[Person]:
    """Return people by folded surname and name and by birth date, exactly; homonyms sorted by fiscal code."""
    statement = (
        select(Person)
        .where(Person.search_surname == surname, Person.search_name == name, Person.born == born, visible())
        .order_by(col(Person.fiscal_code))
        .limit(limit)
    )
    return session.exec(statement).all()


def changes(session: Session, person_id: int) -> Sequence[PersonChange]:
    """Return what was corrected of a person, and of those found to be the same, the newest first."""
    statement = select(PersonChange).where(col(PersonChange.person_id).in_(rows_of(person_id)))
    return session.exec(statement.order_by(col(PersonChange.id).desc())).all()


def merged_into(session: Session, person_id: int) -> Sequence[Person]:
    """Return the rows this person stands for, the oldest first."""
    return session.exec(select(Person).where(Person.merged_into == person_id, visible()).order_by(col(Person.id))).all()


def give_over_code(session: Session, person: Person, fiscal_code: str) -> None:
    """Have a row this person stands for give its code up and take the person's: the person can be given it then.

    The caller gives it to them within the same transaction.
    """
    merged = session.exec(
        select(Person).where(Person.fiscal_code == fiscal_code, Person.merged_into == person.id, visible())
    ).first()
    if merged is None:
        return
    theirs, provisional = person.fiscal_code, person.provisional
    # the code of nobody, for as long as both change: no two rows have the same at any moment
    person.fiscal_code, person.provisional = f"-{person.id:010}", True
    session.flush()
    merged.fiscal_code, merged.provisional = theirs, provisional
    session.flush()


def free_code(session: Session, fiscal_code: str) -> None:
    """Take this code from an import that is loading, or was killed: who stands at a desk does not wait for a file.

    To be called before a person is given a code that `by_code` does not find. The import notices, and compares.
    """
    found = _ROW_LOADING.first(session, code=fiscal_code)
    if found is None:
        return
    connection = connection_of(session)
    connection.execute(_FREE, {"code": fiscal_code})
    connection.execute(_LOSE, {"number": found[0]})
