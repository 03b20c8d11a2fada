"""What a file may hold is what may be typed at the desk, and is kept in the same way (M02)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from counter_app.desk import people as desk
from counter_app.desk import person_rules as rules
from counter_app.desk.commands import NewPerson
from counter_app.errors import BadInputError
from counter_app.identity.fiscal_code import compute, homocodes, parse
from counter_app.importing.columns import NAMES as FILE_COLUMNS
from counter_app.importing.csv_file import Header
from counter_app.importing.person_rows import BadRowError, PersonReader
from data.queries.imports import COLUMNS, UNKNOWN
from data.vocabulary import Sex

TODAY = date(2016, 5, 10)
GOOD_SURNAMES = ("Rossi", "De  Luca", "D'Angelò", "Đorđević", "X", "Fo", " Bianchi ", "李")
SURNAMES = (*GOOD_SURNAMES * 4, "--", "", "ß" * 60, "x" * 81)
NAMES = (*("Maria", "Gian Luca", "Zoë", "Jo", "\u202eAnna") * 4, "--", "")
PLACES = ("H501", "F205", "Z118", "D612", "Z999", "A001")
WORDS = (*[""] * 9, "Roma", "ROMA (RM)", "Milano", "Serbia", "Jugoslavia", "Atlantide", "Castro", "x" * 81)
LINES = ("", "Via Roma 1", "Via Roma 1", " \t")
READER = PersonReader(Header(FILE_COLUMNS), TODAY)
"""One for all rows: what it remembers must not change what it answers."""


@st.composite
def told(draw: st.DrawFn) -> dict[str, Any]:
    """Return what is told of a person: right, nearly right, or wrong."""
    surname, name = draw(st.sampled_from(SURNAMES)), draw(st.sampled_from(NAMES))
    born = draw(st.dates(date(1890, 1, 1), TODAY + timedelta(days=2)))
    sex, place = draw(st.sampled_from(Sex)), draw(st.sampled_from(PLACES))
    code = compute(surname if "A" < surname.upper() < "Z" else "Rossi", name, born, sex, place)
    kind = draw(st.integers(0, 7))
    if kind == 0:
        code = draw(st.sampled_from(homocodes(code)))
    elif kind == 1:
        code = draw(st.sampled_from(("01234562013", "", code[:-1], code.lower(), f" {code} ", "RSSMRA80A41H501Y")))
    elif kind == 2:
        born += timedelta(days=draw(st.integers(-2, 2)))
    elif kind == 3:
        sex = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    return {
        "fiscal_code": code,
        "surname": surname,
        "name": name,
        "sex": sex,
        "born": born,
        "birth_place": draw(st.sampled_from(WORDS)),
        "citizenship": draw(st.sampled_from((*("IT", "rs", "fr") * 5, "ITA"))),
        "address": (draw(st.sampled_from((*LINES * 5, "x" * 81))), *draw(st.tuples(*[st.sampled_from(LINES)] * 2))),
        "email": draw(st.sampled_from((*("", " a@posta.example") * 9, "x" * 121))),
        "mismatch_reason": draw(st.sampled_from((*("", "come da atto") * 9, " ", "x" * 201))),
    }


def at_the_desk(person: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the desk would keep, None where it refuses."""
    try:
        code = parse(person["fiscal_code"])
        place = desk.birth_place_code(code, person["birth_place"], person["born"])
        command = NewPerson(**{**person, "birth_place_code": place})
        row = desk.columns(command, code, TODAY)
        odd = desk.differences(command, code)
        rules.mismatch_reason(command.mismatch_reason, needed=bool(odd))
    except BadInputError:
        return None
    return {**row, "born": row["born"].isoformat(), "italian_document": UNKNOWN, "deceased_on": "", "differs": odd}


def from_a_file(person: dict[str, Any]) -> dict[str, Any] | None:
    lines = dict(zip(("address_1", "address_2", "address_3"), person["address"], strict=True))
    cells = {**dict.fromkeys(FILE_COLUMNS, ""), **person, **lines, "born": person["born"].isoformat()}
    try:
        row = READER.read([str(cells[name]) for name in FILE_COLUMNS])
    except BadRowError:
        return None
    kept = dict(zip((*COLUMNS, "differs", "reason"), row, strict=True))
    del kept["reason"]
    return {**kept, "differs": tuple(kept["differs"].split())}


def told_at_the_desk(person: dict[str, Any], kept: dict[str, Any] | None) -> tuple[BadInputError, ...]:
    """Return what the form tells of the same data before anybody is asked to keep them."""
    lines = {f"address-{number}": line for number, line in enumerate(person["address"], 1)}
    typed = {name.replace("_", "-"): str(text) for name, text in person.items() if name != "address"}
    typed |= {**lines, "residence": "IT", "born": person["born"].isoformat()}
    return desk.problems(typed, TODAY, reason_needed=bool(kept and kept["differs"]))


@given(told())
def test_m02_the_form_tells_beforehand_what_the_desk_would_not_keep(person: dict[str, Any]) -> None:
    kept = at_the_desk({**person, "mismatch_reason": person["mismatch_reason"].strip() or "come da atto"})
    told = told_at_the_desk(person, kept)
    if kept is None:
        assert told
    elif at_the_desk(person) is not None:
        assert not told
    else:
        assert [error.field for error in told] == ["mismatch-reason"]


@given(told())
def test_m02_a_row_of_a_file_is_judged_as_at_the_desk(person: dict[str, Any]) -> None:
    assert from_a_file(person) == at_the_desk(person)
