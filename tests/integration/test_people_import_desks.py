"""An import beside desks at work: nobody is seen too early, nobody waits, nothing is left over (M02; ADR 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.desk import people as desk_people
from counter_app.errors import BadInputError, FaultError
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people
from counter_app.importing.people import ImportPeople
from data import exclusive
from data.database import LOOK_AGAIN, Session
from data.queries import imports as queries
from data.queries.prepared import connection_of
from data.tables import Person
from tests.integration.people_imported import all_of, command_of, count, imported
from tests.support.desks import Desk
from tests.support.people_files import one, write
from tests.support.people_files import people as some_people

Desks = Callable[..., Desk]


def while_storing(desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once the import has written its first batch."""
    monkeypatch.setattr(people, "STORED", 5)
    load = queries.load
    done: list[bool] = []

    def loaded(session: Session, number: int, people: Any) -> int:
        if not done and connection_of(session).execute(sa.select(sa.func.count()).select_from(Person)).scalar_one() > 1:
            done.append(True)
            return -1
        return load(session, number, people)

    def written(work: people._Work, fn: Callable[[Session], Any]) -> Any:
        answer = work.counter.write(fn)
        if answer == -1:
            act()
            answer = work.counter.write(fn)
        return answer

    monkeypatch.setattr(queries, "load", loaded)
    monkeypatch.setattr(people._Work, "write", written)


def test_adr9_nobody_sees_a_person_before_all_are_there(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_counter()
    rows = sorted(some_people(12), key=lambda row: row["fiscal_code"])
    seen = []
    first = parse(rows[0]["fiscal_code"])
    while_storing(desk, monkeypatch, lambda: seen.append(desk_people.find_by_code(desk.counter, desk.actor, first)))
    imported(desk, write(tmp_path / "people.csv", rows))
    assert seen == [None]
    assert desk_people.find_by_code(desk.counter, desk.actor, first) is not None


@pytest.mark.parametrize("same", [True, False], ids=["same-data", "other-data"])
def test_adr9_a_desk_enters_a_person_that_is_just_being_imported(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    desk = desk_counter()
    rows = sorted(some_people(12), key=lambda row: row["fiscal_code"])
    command = command_of(rows[0])
    if not same:
        command = replace(command, email="desk@posta.example")
    while_storing(desk, monkeypatch, lambda: desk_people.register(desk.counter, desk.actor, command))
    result = imported(desk, write(tmp_path / "people.csv", rows))
    assert result.done is same
    assert count(desk) == (12 if same else 1)
    assert (result.added, result.unchanged, result.rejected) == ((11, 1, 0) if same else (0, 0, 1))
    assert all_of(desk)[rows[0]["fiscal_code"]].import_id is None
    assert desk.verify().passed


def test_adr9_a_failed_import_leaves_nothing(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_counter()

    def interrupted() -> None:
        raise KeyboardInterrupt

    while_storing(desk, monkeypatch, interrupted)
    with pytest.raises(KeyboardInterrupt):
        imported(desk, write(tmp_path / "people.csv", some_people(12)))
    monkeypatch.undo()
    assert count(desk) == 0
    assert imported(desk, tmp_path / "people.csv").added == 12


def test_adr9_two_imports_at_once_are_one_too_many(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, other = desk_counter(), desk_counter(desk="2")
    monkeypatch.setattr(exclusive, "LET_GO", 0.1)
    file = write(tmp_path / "people.csv", some_people(12))
    told: list[str] = []

    def second() -> None:
        with pytest.raises(BadInputError) as caught:
            people.import_people(other.counter, other.supervisor, ImportPeople(file))
        told.append(caught.value.message)

    while_storing(desk, monkeypatch, second)
    assert imported(desk, file).added == 12
    assert len(told) == 1


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_adr9_a_server_is_given_time_to_notice_that_an_import_was_killed(
    desk_counter: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL keeps the lock of a killed process until it has looked at its connection."""
    database = desk_counter().counter.database
    killed = database.engine.connect()
    killed.execute(sa.text("SELECT pg_advisory_lock(:lock)"), {"lock": exclusive.IMPORTS})
    looks: list[float] = []

    def notice(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            killed.invalidate()
        sleep(seconds)

    monkeypatch.setattr(exclusive, "sleep", notice)
    with exclusive.importing(database) as alone:
        assert alone
    assert len(looks) >= 2


def test_m02_a_file_that_changes_meanwhile_is_refused(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [*some_people(12), one(sex="X")])
    while_storing(desk, monkeypatch, lambda: write(file, some_people(3)))
    with pytest.raises(FaultError):
        imported(desk, file, keep_good=True, rejects=tmp_path / "bad.csv")
    monkeypatch.undo()
    assert count(desk) == 0
    assert sorted(path.name for path in tmp_path.glob("bad*")) == []


def test_adr9_the_archive_is_left_to_desks_after_each_transaction(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import waits longer than anybody who waits for SQLite looks away."""
    rests = list[float]()
    monkeypatch.setattr(people, "STORED", 10)
    monkeypatch.setattr("counter_app.importing.people.sleep", rests.append)
    imported(desk_counter(), write(tmp_path / "people.csv", some_people(65)))
    begun, stored = 1, 7
    assert rests == [people.AT_REST] * (begun + stored)
    assert people.AT_REST > LOOK_AGAIN


def test_adr9_what_is_done_stays_done_although_the_reject_file_cannot_be_moved(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [*some_people(12), one(sex="X")])

    def stuck(*_where: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stuck)
        with pytest.raises(FaultError) as caught:
            imported(desk, file, keep_good=True, rejects=tmp_path / "bad.csv")
    assert "bad.csv.part" in caught.value.message
    assert (tmp_path / "bad.csv.part").exists()
    assert count(desk) == 12
