"""A lesson recorded from keys alone, as a trainer types them: letter by letter, by Tab, arrows and Enter (M26)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.scenario import Scenario
from counter_app.walkthrough.worlds import load_world
from screens.walkthrough.hosts import Host
from screens.walkthrough.recording.recorder import RecordedStage
from screens.walkthrough.settling import at_rest, press
from screens.walkthrough.stages import WorldStage
from tests.scenarios.playground import Playground
from tests.scenarios.recordings import Recorder, left_behind, papers, replay, saved, secrets
from tests.support.quick import painted_when_looked_at

ON = date(2016, 5, 10)
OWN_PASSWORD = "not that one"


def text(letters: str) -> list[str]:
    """Return a text letter by letter, by the names of its keys."""
    return ["space" if letter == " " else letter for letter in letters]


LOG_IN = ("alt+1", "enter")
SCAN = (*text("%RSSMRA80A01H501U?"), "enter")
IDENTIFY = (
    *("enter", "f6", "escape", "1"),
    *("1", "enter"),
    *("enter", "p", "enter", *text("YA0000000"), "enter", *text("Questura"), "tab"),
    *(*text("12032015"), "down", *text("11032025"), "backspace", "5", "shift+tab", "tab", "f8"),
    *("space", "enter", "space", "enter", "space", "enter"),
)
ISSUE = (
    *("f4", "space", "down", "space", "tab", *text("m@posta.it"), "f9"),
    *(*text(OWN_PASSWORD), "enter", *text("operatore-prova"), "enter"),
    *("space", "enter", "space", "f9", "enter"),
)
LOOK_AROUND = ("ctrl+p", *text("calend"), "enter", "right", "down", "down", "enter", "escape", "escape")
ANOTHER_DAY = ("ctrl+t", "f8", "ctrl+t", *text("10052019"), "enter", "ctrl+t", "escape")
FIND = ("f2", *text("rossi"), "enter", *text("mario"), "enter", *text("01011980"), "enter", "enter", "escape")
NEW_PERSON = (
    *("f3", *text("PTRJLN85C55Z118S"), "enter", *text("Petrović"), "enter", *text("Jelena Marija"), "enter"),
    *(*text("Il ${x} nome"), "enter", *text("RS"), "enter", "space", "enter", "enter"),
    *(*text("Via Po 7"), "enter", *text("50123 FIRENZE FI"), "f9", "escape"),
)
LOCK = ("f12", *text("operatore-prova"), "enter", "ctrl+q", "escape")
KEYS = (*LOG_IN, *SCAN, *IDENTIFY, *ISSUE, *LOOK_AROUND, *ANOTHER_DAY, *FIND, *NEW_PERSON, *LOCK)


async def work_at(stage: RecordedStage, keys: Iterable[str]) -> None:
    host = Host(stage.open_app(stage.first_desk), (100, 30))
    await host.start()
    await host.do(at_rest)
    await host.do(partial(press, keys=keys))
    await host.stop()


def by_hand(playground: Playground, keys: Iterable[str]) -> tuple[Scenario, str]:
    """Type at a recorded desk; return what was recorded."""
    world = load_world("training")
    folder = playground.folder / "world"
    playground.templates.copy(world, folder)
    stage = WorldStage(world, folder, ON, Settings(state_dir=folder))
    recorder = Recorder()
    try:
        with painted_when_looked_at():
            asyncio.run(work_at(recorder(stage, world), keys))
    finally:
        stage.close_counters()
    return saved(playground, recorder, ON)


@pytest.mark.timeout(600)
def test_m26_what_a_trainer_typed_leaves_the_same_world(
    playground: Playground, templates: Templates, tmp_path: Path
) -> None:
    again, written = by_hand(playground, KEYS)
    assert OWN_PASSWORD not in written
    assert not any(secret in written for secret in secrets(playground))
    second = replay(templates, tmp_path, again)
    assert left_behind(second) == left_behind(playground)
    assert papers(second) == papers(playground)
    assert [step.expect.screen for step in again.steps if step.date] == ["home", "find"]
    assert ("right",) in [step.press for step in again.steps]
    document = next(step for step in again.steps if any(fill.field == "document-kind" for fill in step.fills))
    assert [fill.field for fill in document.fills] == [
        "document-kind",
        "document-number",
        "document-issuer",
        "document-issued",
        "document-expires",
    ]
    assert document.press == ("f8",)
