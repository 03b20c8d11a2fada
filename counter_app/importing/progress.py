"""A bar on a terminal that says how far a long command is; silent everywhere else."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

from counter_app.i18n import _
from counter_app.importing.people import Stage

WIDE = 30
EVERY = 0.1
"""Seconds between two looks of the bar."""


class Bar:
    """One line that is drawn over again.

    Args:
        voice: where it is drawn; nothing is where that is no terminal.
    """

    def __init__(self, voice: TextIO) -> None:
        self._voice = voice
        self._shown = voice.isatty()
        self._next = 0.0
        self._last = 0
        self._stage: Stage | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw("")
        if self._last:
            self._voice.write("\r")
            self._voice.flush()

    def told(self, stage: Stage, done: int, total: int) -> None:
        """Take note of how much of a stage is done, of how much."""
        now = time.monotonic()
        if not self._shown or (now < self._next and stage is self._stage):
            return
        self._next, self._stage = now + EVERY, stage
        share = min(done / total, 1) if total else 1
        full = int(share * WIDE)
        self._draw(f"{_words(stage)} [{'#' * full}{'-' * (WIDE - full)}] {share:4.0%}")

    def _draw(self, line: str) -> None:
        if self._shown and (line or self._last):
            self._voice.write("\r" + line.ljust(self._last))
            self._voice.flush()
            self._last = len(line) or self._last


def _words(stage: Stage) -> str:
    words = {
        Stage.READING: _("Reading the file"),
        Stage.COMPARING: _("Comparing with the archive"),
        Stage.STORING: _("Storing"),
    }
    return words[stage]
