"""Plays several scenarios: each on its own copy of its world, headless ones in parallel processes."""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from counter_app import i18n
from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.results import Kept, PlayOptions, ScenarioResult, report
from counter_app.walkthrough.scenario import Scenario
from counter_app.walkthrough.storyboard import INDEX, overview, page, tell
from counter_app.walkthrough.subjects import by_subject
from counter_app.walkthrough.worlds import World
from screens.walkthrough.keepsakes import Keepsakes, write_whole
from screens.walkthrough.lessons.accompanied import DemoApp
from screens.walkthrough.player import Player
from screens.walkthrough.stages import WorldStage
from screens.walkthrough.words import words

REPORT = "report.json"
LONGEST_BREATH = 0.5
"""Seconds before each key of a demonstration, at most: who watches sees the hands."""


def play(scenarios: Sequence[Scenario], options: PlayOptions) -> tuple[ScenarioResult, ...]:
    """Play scenarios and return their verdicts in the order given.

    Args:
        scenarios: what to play.
        options: how; with `out`, pictures, documents, the report and pages to look at are written there.

    Raises:
        BadInputError: before anything is played, when a scenario names what is not there or cannot be played yet.
        OSError: when `out` cannot be written.
    """
    worlds = [checked_world(scenario) for scenario in scenarios]
    if options.out is not None:
        (options.out / INDEX).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="sportello-play-") as name:
        folder = Path(name)
        templates = Templates(folder)
        for world in worlds:
            templates.prepare(world)
        jobs = [(folder, number, *job, options) for number, job in enumerate(zip(scenarios, worlds, strict=True))]
        played = _in_parallel(jobs, options) if options.headless and len(jobs) > 1 else [_play(*job) for job in jobs]
    results = tuple(result for result, _kept in played)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        write_whole(options.out / REPORT, json.dumps(report(results), ensure_ascii=False, indent=2) + "\n")
        _write_pages(options.out, scenarios, played)
    return results


Job = tuple[Path, int, Scenario, World, PlayOptions]
Played = tuple[ScenarioResult, dict[int, Kept]]
"""The verdict, and what is left of each step."""


def _write_pages(out: Path, scenarios: Sequence[Scenario], played: Sequence[Played]) -> None:
    """Write the page of each scenario into its folder, and the overview of the run above them."""
    known = words()
    by_name = {scenario.name: both for scenario, both in zip(scenarios, played, strict=True)}
    in_order = [scenario for lessons in by_subject(scenarios).values() for scenario in lessons]
    stories = [tell(scenario, *by_name[scenario.name], known) for scenario in in_order]
    for before, story, after in zip((None, *stories), stories, (*stories[1:], None), strict=False):
        write_whole(out / story.name / INDEX, page(story, before, after))
    write_whole(out / INDEX, overview(stories))


def _in_parallel(jobs: Sequence[Job], options: PlayOptions) -> list[Played]:
    processes = min(options.processes, len(jobs))
    # a process chooses its language before it loads a screen: words of keys and titles are made with their classes
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, initializer=i18n.choose, initargs=(options.language,)) as pool:
        return [future.result() for future in [pool.submit(_play_apart, *job) for job in jobs]]


def _play_apart(*job: *Job) -> Played:
    """Play one scenario in a process that only plays: it seldom looks for waste, of which a play makes hardly any."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    return _play(*job)


def _play(folder: Path, number: int, scenario: Scenario, world: World, options: PlayOptions) -> Played:
    """Play one scenario on a copy of its world."""
    i18n.choose(options.language)
    copy = folder / f"play-{number}"
    Templates(folder).copy(world, copy)
    settings = Settings(state_dir=copy, theme=options.theme, language=options.language)
    stage = WorldStage(world, copy, scenario.on, settings, scenario.known_on)
    keepsakes = None if options.out is None else Keepsakes(options.out / scenario.name)
    if not options.headless:
        stage.make_app = partial(DemoApp, training=True)
    player = Player(
        scenario,
        stage,
        size=options.size,
        headless=options.headless,
        pace=options.pace,
        breath=min(options.pace, LONGEST_BREATH),
        keepsakes=keepsakes,
    )
    try:
        return asyncio.run(player.play()), {} if keepsakes is None else keepsakes.kept
    finally:
        stage.close()
