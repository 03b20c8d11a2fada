"""One desk of a class: a throw-away training world at the end of a pipe from the server, which a browser shows.

It never opens an office's database: whatever is configured, a training world replaces database, state and spool.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path

from counter_app import i18n, launch, settings
from counter_app.serving.processes import Order, kill_started_by

GONE = 4
"""Exit code of a desk whose server is gone."""


def main(order: str, folder: str) -> int:
    """Be a desk until its operator leaves, or its server is gone.

    Args:
        order: `Order.to_wire` of the server's.
        folder: made by the server for this desk alone; removed by whichever of the two is left.
    """
    threading.Thread(target=_end_with_the_server, args=(Path(folder),), daemon=True).start()
    tempfile.tempdir = folder
    wanted = Order.from_wire(order)
    config = Path(wanted.config) if wanted.config else None
    chosen = settings.load(config, {"language": wanted.language, "theme": wanted.theme})
    i18n.choose(chosen.language)
    on = date.fromisoformat(wanted.on) if wanted.on else None
    return launch.run(chosen, lambda: launch.open_training(chosen, wanted.world, on), training=True)


def _end_with_the_server(folder: Path) -> None:
    """Wait until nobody holds the other end of our input any more, then end, whatever the screens are doing.

    The screens themselves would not notice: they go on painting into a pipe nobody reads, deaf to every signal.
    """
    line = select.poll()
    line.register(sys.stdin.fileno(), 0)  # that the line has ended is told without being asked for
    line.poll()
    kill_started_by(os.getpid())
    try:
        _have_removed(folder)
    finally:
        os._exit(GONE)


def _have_removed(folder: Path) -> None:
    """Leave behind a process that removes a folder once this one is gone: till then the screens may make it anew."""
    gone, here = os.pipe()
    if os.fork():
        return
    os.close(here)
    os.read(gone, 1)  # ends when nobody holds the other end any more
    shutil.rmtree(folder, ignore_errors=True)
