"""An import of people: its rows stand in the archive's own table and are nobody's until it is done (ADR 9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import rows
from data.queries.people import FISCAL_CODE
from data.queries.prepared import Prepared, connection_of
from data.tables import PeopleImport, Person, PersonChange
from data.vocabulary import ImportState

COLUMNS = (
    "fiscal_code",
    "provisional",
    "surname",
    "name",
    "search_surname",
    "search_name",
    "sex",
    "born",
    "birth_place_code",
    "birth_place",
    "citizenship",
    "residence",
    "italian_document",
    "ward",
    "deceased_on",
    "address",
    "email",
    "mobile",
    "pec",
)
"""What a row of an import tells, in its order: texts and numbers; an empty date is none."""
UNKNOWN = -1
"""What is neither yes (1) nor no (0)."""

_PERSON, _IMPORT, _CHANGE = (rows.table_of(model) for model in (Person, PeopleImport, PersonChange))
_TRUTHS = frozenset({"provisional", "italian_document", "ward"})
_DATES = frozenset({"born", "deceased_on"})
_DERIVED = frozenset({"search_surname", "search_name"})
_TOLD = tuple(name for name in COLUMNS if name not in _DERIVED)
_NUMBER: sa.BindParameter[Any] = sa.bindparam("number")
_CODES: sa.BindParameter[Any] = sa.bindparam("codes", expanding=True)

_ANYBODY = Prepared(sa.select(_PERSON.c.id).limit(1))
_IS_LOADING = _IMPORT.c.state == ImportState.LOADING
_LOADING = sa.select(_IMPORT.c.id, _IMPORT.c.after_person).where(_IS_LOADING)
_NEWEST_PERSON = sa.select(sa.func.coalesce(sa.func.max(_PERSON.c.id), 0))
_LOST = sa.select(_IMPORT.c.lost).where(_IMPORT.c.id == _NUMBER)
_DONE = sa.update(_IMPORT).where(_IMPORT.c.id == _NUMBER).values(state=ImportState.DONE)
_FORGET = sa.delete(_IMPORT).where(_IMPORT.c.id == _NUMBER, _IS_LOADING)
_SOME = (
    sa.select(_PERSON.c.id)
    .where(
        _PERSON.c.id > sa.bindparam("after"),
        _PERSON.c.import_id == _NUMBER,
        _PERSON.c.import_id.in_(sa.select(_IMPORT.c.id).where(_IS_LOADING)),
    )
    .order_by(_PERSON.c.id)
    .limit(sa.bindparam("some"))
)
_REMOVE = sa.delete(_PERSON).where(_PERSON.c.id.in_(_SOME))
_KNOWN = sa.select(*(_PERSON.c[name] for name in _TOLD)).where(
    _PERSON.c.fiscal_code.in_(_CODES), _PERSON.c.import_id.is_distinct_from(_NUMBER)
)
_KNOWN_BEFORE = (
    sa.select(_CHANGE.c.old_value.label("sought"), *(_PERSON.c[name] for name in _TOLD))
    .join(_PERSON, _PERSON.c.id == _CHANGE.c.person_id)
    .where(_CHANGE.c.field == FISCAL_CODE, _CHANGE.c.old_value.in_(_CODES))
    .order_by(_CHANGE.c.id)
)
_ADDED = sa.select(_PERSON.c.id).where(_PERSON.c.fiscal_code == sa.bindparam("code"), _PERSON.c.import_id == _NUMBER)


class Loading(NamedTuple):
    """An import whose rows nobody sees yet: at work, or killed."""

    id: int
    after_person: int


def anybody(session: Session) -> bool:
    """Return whether there is any person's row."""
    return _ANYBODY.first(session) is not None


def loading(session: Session) -> Sequence[Loading]:
    """Return the imports that are not done; a new one finds those that were killed."""
    return [Loading(*row) for row in connection_of(session).execute(_LOADING)]


