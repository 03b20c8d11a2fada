"""Plays several scenarios: each on its own copy of its world, headless ones in parallel processes."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from counter_app import i18n
from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.results import PlayOptions, ScenarioResult, report
from counter_app.walkthrough.scenario import Scenario
from counter_app.walkthrough.worlds import World
from screens.walkthrough.keepsakes import Keepsakes
from screens.walkthrough.player import Player
from screens.walkthrough.stages import WorldStage

REPORT = "report.json"


def play(scenarios: Sequence[Scenario], options: PlayOptions) -> tuple[ScenarioResult, ...]:
    """Play scenarios and return their verdicts in the order given.

    Args:
        scenarios: what to play.
        options: how; with `out`, pictures, documents and the report are written there.

    Raises:
        BadInputError: before anything is played, when a scenario names what is not there or cannot be played yet.
        OSError: when `out` cannot be written.
    """
    worlds = [checked_world(scenario) for scenario in scenarios]
    with tempfile.TemporaryDirectory(prefix="sportello-play-") as name:
        folder = Path(name)
        templates = Templates(folder)
        for world in worlds:
            templates.prepare(world)
        jobs = [(folder, number, *job, options) for number, job in enumerate(zip(scenarios, worlds, strict=True))]
        results = _in_parallel(jobs, options) if options.headless and len(jobs) > 1 else [_play(*job) for job in jobs]
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report(results), ensure_ascii=False, indent=2)
        (options.out / REPORT).write_text(text + "\n", encoding="utf-8")
    return tuple(results)


Job = tuple[Path, int, Scenario, World, PlayOptions]


def _in_parallel(jobs: Sequence[Job], options: PlayOptions) -> list[ScenarioResult]:
    processes = min(options.processes, len(jobs))
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [future.result() for future in [pool.submit(_play, *job) for job in jobs]]


def _play(folder: Path, number: int, scenario: Scenario, world: World, options: PlayOptions) -> ScenarioResult:
    """Play one scenario on a copy of its world."""
    i18n.choose(options.language)
    copy = folder / f"play-{number}"
    Templates(folder).copy(world, copy)
    settings = Settings(state_dir=copy, theme=options.theme, language=options.language)
    stage = WorldStage(world, copy, scenario.on, settings, scenario.known_on)
    player = Player(
        scenario,
        stage,
        size=options.size,
        headless=options.headless,
        pace=options.pace,
        keepsakes=None if options.out is None else Keepsakes(options.out / scenario.name),
    )
    try:
        return asyncio.run(player.play())
    finally:
        stage.close()
