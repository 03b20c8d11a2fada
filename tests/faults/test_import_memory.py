"""A longer file takes no more memory: what was read lies on disk, what is remembered is bounded (M02)."""

from __future__ import annotations

import resource
from pathlib import Path

from counter_app.importing import people, person_rows
from counter_app.importing.people import ImportPeople
from tests.support.desks import Desk, build_counter
from tests.support.people_files import people as some_people
from tests.support.people_files import write
from tests.support.processes import CONTEXT, PATIENCE

SHORT, LONG = 3_000, 24_000
MORE = 12 * 1024
"""KiB the long file may take more; its rows, held in memory, would take some 50 MB."""


def run(folder: str, rows: int, told: str) -> None:
    """Import so many people in this process, and leave its peak memory in a file."""
    person_rows.REMEMBERED, people.STORED = 500, people.BATCH
    desk = Desk.open(build_counter("", Path(folder)))
    file = write(Path(folder) / "people.csv", some_people(rows))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert people.import_people(desk.counter, desk.supervisor, ImportPeople(file)).added == rows
    Path(told).write_text(f"{before} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")


def peak(folder: Path, rows: int) -> int:
    folder.mkdir()
    process = CONTEXT.Process(target=run, args=(str(folder), rows, str(folder / "peak")))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == 0
    process.close()
    return int((folder / "peak").read_text().split()[1])


def test_m02_a_file_eight_times_as_long_takes_no_more_memory(tmp_path: Path) -> None:
    assert peak(tmp_path / "long", LONG) - peak(tmp_path / "short", SHORT) < MORE
