"""Plays scenarios in the test's own process, on copies of worlds built once, and looks at what is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from counter_app import bootstrap, i18n
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.results import ScenarioResult
from counter_app.walkthrough.scenario import Scenario, load
from counter_app.walkthrough.worlds import World
from screens.walkthrough.keepsakes import Keepsakes
from screens.walkthrough.player import Player
from screens.walkthrough.recording.recorder import RecordedStage
from screens.walkthrough.settling import DeskApp
from screens.walkthrough.stages import Stage, WorldStage
from tests.support.quick import painted_when_looked_at

LONG = 60.0
"""Seconds a step that will pass may take in a test: machines may be busy, and the five of the player are for people."""


@dataclass
class Playground:
    """A place for one scenario.

    Args:
        templates: worlds built in this test run.
        folder: of the test.
    """

    templates: Templates
    folder: Path

    @property
    def out(self) -> Path:
        """Where pictures and documents are kept."""
        return self.folder / "out"

    def play(
        self,
        scenario: Scenario,
        *,
        language: str = "it",
        observe: Callable[[DeskApp], None] | None = None,
        patience: float = LONG,
        record: Callable[[Stage, World], RecordedStage] | None = None,
        pictures: bool = True,
    ) -> ScenarioResult:
        """Play a scenario; its world stays until the test ends.

        A screen is painted where it is looked at; where `.ci/run` plays, every one is painted every time.
        """
        i18n.choose(language)
        world = checked_world(scenario)
        copy = self.folder / "world"
        self.templates.copy(world, copy)
        settings = Settings(state_dir=copy, language=language)
        stage = WorldStage(world, copy, scenario.on, settings, scenario.known_on)
        recorded = record(stage, world) if record is not None else None

        def look(app: DeskApp) -> None:
            for onlooker in (recorded.look if recorded is not None else None, observe):
                if onlooker is not None:
                    onlooker(app)

        player = Player(
            scenario,
            recorded or stage,
            keepsakes=Keepsakes(self.out) if pictures else None,
            observe=look,
            patience=patience,
        )
        try:
            with painted_when_looked_at():
                return asyncio.run(player.play())
        finally:
            stage.close_counters()
            i18n.choose("it")

    def play_text(
        self, text: str, *, observe: Callable[[DeskApp], None] | None = None, patience: float = LONG
    ) -> ScenarioResult:
        """Play a scenario written in a test."""
        path = self.folder / "written.toml"
        path.write_text(text, encoding="utf-8")
        return self.play(load(path), observe=observe, patience=patience)

    def counter(self, scenario: Scenario) -> Counter:
        """Open the world as the scenario left it."""
        folder = self.folder / "world"
        return bootstrap.open_training(folder, Settings(state_dir=folder), TrainingClock(scenario.on), ())
