"""Broken scenario files: each mistake is told with file, step and key, and what was expected there (interfaces.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import i18n
from counter_app.walkthrough.reading import ScenarioError
from tests.unit.test_scenario_schema import HEAD, STEP, read

PERSON = 'person = { fiscal_code = "RSSMRA80A01H501U", pin = '


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose("it")


def problems_of(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


BROKEN = {
    "format of another version": (HEAD.replace("format = 1", "format = 2") + STEP, "format: expected 1, found 2"),
    "no format": (HEAD.replace("format = 1\n", "") + STEP, "format: missing; expected 1"),
    "no title": (HEAD.replace("title", "# title") + STEP, 'title: missing; expected { it = "...", en = "..." }'),
    "one language only": (
        HEAD + STEP.replace(', en = "Do"', ""),
        "step 1: say.en: missing; expected a text",
    ),
    "no say": (HEAD + "[[step]]\npress = ['f9']\n", 'step 1: say: missing; expected { it = "...", en = "..." }'),
    "no step": (HEAD, "step: missing; expected a list of tables [[step]]"),
    "empty list of steps": (HEAD + "step = []\n", "step: expected a list of tables [[step]], found []"),
    "step as one table": (HEAD + "[step]\nsay = 1\n", "step: expected a list of tables [[step]], found { ... }"),
    "date as text": (
        HEAD.replace("2016-05-10", '"2016-05-10"') + STEP,
        "on: expected a date such as 2016-05-10, without quotation marks, from 1850 to 2199, found '2016-05-10'",
    ),
    "date with a time": (
        HEAD + STEP + "date = 2016-05-10T09:00:00\n",
        "step 1: date: expected a date such as 2016-05-10, without quotation marks, from 1850 to 2199, "
        "found 2016-05-10 09:00:00",
    ),
    "unknown requirement": (
        HEAD.replace("M03", "M27") + STEP,
        "requirements[1]: expected a requirement id, M01 to M26, found M27",
    ),
    "unknown key at the top": (
        HEAD + "xyz = 1\n" + STEP,
        "xyz: unknown key; expected one of format, known_on, legacy, mode, on, operator, operators, people, "
        "requirements, step, title, world",
    ),
    "unknown key in a step": (
        HEAD + STEP + "xyz = 1\n",
        "step 1: xyz: unknown key; expected one of advance, date, desk, expect, explain, fill, fills, press, printer, "
        "read, restart, say, scan",
    ),
    "unknown key in expect": (
        HEAD + STEP + 'expect = { xyz = "home" }\n',
        "step 1: expect.xyz: unknown key; expected one of focus, hides, person, printed, refused, register, screen, "
        "shows",
    ),
    "unknown mode": (
        HEAD + 'mode = "desks"\n' + STEP,
        "mode: expected one of desk, found 'desks'",
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
        "step 1: press[2]: expected a key by its Textual name (f9, enter, ctrl+t), found 'entr'; is enter meant?",
    ),
    "key by its Italian name": (
        HEAD + STEP + 'press = ["f9", "alt+invio"]\n',
        "step 1: press[2]: expected a key by its Textual name (f9, enter, ctrl+t), found 'alt+invio'; "
        "is alt+enter meant?",
    ),
    "steps instead of step": (HEAD + STEP.replace("[[step]]", "[[steps]]"), "steps: unknown key; is step meant?"),
    "key misspelt": (HEAD + STEP + "expct = { }\n", "step 1: expct: unknown key; is expect meant?"),
    "desk as a number": (
        HEAD + STEP + "desk = 2\n",
        "step 1: desk: expected the name of a desk between quotation marks, found 2",
    ),
    "end of the world": (
        HEAD + STEP + "date = 9999-12-31\n",
        "step 1: date: expected a date such as 2016-05-10, without quotation marks, from 1850 to 2199, "
        "found 9999-12-31",
    ),
    "more time than anybody has": (
        HEAD + STEP + f'advance = "P{"9" * 40}D"\n',
        "step 1: advance: expected a duration such as PT90S or P1DT2H, found ",
    ),
    "keys as one text": (HEAD + STEP + 'press = "f9"\n', "step 1: press: expected a list of keys, found 'f9'"),
    "read from nowhere": (
        HEAD + STEP + 'read = { from = "screen", what = "secret", as = "pin" }\n',
        "step 1: read.from: expected one of pin-envelope, receipt, found 'screen'",
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
    "operator with a short password": (
        HEAD + '[[operators]]\nusername = "xyz"\nfull_name = "X"\nrole = "operator"\npassword = "p"\n' + STEP,
        "operators 1: password: At least 12 characters.",
    ),
    "person of another code": (
        HEAD + '[[people]]\nfiscal_code = "RSSMRA80A01H501U"\nsurname = "Verdi"\nname = "Mario"\nsex = "F"\n'
        'born = 1980-01-01\nbirth_place_code = "H501"\naddress = ["VIA ROMA 1"]\n' + STEP,
        "people 1: fiscal_code: the code says otherwise than surname, sex",
    ),
    "not TOML": (
        HEAD + STEP + "[[step]\n",
        "step 1: this is not valid TOML: line 9, column 7: a bracket is not closed ([[step])",
    ),
    "table twice": (
        HEAD + STEP + "[step.expect]\n[step.expect]\n",
        "step 1: this is not valid TOML: line 10, column 13: this table stands there already ([step.expect])",
    ),
    "key twice": (HEAD + "on = 2016-05-11\n" + STEP, "this is not valid TOML: line 6, column 16: this key stands"),
    "text without quotation marks": (
        HEAD + STEP + STEP + "scan = abc\n",
        "step 2: this is not valid TOML: line 12, column 8: this is no value: texts stand in quotation marks",
    ),
    "text that does not end": (
        HEAD + STEP + 'scan = "abc\n',
        'step 1: this is not valid TOML: line 9, column 12: a text has no closing quotation mark (scan = "abc)',
    ),
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
