"""How a desk of a class is started and how it is ended for certain."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import counter_app

_PROGRAM = """\
import sys
sys.path.append(sys.argv[1])
from counter_app.serving.child import main
sys.exit(main(*sys.argv[2:]))
"""
_CODE = Path(counter_app.__file__).resolve().parent.parent
_DRIVER = "textual.drivers.web_driver:WebDriver"


@dataclass(frozen=True, slots=True)
class Order:
    """What every desk of a class is started with; plain values, for a command line.

    Attributes:
        world: name of a shipped world.
        on: business date (ISO), empty for the world's own.
        config: absolute path of the configuration file, empty for the user's own.
        language: of the interface.
        theme: colours of the screens.
    """

    world: str
    on: str
    config: str
    language: str
    theme: str

    def to_wire(self) -> str:
        """Return the values as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_wire(cls, wire: str) -> Order:
        """Build the value again from `to_wire`.

        Raises:
            TypeError, ValueError: if it is something else.
        """
        return cls(**json.loads(wire))


def command(order: Order, folder: Path) -> list[str]:
    """Return the command line of a desk.

    Args:
        order: of the class; nothing a browser says is in it.
        folder: made for this desk alone, for all its files.
    """
    return [sys.executable, "-P", "-c", _PROGRAM, str(_CODE), order.to_wire(), str(folder)]


def environment(width: int, height: int) -> dict[str, str]:
    """Return the environment of a desk that paints on so many columns and lines of a browser's terminal."""
    keep = {name: text for name, text in os.environ.items() if not name.startswith("TEXTUAL")}
    size = {"COLUMNS": str(width), "ROWS": str(height)}
    return keep | size | {"TEXTUAL_DRIVER": _DRIVER, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def kill(desk: int) -> None:
    """Kill a desk and what it has started.

    It is not asked to end: one that hangs would not listen, and a throw-away world holds nothing worth waiting for.

    Args:
        desk: its process, which leads a session of its own.
    """
    with suppress(ProcessLookupError):
        os.kill(desk, signal.SIGSTOP)  # from here on it starts nothing
        kill_started_by(desk)
        os.killpg(desk, signal.SIGKILL)


def kill_started_by(process: int) -> None:
    """Kill the children of a process: the helper that prints an envelope is in no group of the desk's."""
    for started in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in started.read_text().split():
                os.kill(int(child), signal.SIGKILL)
