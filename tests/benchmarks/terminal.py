"""A program on a pseudo-terminal: started, fed with keys, looked at through a terminal emulator."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
COLUMNS, ROWS = 120, 40
PATIENCE = 30.0
_CURSOR_ASKED, _CURSOR_TOLD = b"\x1b[6n", b"\x1b[1;1R"


class Terminal:
    """A program at work on a terminal of 120 x 40; leaving the context ends it and whatever it has started.

    Args:
        command: program and arguments.
        environment: variables it gets beside those every program here gets.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        common = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        common |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=common | (environment or {}),
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_what: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program at once, with everything it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._master)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self._screen.display)

    def send(self, keys: str) -> float:
        """Type, and return when."""
        sent = time.perf_counter()
        os.write(self._master, keys.encode())
        return sent

    def wait_for(self, *words: str, patience: float = PATIENCE) -> float:
        """Return when all the words were on the screen together.

        Raises:
            TimeoutError: when they are not in time; quotes the screen.
        """
        return self.wait(lambda text: all(word in text for word in words), patience)

    def wait(self, there: Callable[[str], bool], patience: float = PATIENCE) -> float:
        """Return when the output arrived with which `there(text of the screen)` became true.

        Raises:
            TimeoutError: when it does not in time; quotes the screen.
        """
        end = time.perf_counter() + patience
        arrived = time.perf_counter()
        while not there(self.text):
            left = end - time.perf_counter()
            if left <= 0 or not self.read(left):
                raise TimeoutError(f"not on the screen in time:\n{self.text}")
            arrived = self._arrived
        return arrived

    def read(self, patience: float) -> bool:
        """Take what the program has written, waiting for it; return whether there was anything."""
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            output = os.read(self._master, 1 << 20)
        except OSError:
            return False
        self._arrived = time.perf_counter()
        if _CURSOR_ASKED in output:
            os.write(self._master, _CURSOR_TOLD)
        self._stream.feed(output)
        return bool(output)

    def settle(self, quiet: float = 0.3) -> None:
        """Read until the program has been silent for so many seconds."""
        while self.read(quiet):
            pass
