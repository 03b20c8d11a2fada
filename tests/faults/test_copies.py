"""A desk killed while it archives a copy loses none and doubles none; what a copy shows is nowhere on disk (M02)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app import faults
from counter_app.copies import scanner
from counter_app.copies.scanner import ScannerFolder
from counter_app.desk import copies, drafts, visits
from counter_app.desk.commands import ArchiveCopy, ViewCopy
from counter_app.errors import FaultError
from data.tables import Attachment
from data.vocabulary import AttachmentKind, VisitOutcome
from tests.support import killed_copy
from tests.support.desks import Desk, fresh_key
from tests.support.processes import CONTEXT, PATIENCE
from tests.support.scans import MARKED, PDF, scan, with_scanner

DOCUMENT = AttachmentKind.DOCUMENT


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "A_MOMENT", 0.0)


@pytest.mark.parametrize(("moment", "archived"), [("before", 0), ("after", 1), ("removing", 1)])
def test_m02_killed_while_archiving_there_is_one_copy_in_the_end_and_no_file(
    desk_counter: Callable[..., Desk], engine_url: str, tmp_path: Path, moment: str, archived: int
) -> None:
    scans = tmp_path / "scans"
    desk = with_scanner(desk_counter(), scans)
    visit_id = desk.visit(desk.person())
    path = scan(scans, "a.pdf")
    process = CONTEXT.Process(target=killed_copy.archive, args=(engine_url, tmp_path, scans, visit_id, moment))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    process.close()
    assert path.read_bytes() == PDF
    after = with_scanner(desk_counter(), scans)
    view = copies.waiting(after.counter, after.actor, visit_id)
    assert len(view.archived) == archived
    done = copies.archive(after.counter, after.actor, ArchiveCopy(visit_id, view.scans[0].id, DOCUMENT, fresh_key()))
    assert (done.again, done.removed) == (archived == 1, True)
    assert not path.exists()
    (listed,) = copies.of_visit(after.counter, after.actor, visit_id)
    assert copies.view(after.counter, after.actor, ViewCopy(visit_id, listed.id, "prova")).content == PDF
    copies.put_away(after.counter)
    assert after.verify().passed


def found_in(folder: Path) -> set[str]:
    """Return the files below a folder that hold what the scans show, or what the file was called."""
    found = set()
    for root, _folders, files in os.walk(folder):
        for name in files:
            content = Path(root, name).read_bytes()
            if MARKED in content or MARKED.hex().encode() in content or b"Rossi Mario CI" in content:
                found.add(name)
    return found


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_m02_what_a_copy_shows_is_found_nowhere_on_disk(
    desk_counter: Callable[..., Desk], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scans = tmp_path_factory.mktemp("scanner")
    faults.log_to(tmp_path)
    desk = with_scanner(desk_counter(), scans)
    visit_id, other = desk.visit(desk.person()), desk.visit(desk.person())
    for number, visit in enumerate((visit_id, other)):
        scan(scans, "Rossi Mario CI.pdf", PDF.replace(b"1.4", b"1.%d" % number))
        (listed,) = copies.waiting(desk.counter, desk.actor, visit).scans
        copies.archive(desk.counter, desk.actor, ArchiveCopy(visit, listed.id, DOCUMENT, fresh_key()))
    opened = copies.view(desk.counter, desk.actor, ViewCopy(visit_id, 1, "prova"))
    assert found_in(tmp_path) == {opened.path.name}
    copies.put_away(desk.counter)
    visits.close(desk.counter, desk.actor, other, VisitOutcome.ABANDONED)
    key = tmp_path / "keys" / "copies.key"
    key.write_text("00" * 32 + "\n")
    with pytest.raises(FaultError) as caught:
        copies.view(desk.counter, desk.actor, ViewCopy(visit_id, 1, "prova"))
    faults.report(caught.value)
    assert found_in(tmp_path) == set()

    # the same search finds what is there: in the database or beside it
    drafts.save(desk.counter, desk.actor, visit_id, "s", {"document-number": MARKED.decode()})
    assert any(name.startswith("sportello.db") for name in found_in(tmp_path))


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_m02_a_file_that_would_not_go_is_told_and_the_copy_is_archived(
    desk_counter: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = tmp_path / "scans"
    desk = with_scanner(desk_counter(), scans)
    visit_id = desk.visit(desk.person())
    path = scan(scans, "a.pdf")
    (listed,) = copies.waiting(desk.counter, desk.actor, visit_id).scans

    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.unlink", refused)
    done = copies.archive(desk.counter, desk.actor, ArchiveCopy(visit_id, listed.id, DOCUMENT, fresh_key()))
    assert not done.removed
    assert path.exists()
    assert len(desk.counter.read(lambda session: session.exec(select(Attachment)).all())) == 1
    assert ScannerFolder(scans).scans()
