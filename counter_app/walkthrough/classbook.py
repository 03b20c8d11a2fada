"""What is kept of lessons: where a trainee stands in each, and the exams' results for the trainer (M26).

Both are small files in the state folder. Nothing of a world is in them: a lesson is taken up again by playing its steps
anew up to where it was left.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.walkthrough.grading import Grade, Tally
from counter_app.walkthrough.scenario import Scenario

PROGRESS_FILE = "lessons.json"
RESULTS_FILE = "exam-results.csv"
COLUMNS = (
    "finished_at",
    "trainee",
    "lesson",
    "passed",
    "points",
    "finished",
    "steps",
    "done",
    "shown",
    "skipped",
    "hints",
    "wrong_turns",
    "refused",
    "seconds",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a trainee stands in one lesson.

    Attributes:
        times: how often it was gone through to the end.
        best: best points so far; None = never gone through.
        at: step to go on with, from 0; 0 = from the beginning.
        steps: how many steps the lesson had when it was left: another number means another lesson.
        tally: what was counted until then.
    """

    times: int = 0
    best: int | None = None
    at: int = 0
    steps: int = 0
    tally: Mapping[str, float] | None = None


class Classbook:
    """The progress of whoever uses this state folder.

    Args:
        folder: state folder; made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / PROGRESS_FILE

    @property
    def trainee(self) -> str:
        """Name given last time, empty where none was."""
        return str(self._read().get("trainee", ""))

    def remember_trainee(self, name: str) -> None:
        """Keep the name for the next exam."""
        self._write({**self._read(), "trainee": name})

    def progress(self, lesson: str) -> Progress:
        """Return where the trainee stands in a lesson; what cannot be read counts as never begun."""
        lessons = self._read().get("lessons")
        found = lessons.get(lesson) if isinstance(lessons, dict) else None
        try:
            return Progress(**found) if isinstance(found, dict) else Progress()
        except TypeError:
            return Progress()

    def left(self, scenario: Scenario, at: int, tally: Tally) -> None:
        """Note where a lesson stands, so that it can be taken up again there."""
        now = self.progress(scenario.name)
        self._keep(scenario.name, replace(now, at=at, steps=len(scenario.steps), tally=asdict(tally)))

    def resumable(self, scenario: Scenario) -> int:
        """Return the step a lesson can be taken up with again, 0 = from the beginning."""
        progress = self.progress(scenario.name)
        fits = progress.steps == len(scenario.steps) and 0 < progress.at < progress.steps
        return progress.at if fits else 0

    def finished(self, scenario: Scenario, points: int) -> None:
        """Note that a lesson was gone through to the end."""
        now = self.progress(scenario.name)
        best = points if now.best is None else max(points, now.best)
        self._keep(scenario.name, Progress(times=now.times + 1, best=best))

    def _keep(self, lesson: str, progress: Progress) -> None:
        content = self._read()
        lessons = content.get("lessons")
        kept = {**lessons, lesson: asdict(progress)} if isinstance(lessons, dict) else {lesson: asdict(progress)}
        self._write({**content, "lessons": kept})

    def _read(self) -> dict[str, object]:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _write(self, content: Mapping[str, object]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._file.with_suffix(".tmp")
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(self._file)


def add_result(file: Path, trainee: str, scenario: Scenario, tally: Tally, grade: Grade, at: datetime) -> None:
    """Add an exam to the trainer's file, its heading first where the file is new. Several desks may write at once.

    Args:
        file: a CSV file, UTF-8, comma separated; made when it is missing, its folder must exist.
        trainee: who took the exam.
        scenario: the lesson.
        tally: what was counted.
        grade: the verdict.
        at: when it ended, aware.

    Raises:
        BadInputError: when the file cannot be written.
    """
    counts = asdict(tally) | {"seconds": round(tally.seconds)}
    values = {
        "finished_at": at.isoformat(timespec="seconds"),
        "trainee": trainee,
        "lesson": scenario.name,
        "passed": "yes" if grade.passed else "no",
        "points": grade.points,
        "finished": "yes" if grade.finished else "no",
        **counts,
    }
    try:
        with file.open("ab") as target:
            fcntl.flock(target, fcntl.LOCK_EX)
            new = target.seek(0, os.SEEK_END) == 0
            rows = [list(COLUMNS)] if new else []
            target.write(_lines([*rows, [_plain_cell(str(values[column])) for column in COLUMNS]]))
    except OSError as error:
        raise unwritable(file, error) from error


def check_results(file: Path) -> None:
    """Make sure that results can be written, before an exam begins.

    Raises:
        BadInputError: when they cannot.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.open("ab").close()
    except OSError as error:
        raise unwritable(file, error) from error


def unwritable(file: Path, error: OSError) -> BadInputError:
    """Return the message about a results file that cannot be written."""
    words = _("The results cannot be written to {file}: {why}. Name another file with --results.")
    return BadInputError(words.format(file=file, why=error.strerror or error))


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _plain_cell(text: str) -> str:
    """Return a cell no spreadsheet takes for a formula (architecture.md, rule 10)."""
    clean = "".join(character if character.isprintable() else " " for character in text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean
