"""A cut line: the program ends by itself and takes its training world along (architecture.md, rule 7)."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
"""Seconds after which a test gives up: machines may be busy."""

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Line:
    """The program at work on a terminal that is its own.

    Args:
        folder: for its state, its temporary files and its home.
        words: of the command; none = the desk on a training world.
    """

    def __init__(self, folder: Path, *words: str) -> None:
        command = [sys.executable, "-m", "counter_app", *(words or ("run", "--training")), "--lang", "it"]
        keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        environment = keep | {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "SPORTELLO_STATE")}
        environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        self._pid, self._line = pty.fork()
        if not self._pid:
            os.execve(command[0], command, environment)
        self._process = os.pidfd_open(self._pid)
        self._seen = ""

    def wait_for(self, words: str) -> None:
        """Read what is painted until `words` are among it."""
        while words not in _CONTROL.sub("", self._seen):
            assert select.select([self._line], [], [], PATIENCE)[0], self._seen[-2000:]
            self._seen += os.read(self._line, 65536).decode("utf-8", "replace")

    def send(self, keys: str) -> None:
        """Type; only what is painted from now on is waited for."""
        self._seen = ""
        os.write(self._line, keys.encode())

    def last_words(self) -> str:
        """Read what is said until the program has ended, and return all since the last keys."""
        while select.select([self._line], [], [], PATIENCE)[0]:
            try:
                self._seen += os.read(self._line, 65536).decode("utf-8", "replace")
            except OSError:  # nobody is at the other end any more
                return _CONTROL.sub("", self._seen)
        raise AssertionError(self._seen[-2000:])

    def cut(self) -> int | None:
        """Cut the line; return the exit code, None where the program goes on."""
        os.close(self._line)
        if not select.select([self._process], [], [], PATIENCE)[0]:
            return None
        return self.end()

    def end(self, signal: int = 0) -> int:
        """Return the exit code, after a signal where one is given."""
        if signal:
            os.kill(self._pid, signal)
        _pid, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """Give a program on a line, and end it whatever happens."""
    opened = Line(tmp_path)
    yield opened
    try:
        os.kill(opened._pid, 9)
        os.waitpid(opened._pid, 0)
    except (ProcessLookupError, ChildProcessError):
        return


@pytest.mark.parametrize("logged_in", [False, True])
def test_m23_a_cut_line_ends_the_program_and_its_training_world(line: Line, tmp_path: Path, logged_in: bool) -> None:
    line.wait_for("Alt+1  operatore")
    if logged_in:
        line.send("operatore\roperatore-prova\r")
        line.wait_for("OGGI")
    assert line.cut() == 0
    assert list(tmp_path.glob("sportello-training-*")) == []


def test_m26_a_cut_line_ends_a_lesson_and_the_chooser_behind_it(tmp_path: Path) -> None:
    line = Line(tmp_path, "walkthrough", "run")
    line.wait_for("lezioni")
    line.send("\r")
    line.wait_for("passo 1 di")
    assert line.cut() is not None
    assert list(tmp_path.glob("sportello-training-*")) == []


def test_m26_a_cut_line_ends_the_chooser_also_after_a_lesson(tmp_path: Path) -> None:
    line = Line(tmp_path, "walkthrough", "run")
    line.wait_for("lezioni")
    line.send("\r")
    line.wait_for("passo 1 di")
    line.send("\x11")  # Ctrl+Q leaves the lesson
    line.wait_for("lezioni")
    assert line.cut() is not None
