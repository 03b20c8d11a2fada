"""Training worlds for tests: each built once in a run, by whichever worker needs it first, and copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.settings import Settings
from counter_app.walkthrough import building, worlds
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.worlds import World
from tests.support.postgres import alone


class RunTemplates(Templates):
    """Worlds built once for all workers of a run.

    Args:
        run_folder: which every worker of the run shares.
        new_folder: makes an empty folder of this worker's.
    """

    def __init__(self, run_folder: Path, new_folder: Callable[[str], Path]) -> None:
        folder = run_folder / "worlds"
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self._run_folder = run_folder
        self._new_folder = new_folder

    def prepare(self, world: World) -> Path:
        with alone(self._run_folder):
            return super().prepare(world)

    def training(self, settings: Settings, world: str = "training", on: date | None = None) -> Counter:
        """Open a copy of a shipped world, as `bootstrap.build_training` opens one it builds; `discard` removes it."""
        described = worlds.load_world(world)
        folder = self._new_folder("training") / "world"
        self.copy(described, folder)
        clock = TrainingClock(on or bootstrap.TRAINING_DAY)
        desk = replace(settings, desk=described.desks[0])
        return bootstrap.open_training(folder, desk, clock, building.ready_operators(described))
