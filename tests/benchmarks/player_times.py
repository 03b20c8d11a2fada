"""What the player costs: a key, and a whole scenario, against the same with the framework's own `press` (M26)."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot

from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.scenario import find
from screens.walkthrough import filling, player, settling
from screens.walkthrough.hosts import Host
from screens.walkthrough.player import Player
from screens.walkthrough.settling import DeskApp
from screens.walkthrough.stages import WorldStage
from tests.benchmarks.measure import Result, Samples

KEYS, WARM_UP, ROUNDS = 200, 20, 5
SCENARIO = "refused-2020"
"""No envelope in it: the helper process that prints one would cover what is measured here."""

THEIRS = "Pilot.press of the framework"


def keys() -> Result:
    """Milliseconds a key takes until the desk is at rest: a character and its removal in the login's first field."""
    return Result("player-key", "ms", asyncio.run(_keys()), THEIRS, "p50", 1.0)


def scenario() -> Result:
    """Milliseconds a whole scenario takes, its world copied beforehand."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-") as name:
        played = _Played(Path(name))
        for number in range(ROUNDS + 1):
            ours = played.milliseconds()
            with patch.object(player, "press", _by_pilot), patch.object(filling, "press", _by_pilot):
                theirs = played.milliseconds()
            if number:
                samples.ours.append(ours)
                samples.reference.append(theirs)
    return Result("player-scenario", "ms", samples, f"the same scenario, {THEIRS}", "p50", 1.0)


async def _by_pilot(app: DeskApp, keys: Iterable[str]) -> None:
    """Press as a test without the player would."""
    for key in keys:
        if app.is_running:
            await Pilot(app).press(key)


class _Played:
    """One scenario, played again and again, each time on a fresh copy of its world."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scenario = find(SCENARIO)
        self._world = checked_world(self._scenario)
        self._templates = Templates(folder)
        self._number = 0

    def stage(self) -> WorldStage:
        self._number += 1
        copy = self._folder / f"world-{self._number}"
        self._templates.copy(self._world, copy)
        return WorldStage(self._world, copy, self._scenario.on, Settings(state_dir=copy))

    def milliseconds(self) -> float:
        stage = self.stage()
        try:
            result = asyncio.run(Player(self._scenario, stage).play())
        finally:
            stage.close()
        if not result.passed:
            raise RuntimeError(f"{result.name}: expected {result.expected}, found {result.found}")
        return result.seconds * 1000


async def _keys() -> Samples:
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="sportello-benchmark-") as name:
        stage = _Played(Path(name)).stage()
        host = Host(stage.open_app(stage.first_desk), (100, 30))
        await host.start()
        await host.do(settling.at_rest)
        for number in range(KEYS + WARM_UP):
            key = "a" if number % 2 else "backspace"
            ours = await host.do(_timed(settling.press, key))
            theirs = await host.do(_timed(_by_pilot, key))
            if number >= WARM_UP:
                samples.ours.append(ours)
                samples.reference.append(theirs)
        await host.stop()
        stage.close()
    return samples


def _timed(press: Callable[..., Any], key: str) -> Callable[[DeskApp], Any]:
    async def act(app: DeskApp) -> float:
        begun = time.perf_counter()
        await press(app, (key,))
        return (time.perf_counter() - begun) * 1000

    return act
