"""The table of decisions: one row is one question to the command, and what the documents say to it (M22).

The rows and what they mean stand in `data/decisions.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TABLE = (Path(__file__).parent / "data" / "decisions.txt").read_text("utf-8")


class Row(NamedTuple):
    subject: str
    asked: str
    on: str
    known_on: str
    answer: str
    norms: str

    @property
    def action(self) -> str:
        return self.asked.split()[0]

    @property
    def command(self) -> list[str]:
        known = ["--known-on", self.known_on] if self.known_on else []
        return ["check", *self.asked.split(), "--on", self.on, *known, "--json"]

    def __str__(self) -> str:
        known = f" known {self.known_on}" if self.known_on else ""
        return f"{self.subject}: {self.asked}, {self.on}{known}"


def _rows() -> Iterator[Row]:
    subject = ""
    for line in TABLE.splitlines():
        if line.startswith("##"):
            continue
        if line.startswith("#"):
            subject = line.removeprefix("#").partition(":")[0].strip()
        elif line:
            asked, on, known_on, answer, norms = (cell.strip() for cell in line.split("|"))
            yield Row(subject, asked, on, known_on, answer, norms)


ROWS = tuple(_rows())
