"""People from a file enter the archive, all or none, on both engines (M02; ADR 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from counter_app.desk import corrections, search
from counter_app.desk import people as desk_people
from counter_app.desk.commands import CorrectPerson, FindByData
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people
from counter_app.importing.people import ImportPeople, Stage
from data.database import Session
from data.queries import imports as queries
from data.tables import PeopleImport
from data.vocabulary import ImportState, Role, Sex
from tests.integration.people_imported import acts, all_of, command_of, count, imported, reject_rows
from tests.integration.test_people import JELENA, PROVISIONAL, registered
from tests.support.desks import TRAINER, Desk, add_operator, logged_in
from tests.support.people_files import one, write
from tests.support.people_files import people as some_people

Desks = Callable[..., Desk]
MARIA = one()["fiscal_code"]


# --- all, or none ----------------------------------------------------------------------------------------------------


def test_m02_a_file_enters_the_archive_and_its_people_are_served(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    result = imported(desk, write(tmp_path / "people.csv", [one(italian_document="yes"), *some_people(20)]))
    assert (result.done, result.rows, result.added, result.unchanged, result.rejected) == (True, 21, 21, 0, 0)
    assert count(desk) == 21
    maria = desk_people.find_by_code(desk.counter, desk.actor, parse(MARIA))
    assert maria is not None
    (found,) = search.find_by_data(
        desk.counter, desk.actor, FindByData("rossi", "MARIA", all_of(desk)[MARIA].born), "look"
    )
    assert found.person_id == maria.person_id
    row = all_of(desk)[MARIA]
    assert (row.provisional, row.italian_document, row.ward, row.sex) == (False, True, False, Sex.FEMALE)


def test_m02_the_same_row_by_hand_and_from_a_file_are_the_same(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    told = one(address_2="00100 ROMA RM", email="m@posta.example", mobile="333 1234567", birth_place="Roma")
    imported(desk, write(tmp_path / "people.csv", [told]))
    kept = all_of(desk)[MARIA].model_dump(exclude={"id", "import_id"})
    with desk.counter.database.writer.begin() as connection:
        connection.execute(sa.text("DELETE FROM person"))
    desk_people.register(desk.counter, desk.actor, command_of(told))
    assert all_of(desk)[MARIA].model_dump(exclude={"id", "import_id"}) == kept


def test_m02_one_bad_row_and_nothing_is_written(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [*some_people(5), one(sex="X"), one(fiscal_code="?", ward="?")])
    result = imported(desk, file, rejects=tmp_path / "bad.csv")
    assert (result.done, result.rows, result.added, result.rejected, result.problems_count) == (False, 7, 0, 2, 3)
    assert [(problem.line, problem.field) for problem in result.problems] == [
        (7, "sex"),
        (8, "fiscal_code"),
        (8, "ward"),
    ]
    assert count(desk) == 0
    assert [row["line"] for row in reject_rows(tmp_path / "bad.csv")] == ["7", "8"]
    (act,) = acts(desk, "people.import-refused")
    assert (act["rows"], act["rejected"], act["added"], act["digest"]) == (7, 2, 0, result.digest)


def test_m02_the_good_rows_are_kept_and_the_others_told(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    bad = one(sex="X", surname="=cmd()", mobile="+39 333", address_1="Via\x1b[2J Roma")
    file = write(tmp_path / "people.csv", [*some_people(5), bad])
    result = imported(desk, file, keep_good=True, rejects=tmp_path / "bad.csv")
    assert (result.done, result.rows, result.added, result.rejected) == (True, 6, 5, 1)
    assert count(desk) == 5
    (told,) = reject_rows(tmp_path / "bad.csv")
    assert (told["line"], told["field"]) == ("7", "sex")
    assert told["reason"]
    assert (told["surname"], told["mobile"], told["address_1"]) == ("'=cmd()", "'+39 333", "Via[2J Roma")
    assert (tmp_path / "bad.csv").stat().st_mode & 0o777 == 0o600
    assert acts(desk, "people.imported")[0]["rejected"] == 1


def test_m02_a_corrected_reject_file_is_a_file_of_people(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    imported(
        desk,
        write(tmp_path / "people.csv", [one(sex="X", mobile="+39 333 1234567")]),
        keep_good=True,
        rejects=tmp_path / "bad.csv",
    )
    text = (tmp_path / "bad.csv").read_text(encoding="utf-8").replace(";X;", ";F;")
    (tmp_path / "again.csv").write_text(text, encoding="utf-8")
    assert imported(desk, tmp_path / "again.csv").added == 1
    assert all_of(desk)[MARIA].mobile == "+39 333 1234567"


def test_m02_a_reject_file_is_not_overwritten_unless_told(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [one(sex="X")])
    (tmp_path / "bad.csv").write_text("kept")
    with pytest.raises(BadInputError):
        imported(desk, file, keep_good=True, rejects=tmp_path / "bad.csv")
    assert (tmp_path / "bad.csv").read_text() == "kept"
    imported(desk, file, keep_good=True, rejects=tmp_path / "bad.csv", overwrite=True)
    assert len(reject_rows(tmp_path / "bad.csv")) == 1
    with pytest.raises(BadInputError):
        imported(desk, file, rejects=tmp_path / "nowhere" / "bad.csv")


# --- who is there already --------------------------------------------------------------------------------------------


def test_m02_the_same_file_again_changes_nothing(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [*some_people(30), one(italian_document="no", deceased_on="2015-01-31")])
    imported(desk, file)
    before = {code: row.id for code, row in all_of(desk).items()}
    again = imported(desk, file)
    assert (again.done, again.added, again.unchanged) == (True, 0, 31)
    assert {code: row.id for code, row in all_of(desk).items()} == before


def test_m02_other_data_of_a_known_person_are_rejected(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    imported(desk, write(tmp_path / "first.csv", [one()]))
    second = write(tmp_path / "second.csv", [*some_people(3), one(email="new@posta.example", address_1="Via Po 2")])
    refused = imported(desk, second)
    assert not refused.done
    assert [(problem.line, problem.field) for problem in refused.problems] == [(5, "fiscal_code")]
    assert "address, email" in refused.problems[0].reason
    assert count(desk) == 1
    assert imported(desk, second, keep_good=True).added == 3
    assert all_of(desk)[MARIA].address == "Via Roma 1"


def test_m02_a_person_is_known_by_the_code_they_had_before(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    person = registered(desk, replace(JELENA, fiscal_code=PROVISIONAL))
    corrections.correct(desk.counter, desk.actor, CorrectPerson(desk.visit(person), JELENA))
    refused = imported(
        desk, write(tmp_path / "people.csv", [*some_people(3), one(fiscal_code=PROVISIONAL, birth_place_code="H501")])
    )
    assert [(problem.line, problem.field) for problem in refused.problems] == [(5, "fiscal_code")]
    assert "fiscal_code" in refused.problems[0].reason
    assert count(desk) == 1


def test_m02_a_person_registered_at_a_desk_is_compared_before_anything_is_written(
    desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_counter()
    desk_people.register(desk.counter, desk.actor, command_of(one()))
    stored: list[int] = []
    load = queries.load

    def loaded(session: Session, number: int, people: Sequence[tuple[Any, ...]]) -> int:
        stored.append(len(people))
        return load(session, number, people)

    monkeypatch.setattr(queries, "load", loaded)
    rows = [*some_people(3), one(email="new@posta.example")]
    refused = imported(desk, write(tmp_path / "other.csv", [*rows, one(fiscal_code="?")]))
    assert (refused.done, [problem.line for problem in refused.problems], stored) == (False, [5, 6], [])
    assert "email" in refused.problems[0].reason
    kept = imported(desk, write(tmp_path / "kept.csv", rows), keep_good=True)
    assert (kept.added, kept.rejected, stored) == (3, 1, [3])
    again = imported(desk, write(tmp_path / "same.csv", [one()]))
    assert (again.done, again.added, again.unchanged, sum(stored)) == (True, 0, 1, 3)


def test_m02_twice_in_one_file_names_the_first_line(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", [one(), *some_people(2), one(), one(fiscal_code=MARIA.lower())])
    result = imported(desk, file)
    assert [(problem.line, problem.field) for problem in result.problems] == [(5, "fiscal_code"), (6, "fiscal_code")]
    assert all(problem.reason.rstrip(".").endswith(" 2") for problem in result.problems)
    assert imported(desk, file, keep_good=True).added == 3


def test_m02_what_differs_from_the_code_is_in_the_register_with_its_reason(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(
        tmp_path / "people.csv", [*some_people(2), one(name="Anna", sex="M", mismatch_reason=" come da atto ")]
    )
    assert imported(desk, file).differing == 1
    (act,) = acts(desk, "person.registered")
    assert act == {
        "person_id": all_of(desk)[MARIA].id,
        "fiscal_code": MARIA,
        "mismatch": ["name", "sex"],
        "mismatch_reason": "come da atto",
        "people_import": 1,
    }
    assert desk.verify().passed


def test_m02_only_so_many_may_differ(desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_DIFFERING", 2)
    odd = [{**row, "name": "Qwerty", "mismatch_reason": "x"} for row in some_people(3)]
    result = imported(desk_counter(), write(tmp_path / "people.csv", odd))
    assert [(problem.line, problem.field) for problem in result.problems] == [(4, "mismatch_reason")]


# --- the act ---------------------------------------------------------------------------------------------------------


def test_m01_the_import_is_an_act_with_counts_and_digest(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    file = write(tmp_path / "people.csv", some_people(4))
    imported(desk, file)
    (act,) = acts(desk, "people.imported")
    assert act == {
        "digest": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": 4,
        "added": 4,
        "unchanged": 0,
        "rejected": 0,
        "differing": 0,
        "keep_good": False,
    }
    state = desk.counter.read(lambda session: [(row.state, row.digest) for row in session.exec(select(PeopleImport))])
    assert state == [(ImportState.DONE, act["digest"])]
    assert desk.verify().passed


def test_m01_only_a_supervisor_imports(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    add_operator(desk.counter, desk.supervisor, TRAINER, Role.TRAINER)
    file = write(tmp_path / "people.csv", [one()])
    for actor in (desk.actor, logged_in(desk.counter, TRAINER)):
        with pytest.raises(NotAllowedError):
            people.import_people(desk.counter, actor, ImportPeople(file))
    assert count(desk) == 0


def test_m02_a_file_without_rows_is_no_import(desk_counter: Desks, tmp_path: Path) -> None:
    desk = desk_counter()
    with pytest.raises(BadInputError):
        imported(desk, write(tmp_path / "people.csv", []))
    assert acts(desk, "people.imported") == []


def test_progress_is_told_stage_by_stage(desk_counter: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "BATCH", 10)
    monkeypatch.setattr(people, "STORED", 10)
    desk = desk_counter()
    desk.person()
    told: list[tuple[Stage, int, int]] = []
    file = write(tmp_path / "people.csv", some_people(25))
    people.import_people(
        desk.counter, desk.supervisor, ImportPeople(file), lambda stage, done, total: told.append((stage, done, total))
    )
    assert [stage for stage, _done, _total in told] == [Stage.READING] * 2 + [Stage.COMPARING] * 3 + [Stage.STORING] * 3
    assert told[-1][1:] == (25, 25)
