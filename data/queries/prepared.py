"""Statements made ready once: the driver is given their text, and values go straight to it and come straight back.

SQLAlchemy writes the text for either engine and says how values are converted; working that out anew at each run costs
several times what the statement does, and one issue runs thirty of them. A statement put together from what was asked
goes through the session as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

Converter = Callable[[Any], Any]
Key = TypeVar("Key", str, int)


def connection_of(session: Session) -> sa.Connection:
    """Return the connection on which `Database.read` and `write` opened a session, for statements that need no more."""
    assert isinstance(session.bind, sa.Connection)  # noqa: S101 - they do
    return session.bind


class _Ready(NamedTuple):
    """A statement as one engine's driver takes it."""

    text: str
    fixed: dict[str, Any]
    """Parameters the statement itself sets."""
    order: tuple[str, ...]
    """Names of the parameters in their order, where the driver takes them so; empty where it takes them by name."""
    going_in: tuple[tuple[str, Converter], ...]
    """Parameters that are converted."""
    returns: bool
    coming_out: tuple[tuple[int, Converter], ...]
    """Places of a row whose values are converted."""

    def parameters(self, values: dict[str, Any]) -> Any:
        told = {**self.fixed, **values}
        for name, convert in self.going_in:
            told[name] = convert(told[name])
        return [told[name] for name in self.order] if self.order else told

    def values(self, row: Sequence[Any]) -> tuple[Any, ...]:
        given = list(row)
        for place, convert in self.coming_out:
            given[place] = convert(given[place])
        return tuple(given)


class Prepared:
    """A statement to be run within `Database.read` or `Database.write`, many times.

    Args:
        statement: whole as it stands; what it does not fix is told at each run, by name.
        columns: which columns an INSERT or UPDATE is told; None = as the statement says, or all.
    """

    def __init__(
        self, statement: sa.Select[Any] | sa.Insert | sa.Update | sa.Delete, columns: tuple[str, ...] | None = None
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, _Ready] = {}

    def first(self, session: Session, **values: Any) -> tuple[Any, ...] | None:
        """Run the statement and return its first row, None where there is none.

        Raises:
            DBAPIError: as SQLAlchemy itself would, without the values.
        """
        connection = connection_of(session)
        ready = self._ready.get(connection.dialect.name) or self._make_ready(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(ready.text, ready.parameters(values))
            found = cursor.fetchall() if ready.returns else ()
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(connection, ready.text, error) from error
        finally:
            cursor.close()
        return ready.values(found[0]) if found else None

    def _make_ready(self, dialect: sa.Dialect) -> _Ready:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        ready = _Ready(
            text=compiled.string,
            fixed={name: bind.effective_value for name, bind in binds.items() if not bind.required},
            order=tuple(compiled.positiontup or ()),
            going_in=_those_there(
                (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in binds.items()
            ),
            returns=bool(self._statement.exported_columns),
            coming_out=_those_there(
                (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
                for place, column in enumerate(self._statement.exported_columns)
            ),
        )
        self._ready[dialect.name] = ready
        return ready


def _those_there(converters: Iterable[tuple[Key, Converter | None]]) -> tuple[tuple[Key, Converter], ...]:
    return tuple((key, convert) for key, convert in converters if convert is not None)


def _told(connection: sa.Connection, text: str, error: DBAPIModule.Error) -> BaseException:
    """Return a driver's error as SQLAlchemy tells it; a connection that was lost is used no more."""
    lost = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    driver = connection.dialect.loaded_dbapi
    return DBAPIError.instance(
        text, None, error, driver.Error, hide_parameters=True, connection_invalidated=lost, dialect=connection.dialect
    )
