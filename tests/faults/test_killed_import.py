"""An import killed at every stage, twice, and run again: nobody twice, nobody half, nothing left behind (ADR 9)."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app.desk import people as desk_people
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people
from counter_app.importing.people import ImportPeople
from data.database import Session
from data.queries import imports as queries
from data.queries import people as people_queries
from data.tables import Person
from tests.support import killed_import
from tests.support.desks import Desk
from tests.support.people_files import one, write
from tests.support.people_files import people as some_people
from tests.support.processes import CONTEXT, PATIENCE

PEOPLE = 240
MOMENTS = ("reading:0", "storing:1", "storing:4", "before:people.imported")
Desks = Callable[..., Desk]


def killed(url: str, folder: Path, file: Path, moment: str, keep_good: bool) -> int | None:
    process = CONTEXT.Process(target=killed_import.run, args=(url, folder, file, moment, keep_good))
    process.start()
    process.join(PATIENCE)
    code = process.exitcode
    process.close()
    return code


def seen(desk: Desk) -> list[str]:
    """Return the fiscal codes of the people of the archive."""

    def read(session: Session) -> list[str]:
        return sorted(session.exec(select(Person.fiscal_code).where(people_queries.visible())))

    return desk.counter.read(read)


@pytest.mark.parametrize(
    ("engine_url", "moment", "keep_good"),
    [
        *(("sqlite", moment, keep_good) for moment in MOMENTS for keep_good in (False, True)),
        ("postgresql", "storing:2", False),
        ("postgresql", "before:people.imported", True),
    ],
    indirect=["engine_url"],
)
def test_m02_an_import_killed_twice_and_run_again(
    desk_counter: Desks, engine_url: str, tmp_path: Path, moment: str, keep_good: bool
) -> None:
    desk = desk_counter()
    rows = list(some_people(PEOPLE))
    file = write(tmp_path / "people.csv", [*rows, *([one(sex="X")] if keep_good else [])])
    for _time in range(2):
        assert killed(engine_url, tmp_path, file, moment, keep_good) == -signal.SIGKILL
        assert seen(desk) == []
        assert not (tmp_path / "bad.csv").exists()
    result = people.import_people(
        desk.counter, desk.supervisor, ImportPeople(file, keep_good, tmp_path / "bad.csv", overwrite=True)
    )
    assert (result.added, result.rejected) == (PEOPLE, 1 if keep_good else 0)
    assert seen(desk) == sorted(row["fiscal_code"] for row in rows)
    assert desk.counter.read(lambda session: len(session.exec(select(Person)).all())) == PEOPLE
    assert not desk.counter.read(queries.loading)
    assert desk.verify().passed


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_m02_an_import_killed_after_its_end_is_done(desk_counter: Desks, engine_url: str, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", some_people(PEOPLE))
    assert killed(engine_url, tmp_path, file, "after:people.imported", False) == -signal.SIGKILL
    assert len(seen(desk)) == PEOPLE
    again = people.import_people(desk.counter, desk.supervisor, ImportPeople(file))
    assert (again.added, again.unchanged) == (0, PEOPLE)


@pytest.mark.parametrize("engine_url", ["sqlite", "postgresql"], indirect=True)
def test_adr9_what_a_killed_import_left_is_in_nobodys_way(desk_counter: Desks, engine_url: str, tmp_path: Path) -> None:
    desk = desk_counter()
    rows = list(some_people(PEOPLE))
    file = write(tmp_path / "people.csv", rows)
    assert killed(engine_url, tmp_path, file, "before:people.imported", False) == -signal.SIGKILL
    left = rows[0]
    assert desk_people.find_by_code(desk.counter, desk.actor, parse(left["fiscal_code"])) is None
    person = desk.person(
        fiscal_code=left["fiscal_code"], mismatch_reason="the card says so", address=("Via Po 1", "10100 TORINO TO")
    )
    assert seen(desk) == [person.fiscal_code]
    desk.visit(person)
    refused = people.import_people(desk.counter, desk.supervisor, ImportPeople(file))
    assert not refused.done
    assert seen(desk) == [person.fiscal_code]
    kept = people.import_people(desk.counter, desk.supervisor, ImportPeople(file, keep_good=True))
    assert (kept.added, kept.rejected) == (PEOPLE - 1, 1)
    assert desk.verify().passed
