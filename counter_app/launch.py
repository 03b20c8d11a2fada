"""The stairs: the one module that opens the door to the screens (architecture.md)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from counter_app.settings import Settings

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from counter_app.walkthrough.grading import Grade
    from counter_app.walkthrough.recorder.keeping import Recorded, RecordOptions
    from counter_app.walkthrough.results import LessonOptions, PlayOptions, ScenarioResult
    from counter_app.walkthrough.scenario import Scenario
    from counter_app.walkthrough.telling import Handbook, Words


def run(settings: Settings, opener: Callable[[], Counter], *, training: bool) -> int:
    """Open the terminal UI and return its exit code.

    Args:
        settings: of this desk.
        opener: opens the database; runs behind the first paint.
        training: whether it is a throw-away world.
    """
    # The start makes many objects and hardly any waste: looking for it between the imports only costs time.
    gc.disable()
    from screens.app import SportelloApp

    app = SportelloApp(settings, lambda: _open(opener), training=training)
    try:
        code = app.run()
    finally:
        if training and app.counter is not None:
            from counter_app.bootstrap import discard

            discard(app.counter)
    return app.return_code or 0 if code is None else code


def _open(opener: Callable[[], Counter]) -> Counter:
    """Open the archive, and look for waste from now on, but never again through what was made until here."""
    try:
        return opener()
    finally:
        gc.freeze()
        gc.enable()


def open_office(settings: Settings) -> Counter:
    """Open the office's database."""
    from counter_app.bootstrap import build

    return build(settings)


def open_training(settings: Settings, world: str, on: date | None) -> Counter:
    """Make and open a throw-away training world."""
    from counter_app.bootstrap import build_training

    return build_training(settings, world, on)


def play(scenarios: Sequence[Scenario], options: PlayOptions) -> tuple[ScenarioResult, ...]:
    """Play scenarios and return their verdicts, in the order given; see `screens.walkthrough.playing.play`."""
    from screens.walkthrough import playing

    return playing.play(scenarios, options)


def take(scenario: Scenario, options: LessonOptions) -> Grade:
    """Take a trainee through a lesson and return the grade; see `screens.walkthrough.lessons.taking.take`."""
    from screens.walkthrough.lessons import taking

    return taking.take(scenario, options).grade


def choose(scenarios: Sequence[Scenario], options: LessonOptions) -> None:
    """Let a trainee choose lessons and take them; see `screens.walkthrough.lessons.taking.choose`."""
    from screens.walkthrough.lessons import taking

    taking.choose(scenarios, options)


def record(options: RecordOptions) -> Recorded:
    """Record what a trainer does on a throw-away world; see `screens.walkthrough.recording.studio.record`."""
    from screens.walkthrough.recording import studio

    return studio.record(options)


def describe_screens() -> dict[str, Any]:
    """Return what scenarios can name on the screens; see `screens.walkthrough.ids.describe`."""
    from screens.walkthrough import ids

    return ids.describe()


def coach_picture(scenario: Scenario, step: int) -> str:
    """Return a picture of a lesson at a step, its hint given; see `screens.walkthrough.lessons.taking.picture`."""
    from screens.walkthrough.lessons import taking

    return taking.picture(scenario, step)


def words() -> Words:
    """Return the screens' own words for what scenarios name by id; see `screens.walkthrough.words.words`."""
    from screens.walkthrough import words

    return words.words()


def handbook() -> Handbook:
    """Return what the screens say of themselves; see `screens.walkthrough.handbook.handbook`."""
    from screens.walkthrough import handbook

    return handbook.handbook()
