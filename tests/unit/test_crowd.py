"""The crowd of the world `demo`: the same people everywhere, with every hard case among them (M26)."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from counter_app.identity import countries, fiscal_code, places
from counter_app.walkthrough.crowd import cases, draw
from counter_app.walkthrough.crowd.chance import Chance, Ranked
from counter_app.walkthrough.crowd.people import FIRST_BIRTH, LAST_BIRTH
from counter_app.walkthrough.ids import _world
from counter_app.walkthrough.reading import ScenarioError
from counter_app.walkthrough.worlds import Crowd, World, WorldPerson, load_world, read_world, with_additions
from data.vocabulary import Sex

DRAWN = "b0c467018a34fb0e9a47fec85915cbd250f91afc5719c59a7da64b7eeda01c60"
"""Digest of everybody in the world `demo`: who changes names, places or the generator makes other people."""


@pytest.fixture(scope="module")
def demo() -> World:
    return load_world("demo")


@pytest.fixture(scope="module")
def people(demo: World) -> tuple[WorldPerson, ...]:
    return demo.everybody


# --- chance ----------------------------------------------------------------------------------------------------------


def test_m26_chance_is_splitmix64_as_published() -> None:
    chance = Chance("")
    chance._state = 1234567
    assert [chance.below(1 << 64) for _number in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_m26_chance_stays_within_its_limits() -> None:
    chance = Chance("x")
    assert {chance.between(3, 5) for _number in range(200)} == {3, 4, 5}
    first, last = date(2000, 2, 28), date(2000, 3, 1)
    assert {chance.day(first, last) for _number in range(200)} == {first, date(2000, 2, 29), last}
    assert {chance.percent(0) for _number in range(50)} == {False}
    assert {chance.percent(100) for _number in range(50)} == {True}


def test_m26_the_first_of_a_list_is_the_most_frequent_and_the_last_comes_too() -> None:
    chance, names = Chance("x"), Ranked("abcdefgh", flatness=2)
    counts = Counter(chance.ranked(names) for _number in range(20_000))
    assert [name for name, _count in counts.most_common()] == list("abcdefgh")
    assert [names.at(0), names.at(names.total - 1)] == ["a", "h"]


# --- the same people everywhere --------------------------------------------------------------------------------------


def test_m26_the_people_are_the_same_on_every_machine(people: tuple[WorldPerson, ...]) -> None:
    text = "\n".join(
        f"{one.fiscal_code}|{one.surname}|{one.name}|{one.sex}|{one.born}|{one.birth_place_code}|{one.citizenship}|"
        f"{one.residence}|{one.address}|{one.italian_document}|{one.ward}|{one.deceased_on}|{one.email}|{one.mobile}"
        for one in people
    )
    assert hashlib.sha256(text.encode()).hexdigest() == DRAWN


def test_m26_a_larger_crowd_begins_with_the_smaller_one(people: tuple[WorldPerson, ...], demo: World) -> None:
    assert demo.crowd is not None
    larger = draw(Crowd(1_000_000, demo.crowd.seed))
    assert tuple(islice(larger, 500)) == people[:500]


def test_m26_another_seed_makes_other_people(people: tuple[WorldPerson, ...]) -> None:
    others = {one.fiscal_code for one in draw(Crowd(300, "other"))}
    assert len(others & {one.fiscal_code for one in people}) < 3


# --- people who could be ---------------------------------------------------------------------------------------------


def test_m02_ten_thousand_people_each_with_a_valid_code_of_their_own(people: tuple[WorldPerson, ...]) -> None:
    assert len(people) == len({one.fiscal_code for one in people}) == 10_000
    for one in people:
        code = fiscal_code.parse(one.fiscal_code)
        assert fiscal_code.agrees(code, one.surname, one.name, one.born, one.sex, one.birth_place_code) == (), one


def test_m02_dates_places_and_countries_are_consistent(people: tuple[WorldPerson, ...]) -> None:
    for one in people:
        assert FIRST_BIRTH <= one.born <= LAST_BIRTH
        assert one.deceased_on is None or one.born < one.deceased_on
        assert places.name_on(one.birth_place_code, one.born)
        # a state keeps its code for those born before it; a municipality must have stood on the day
        assert one.birth_place_code.startswith("Z") or places.place_on(one.birth_place_code, one.born), one
        assert {one.citizenship, one.residence} <= countries.codes()
        assert one.citizenship == "IT" or one.italian_document is not True


def test_m02_names_are_as_frequent_as_in_life(people: tuple[WorldPerson, ...]) -> None:
    surnames = Counter(one.surname for one in people)
    assert surnames.most_common(1)[0][0] == "Rossi"
    assert 100 < surnames["Rossi"] < 300
    assert len(surnames) > 300
    old = Counter(one.name for one in people if one.born.year < 1940 and one.sex is Sex.MALE)
    young = Counter(one.name for one in people if one.born.year > 1990 and one.sex is Sex.MALE)
    assert old["Giuseppe"] > 5 * young["Giuseppe"]


# --- every hard case -------------------------------------------------------------------------------------------------

CASES = {case.id for case in cases.cases((), date(2016, 5, 10))}


@pytest.mark.parametrize("name", sorted(CASES))
def test_m02_each_hard_case_is_there_more_than_once(people: tuple[WorldPerson, ...], demo: World, name: str) -> None:
    found = {case.id: case for case in cases.cases(people, demo.on)}[name]
    assert len(found.people) >= 10
    assert found.examples


def test_m02_minors_have_parents_at_their_address(people: tuple[WorldPerson, ...], demo: World) -> None:
    (minors,) = (case.people for case in cases.cases(people, demo.on) if case.id == "minor")
    homes: dict[tuple[str, ...], list[WorldPerson]] = {}
    for one in people:
        homes.setdefault(one.address, []).append(one)
    # the crowd ends at its number, in the middle of a family perhaps: parents come before their children
    for minor in minors:
        grown = [
            one
            for one in homes[minor.address]
            if timedelta(days=18 * 365) < minor.born - one.born < timedelta(days=60 * 365)
        ]
        assert {one.sex for one in grown} == {Sex.FEMALE, Sex.MALE}, minor
        assert minor.surname in {one.surname for one in grown}, minor


def test_m02_a_homocode_stands_beside_the_code_it_was_made_from(people: tuple[WorldPerson, ...]) -> None:
    codes = {one.fiscal_code for one in people}
    made = [fiscal_code.parse(one.fiscal_code) for one in people if not one.fiscal_code.isdigit()]
    beside = [code for code in made if code.homocodic and code.base in codes]
    assert len(beside) >= 10


# --- what is told of it ----------------------------------------------------------------------------------------------


def test_m26_ids_tell_some_of_each_case_and_never_ten_thousand_people(demo: World) -> None:
    told = _world(demo)
    assert (told["crowd"], told["people"]) == (10_000, [])
    assert {case["id"] for case in told["cases"]} == CASES
    assert all(1 <= len(case["people"]) <= cases.EXAMPLES <= case["count"] for case in told["cases"])


def test_m26_whom_a_scenario_adds_takes_the_place_of_their_namesake_in_the_crowd(demo: World) -> None:
    first = demo.everybody[0]
    added = with_additions(demo, [replace(first, ward=True)], ())
    assert [one.ward for one in added.everybody if one.fiscal_code == first.fiscal_code] == [True]
    assert len(added.everybody) == 10_000
    assert added.digest != demo.digest


@pytest.mark.parametrize("crowd", ['people = 0\nseed = "x"', 'people = 100001\nseed = "x"', "people = 10", "seed = 1"])
def test_m26_a_crowd_nobody_can_draw_is_told(tmp_path: Path, crowd: str) -> None:
    path = tmp_path / "mondo.toml"
    path.write_text(f"format = 1\n[crowd]\n{crowd}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_world(path)
    assert any(problem.key.startswith("crowd.") for problem in caught.value.problems)
