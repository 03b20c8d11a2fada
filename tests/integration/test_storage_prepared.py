"""Prepared statements say the same as the unit of work, and what the driver refuses ends as everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from data import tables
from data.database import Database, StorageError
from data.queries import office, rows
from data.queries.prepared import Prepared
from data.tables import Desk as DeskRow
from data.tables import Numbering, Office
from tests.support.desks import Desk

MODELS = [model for model in map(vars(tables).get, tables.__all__) if isinstance(model, type(SQLModel))]


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    database = Database(engine_url)
    yield database
    database.close()


def test_every_table_reads_as_the_unit_of_work_reads_it(desk_counter: Callable[..., Desk]) -> None:
    desk = desk_counter()
    desk.handed_over()
    found = set()

    def compare(session: Session) -> None:
        for model in MODELS:
            row = session.exec(select(model)).first()
            if row is None:
                continue
            table = rows.table_of(model)
            (key,) = table.primary_key
            statement = Prepared(sa.select(*table.c).where(key == sa.bindparam("wanted")))
            kept = tuple(getattr(row, column.name) for column in table.c)
            read = statement.first(session, wanted=getattr(row, key.name)) or ()
            assert read == kept
            assert [type(value) for value in read] == [type(value) for value in kept]
            found.add(model.__name__)

    desk.counter.read(compare)
    assert found >= {"Person", "Credential", "Envelope", "RegisterEntry", "StoredDecision", "Identification", "Marker"}


def test_a_row_the_database_numbers_tells_its_number(database: Database) -> None:
    def write(session: Session) -> tuple[object, ...]:
        office = {"code": "0500", "name": "Firenze", "heading": "INPS", "opened_on": date(2016, 5, 10)}
        told = rows.insert(session, Office, supervisor_issues=False, expiring_days=7, **office)
        return told, *(rows.insert(session, DeskRow, office_code="0500", name=name) for name in ("1", "2"))

    told, first, second = database.write(write)
    names = database.read(lambda session: {row.id: row.name for row in session.exec(select(DeskRow)).all()})
    assert told is None
    assert names == {first: "1", second: "2"}


def test_a_refused_row_is_never_quoted(database: Database) -> None:
    with pytest.raises(StorageError) as caught:
        database.write(lambda session: rows.insert(session, DeskRow, office_code="nowhere", name="Bianchi"))
    assert "IntegrityError" in str(caught.value)
    assert "Bianchi" not in str(caught.value)


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_a_key_somebody_else_wrote_meanwhile_runs_the_whole_write_again(database: Database) -> None:
    runs = []

    def take(session: Session) -> int | None:
        runs.append(session)
        seen = session.get(Numbering, "test")
        if len(runs) == 1:
            with database.engine.begin() as other:  # somebody who does not come through `write`
                other.execute(sa.insert(Numbering).values(name="test", last=1))
        if seen is None:
            rows.insert(session, Numbering, name="test", last=7)
        return None if seen is None else seen.last

    assert database.write(take) == 1
    assert len(runs) == 2


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("way_in", ["read", "write"])
def test_a_lost_connection_is_a_storage_error_and_is_used_no_more(database: Database, way_in: str) -> None:
    def lose(session: Session) -> None:
        own = session.connection().scalar(sa.text("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            other.execute(sa.text("SELECT pg_terminate_backend(:own, 10000)"), {"own": own})
        office.office(session)

    with pytest.raises(StorageError):
        getattr(database, way_in)(lose)
    assert database.read(office.office) is None
