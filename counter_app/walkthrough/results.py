"""How scenarios are to be played or taken, and what playing them gives back, with its stable JSON (interfaces.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.i18n import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from counter_app.settings import Settings

DEFAULT_SIZE = (100, 30)
PROCESSES = 2
"""How many scenarios are played at a time: a desk's machine has few cores."""


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """How to play."""

    headless: bool = True
    """Without a terminal, as fast as the screens allow."""
    size: tuple[int, int] | None = DEFAULT_SIZE
    """Columns and rows; None = the terminal's."""
    pace: float = 0.0
    """Seconds to wait before each step, its caption on the screen."""
    out: Path | None = None
    """Folder for pictures, documents and the report; None = nowhere."""
    language: str = DEFAULT_LANGUAGE
    theme: str = "dark"
    processes: int = PROCESSES


@dataclass(frozen=True, slots=True)
class LessonOptions:
    """How a lesson is to be taken.

    Attributes:
        settings: language, theme and the folder where progress and results are kept.
        exam: no hints, and graded for the trainer.
        trainee: who takes it.
        results: the trainer's file; None = beside the progress.
        anew: from the first step, also where it was left half-way.
    """

    settings: Settings
    exam: bool = False
    trainee: str = ""
    results: Path | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The verdict on one scenario."""

    name: str
    passed: bool
    steps: int
    """How many steps the scenario has."""
    seconds: float
    failed_step: int | None = None
    """Number of the step that failed, from 1; None where none did."""
    expected: str = ""
    found: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as interfaces.md writes it."""
        return {
            "name": self.name,
            "passed": self.passed,
            "steps": self.steps,
            "failed_step": self.failed_step,
            "expected": self.expected or None,
            "found": self.found or None,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of one step: names of files in the scenario's folder."""

    picture: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    """Kind of document and its file."""


def report(results: Sequence[ScenarioResult]) -> dict[str, Any]:
    """Return the report on several scenarios as interfaces.md writes it."""
    return {
        "passed": all(result.passed for result in results),
        "scenarios": [result.as_json() for result in results],
    }
