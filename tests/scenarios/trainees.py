"""Takes lessons as a trainee does: by keyboard, at the real screens, looking at the coach's panel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from textual import events

from counter_app.settings import Settings
from counter_app.walkthrough.results import LessonOptions
from counter_app.walkthrough.scenario import Scenario
from screens.walkthrough.expectations import focused_id, screen_id
from screens.walkthrough.lessons import taking
from screens.walkthrough.lessons.app import LessonApp
from screens.walkthrough.lessons.lesson import Lesson
from screens.walkthrough.lessons.pane import CoachPane
from screens.walkthrough.settling import key_event, settle, until
from tests.ui.driving import PATIENCE


@dataclass
class Trainee:
    """A trainee at one run of the desk's program."""

    app: LessonApp

    @property
    def where(self) -> tuple[str, str]:
        return screen_id(self.app), focused_id(self.app)

    @property
    def step(self) -> int:
        """Number of the step, from 1."""
        return self.app.lesson.at + 1

    @property
    def panel(self) -> str:
        """What the coach's panel says, white space collapsed; empty where there is none."""
        panes = self.app.screen.query(CoachPane)
        return " ".join(str(panes.first().render()).split()) if panes else ""

    async def ready(self) -> None:
        """Wait until the coach has its hands off the desk and no key is on its way in."""
        coach = self.app.coach
        assert await until(
            self.app, lambda: not self.app.is_running or (not coach.acting and not coach.usher.busy), PATIENCE
        )

    async def press(self, *keys: str) -> None:
        for key in keys:
            if self.app.is_running:
                await self._hand_in(key_event(key))

    async def paste(self, text: str) -> None:
        await self._hand_in(events.Paste(text))

    async def _hand_in(self, typed: events.Event) -> None:
        """Give the desk a key or a paste, and wait until it has been taken and has done its work."""
        taken = asyncio.Event()
        self.app.post_message(typed)
        self.app.call_later(taken.set)
        assert await until(self.app, lambda: taken.is_set() or not self.app.is_running, PATIENCE)
        await self.ready()
        if self.app.is_running:
            await settle(self.app)

    async def sees(self, condition: Callable[[], bool]) -> None:
        """Wait for something to come true: a printer or an archive may answer late."""
        assert await until(self.app, condition, PATIENCE), (self.where, self.step, self.panel)
        await self.ready()


Part = Callable[[Trainee], Awaitable[None]]
"""What the trainee does while one run of the program lasts."""


def take(
    scenario: Scenario, folder: Path, *parts: Part, size: tuple[int, int] = (140, 40), **options: object
) -> Lesson:
    """Take a lesson: each part is one run of the desk's program; the last one must end the lesson."""
    left = list(parts)

    def run(app: LessonApp) -> None:
        asyncio.run(_drive(app, left.pop(0), size))

    lesson = taking.take(scenario, LessonOptions(Settings(state_dir=folder), **options), run)  # type: ignore[arg-type]
    assert left == []
    return lesson


async def _drive(app: LessonApp, part: Part, size: tuple[int, int]) -> None:
    async with app.run_test(size=size):
        trainee = Trainee(app)
        await trainee.ready()
        await part(trainee)
        assert await until(app, lambda: not app.is_running, PATIENCE), (trainee.where, trainee.step, trainee.panel)
