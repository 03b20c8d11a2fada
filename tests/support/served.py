"""A real `sportello serve`, and what it leaves behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.chromium import PATIENCE, until

ROOT = Path(__file__).parents[2]


class Serving:
    """A server at work.

    Args:
        process: the server.
        url: where it answers.
        folder: its temporary folder, and its desks'.
    """

    def __init__(self, process: Process, url: str, folder: Path) -> None:
        self.process = process
        self.url = url
        self._folder = folder
        self._words = _words(process.pid)

    def desks(self) -> list[int]:
        """Return the processes that are its desks, whoever their parent is by now.

        One that is just being started is still the server's image.
        """
        return [process for process in _processes(self._folder) if _words(process) not in (self._words, [])]

    def worlds(self) -> list[Path]:
        """Return the folders of its desks."""
        return list(self._folder.glob("sportello-training-*"))

    async def until_desks(self, count: int) -> None:
        """Wait until so many desks are at work, with a folder each, and no more than that is left of any other."""
        await until(lambda: len(self.desks()) == len(self.worlds()) == count)

    async def end(self, how: signal.Signals) -> int:
        """End the server by a signal and return its exit code."""
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment in which everything lies below a folder, and nothing is configured."""
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    ours = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "SPORTELLO_STATE")}
    return keep | ours | {"PYTHONPATH": str(ROOT), "SPORTELLO_LANG": "en"} | more


def command(*words: str) -> list[str]:
    """Return the command line of `sportello serve`."""
    return [sys.executable, "-m", "counter_app", "serve", "--port", "0", *words]


@asynccontextmanager
async def serving(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> AsyncIterator[Serving]:
    """Start a server on any port that is free, and leave nothing of it whatever happens.

    Args:
        folder: for its files; made.
        words: more of its command line.
        env: more of its environment.
    """
    folder.mkdir()
    process = await asyncio.create_subprocess_exec(
        *command(*words), stdout=PIPE, env=environment(folder, **(env or {})), cwd=folder
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        yield Serving(process, next(word for word in line.split() if word.startswith("http")), folder)
    finally:
        for left in {process.pid, *_processes(folder)}:
            try:
                os.kill(left, signal.SIGKILL)
            except ProcessLookupError:
                continue
        await process.communicate()  # to the end of its pipe, which would warn of being left open


def _words(process: int) -> list[str]:
    """Return the command line of a process; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")[:-1]
    except OSError:
        return []


def _processes(folder: Path) -> list[int]:
    """Return the processes that were started with a temporary folder."""
    mark = f"TMPDIR={folder}".encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in file.read_bytes().split(b"\0"):
                found.append(int(file.parent.name))
        except OSError:
            continue
    return found
