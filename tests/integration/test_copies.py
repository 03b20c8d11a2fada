"""Copies archived with a visit: sealed, never twice, wiped without an act, looked at for a reason (M02)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from counter_app.copies import scanner
from counter_app.copies.scanner import MOST_COPIES
from counter_app.counter import Counter
from counter_app.desk import copies, corrections, issuing, visits
from counter_app.desk.commands import ArchiveCopy, MergePeople, ViewCopy
from counter_app.desk.copy_views import ArchivedView
from counter_app.desk.views import EnvelopeView
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from data.tables import Attachment, RegisterDetails, RegisterEntry
from data.vocabulary import AttachmentKind, EnvelopeState, VisitOutcome
from tests.support.desks import Desk, fresh_key
from tests.support.scans import JPEG, MARKED, PDF, PNG, scan, with_scanner

DOCUMENT, FORM, ROLE = AttachmentKind.DOCUMENT, AttachmentKind.FORM, AttachmentKind.ROLE_PAPER

one_engine = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
"""For rules that do not depend on the database."""


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "A_MOMENT", 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "scans"


@pytest.fixture
def desk(desk_counter: Callable[..., Desk], folder: Path) -> Desk:
    return with_scanner(desk_counter(), folder)


def archive(desk: Desk, visit_id: int, kind: AttachmentKind = DOCUMENT, place: int = 0) -> ArchivedView:
    """Archive the newest scan, or another one by its place."""
    listed = copies.waiting(desk.counter, desk.actor, visit_id).scans[place]
    return copies.archive(desk.counter, desk.actor, ArchiveCopy(visit_id, listed.id, kind, fresh_key()))


def rows(desk: Desk) -> list[Attachment]:
    return desk.counter.read(lambda session: list(session.exec(select(Attachment).order_by(col(Attachment.id))).all()))


def register(desk: Desk, event: str) -> list[dict[str, Any]]:
    """Return what the register keeps of the acts of a kind, oldest first."""
    statement = (
        select(RegisterDetails.text)
        .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
        .where(RegisterEntry.event == event)
        .order_by(col(RegisterEntry.id))
    )
    return [json.loads(text or "{}") for text in desk.counter.read(lambda session: session.exec(statement).all())]


def test_m02_a_copy_is_archived_sealed_with_the_visit_and_its_file_goes(desk: Desk, folder: Path) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "Rossi Mario CI.pdf")
    assert archive(desk, visit_id) == ArchivedView(DOCUMENT, removed=True, again=False)
    assert list(folder.iterdir()) == []
    (row,) = rows(desk)
    assert (row.visit_id, row.kind, row.media_type, row.size) == (visit_id, DOCUMENT, "application/pdf", len(PDF))
    assert row.sealed is not None
    assert MARKED not in row.sealed
    (kept,) = register(desk, "attachment.added")
    assert kept == {"kind": "document", "media": "application/pdf", "size": len(PDF), "digest": row.digest}
    assert desk.verify().passed


def test_m02_what_is_still_wanted_depends_on_who_asks_and_on_the_scanner(desk: Desk, folder: Path) -> None:
    counter = desk.counter
    assert len(copies.still_wanted(counter, (), for_another=False)) == 2
    assert len(copies.still_wanted(counter, (DOCUMENT,), for_another=True)) == 2
    assert copies.still_wanted(counter, (DOCUMENT, FORM), for_another=False) == ()
    without = replace(counter, settings=replace(counter.settings, scanner=None))
    assert copies.still_wanted(without, (), for_another=True) == ()
    assert not copies.available(without)
    with pytest.raises(BadInputError, match="scanner"):
        copies.waiting(without, desk.actor, desk.visit(desk.person()))


def test_m02_a_copy_is_no_condition_for_issuing(desk: Desk) -> None:
    assert desk.handed_over().state == EnvelopeState.HANDED_OVER
    assert rows(desk) == []


def test_m02_a_late_scan_is_archived_until_the_envelope_is_handed_over(desk: Desk, folder: Path) -> None:
    visit_id = desk.visit(desk.person())
    envelope = issuing.print_envelope(desk.counter, desk.actor, desk.reserve(visit_id).serial)
    scan(folder, "a.pdf")
    assert archive(desk, visit_id).removed
    assert [kept["kind"] for kept in register(desk, "attachment.added")] == ["document"]
    scan(folder, "b.jpg", JPEG)
    late = copies.waiting(desk.counter, desk.actor, visit_id).scans[0]
    desk.hand_over(envelope.serial)
    for _time in range(2):
        with pytest.raises(BadInputError, match="consegnata"):
            copies.waiting(desk.counter, desk.actor, visit_id)
        with pytest.raises(BadInputError, match="consegnata"):
            copies.archive(desk.counter, desk.actor, ArchiveCopy(visit_id, late.id, FORM, fresh_key()))
    assert len(rows(desk)) == 1
    assert [path.name for path in folder.iterdir()] == ["b.jpg"]
    assert [copy.kind for copy in copies.of_visit(desk.counter, desk.actor, visit_id)] == [DOCUMENT]


def test_m02_a_spoiled_envelope_closes_no_case(desk: Desk, folder: Path) -> None:
    visit_id = desk.visit(desk.person())
    desk.spoil(desk.reserve(visit_id).serial)
    scan(folder, "a.pdf")
    assert archive(desk, visit_id).removed


def test_m02_the_same_scan_left_behind_makes_no_second_copy_and_only_its_file_goes(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = desk.visit(desk.person())
    path = scan(folder, "a.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(scanner.ScannerFolder, "remove", lambda _self, _scan: False)
        assert archive(desk, visit_id) == ArchivedView(DOCUMENT, removed=False, again=False)
    assert path.exists()
    with pytest.raises(BadInputError):
        archive(desk, visit_id, FORM)
    with pytest.raises(BadInputError):
        archive(desk, desk.visit(desk.person()))
    assert archive(desk, visit_id) == ArchivedView(DOCUMENT, removed=True, again=True)
    assert len(rows(desk)) == len(register(desk, "attachment.added")) == 1


@one_engine
def test_m02_one_key_archives_one_copy(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.pdf")
    monkeypatch.setattr(scanner.ScannerFolder, "remove", lambda _self, _scan: False)
    listed = copies.waiting(desk.counter, desk.actor, visit_id).scans[0]
    command = ArchiveCopy(visit_id, listed.id, DOCUMENT, fresh_key())
    assert [copies.archive(desk.counter, desk.actor, command).again for _each in range(2)] == [False, True]
    assert len(rows(desk)) == 1


@one_engine
def test_m02_a_visit_takes_so_many_copies_and_not_more(desk: Desk, folder: Path) -> None:
    visit_id = desk.visit(desk.person())
    for number in range(MOST_COPIES):
        scan(folder, "a.png", PNG.replace(b"Roma", b"%04d" % number))
        archive(desk, visit_id)
    scan(folder, "a.png")
    with pytest.raises(BadInputError, match=str(MOST_COPIES)):
        archive(desk, visit_id)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("outcome", "stays"),
    [
        (VisitOutcome.DONE, True),
        (VisitOutcome.REFUSED, True),
        (VisitOutcome.ABANDONED, False),
        (VisitOutcome.LOOKED_UP, False),
    ],
)
def test_m02_no_copy_stays_of_a_visit_that_led_to_nothing(
    desk: Desk, folder: Path, outcome: VisitOutcome, stays: bool
) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.jpg", JPEG)
    archive(desk, visit_id)
    visits.close(desk.counter, desk.actor, visit_id, outcome)
    (row,) = rows(desk)
    assert (row.sealed is not None) is stays
    assert register(desk, "visit.closed")[-1].get("copies_wiped", 0) == (0 if stays else 1)
    # the same paper, scanned again or left in the folder, can be archived with another visit then
    scan(folder, "a.jpg", JPEG)
    again = desk.visit(desk.person())
    if stays:
        with pytest.raises(BadInputError):
            archive(desk, again)
    else:
        assert not archive(desk, again).again


def in_doubt(desk: Desk) -> str:
    """Leave a visit with a copy and an envelope in doubt; return the envelope's serial."""
    visit_id = desk.visit(desk.person())
    archive(desk, visit_id)
    serial = issuing.print_envelope(desk.counter, desk.actor, desk.reserve(visit_id).serial).serial
    visits.close(desk.counter, desk.actor, visit_id, VisitOutcome.ABANDONED)
    (row,) = rows(desk)
    assert row.sealed is not None
    return serial


