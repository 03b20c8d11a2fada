"""Municipalities and foreign states with their dates (M02: the data agree with the fiscal code)."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from counter_app.identity import places
from counter_app.identity.folding import fold
from counter_app.identity.places import Place, known, name_on, place_near, place_on, places_named

ROWS = [
    line.split("\t")
    for line in files("data").joinpath("reference", "places.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
]


@pytest.mark.parametrize(
    ("code", "day", "label"),
    [
        ("H501", date(1980, 1, 1), "Roma (RM)"),
        ("h501", date(1980, 1, 1), "Roma (RM)"),
        ("A271", date(1900, 1, 1), "Ancona (AN)"),
        ("A001", date(1924, 11, 13), "Abano (PD)"),
        ("A001", date(1924, 11, 14), "Abano Terme (PD)"),
        ("A004", date(1992, 4, 15), "Abbadia Cerreto (MI)"),
        ("A004", date(1992, 4, 16), "Abbadia Cerreto (LO)"),
        ("D620", date(1930, 1, 1), "Fiume (FU)"),
        ("A003", date(1928, 12, 5), "Abbadia Alpina (TO)"),
        ("A003", date(1928, 12, 6), None),
        ("A007", date(1930, 1, 1), None),
        ("Z110", date(1850, 1, 1), "Francia"),
        ("Z105", date(1993, 1, 1), "Cecoslovacchia"),
        ("Z105", date(1993, 1, 2), None),
        ("Z999", date(1980, 1, 1), None),
        ("", date(1980, 1, 1), None),
    ],
)
def test_m02_a_code_stands_for_a_place_on_a_day(code: str, day: date, label: str | None) -> None:
    place = place_on(code, day)
    assert (place.label if place else None) == label


@pytest.mark.parametrize(
    ("code", "day", "label"),
    [
        ("A003", date(1980, 1, 1), "Abbadia Alpina (TO)"),  # joined to Pinerolo in 1928
        ("A007", date(1930, 1, 1), "Abbasanta (CA)"),  # between two lives of the municipality
        ("A007", date(1850, 1, 1), "Abbasanta (CA)"),  # before the first
        ("Z118", date(2005, 6, 1), "Jugoslavia"),
        ("Z157", date(1990, 1, 1), "Serbia e Montenegro"),
        ("H501", date(1980, 1, 1), "Roma (RM)"),
        ("X000", date(1980, 1, 1), None),
    ],
)
def test_m02_a_place_that_was_not_there_that_day_still_has_a_name(code: str, day: date, label: str | None) -> None:
    assert name_on(code, day) == label
    place = place_near(code, day)
    assert (place.label if place else None) == label


@pytest.mark.parametrize(("code", "is_known"), [("A003", True), ("H501", True), ("z110", True), ("X000", False)])
def test_m02_a_code_is_known_whenever_it_was_in_use(code: str, is_known: bool) -> None:
    assert known(code) == is_known


@pytest.mark.parametrize(
    ("prefix", "day", "first"),
    [
        ("rom", date(1980, 1, 1), "Roma (RM)"),
        ("FORLI'", date(2016, 1, 1), "Forlì (FC)"),
        ("forlì", date(1980, 1, 1), "Forlì (FO)"),
        ("sant'angelo lod", date(2016, 1, 1), "Sant'Angelo Lodigiano (LO)"),
        ("santangelo lod", date(1980, 1, 1), "Sant'Angelo Lodigiano (MI)"),
        ("bosnia erz", date(1980, 1, 1), "Bosnia-Erzegovina"),
        ("peru", date(1980, 1, 1), "Perù"),
        ("germany", date(2016, 1, 1), "Germania"),
        ("klausen", date(2016, 1, 1), "Chiusa (BZ)"),
    ],
)
def test_m02_places_are_found_by_the_beginning_of_their_name(prefix: str, day: date, first: str) -> None:
    assert places_named(prefix, day)[0].label == first


def test_m02_only_places_of_that_day_are_offered() -> None:
    assert "Jugoslavia" in [place.name for place in places_named("jugo", date(1980, 1, 1))]
    assert places_named("jugoslavia", date(2016, 1, 1)) == []
    assert places_named("abano", date(1920, 1, 1))[0].name == "Abano"
    assert [place.name for place in places_named("abano", date(1930, 1, 1))] == ["Abano Terme"]


@pytest.mark.parametrize("prefix", ["", "  ", "-", "'", "\x00", "qqqq"])
def test_m02_nothing_typed_finds_nothing(prefix: str) -> None:
    assert places_named(prefix, date(2016, 1, 1)) == []


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("rom", "Roma (RM)"),
        ("ROMA (", "Roma (RM)"),
        ("forli", "Forlì (FO)"),
        ("boz", "Bozen (BZ)"),
        ("calliano", "Calliano (AT)"),
        ("calliano (t", "Calliano (TN)"),
        ("Jugosl", "Jugoslavia"),
        ("alba", "Alba (CN)"),
        ("Roma (RM)", None),
        ("zzz", None),
        ("", None),
    ],
)
def test_m02_a_name_goes_on_to_a_place_of_that_day(typed: str, whole: str | None) -> None:
    assert places.completion(typed, date(1979, 2, 14)) == whole


def test_m02_a_name_goes_on_to_no_place_of_another_day() -> None:
    assert places.completion("jugosl", date(2016, 5, 10)) is None


@pytest.mark.parametrize("limit", [0, 1, 7])
def test_m02_no_more_places_than_asked_for(limit: int) -> None:
    assert len(places_named("san", date(2016, 1, 1), limit)) == limit


def test_every_place_is_found_by_its_own_name() -> None:
    for code, name, _province, from_, _until, _other in ROWS[1::97]:
        day = date.fromisoformat(from_) if from_ else date(1950, 1, 1)
        place = place_on(code, day)
        assert place, (code, day)
        assert code in [found.code for found in places_named(name, day, 50)]


def test_the_table_is_sorted_and_well_formed() -> None:
    assert ROWS[0] == ["code", "name", "province", "from", "until", "other_name"]
    assert len(ROWS) > 15_000
    for code, name, province, from_, until, other_name in ROWS[1:]:
        assert re.fullmatch("[A-MZ][0-9]{3}", code)
        assert (province == "EE") == (code[0] == "Z")
        assert re.fullmatch("[A-Z]{2}", province)
        assert name == name.strip() != ""
        assert fold(name)
        assert other_name != name
        assert not until or from_ <= until
    keys = [(row[0], row[3], row[4] or "9999") for row in ROWS[1:]]
    assert keys == sorted(keys)


def test_periods_of_one_code_do_not_overlap_but_for_the_known_one() -> None:
    overlapping = {
        earlier[0]
        for earlier, later in pairwise(ROWS[1:])
        if earlier[0] == later[0] and later[3] <= (earlier[4] or "9999")
    }
    assert overlapping == {"D588"}


def test_a_place_knows_whether_it_is_abroad() -> None:
    assert not Place("H501", "Roma", "RM", None, None).abroad
    assert Place("Z110", "Francia", "EE", None, None).abroad


def test_the_table_is_read_on_first_use_only() -> None:
    known("H501")
    rows = places._rows_by_code()
    known("A271")
    assert places._rows_by_code() is rows
