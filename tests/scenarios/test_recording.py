"""What a recorder saw beside the keys is in its file too (M26); the shipped lessons are recorded in `test_shipped`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.scenario import load
from tests.scenarios.playground import Playground
from tests.scenarios.recordings import check_the_same_world, recorded
from tests.scenarios.test_tour import HEAD, IDENTIFY, ISSUE, written

TYPE_A_SECRET = (
    'fill = { field = "operator-password", text = "operatore-prova" }\npress = ["enter"]\n'
    'expect = { screen = "issue/envelope", printed = { document = "pin-envelope" } }\n',
    'read = { from = "pin-envelope", what = "secret", as = "secret" }\npress = ["alt+s"]\n'
    'expect = { screen = "spoil" }\n',
    'fills = [ { field = "spoil-reason", text = "other" }, { field = "spoil-note", text = "${secret}" } ]\n'
    'press = ["f9"]\nexpect = { screen = "issue/spoiled" }\n',
)
CHANGE_THE_WORLD = (
    'printer = "jam"\npress = ["1"]\nexpect = { screen = "identify/form" }\n',
    'press = ["f4"]\nexpect = { screen = "error", printed = { document = "request-form", count = 0 } }\n',
    'press = ["escape"]\nexpect = { screen = "identify/form" }\n',
    'printer = "ok"\nadvance = "PT6M"\nexpect = { screen = "locked", register = "desk.locked" }\n',
    'fill = { field = "unlock-password", text = "operatore-prova" }\npress = ["enter"]\n'
    'expect = { screen = "identify/form" }\n',
    'restart = true\nexpect = { screen = "home" }\n',
    'desk = "2"\nfill = { field = "fiscal-code", text = "RSSMRA80A01H501U" }\npress = ["enter"]\n'
    'expect = { screen = "citizen", register = "visit.opened" }\n',
    'date = 2020-10-01\nexpect = { screen = "citizen", shows = ["01/10/2020"] }\n',
    'desk = "1"\npress = ["alt+3"]\nexpect = { screen = "citizen" }\n',
    'advance = "P1D"\nexpect = { screen = "locked" }\n',
)


@pytest.mark.timeout(400)
def test_m26_what_is_done_beside_the_keys_is_recorded_too(playground: Playground, templates: Templates) -> None:
    path = playground.folder / "written.toml"
    steps = (*IDENTIFY, *ISSUE, *TYPE_A_SECRET, *CHANGE_THE_WORLD)
    path.write_text(written(*steps, head=HEAD + 'operator = "operatore"\n'), encoding="utf-8")
    again, text = recorded(playground, load(path))
    check_the_same_world(playground, templates, again, text)
    assert [fill.text for step in again.steps for fill in step.fills if fill.field == "spoil-note"] == ["${pin}"]
    assert [step.printer for step in again.steps if step.printer] == ["jam", "ok"]
    assert [step.advance for step in again.steps if step.advance] == [timedelta(minutes=6), timedelta(days=1)]
    assert [step.date for step in again.steps if step.date] == [date(2020, 10, 1)]
    assert [step.desk for step in again.steps if step.desk] == ["2", "1"]
    assert [step.restart for step in again.steps].count(True) == 1
