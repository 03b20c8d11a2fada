"""Records plays, plays what was recorded, and holds what both leave behind against each other."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from counter_app.walkthrough import paper
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.recorder.scripting import Script, head, script
from counter_app.walkthrough.scenario import Scenario, load
from screens.walkthrough.expectations import document_kind
from screens.walkthrough.recording.recorder import RecordedStage
from tests.scenarios.playground import Playground

RANDOM = {
    "credential": {"secret_hash"},
    "operator": {"password_hash"},
    "register_details": {"salt"},
    "register_entry": {"details_digest", "previous", "mac"},
    "act_key": {"key"},
    "person_draft": {"key"},
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
    return saved(playground, recorder, scenario.on, scenario.operator, scenario.known_on, scenario.world)


def saved(
    playground: Playground,
    recorder: Recorder,
    on: date,
    operator: str = "",
    known_on: date | None = None,
    world: str = "training",
) -> tuple[Scenario, str]:
    """Write what was recorded to a file and read it again."""
    text = recorder.script().as_toml(head("recorded", on, world, operator, known_on))
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
    """Play what was recorded in a world of its own."""
    folder = tmp_path / "again"
    folder.mkdir()
    second = Playground(templates, folder)
    result = second.play(scenario, pictures=False)
    assert result.passed, (result, [step for step in scenario.steps if step.number == result.failed_step])
    return second


def check_the_same_world(playground: Playground, templates: Templates, again: Scenario, text: str) -> None:
    """What was recorded plays, leaves the same rows and papers, and no secret stands in it."""
    second = replay(templates, playground.folder, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
    assert not any(secret in text for secret in secrets(playground))
