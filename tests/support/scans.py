"""Files as scanners make them, with a text that can be looked for, and offices that have a scanner."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from tests.support.desks import Desk

MARKED = b"MARIO ROSSI CA00000AA nato a Roma"
"""What stands in every scan of the tests: it must be found nowhere but in the scanner's folder."""

PDF = b"%PDF-1.4\n" + MARKED + b"\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + MARKED + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + MARKED + b"\x00\x00\x00\x00IEND\xaeB`\x82"
TIFF = b"II*\x00\x10\x00\x00\x00" + MARKED


def scan(folder: Path, name: str | bytes, content: bytes = PDF, age: float = 60) -> Path:
    """Lay a file down as if a scanner had written it `age` seconds ago."""
    folder.mkdir(exist_ok=True)
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    with open(path, "wb") as file:
        file.write(content)
    at = 1_462_863_600 - age
    os.utime(path, (at, at))
    return Path(os.fsdecode(path))


def with_scanner(desk: Desk, folder: Path) -> Desk:
    """Return the same desk with a scanner that writes into a folder."""
    folder.mkdir(exist_ok=True)
    counter = replace(desk.counter, settings=replace(desk.counter.settings, scanner=folder))
    return Desk(counter, desk.supervisor, desk.actor)
