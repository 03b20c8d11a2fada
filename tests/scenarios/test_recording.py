"""What a recorder saw of a lesson is a lesson: it plays, and leaves the same world behind (M26)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.walkthrough import paper
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.scenario import Scenario, find, load, shipped
from counter_app.walkthrough.scripting import Script, head, script
from screens.walkthrough.expectations import document_kind
from screens.walkthrough.recorder import RecordedStage
from tests.scenarios.playground import Playground
from tests.scenarios.test_tour import HEAD, IDENTIFY, ISSUE, written

RANDOM = {
    "credential": {"secret_hash"},
    "operator": {"password_hash"},
    "register_details": {"salt"},
    "register_entry": {"details_digest", "previous", "mac"},
    "act_key": {"key"},
}
"""Columns that are never the same twice."""
_SECRET = re.compile(r"[A-Z0-9]{4}(?: [A-Z0-9]{4})+")


class Recorder:
    """Records the one play it is given to."""

    def __call__(self, stage: Any, world: Any) -> RecordedStage:
        self.stage = RecordedStage(stage, world)
        self.first = stage.first_desk
        return self.stage

    def script(self) -> Script:
        self.stage.recording.end()
        return script(self.stage.recording, self.first)


def recorded(playground: Playground, scenario: Scenario) -> tuple[Scenario, str]:
    """Play a scenario with the recorder looking on; return what it wrote, read again."""
    recorder = Recorder()
    result = playground.play(scenario, record=recorder)
    assert result.passed, result
    return saved(playground, recorder, scenario.on, scenario.operator, scenario.known_on)


def saved(
    playground: Playground, recorder: Recorder, on: date, operator: str = "", known_on: date | None = None
) -> tuple[Scenario, str]:
    """Write what was recorded to a file and read it again."""
    text = recorder.script().as_toml(head("recorded", on, "training", operator, known_on))
    path = playground.folder / "recorded.toml"
    path.write_text(text, encoding="utf-8")
    again = load(path)
    checked_world(again)
    return again, text


def left_behind(playground: Playground) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the world's database, what is random left out."""
    pins = secrets(playground)
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with closing(sqlite3.connect(playground.folder / "world" / "sportello.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            kept = [
                column
                for _number, column, *_more in database.execute(f'PRAGMA table_info("{name}")')
                if column not in RANDOM.get(name, ())
            ]
            found = database.execute(f'SELECT {", ".join(kept)} FROM "{name}"')
            rows[name] = sorted((tuple(_without(pins, value) for value in row) for row in found), key=repr)
    return rows


def _without(pins: set[str], value: Any) -> Any:
    """Return a value of the database, without a secret somebody typed."""
    for pin in pins if isinstance(value, str) else ():
        value = value.replace(pin, "PIN")
    return value


def papers(playground: Playground) -> list[tuple[str, str, list[str]]]:
    """Return desk, kind and text of every sheet, secrets left out."""
    found = []
    for tray in sorted((playground.folder / "world" / "printer").glob("*/tray")):
        for sheet in sorted(tray.iterdir()):
            lines = [_SECRET.sub("", line) for line in paper.text_lines(sheet.read_bytes())]
            found.append((tray.parent.name, document_kind(sheet), lines))
    return found


def secrets(playground: Playground) -> set[str]:
    sheets = (playground.folder / "world" / "printer").glob("*/tray/*-pin-envelope-*.pdf")
    return {paper.read(sheet, paper.SECRET) for sheet in sheets}


def replay(templates: Templates, tmp_path: Path, scenario: Scenario) -> Playground:
    folder = tmp_path / "again"
    folder.mkdir()
    second = Playground(templates, folder)
    result = second.play(scenario)
    assert result.passed, (result, [step for step in scenario.steps if step.number == result.failed_step])
    return second


@pytest.mark.requirement("M26")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", shipped())
def test_m26_a_recorded_lesson_leaves_the_same_world(
    playground: Playground, templates: Templates, tmp_path: Path, name: str
) -> None:
    again, text = recorded(playground, find(name))
    second = replay(templates, tmp_path, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
    assert not any(secret in text for secret in secrets(playground))


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
def test_m26_what_is_done_beside_the_keys_is_recorded_too(
    playground: Playground, templates: Templates, tmp_path: Path
) -> None:
    path = playground.folder / "written.toml"
    steps = (*IDENTIFY, *ISSUE, *TYPE_A_SECRET, *CHANGE_THE_WORLD)
    path.write_text(written(*steps, head=HEAD + 'operator = "operatore"\n'), encoding="utf-8")
    again, text = recorded(playground, load(path))
    second = replay(templates, tmp_path, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
    assert not any(secret in text for secret in secrets(playground))
    assert [fill.text for step in again.steps for fill in step.fills if fill.field == "spoil-note"] == ["${pin}"]
    assert [step.printer for step in again.steps if step.printer] == ["jam", "ok"]
    assert [step.advance for step in again.steps if step.advance] == [timedelta(minutes=6), timedelta(days=1)]
    assert [step.date for step in again.steps if step.date] == [date(2020, 10, 1)]
    assert [step.desk for step in again.steps if step.desk] == ["2", "1"]
    assert [step.restart for step in again.steps].count(True) == 1