def test_m02_copies_stay_where_an_envelope_in_doubt_turns_out_to_be_handed_over(desk: Desk, folder: Path) -> None:
    scan(folder, "a.jpg", JPEG)
    serial = in_doubt(desk)
    with pytest.raises(sa.exc.DBAPIError), desk.counter.database.writer.begin() as connection:
        connection.execute(sa.text("UPDATE attachment SET sealed = NULL"))
    declared = desk.declare(serial)
    assert isinstance(declared, EnvelopeView)
    assert declared.state is EnvelopeState.HANDED_OVER
    (row,) = rows(desk)
    assert row.sealed is not None


def test_m02_copies_go_with_the_spoiled_envelope_of_a_visit_that_was_left(desk: Desk, folder: Path) -> None:
    scan(folder, "a.jpg", JPEG)
    desk.spoil(in_doubt(desk))
    (row,) = rows(desk)
    assert row.sealed is None
    assert register(desk, "envelope.spoiled")[-1]["copies_wiped"] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM attachment",
        "UPDATE attachment SET sealed = NULL",
        "UPDATE attachment SET kind = 'form'",
        "UPDATE attachment SET visit_id = visit_id + 1",
        "UPDATE attachment SET size = 1, sealed = NULL",
    ],
)
def test_m02_the_database_lets_nobody_change_a_copy(desk: Desk, folder: Path, statement: str) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.pdf")
    archive(desk, visit_id)
    with pytest.raises(sa.exc.DBAPIError), desk.counter.database.writer.begin() as connection:
        connection.execute(sa.text(statement))
    (row,) = rows(desk)
    assert row.sealed is not None


