"""Takes a trainee through lessons: the chooser, then the desk with its coach, as often as the world begins anew."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.settings import Settings
from counter_app.walkthrough.building import Templates
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.classbook import RESULTS_FILE, Classbook, check_results
from counter_app.walkthrough.recorder.keeping import RecordOptions
from counter_app.walkthrough.results import LessonOptions
from counter_app.walkthrough.scenario import Scenario, load
from counter_app.walkthrough.worlds import SUFFIX
from screens.walkthrough.keepsakes import svg
from screens.walkthrough.lessons.app import LessonApp
from screens.walkthrough.lessons.chooser import ChooserApp, Way
from screens.walkthrough.lessons.lesson import Ending, Lesson
from screens.walkthrough.recording import studio
from screens.walkthrough.settling import AT_WORK, USHER, at_rest, until
from screens.walkthrough.stages import WorldStage

PICTURE_SIZE = (130, 32)
OWN_LESSONS = "lessons"
"""Folder of the lessons recorded on this machine, in the state folder."""

Runner = Callable[[LessonApp], object]


def take(scenario: Scenario, options: LessonOptions, run: Runner = LessonApp.run) -> Lesson:
    """Take a trainee through one lesson and return how it went.

    Args:
        scenario: the lesson.
        options: how.
        run: shows the desk until its program ends.

    Raises:
        BadInputError: before anything is shown, when the lesson names what is not there or results cannot be written.
    """
    world = checked_world(scenario)
    lesson = _lesson(scenario, world.desks[0], options)
    with tempfile.TemporaryDirectory(prefix="sportello-training-") as name:
        folder = Path(name)
        templates = Templates(folder)
        rounds = 0
        while True:
            rounds += 1
            copy = folder / f"world-{rounds}"
            templates.copy(world, copy)
            settings = replace(options.settings, state_dir=copy)
            stage = WorldStage(world, copy, scenario.on, settings, scenario.known_on)
            stage.make_app = partial(LessonApp, lesson=lesson, stage=stage)
            try:
                ending = _at_the_desk(stage, run)
            finally:
                stage.close()
            if ending in (Ending.LEFT, Ending.FINISHED):
                return lesson


def picture(scenario: Scenario, step: int) -> str:
    """Return a picture (SVG) of a lesson at a step, its hint given, for the manual.

    Args:
        scenario: the lesson.
        step: number of the step, from 1.
    """
    pictures: list[str] = []

    async def look(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, LessonApp)  # noqa: S101 - `take` makes nothing else
        await until(app, lambda: not app.coach.acting, AT_WORK)
        if app.lesson.at < step - 1:
            # what is skipped from beside its step is played anew in a fresh world: one run for all of them
            app.lesson.at = step - 1
            app.coach.catch_up()
            return
        app.coach.hint()
        await at_rest(app, besides=USHER)
        pictures.append(svg(app))
        app.coach.leave()

    with tempfile.TemporaryDirectory(prefix="sportello-picture-") as folder:
        take(
            scenario,
            LessonOptions(Settings(state_dir=Path(folder))),
            lambda app: app.run(headless=True, size=PICTURE_SIZE, auto_pilot=look),
        )
    return pictures[0]


def choose(scenarios: Sequence[Scenario], options: LessonOptions) -> None:
    """Let a trainee choose lessons and take them, and a trainer record new ones, until they are through.

    Args:
        scenarios: the lessons that are shipped; those recorded here before stand beside them.
        options: settings and the trainer's file; the rest is chosen.
    """
    folder = options.settings.state_dir / OWN_LESSONS
    chosen = notice = ""
    while True:
        lessons = {scenario.name: scenario for scenario in (*_recorded(folder), *scenarios)}
        choice = ChooserApp(tuple(lessons.values()), options.settings, chosen, notice).run()
        if choice is None:
            return
        chosen, notice = choice.lesson, ""
        if choice.way is Way.RECORD:
            notice = _record(folder, chosen, options)
        else:
            exam, anew = choice.way is Way.EXAM, choice.way is Way.ANEW
            take(lessons[chosen], replace(options, exam=exam, trainee=choice.trainee, anew=anew))
        if not sys.stdin.isatty():
            return  # the line was cut: nobody can choose any more


def _recorded(folder: Path) -> list[Scenario]:
    """Return the lessons recorded on this machine that can be read; `walkthrough check` says what is wrong with one."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with suppress(BadInputError):
            found.append(load(path))
    return found


def _record(folder: Path, name: str, options: LessonOptions) -> str:
    """Record a lesson and return what is to be said of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{name}{SUFFIX}"
    settings = options.settings
    recorded = studio.record(RecordOptions(file, language=settings.language, theme=settings.theme))
    if not recorded.steps:
        return _("Nothing was recorded.")
    return _("Recorded: {file}. Write its title and the words of its steps anew.").format(file=file)


def _lesson(scenario: Scenario, first_desk: str, options: LessonOptions) -> Lesson:
    folder = options.settings.state_dir
    results = options.results or folder / RESULTS_FILE
    if options.exam:
        check_results(results)
    lesson = Lesson(scenario, first_desk, options.exam, options.trainee, results, Classbook(folder))
    if options.anew:
        lesson.begin_again()
    return lesson


def _at_the_desk(stage: WorldStage, run: Runner) -> Ending:
    """Show the desk on one world, again where the lesson starts the program again."""
    while True:
        app = stage.open_app(stage.first_desk)
        assert isinstance(app, LessonApp)  # noqa: S101 - the stage makes nothing else here
        run(app)
        stage.close_counters()
        if app.ending is not Ending.REOPEN:
            return app.ending
