"""Runs the desk of `secret_desk` and watches, from outside, every helper process it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]


class DeskProcess:
    """A desk at work in a process of its own, told what to do line by line.

    Args:
        folder: gets `state`, `spool`, `shown` and `stderr`.
        url: the database; empty = SQLite in `state`.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self.state, self.spool, self.shown = folder / "state", folder / "spool", folder / "shown"
        for made in (self.state, self.spool, self.shown):
            made.mkdir(mode=0o700, exist_ok=True)
        self.said: list[str] = []
        self.stderr = folder / "stderr"
        with self.stderr.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.secret_desk", str(self.state), str(self.spool), str(self.shown)]
                + ([url] if url else []),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                cwd=ROOT,
                env={**os.environ, "SPORTELLO_LANG": "en"},
            )
        self.watch = HelperWatch(self._process.pid)

    @property
    def pid(self) -> int:
        """Number of the desk's process."""
        return self._process.pid

    def __enter__(self) -> DeskProcess:
        self.watch.start()
        assert self._answer() == "done open", self.stderr.read_text()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.watch.stop()
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        self.said.append(line)
        return line

    def ask(self, act: str) -> str:
        """Have an act done and return the answer, `done NAME` or `failed NAME`."""
        assert self._process.stdin is not None
        self._process.stdin.write(act + "\n")
        self._process.stdin.flush()
        return self._answer()

    def do(self, act: str) -> None:
        """Have an act done that must not fail."""
        answer = self.ask(act)
        assert answer == f"done {act.split()[0]}", (answer, self.stderr.read_text(), self.faults())

    def faults(self) -> str:
        """Return the tracebacks the desk has shown."""
        return "\n".join(path.read_text() for path in sorted(self.shown.glob("*.traceback")))

    @property
    def envelopes(self) -> list[Path]:
        """The envelopes in the spool, and pieces of them."""
        return sorted(path for path in self.spool.glob("**/*pin-envelope*") if path.is_file())


class HelperWatch(threading.Thread):
    """Looks at the environment and the arguments of every child of a process for as long as it lives.

    Args:
        parent: number of the process whose children are watched.
    """

    def __init__(self, parent: int) -> None:
        super().__init__(name="helper watch", daemon=True)
        self._parent = parent
        self._over = threading.Event()
        self.seen: set[bytes] = set()
        """Everything read, each once."""

    def run(self) -> None:
        """Look, again and again."""
        while not self._over.wait(0.0005):
            for pid in self._children():
                for file in ("environ", "cmdline", "comm"):
                    try:
                        self.seen.add(Path(f"/proc/{pid}/{file}").read_bytes())
                    except OSError:
                        continue

    def _children(self) -> list[str]:
        pids: list[str] = []
        for file in Path(f"/proc/{self._parent}/task").glob("*/children"):
            try:
                pids += file.read_text().split()
            except OSError:
                continue
        return pids

    def stop(self) -> None:
        """Look no longer."""
        self._over.set()
        self.join()