def test_m02_a_copy_is_looked_at_for_a_reason_that_is_recorded_first(desk: Desk, folder: Path) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.pdf")
    archive(desk, visit_id)
    (listed,) = copies.of_person(desk.counter, desk.actor, visit_id)
    assert (listed.kind, listed.on, listed.media, listed.size) == (DOCUMENT, date(2016, 5, 10), "PDF", len(PDF))
    with pytest.raises(BadInputError) as caught:
        copies.view(desk.counter, desk.actor, ViewCopy(visit_id, listed.id, "  "))
    assert caught.value.field == copies.REASON
    assert register(desk, "attachment.viewed") == []
    opened = copies.view(desk.counter, desk.supervisor, ViewCopy(visit_id, listed.id, "reclamo 12"))
    assert opened.content == opened.path.read_bytes() == PDF
    assert opened.path.stat().st_mode & 0o777 == 0o600
    assert MARKED.decode() not in repr(opened)
    (kept,) = register(desk, "attachment.viewed")
    assert (kept["reason"], kept["kind"]) == ("reclamo 12", "document")
    copies.put_away(desk.counter)
    assert not opened.path.exists()


def test_m02_copies_of_earlier_visits_and_of_a_merged_row_are_the_persons(desk: Desk, folder: Path) -> None:
    person, double = desk.person(born=date(1961, 2, 3)), desk.person(born=date(1961, 2, 3), name="Luca")
    first = desk.visit(double)
    scan(folder, "a.pdf")
    archive(desk, first)
    corrections.merge(desk.counter, desk.actor, MergePeople(first, person.id, "stessa persona", fresh_key()))
    second = desk.visit(person)
    (listed,) = copies.of_person(desk.counter, desk.actor, second)
    assert copies.view(desk.counter, desk.actor, ViewCopy(second, listed.id, "reclamo")).content == PDF
    other = desk.visit(desk.person())
    assert copies.of_person(desk.counter, desk.actor, other) == ()
    with pytest.raises(BadInputError):
        copies.view(desk.counter, desk.actor, ViewCopy(other, listed.id, "curiosità"))
    assert len(register(desk, "attachment.viewed")) == 1


