"""The file of a recording: what was recorded so far stands beside it until the end, so that nothing is lost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import DEFAULT_LANGUAGE, _
from counter_app.walkthrough.recorder.scripting import Look
from counter_app.walkthrough.worlds import SUFFIX

PART = ".part"


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What to record, and where to."""

    file: Path
    force: bool = False
    """Overwrite a file that is there."""
    world: str = "training"
    on: date | None = None
    """Business date it begins on; None = the world's."""
    operator: str = ""
    """Ready account that is logged in already; empty = begin at the login screen."""
    language: str = DEFAULT_LANGUAGE
    theme: str = "dark"
    size: tuple[int, int] | None = None
    """Columns and rows; None = the terminal's."""
    headless: bool = False
    """Without a terminal."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a recording."""

    file: Path
    steps: int
    """0 = nothing was recorded, and there is no file."""
    looks: tuple[Look, ...]
    """What somebody should look at."""
    code: int
    """Exit code of the desk."""


class KeptFile:
    """A scenario file while it is recorded, under its name and `.part`; its own name only when it is complete.

    Args:
        path: the file to write.
        force: whether one that is there may be overwritten.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self.path = path
        self._force = force

    @property
    def part(self) -> Path:
        """Where the recording stands until it is complete."""
        return self.path.with_name(f"{self.path.name}{PART}")

    def check(self) -> None:
        """Look whether the file may be written.

        Raises:
            BadInputError: for another name than a scenario's, or a file that is there, a left-over part included.
        """
        if self.path.suffix != SUFFIX or not self.path.stem.strip():
            raise BadInputError(_("{file} is no name of a scenario: it ends with .toml.").format(file=self.path))
        for there in (self.path, self.part):
            if there.exists() and not (self._force and there.is_file()):
                message = _("{file} is there already: choose another name, or --force to overwrite it.")
                raise BadInputError(message.format(file=there))

    def reserve(self) -> None:
        """Begin the file, before anything is recorded.

        Raises:
            BadInputError: as `check`, or when the folder cannot be written.
        """
        self.check()
        try:
            self.keep("")
        except OSError as error:
            message = _("{file} cannot be written: {why}.")
            raise BadInputError(message.format(file=self.path, why=error.strerror)) from error

    def keep(self, text: str) -> None:
        """Write what was recorded so far; there is always a whole file.

        Raises:
            OSError: when it cannot be written; what was there before stays.
        """
        draft = self.part.with_name(f".{self.part.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8") as target:
                target.write(text)
                target.flush()
                os.fsync(target.fileno())
            draft.replace(self.part)
        finally:
            draft.unlink(missing_ok=True)

    def complete(self, text: str) -> None:
        """Write the whole recording under its own name.

        Raises:
            FaultError: when it cannot be written; the part that was kept stays.
        """
        try:
            self.keep(text)
            self.part.replace(self.path)
        except OSError as error:
            message = _("{file} cannot be written: {why}. What was kept stands in {part}.")
            raise FaultError(message.format(file=self.path, why=error.strerror, part=self.part)) from error

    def drop(self) -> None:
        """Leave nothing behind: nothing was recorded."""
        self.part.unlink(missing_ok=True)

    def drop_if_empty(self) -> None:
        """Leave nothing behind where the recording never began."""
        if self.part.exists() and not self.part.stat().st_size:
            self.drop()
