"""The frozen file of fiscal codes: every one is read, and no single slip of the keyboard is (M02).

`data/fiscal_codes.tsv` was made once by a program that shares nothing with ours, and agreed with two public libraries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from counter_app.errors import BadInputError
from counter_app.identity.fiscal_code import (
    agrees,
    check_as_typed,
    check_character,
    compute,
    homocodes,
    numeric_check_digit,
    parse,
)
from counter_app.identity.places import known, place_on
from data.vocabulary import Sex

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
EVERY = 40
"""One code in so many is put through all its single-character errors."""


@dataclass(frozen=True)
class Vector:
    """One line of the file; a provisional code has nothing but itself."""

    code: str
    surname: str
    name: str
    born: date
    sex: Sex
    place_code: str
    kind: str


@cache
def lines() -> list[list[str]]:
    text = (Path(__file__).parent / "data" / "fiscal_codes.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.rstrip("\n").split("\n")[1:]]


@cache
def vectors() -> list[Vector]:
    return [
        Vector(code, surname, name, date.fromisoformat(born), Sex(sex), place_code, kind)
        for code, surname, name, born, sex, place_code, kind in lines()
        if kind != "provisional"
    ]


@cache
def provisional() -> list[str]:
    return [line[0] for line in lines() if line[6] == "provisional"]


def test_the_file_holds_what_it_is_for() -> None:
    assert len({line[0] for line in lines()}) == len(lines()) >= 5_000
    assert {(vector.born.month, vector.sex) for vector in vectors()} == {(m, sex) for m in range(1, 13) for sex in Sex}
    assert {vector.born.year for vector in vectors()} >= set(range(1900, 2026))
    letters = {(place, vector.code[place]) for vector in vectors() for place in DIGIT_PLACES}
    impossible = {(9, "U"), (9, "V")}  # a day has at most seven tens
    assert letters >= {(place, letter) for place in DIGIT_PLACES for letter in "LMNPQRSTUV"} - impossible
    assert len({vector.place_code for vector in vectors() if vector.kind == "foreign"}) >= 200
    assert len(provisional()) >= 300


def test_m02_every_code_decodes_to_its_columns() -> None:
    for vector in vectors():
        code = parse(vector.code)
        assert vector.born in code.birth_dates, vector
        assert code.birth_date(date(2025, 12, 31)) in code.birth_dates, vector
        assert (code.sex, code.place_code) == (vector.sex, vector.place_code), vector
        assert code.homocodic == (vector.kind == "homocode"), vector
        person = (vector.surname, vector.name, vector.born, vector.sex, vector.place_code)
        assert compute(*person) == code.base, vector
        assert agrees(code, *person) == (), vector


def test_m02_every_homocode_is_among_those_of_its_base() -> None:
    for vector in vectors():
        if vector.kind == "homocode":
            assert vector.code in homocodes(parse(vector.code).base), vector


def test_m02_every_beginning_of_a_code_may_become_one() -> None:
    for line in lines():
        for length in range(len(line[0]) + 1):
            assert check_as_typed(line[0][:length]) is None, line[0][:length]


def test_m02_every_place_is_known_and_existed_at_the_birth() -> None:
    for vector in vectors():
        assert known(vector.place_code), vector
        assert place_on(vector.place_code, vector.born), vector


def test_m02_abolished_municipalities_are_gone_today() -> None:
    abolished = [vector for vector in vectors() if vector.kind == "abolished"]
    assert len(abolished) >= 500
    assert not [vector for vector in abolished if place_on(vector.place_code, date(2025, 12, 31))]


def test_m02_provisional_codes_are_read() -> None:
    for code in provisional():
        assert parse(code).provisional
        assert numeric_check_digit(code[:10]) == code[10]


def substitutions(code: str, alphabet: str) -> Iterator[tuple[int, str]]:
    for place, right in enumerate(code):
        for wrong in alphabet:
            if wrong != right:
                yield place, code[:place] + wrong + code[place + 1 :]


def is_read(code: str) -> bool:
    try:
        parse(code)
    except BadInputError:
        return False
    return True


def of_the_same_form(code: str) -> bool:
    """Whether digits, and the letters in their place, stand where they may, so that only the check can tell."""
    return all(
        (char in DIGITS + "LMNPQRSTUV") if place in DIGIT_PLACES else char in LETTERS for place, char in enumerate(code)
    )


def test_m02_no_single_wrong_character_is_read() -> None:
    """The check character alone misses only a digit taken for the letter of its rank (0 for A ... 9 for J).

    Those never have the form of a code: A to J stand for no digit, and no letter's place takes a digit.
    """
    by_check = by_form = 0
    for vector in vectors()[::EVERY]:
        for place, wrong in substitutions(vector.code, LETTERS + DIGITS):
            assert not is_read(wrong), (vector.code, wrong)
            if check_character(wrong[:15]) == wrong[15]:
                by_form += 1
                assert not of_the_same_form(wrong), (vector.code, wrong)
                assert {vector.code[place], wrong[place]} in [set(p) for p in zip(DIGITS, LETTERS, strict=False)]
            else:
                by_check += 1
    assert by_check > 60_000
    assert 0 < by_form < by_check / 40


def test_m02_no_single_wrong_digit_of_a_provisional_code_is_read() -> None:
    for code in provisional():
        for _place, wrong in substitutions(code, DIGITS):
            assert not is_read(wrong), (code, wrong)


def test_m02_two_neighbouring_digits_exchanged_are_found_but_for_0_and_9() -> None:
    for code in provisional():
        for at in range(10):
            left, right = code[at], code[at + 1]
            exchanged = code[:at] + right + left + code[at + 2 :]
            assert is_read(exchanged) == (left == right or {left, right} == {"0", "9"}), (code, exchanged)


@pytest.mark.parametrize("swapped", range(15))
def test_m02_most_exchanges_of_neighbours_are_found(swapped: int) -> None:
    missed = tried = 0
    for vector in vectors():
        code = vector.code
        exchanged = code[:swapped] + code[swapped + 1] + code[swapped] + code[swapped + 2 :]
        tried += exchanged != code
        missed += exchanged != code and is_read(exchanged)
    assert missed <= tried / 500