@one_engine
def test_m02_nobody_sees_the_papers_of_a_colleague(desk: Desk, folder: Path) -> None:
    person = desk.person()
    visit_id = desk.visit(person)
    scan(folder, "a.pdf")
    archive(desk, visit_id)
    (listed,) = copies.of_person(desk.counter, desk.actor, visit_id)
    with desk.counter.database.writer.begin() as connection:
        connection.execute(
            sa.text("UPDATE operator SET fiscal_code = :code WHERE username = 'direttrice'"),
            {"code": person.fiscal_code},
        )
    for look in (
        lambda: copies.of_person(desk.counter, desk.actor, visit_id),
        lambda: copies.view(desk.counter, desk.actor, ViewCopy(visit_id, listed.id, "curiosità")),
    ):
        with pytest.raises(NotAllowedError):
            look()
    assert register(desk, "attachment.viewed") == []


@one_engine
@pytest.mark.parametrize("harm", ["flip", "swap", "key"])
def test_m02_a_copy_that_was_tampered_with_opens_nothing_and_is_a_fault(desk: Desk, folder: Path, harm: str) -> None:
    visit_id = desk.visit(desk.person())
    for name, content in (("a.pdf", PDF), ("b.jpg", JPEG)):
        scan(folder, name, content)
        archive(desk, visit_id)
    first, second = rows(desk)
    if harm == "key":
        (desk.counter.settings.state_dir / "keys" / "copies.key").write_text("00" * 32 + "\n")
    else:
        assert first.sealed is not None
        changed = second.sealed if harm == "swap" else first.sealed[:-1] + bytes([first.sealed[-1] ^ 1])
        with desk.counter.database.writer.begin() as connection:
            connection.execute(sa.text("DROP TRIGGER attachment_guard_update"))
            connection.execute(sa.text("UPDATE attachment SET sealed = :x WHERE id = 1"), {"x": changed})
    with pytest.raises(FaultError, match="sigillata"):
        copies.view(desk.counter, desk.actor, ViewCopy(visit_id, 1, "reclamo"))
    assert len(register(desk, "attachment.viewed")) == 1
    assert not desk.counter.viewing._path.exists() or list(desk.counter.viewing._path.iterdir()) == []


@one_engine
def test_m02_a_key_that_is_gone_is_a_fault_and_never_made_anew(
    desk: Desk, folder: Path, counters: Callable[..., Counter], engine_url: str
) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.pdf")
    key = desk.counter.settings.state_dir / "keys" / "copies.key"
    kept = key.read_text()
    key.unlink()
    with pytest.raises(FaultError, match=r"copies\.key"):
        archive(desk, visit_id)
    assert (rows(desk), len(list(folder.iterdir()))) == ([], 1)
    counters(engine_url)  # nothing is sealed yet: a desk that starts may make one
    assert key.read_text() != kept
    archive(desk, visit_id)
    key.unlink()
    with pytest.raises(FaultError, match=r"copies\.key"):
        counters(engine_url)
    assert not key.exists()


@one_engine
def test_m02_an_opened_copy_left_behind_goes_when_the_desk_starts(
    desk: Desk, folder: Path, counters: Callable[..., Counter], engine_url: str
) -> None:
    visit_id = desk.visit(desk.person())
    scan(folder, "a.pdf")
    archive(desk, visit_id)
    opened = copies.view(desk.counter, desk.actor, ViewCopy(visit_id, 1, "reclamo"))
    counters(engine_url)
    assert not opened.path.exists()
