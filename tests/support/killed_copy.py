"""A desk that is killed while a copy is archived: what `tests.faults.test_copies` runs in a child process."""

from __future__ import annotations

from pathlib import Path

from counter_app.copies.scanner import ScannerFolder
from counter_app.desk import copies
from counter_app.desk.commands import ArchiveCopy
from data.vocabulary import AttachmentKind
from tests.support.desks import Desk, build_counter
from tests.support.killed import _arm_commit, die
from tests.support.scans import with_scanner


def archive(url: str, folder: Path, scans: Path, visit_id: int, moment: str) -> None:
    """Archive the one scan there is, and be killed at a moment.

    Args:
        url: the database; its office is open.
        folder: keys and heads.
        scans: the scanner's folder.
        visit_id: an open visit.
        moment: `before` or `after` the commit, or `removing` the file.
    """
    desk = with_scanner(Desk.open(build_counter(url, folder)), scans)
    if moment == "removing":
        ScannerFolder.remove = die  # type: ignore[method-assign, assignment]
    else:
        _arm_commit(desk.counter, moment, "attachment.added")
    (listed,) = copies.waiting(desk.counter, desk.actor, visit_id).scans
    copies.archive(desk.counter, desk.actor, ArchiveCopy(visit_id, listed.id, AttachmentKind.DOCUMENT, "key"))
