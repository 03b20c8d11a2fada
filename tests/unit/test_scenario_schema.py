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


def problems_of(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


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


PERSON = 'person = { fiscal_code = "RSSMRA80A01H501U", pin = '
BROKEN = {
    "format of another version": (HEAD.replace("format = 1", "format = 2") + STEP, "format: expected 1, found 2"),
    "no format": (HEAD.replace("format = 1\n", "") + STEP, "format: missing; expected 1"),
    "no title": (HEAD.replace("title", "# title") + STEP, "title: missing; expected a table { ... }"),
    "one language only": (
        HEAD + STEP.replace(', en = "Do"', ""),
        "step 1: say.en: missing; expected a text",
    ),
    "no say": (HEAD + "[[step]]\npress = ['f9']\n", "step 1: say: missing; expected a table { ... }"),
    "no step": (HEAD, "step: missing; expected a list of tables [[step]]"),
    "empty list of steps": (HEAD + "step = []\n", "step: expected a list of tables [[step]], found []"),
    "step as one table": (HEAD + "[step]\nsay = 1\n", "step: expected a list of tables [[step]], found { ... }"),
    "date as text": (
        HEAD.replace("2016-05-10", '"2016-05-10"') + STEP,
        "on: expected a date such as 2016-05-10, without quotation marks, found '2016-05-10'",
    ),
    "date with a time": (
        HEAD + STEP + "date = 2016-05-10T09:00:00\n",
        "step 1: date: expected a date such as 2016-05-10, without quotation marks, found 2016-05-10 09:00:00",
    ),
    "unknown requirement": (
        HEAD.replace("M03", "M27") + STEP,
        "requirements[1]: expected a requirement id, M01 to M26, found M27",
    ),
    "unknown key at the top": (
        HEAD + "wrold = 1\n" + STEP,
        "wrold: unknown key; expected one of format, known_on, legacy, mode, on, operator, operators, people, "
        "requirements, step, title, world",
    ),
    "unknown key in a step": (
        HEAD + STEP + "fil = 1\n",
        "step 1: fil: unknown key; expected one of advance, date, desk, expect, explain, fill, fills, press, printer, "
        "read, restart, say, scan",
    ),
    "unknown key in expect": (
        HEAD + STEP + 'expect = { sreen = "home" }\n',
        "step 1: expect.sreen: unknown key; expected one of focus, hides, person, printed, refused, register, screen, "
        "shows",
    ),
    "unknown mode": (
        HEAD + 'mode = "desks"\n' + STEP,
        "mode: expected one of desk, kiosk, contact-centre, back-office, found 'desks'",
    ),
    "second step named": (
        HEAD + STEP + STEP + 'printer = "burning"\n',
        "step 2: printer: expected one of ok, jam, stopped, gone, found 'burning'",
    ),
    "duration in words": (
        HEAD + STEP + 'advance = "90 seconds"\n',
        "step 1: advance: expected a duration such as PT90S or P1DT2H, found '90 seconds'",
    ),
    "restart as text": (HEAD + STEP + 'restart = "yes"\n', "step 1: restart: expected true or false, found 'yes'"),
    "fill and fills": (
        HEAD + STEP + 'fill = { field = "a", text = "b" }\nfills = [{ field = "a", text = "b" }]\n',
        "step 1: fills: a step has either fill or fills",
    ),
    "fill without a text": (
        HEAD + STEP + 'fills = [{ field = "a", text = "b" }, { field = "a" }]\n',
        "step 1: fills[2].text: missing; expected a text",
    ),
    "field id in capitals": (
        HEAD + STEP + 'fill = { field = "Fiscal_Code", text = "b" }\n',
        "step 1: fill.field: expected the id of a field, found 'Fiscal_Code'",
    ),
    "key nobody has": (
        HEAD + STEP + 'press = ["f9", "entr"]\n',
        "step 1: press[2]: expected a key by its Textual name (f9, enter, ctrl+t), found 'entr'",
    ),
    "keys as one text": (HEAD + STEP + 'press = "f9"\n', "step 1: press: expected a list of keys, found 'f9'"),
    "read from nowhere": (
        HEAD + STEP + 'read = { from = "screen", what = "secret", as = "pin" }\n',
        "step 1: read.from: expected one of pin-envelope, campaign-letter, message, receipt, found 'screen'",
    ),
    "read without a name": (
        HEAD + STEP + 'read = { from = "receipt", what = "code" }\n',
        "step 1: read.as: missing; expected a name in small letters",
    ),
    "placeholder never read": (
        HEAD + STEP + 'scan = "${pin}"\n',
        "step 1: scan: ${pin} has not been read in this step or an earlier one",
    ),
    "placeholder read later": (
        HEAD
        + STEP
        + 'expect = { shows = ["a", "${pin}"] }\n'
        + STEP
        + 'read = { from = "receipt", what = "code", as = "pin" }\n',
        "step 1: expect.shows[2]: ${pin} has not been read in this step or an earlier one",
    ),
    "placeholder misspelt": (
        HEAD + STEP + 'fill = { field = "a", text = "${PIN}" }\n',
        "step 1: fill.text: a placeholder is written ${name}, in small letters",
    ),
    "placeholder where none may stand": (
        HEAD + STEP.replace('"Do"', '"Do ${pin}"'),
        "step 1: say.en: placeholders ${...} stand only in fill, scan, shows and hides",
    ),
    "screen with two slashes": (
        HEAD + STEP + 'expect = { screen = "identify/document/x" }\n',
        "step 1: expect.screen: expected a screen id, with its step after a slash in a wizard, "
        "found 'identify/document/x'",
    ),
    "register event without a point": (
        HEAD + STEP + 'expect = { register = "handed-over" }\n',
        "step 1: expect.register: expected a register event such as pin.handed-over, found 'handed-over'",
    ),
    "unknown document": (
        HEAD + STEP + 'expect = { printed = { document = "ticket", count = 1 } }\n',
        "step 1: expect.printed.document: expected one of pin-envelope, request-form, receipt, refusal-slip, "
        "self-certification, found 'ticket'",
    ),
    "negative count": (
        HEAD + STEP + 'expect = { printed = { document = "receipt", count = -1 } }\n',
        "step 1: expect.printed.count: expected a number, 0 or more, found -1",
    ),
    "true for a number": (
        HEAD + STEP + 'expect = { printed = { document = "receipt", count = true } }\n',
        "step 1: expect.printed.count: expected a number, 0 or more, found true",
    ),
    "fiscal code with a wrong check character": (
        HEAD + STEP + 'expect = { person = { fiscal_code = "RSSMRA80A01H501X", pin = "none" } }\n',
        "step 1: expect.person.fiscal_code: RSSMRA80A01H501X is not a fiscal code",
    ),
    "pin in another word": (
        HEAD + STEP + "expect = { " + PERSON + '"no" } }\n',
        "step 1: expect.person.pin: expected one of none, found 'no'",
    ),
    "pin that says nothing": (
        HEAD + STEP + "expect = { " + PERSON + "{} } }\n",
        "step 1: expect.person.pin: expected at least one of kind, state, length, expires_on",
    ),
    "state nobody knows": (
        HEAD + STEP + "expect = { " + PERSON + '{ state = "alive" } } }\n',
        "step 1: expect.person.pin.state: expected one of pending, active, expired, blocked, inhibited, dismissed, "
        "closed, found 'alive'",
    ),
    "length nobody has": (
        HEAD + STEP + "expect = { " + PERSON + "{ length = 12 } } }\n",
        "step 1: expect.person.pin.length: expected 8 or 16, found 12",
    ),
    "person without a name": (
        HEAD + '[[people]]\nfiscal_code = "RSSMRA80A01H501U"\n' + STEP,
        "people 1: surname: missing; expected a text",
    ),
    "operator with an unknown role": (
        HEAD + '[[operators]]\nusername = "x"\nfull_name = "X"\nrole = "boss"\npassword = "p"\n' + STEP,
        "operators 1: role: expected one of operator, supervisor, trainer, found 'boss'",
    ),
    "not TOML": (HEAD + "[[step]\n", "this is not valid TOML: "),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_m26_broken_file_is_told_with_file_step_and_key(tmp_path: Path, kind: str) -> None:
    text, expected = BROKEN[kind]
    messages = problems_of(tmp_path, text)
    assert any(message.startswith(f"prova.toml: {expected}") for message in messages), messages


def test_m26_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD.replace("M03", "M99") + STEP + "fil = 1\n" + STEP + 'press = ["nokey"]\nadvance = "x"\n'
    messages = problems_of(tmp_path, text)
    assert [message.split(": ")[1] for message in messages] == ["requirements[1]", "step 1", "step 2", "step 2"]


def test_m26_mistakes_are_told_in_italian_by_default(tmp_path: Path) -> None:
    i18n.choose("it")
    assert problems_of(tmp_path, HEAD)[0].startswith("prova.toml: step: ")


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


@pytest.mark.parametrize("text", ["", "P", "PT", "PT0S", "90", "PT-5S", "P1M", "PT1.5S", "pt5s", "PT5S "])
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
    assert 12 <= len(world.people) <= 20
    assert {operator.username for operator in world.operators} == {"operatore", "responsabile", "formatore"}
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
