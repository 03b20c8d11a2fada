"""An import that is killed at a named moment: what `tests.faults.test_killed_import` runs in a child process."""

from __future__ import annotations

from pathlib import Path

from counter_app.importing import people
from counter_app.importing.people import ImportPeople, Stage
from tests.support.desks import Desk, build_counter
from tests.support.killed import _arm_commit, die

BATCH = 50


def run(url: str, folder: Path, file: Path, moment: str, keep_good: bool) -> None:
    """Import a file at desk 1 and be killed at a moment.

    Args:
        url: the database; its office is open.
        folder: keys, heads and spool.
        file: the people.
        moment: `STAGE:N`, after the Nth batch of a stage; `before:EVENT` or `after:EVENT`, of the commit that records
            a register event.
        keep_good: as the command's option.
    """
    people.BATCH = people.STORED = BATCH
    desk = Desk.open(build_counter(url, folder))
    stage, _colon, when = moment.partition(":")
    if stage in ("before", "after"):
        _arm_commit(desk.counter, stage, when)

    def told(at: Stage, done: int, _total: int) -> None:
        if at.value == stage and (at is Stage.READING or done >= int(when) * BATCH):
            die()

    people.import_people(desk.counter, desk.supervisor, ImportPeople(file, keep_good, folder / "bad.csv", True), told)