def begin(session: Session, digest: str, now: datetime) -> Loading:
    """Note a new import and return it."""
    after = connection_of(session).execute(_NEWEST_PERSON).scalar_one()
    told = {"state": ImportState.LOADING, "digest": digest, "begun_at": now, "after_person": after, "lost": 0}
    return Loading(rows.insert(session, PeopleImport, **told), after)


def load(session: Session, number: int, people: Sequence[tuple[Any, ...]]) -> int:
    """Write rows of an import, all but those whose code the archive has.

    Args:
        session: the transaction.
        number: of the import.
        people: values of `COLUMNS`.

    Returns:
        How many were written.
    """
    connection = connection_of(session)
    values = ", ".join(_as_told(name, connection.dialect.name) for name in COLUMNS)
    statement = (
        f"INSERT INTO person ({', '.join(COLUMNS)}, import_id) VALUES ({values}, {int(number)}) "  # noqa: S608 - ours
        "ON CONFLICT (fiscal_code) DO NOTHING"
    )
    return connection.exec_driver_sql(statement, list(people)).rowcount


def known(session: Session, codes: Iterable[str], number: int = 0) -> dict[str, dict[str, Any]]:
    """Return the people the archive has under these codes: code -> column -> value, as a row of an import tells it.

    Who had a code before it was corrected is found by it too, unless somebody else has it now.

    Args:
        session: the transaction.
        codes: canonical fiscal codes.
        number: an import whose own rows do not count; 0 = all count, and whom a desk registered always does.
    """
    connection, told = connection_of(session), {"codes": list(codes)}
    found = {row.sought: _as_row(row[1:]) for row in connection.execute(_KNOWN_BEFORE, told)}
    now = connection.execute(_KNOWN, {**told, "number": number})
    return found | {row.fiscal_code: _as_row(row) for row in now}


def _as_row(values: Iterable[Any]) -> dict[str, Any]:
    return {name: _told(name, value) for name, value in zip(_TOLD, values, strict=True)}


def differing(person: dict[str, Any], told: Sequence[Any]) -> tuple[str, ...]:
    """Return the columns in which a row, in the order of `COLUMNS`, tells something else than the archive."""
    values = dict(zip(COLUMNS, told, strict=True))
    return tuple(name for name in _TOLD if values[name] != person[name])


def added_person(session: Session, number: int, code: str) -> int | None:
    """Return the person an import added under this code, None where it added none."""
    found: int | None = connection_of(session).execute(_ADDED, {"code": code, "number": number}).scalar()
    return found


def lost(session: Session, number: int) -> int:
    """Return how many rows desks took away from an import."""
    return int(connection_of(session).execute(_LOST, {"number": number}).scalar_one())


def finish(session: Session, number: int) -> None:
    """Make the rows of an import people of the archive."""
    connection_of(session).execute(_DONE, {"number": number})


def remove_some(session: Session, given_up: Loading, limit: int) -> int:
    """Remove some rows of an import that is given up and return how many; once none is left, the import too.

    One that is done after all (its commit was answered by a fault) keeps everything.
    """
    connection = connection_of(session)
    told = {"after": given_up.after_person, "number": given_up.id, "some": limit}
    removed = connection.execute(_REMOVE, told).rowcount
    if not removed:
        connection.execute(_FORGET, {"number": given_up.id})
    return removed


def _as_told(column: str, engine: str) -> str:
    """Return what stands for a column's value in the statement that writes it."""
    sign = "?" if engine == "sqlite" else "%s"
    if column in _TRUTHS:
        known = f"NULLIF({sign}, {UNKNOWN})"
        return known if engine == "sqlite" else f"CAST({known} AS integer)::boolean"
    if column in _DATES:
        return f"NULLIF({sign}, '')" if engine == "sqlite" else f"CAST(NULLIF({sign}, '') AS date)"
    return sign


def _told(column: str, value: Any) -> Any:
    """Return a value of the archive as a row of an import tells it."""
    if value is None:
        return UNKNOWN if column in _TRUTHS else ""
    return value.isoformat() if isinstance(value, date) else value
