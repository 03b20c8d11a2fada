"""What a recorder saw of a lesson is a lesson: it plays, and leaves the same world behind (M26)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
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
from tests.scenarios.test_tour import TOUR, written

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
    top = head("recorded", scenario.on, scenario.world, scenario.operator, scenario.known_on)
    text = recorder.script().as_toml(top)
    path = playground.folder / "recorded.toml"
    path.write_text(text, encoding="utf-8")
    again = load(path)
    checked_world(again)
    return again, text


def left_behind(playground: Playground) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the world's database, what is random left out."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with closing(sqlite3.connect(playground.folder / "world" / "sportello.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            kept = [
                column
                for _number, column, *_more in database.execute(f'PRAGMA table_info("{name}")')
                if column not in RANDOM.get(name, ())
            ]
            rows[name] = sorted(database.execute(f'SELECT {", ".join(kept)} FROM "{name}"'), key=repr)
    return rows


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
@pytest.mark.parametrize("name", shipped())
def test_m26_a_recorded_lesson_leaves_the_same_world(
    playground: Playground, templates: Templates, tmp_path: Path, name: str
) -> None:
    again, text = recorded(playground, find(name))
    second = replay(templates, tmp_path, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
    assert not any(secret in text for secret in secrets(playground))


def written_by(playground: Playground, text: str) -> Scenario:
    path = playground.folder / "written.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.timeout(400)
def test_m26_everything_a_desk_can_be_seen_doing_is_recorded(
    playground: Playground, templates: Templates, tmp_path: Path
) -> None:
    again, _text = recorded(playground, written_by(playground, written(*TOUR)))
    second = replay(templates, tmp_path, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
