"""One lesson as it is being taken: where the trainee stands, what was counted, how the desk's run ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from counter_app.clock import SystemClock
from counter_app.walkthrough.classbook import Classbook, add_result
from counter_app.walkthrough.grading import Grade, Tally, grade
from counter_app.walkthrough.scenario import Expectation, Scenario, Step
from counter_app.walkthrough.turns import WrongTurn


class Ending(Enum):
    """Why the desk's program ended in a lesson."""

    LEFT = "left"
    """The trainee leaves; the lesson can be taken up again."""
    FINISHED = "finished"
    AGAIN = "again"
    """From the beginning, in a fresh world."""
    CATCH_UP = "catch-up"
    """In a fresh world, played up to the step the trainee stands at."""
    REOPEN = "reopen"
    """The lesson kills the program and starts it again on the same world."""


@dataclass
class Lesson:
    """A trainee's way through a scenario; it outlives the program that shows the desk.

    Attributes:
        scenario: what is learnt.
        first_desk: the trainee's.
        exam: no hints, and graded for the trainer.
        trainee: who takes it; empty where nobody asked.
        results: where an exam's result goes.
        classbook: where progress is kept; None = nowhere.
        at: index of the step the trainee stands at.
        tally: what was counted.
        values: what the lesson read off paper so far, by name.
        turns: the wrong turns, each with the number of its step.
        show_next: the coach shows the step as soon as the desk stands there again.
        reopened: the step's own restart has happened.
    """

    scenario: Scenario
    first_desk: str
    exam: bool = False
    trainee: str = ""
    results: Path | None = None
    classbook: Classbook | None = None
    at: int = 0
    tally: Tally = field(default_factory=lambda: Tally(0))
    values: dict[str, str] = field(default_factory=dict)
    turns: list[tuple[int, WrongTurn]] = field(default_factory=list)
    show_next: bool = False
    reopened: bool = False

    def __post_init__(self) -> None:
        self.tally.steps = self._asked()
        if self.classbook is not None and not self.exam:
            self._take_up(self.classbook)

    @property
    def step(self) -> Step:
        """The step the trainee stands at; the last one when all are done."""
        return self.scenario.steps[min(self.at, len(self.scenario.steps) - 1)]

    @property
    def over(self) -> bool:
        """Whether every step is done."""
        return self.at >= len(self.scenario.steps)

    @property
    def grade(self) -> Grade:
        """The verdict, as things stand."""
        return grade(self.tally, finished=self.over)

    def go_on(self) -> None:
        """Go to the next step, and note it for a later day."""
        self.at += 1
        self.reopened = False
        if self.classbook is not None and not self.exam:
            if self.over:
                self.classbook.finished(self.scenario, self.grade.points)
            else:
                self.classbook.left(self.scenario, self.at, self.tally)

    def begin_again(self) -> None:
        """Forget everything and stand at the first step."""
        self.at = 0
        self.tally = Tally(self.tally.steps)
        self.turns.clear()
        self.values.clear()
        self.show_next = self.reopened = False
        if self.classbook is not None and not self.exam:
            self.classbook.left(self.scenario, 0, self.tally)

    def _asked(self) -> int:
        """Return how many steps ask the trainee: those at another desk a colleague does."""
        desk, count = self.first_desk, 0
        for step in self.scenario.steps:
            desk = step.desk or desk
            count += asks(step) and desk == self.first_desk
        return count

    def record(self) -> None:
        """Add an exam to the trainer's results.

        Raises:
            BadInputError: when they cannot be written.
        """
        if self.exam and self.results is not None:
            now = SystemClock().now()
            add_result(self.results, self.trainee, self.scenario, self.tally, self.grade, now)

    def _take_up(self, classbook: Classbook) -> None:
        self.at = classbook.resumable(self.scenario)
        kept = classbook.progress(self.scenario.name).tally
        if self.at and kept:
            known = {name: value for name, value in kept.items() if name != "steps" and hasattr(self.tally, name)}
            for name, value in known.items():
                setattr(self.tally, name, value if name == "seconds" else int(value))


def asks(step: Step) -> bool:
    """Whether a step asks the trainee to do something, instead of only telling something."""
    return bool(step.scan or step.fills or step.press)


def story_of(step: Step) -> Step:
    """Return what happens in a step without the trainee's hands."""
    return replace(step, restart=False, scan="", fills=(), press=(), expect=Expectation())


def hands_of(step: Step) -> Step:
    """Return what the trainee's hands do in a step."""
    return replace(step, desk="", date=None, advance=None, printer="", restart=False, read=None)
