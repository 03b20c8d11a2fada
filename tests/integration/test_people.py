"""A person is entered from the document, on both engines (M01, M02)."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from counter_app.desk import people, search
from counter_app.desk.commands import FindByData, NewPerson
from counter_app.desk.views import PersonView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.fiscal_code import FiscalCode, check_character, compute, homocodes, parse
from data.database import Session
from data.tables import Person, RegisterDetails, RegisterEntry
from data.vocabulary import Role, Sex
from tests.support.desks import Desk, add_operator, logged_in

Desks = Callable[..., Desk]

BORN = date(1985, 3, 15)
CODE = compute("Petrović", "Jelena", BORN, Sex.FEMALE, "Z118")
PROVISIONAL = "01234562013"
JELENA = NewPerson(
    fiscal_code=CODE,
    surname="Petrović",
    name="Jelena",
    sex=Sex.FEMALE,
    born=BORN,
    birth_place_code="Z118",
    citizenship="RS",
    italian_document=True,
    address=("Via Palazzuolo 77", "50123 FIRENZE FI", ""),
    email=" jelena@posta.example ",
)


def code_with_place(place: str) -> str:
    first15 = f"{CODE[:11]}{place}"
    return first15 + check_character(first15)


def registered(desk: Desk, command: NewPerson = JELENA) -> PersonView:
    return people.register(desk.counter, desk.actor, command)


def last_act(desk: Desk) -> tuple[str, str, dict[str, Any]]:
    """Return event, operator and details of the newest entry of the register."""

    def read(session: Session) -> tuple[str, str, dict[str, Any]]:
        entry = session.exec(select(RegisterEntry).order_by(col(RegisterEntry.id).desc())).first()
        assert entry is not None
        details = session.get(RegisterDetails, entry.id)
        assert details is not None
        return entry.event, entry.operator, json.loads(details.text or "{}")

    return desk.counter.read(read)


def count(desk: Desk) -> int:
    return desk.counter.read(lambda session: len(session.exec(select(Person)).all()))


# --- what is registered ----------------------------------------------------------------------------------------------


def test_m02_a_person_born_abroad_is_registered_and_found_again(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    assert (person.full_name, person.birth_place) == ("Petrović Jelena", "Jugoslavia")
    assert (person.citizenship, person.residence) == ("RS", "IT")
    assert person.address == ("Via Palazzuolo 77", "50123 FIRENZE FI")
    assert person.email == "jelena@posta.example"
    by_code = people.find_by_code(desk.counter, desk.actor, FiscalCode(CODE))
    by_data = search.find_by_data(desk.counter, desk.actor, FindByData("PETROVIC", "jelena", BORN), "look")
    assert by_code is not None
    assert [hit.person_id for hit in by_data] == [by_code.person_id] == [person.id]


def test_m01_the_act_is_in_the_register_without_a_word_about_differences(desk_counter: Desks) -> None:
    desk = desk_counter()
    person = registered(desk)
    assert last_act(desk) == ("person.registered", desk.actor.username, {"fiscal_code": CODE, "person_id": person.id})
    assert desk.verify().passed


def test_m02_the_first_person_of_an_empty_archive_is_served(desk_counter: Desks) -> None:
    desk = desk_counter()
    assert count(desk) == 0
    envelope = desk.reserve(desk.visit(registered(desk)))
    assert envelope.person.fiscal_code == CODE


def test_m02_a_provisional_code_agrees_with_everybody(desk_counter: Desks) -> None:
    desk = desk_counter()
    nigeria = replace(JELENA, fiscal_code=PROVISIONAL, birth_place_code="", birth_place="Lagos (Nigeria)")
    person = registered(desk, nigeria)
    assert (person.provisional, person.birth_place) == (True, "Lagos (Nigeria)")


@pytest.mark.parametrize("code", [homocodes(CODE)[0], homocodes(CODE)[-1]])
def test_m02_a_homocode_agrees_with_its_owner(desk_counter: Desks, code: str) -> None:
    assert registered(desk_counter(), replace(JELENA, fiscal_code=code)).fiscal_code == code


# --- what is missing or wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fiscal_code": CODE[:15] + "X"}, "fiscal-code"),
        ({"fiscal_code": ""}, "fiscal-code"),
        ({"surname": " \t"}, "surname"),
        ({"surname": "x" * 81}, "surname"),
        ({"surname": "--"}, "surname"),
        ({"surname": "ß" * 60}, "surname"),
        ({"name": ""}, "name"),
        ({"born": date(2016, 5, 11)}, "born"),
        ({"birth_place": "y" * 81}, "birth-place"),
        ({"fiscal_code": PROVISIONAL, "birth_place_code": ""}, "birth-place"),
        ({"citizenship": ""}, "citizenship"),
        ({"citizenship": "ITA"}, "citizenship"),
        ({"residence": "1T"}, "residence"),
        ({"address": ()}, "address-1"),
        ({"address": ("", " ")}, "address-1"),
        ({"address": ("Via Roma 1", "z" * 81)}, "address-2"),
        ({"email": "e" * 121}, "email"),
        ({"email": "maria at posta.example"}, "email"),
        ({"mobile": "3" * 31}, "mobile"),
        ({"mobile": "trecento"}, "mobile"),
        ({"pec": "maria"}, "pec"),
        ({"name": "Marija"}, "mismatch-reason"),
        ({"name": "Marija", "mismatch_reason": " "}, "mismatch-reason"),
        ({"name": "Marija", "mismatch_reason": "r" * 201}, "mismatch-reason"),
    ],
)
def test_m02_what_is_wrong_names_its_field_and_leaves_nothing(
    desk_counter: Desks, changes: dict[str, Any], field: str
) -> None:
    desk = desk_counter()
    with pytest.raises(BadInputError) as caught:
        registered(desk, replace(JELENA, **changes))
    assert caught.value.field == field
    assert count(desk) == 0
    assert last_act(desk)[0] != "person.registered"


def test_m02_somebody_born_today_is_registered(desk_counter: Desks) -> None:
    desk = desk_counter()
    today = desk.clock.today()
    code = compute("Petrović", "Jelena", today, Sex.FEMALE, "D612")
    baby = replace(JELENA, fiscal_code=code, born=today, birth_place_code="D612")
    assert registered(desk, baby).birth_place == "Firenze (FI)"


# --- data that differ from the code ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"surname": "Jovanović"}, ["surname"]),
        ({"name": "Jelena Marija"}, ["name"]),
        ({"born": date(1985, 3, 16)}, ["birth-date"]),
        ({"born": date(1885, 3, 15)}, []),
        ({"sex": Sex.MALE}, ["sex"]),
        ({"birth_place_code": "H501"}, ["place"]),
        ({"birth_place_code": "", "birth_place": "Beograd"}, ["place"]),
        ({"surname": "Bianchi", "name": "Anna", "sex": Sex.MALE}, ["surname", "name", "sex"]),
    ],
)
def test_m02_a_difference_is_never_silent_and_never_a_dead_end(
    desk_counter: Desks, changes: dict[str, Any], parts: list[str]
) -> None:
    desk = desk_counter()
    command = replace(JELENA, **changes)
    assert list(people.differences(command, parse(CODE))) == parts
    if parts:
        with pytest.raises(BadInputError) as caught:
            registered(desk, command)
        assert caught.value.field == "mismatch-reason"
    registered(desk, replace(command, mismatch_reason=" codice attribuito  prima "))
    event, _operator, details = last_act(desk)
    assert event == "person.registered"
    assert details.get("mismatch", []) == parts
    assert details.get("mismatch_reason") == ("codice attribuito prima" if parts else None)


# --- twice, and by whom ----------------------------------------------------------------------------------------------


def test_m02_a_code_is_registered_once(desk_counter: Desks) -> None:
    desk = desk_counter()
    registered(desk)
    with pytest.raises(BadInputError) as caught:
        registered(desk, replace(JELENA, fiscal_code=CODE.lower(), name="Altra", mismatch_reason="prova"))
    assert caught.value.field == "fiscal-code"
    assert count(desk) == 1


def test_m02_two_desks_register_one_person_at_once(desk_counter: Desks) -> None:
    desks = [desk_counter(), desk_counter(desk="2")]

    def attempt(desk: Desk) -> str:
        try:
            return registered(desk).fiscal_code
        except BadInputError as error:
            return error.field or ""

    with ThreadPoolExecutor(len(desks)) as pool:
        assert sorted(pool.map(attempt, desks)) == [CODE, "fiscal-code"]
    assert count(desks[0]) == 1
    assert desks[0].verify().passed


def test_m01_a_trainer_registers_nobody_in_an_office(desk_counter: Desks) -> None:
    desk = desk_counter()
    add_operator(desk.counter, desk.supervisor, "formatore", Role.TRAINER)
    with pytest.raises(NotAllowedError):
        people.register(desk.counter, logged_in(desk.counter, "formatore"), JELENA)
    assert count(desk) == 0


# --- places ----------------------------------------------------------------------------------------------------------

ROMAN = compute("Rossi", "Maria", BORN, Sex.FEMALE, "H501")


@pytest.mark.parametrize(
    ("code", "words", "found"),
    [
        (ROMAN, "", "H501"),
        (ROMAN, "Roma", "H501"),
        (ROMAN, "ROMA (rm)", "H501"),
        (ROMAN, "Milano", "F205"),
        (ROMAN, "Roma (MI)", ""),
        (ROMAN, "Springfield", ""),
        (ROMAN, "Rom", ""),
        (CODE, "Jugoslavia", "Z118"),
        (CODE, "Serbia", "Z158"),
        (code_with_place("Z999"), "", "Z999"),
        (code_with_place("Z999"), "Atlantide", "Z999"),
        (PROVISIONAL, "Nigeria", "Z335"),
        (PROVISIONAL, "Lagos", ""),
        (PROVISIONAL, "", ""),
        (PROVISIONAL, "Castro", ""),
        (PROVISIONAL, "Castro (LE)", "M261"),
    ],
)
def test_m02_the_place_a_document_names(code: str, words: str, found: str) -> None:
    assert people.birth_place_code(parse(code), words, BORN) == found


@pytest.mark.parametrize(
    ("code", "born", "odd"),
    [
        (ROMAN, BORN, False),
        (CODE, BORN, False),
        (CODE, date(2004, 1, 1), True),
        (code_with_place("Z999"), BORN, True),
        (PROVISIONAL, BORN, False),
    ],
)
def test_m02_a_place_that_was_not_there_is_said_in_words(code: str, born: date, odd: bool) -> None:
    fiscal_code = parse(code)
    words = people.place_doubt(fiscal_code, born)
    assert bool(words) is odd
    assert not odd or str(fiscal_code.place_code) in words
