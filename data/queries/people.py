"""Selects on people. Who is found anew is found among the `visible`: an import's rows are nobody's until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.queries import rows
from data.queries.prepared import Prepared, connection_of
from data.tables import PeopleImport, Person
from data.vocabulary import ImportState

_PERSON, _IMPORT = (rows.table_of(model) for model in (Person, PeopleImport))
_LOADING = sa.select(_IMPORT.c.id).where(_IMPORT.c.state == ImportState.LOADING)
_ROW_LOADING = Prepared(
    sa.select(_PERSON.c.import_id).where(
        _PERSON.c.fiscal_code == sa.bindparam("code"), _PERSON.c.import_id.in_(_LOADING)
    )
)
_FREE = sa.delete(_PERSON).where(_PERSON.c.fiscal_code == sa.bindparam("code"))
_LOSE = sa.update(_IMPORT).where(_IMPORT.c.id == sa.bindparam("number")).values(lost=_IMPORT.c.lost + 1)


def visible() -> sa.ColumnElement[bool]:
    """Return the condition that a person is in the archive: every select that looks for people bears it (ADR 9)."""
    return sa.or_(_PERSON.c.import_id.is_(None), _PERSON.c.import_id.not_in(_LOADING))


def by_code(session: Session, fiscal_code: str) -> Person | None:
    """Return the person with this fiscal code (canonical text)."""
    return session.exec(select(Person).where(Person.fiscal_code == fiscal_code, visible())).first()


def by_data(session: Session, surname: str, name: str, born: date, limit: int = 20) -> Sequence[Person]:
    """Return people by folded surname and name and by birth date, exactly; homonyms sorted by fiscal code."""
    statement = (
        select(Person)
        .where(Person.search_surname == surname, Person.search_name == name, Person.born == born, visible())
        .order_by(col(Person.fiscal_code))
        .limit(limit)
    )
    return session.exec(statement).all()


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
