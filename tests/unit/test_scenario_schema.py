"""The scenario format (interfaces.md): what a file may say, and how everything wrong in it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.identity import fiscal_code, places
from counter_app.walkthrough import scenario as scenarios
from counter_app.walkthrough import worlds
from counter_app.walkthrough.reading import ScenarioError, parse_duration
from counter_app.walkthrough.scenario import Scenario, load
from data.vocabulary import Role

HEAD = """\
format = 1
title = { it = "Prova", en = "Trial" }
requirements = ["M03"]
on = 2016-05-10
world = "training"
"""
STEP = """
[[step]]
say = { it = "Fai", en = "Do" }
"""
EVERYTHING = (
    HEAD
    + """\
known_on = 2016-05-11
operator = "operatore"
mode = "kiosk"

[[people]]
fiscal_code = "VRDLCU70A41D612M"
surname = "Verdi"
name = "Lucia"
sex = "F"
born = 1970-01-01
birth_place_code = "D612"
address = ["VIA ROMA 1", "50100 FIRENZE FI"]
ward = true

[[legacy]]
fiscal_code = "RSSMRA80A01H501U"
passweb = true

[[operators]]
username = "altra"
full_name = "Altra Persona"
role = "supervisor"
password = "altra-persona-1"

[[step]]
say = { it = "Tutto", en = "Everything" }
desk = "2"
date = 2016-11-11
advance = "PT90S"
printer = "jam"
restart = true
read = { from = "pin-envelope", what = "secret", as = "pin" }
scan = "${pin}\\n"
fills = [{ field = "a-b", text = "" }, { field = "c", text = "x ${pin}" }]
press = ["f9", "ctrl+t", "alt+1", "a", "full_stop"]
explain = "m06-initial-length"

[step.expect]
screen = "identify/document"
focus = "document-number"
shows = ["uno", "${pin}"]
hides = ["due"]
refused = "m16-no-new-pin"
printed = { document = "pin-envelope", count = 0 }
register = "pin.handed-over"

[step.expect.person]
fiscal_code = "rssmra80a01h501u"
pin = { kind = "dispositive", state = "active", length = 16, expires_on = 2016-11-10 }
"""
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose("it")


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "prova.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_m26_every_key_of_the_format_is_read(tmp_path: Path) -> None:
    scenario = read(tmp_path, EVERYTHING)
    assert (scenario.name, scenario.on, scenario.known_on) == ("prova", date(2016, 5, 10), date(2016, 5, 11))
    assert (scenario.operator, scenario.mode, scenario.operators[0].role) == ("operatore", "kiosk", Role.SUPERVISOR)
    assert scenario.people[0].ward
    assert scenario.legacy[0].fiscal_code == "RSSMRA80A01H501U"
    step = scenario.steps[0]
    assert (step.desk, step.date, step.advance) == ("2", date(2016, 11, 11), timedelta(seconds=90))
    assert (step.printer, step.restart, step.scan) == ("jam", True, "${pin}\n")
    assert step.read == scenarios.Reading("pin-envelope", "secret", "pin")
    assert step.fills == (scenarios.Fill("a-b", ""), scenarios.Fill("c", "x ${pin}"))
    assert step.press == ("f9", "ctrl+t", "alt+1", "a", "full_stop")
    expect = step.expect
    assert (expect.screen, expect.focus, expect.refused) == ("identify/document", "document-number", "m16-no-new-pin")
    assert (expect.shows, expect.hides, expect.register) == (("uno", "${pin}"), ("due",), "pin.handed-over")
    assert expect.printed == scenarios.PrintedExpectation("pin-envelope", 0)
    assert expect.person == scenarios.PersonExpectation(
        "RSSMRA80A01H501U", scenarios.PinExpectation("dispositive", "active", 16, date(2016, 11, 10))
    )


def test_m26_what_may_be_missing_has_a_default(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        HEAD + STEP + '[step.expect]\nperson = { fiscal_code = "RSSMRA80A01H501U", pin = "none" }\n'
        'printed = { document = "receipt" }\n',
    )
    assert (scenario.known_on, scenario.operator, scenario.mode, scenario.people) == (None, "", "desk", ())
    step = scenario.steps[0]
    assert step == scenarios.Step(number=1, say=worlds.Texts("Fai", "Do"), expect=step.expect)
    assert step.expect.person is not None
    assert step.expect.person.pin is None
    assert step.expect.printed == scenarios.PrintedExpectation("receipt", 1)


def test_m26_missing_file_and_unknown_name_are_told() -> None:
    with pytest.raises(ScenarioError, match=r"nowhere\.toml: the file cannot be read"):
        scenarios.find("nowhere.toml")
    with pytest.raises(BadInputError, match="There is no scenario “nothing”"):
        scenarios.find("nothing")


@pytest.mark.parametrize(
    ("text", "seconds"), [("PT90S", 90), ("PT5M", 300), ("PT1H30M", 5400), ("P1D", 86400), ("P1DT1S", 86401)]
)
def test_m26_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "P", "PT", "PT0S", "90", "PT-5S", "P1M", "PT1.5S", "pt5s", "PT5S ", "P3661D"])
def test_m26_durations_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace(".", r"\.")):
        parse_duration(text)


def test_m26_shipped_scenarios_are_valid() -> None:
    assert set(scenarios.shipped()) >= {"issue-2016", "refused-2020", "expired-then-spoiled"}
    for name in scenarios.shipped():
        scenario = scenarios.find(name)
        assert scenario.requirements
        assert scenario.world in worlds.world_names()


def test_m26_world_holds_readable_hard_cases_with_codes_that_fit() -> None:
    world = worlds.load_world("training")
    assert 12 <= len(world.people) <= 24
    assert {operator.username for operator in world.operators} == {"operatore", "responsabile", "formatore", "collega"}
    for person in world.people:
        code = fiscal_code.parse(person.fiscal_code)
        place = person.birth_place_code
        assert fiscal_code.agrees(code, person.surname, person.name, person.born, person.sex, place) == (), person
        assert places.name_on(place, person.born), person
        assert person.hint is not None
    codes = [fiscal_code.parse(person.fiscal_code) for person in world.people]
    assert any(code.provisional for code in codes)
    assert any(code.homocodic for code in codes)
    assert any(places.place_on(person.birth_place_code, date(2021, 1, 1)) is None for person in world.people)
    assert any(person.ward for person in world.people)
    assert any(person.deceased_on for person in world.people)
    assert any(person.residence != "IT" and person.italian_document is False for person in world.people)


def test_m26_a_scenario_adds_to_a_world() -> None:
    world = worlds.load_world("training")
    added = worlds.with_additions(world, world.people[:1], world.operators[:1])
    assert added == world
    assert added.digest == world.digest


def test_m26_broken_world_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mondo.toml"
    path.write_text('format = 1\ndesks = []\n[[people]]\nsex = "X"\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        worlds.read_world(path)
    messages = [str(problem) for problem in caught.value.problems]
    assert "mondo.toml: people 1: sex: expected one of F, M, found 'X'" in messages
    assert "mondo.toml: operators: at least one of them must be a supervisor" in messages
    with pytest.raises(BadInputError, match="There is no world “nowhere”"):
        worlds.load_world("nowhere")
