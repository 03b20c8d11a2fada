"""Copies of document and form, archived with the visit and looked at only for a reason that is recorded (M02).

A copy is no condition for issuing: where there is no scanner, or it fails, the copy is made on paper and kept with the
form, as offices did before; M02 asks for a copy, not for this desk's scanner.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counter_app.clock import instant_of
from counter_app.copies import samples, sealing
from counter_app.copies.content import MediaType
from counter_app.copies.scanner import MOST_COPIES, Scan, ScannerFolder, unfit_words
from counter_app.counter import Counter
from counter_app.desk import colleagues
from counter_app.desk.commands import ArchiveCopy, ViewCopy
from counter_app.desk.copy_views import ArchivedView, CopyView, OpenedCopy, ScannerView, ScanView
from counter_app.desk.fields import required
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.desk.visits import open_visit_and_person
from counter_app.desk.words import copy_kind
from counter_app.errors import BadInputError
from counter_app.i18n import _
from data.database import Session
from data.queries import attachments as queries
from data.queries import rows
from data.queries import visits as visit_queries
from data.queries.attachments import ListedCopy
from data.tables import Attachment, id_of
from data.vocabulary import AttachmentKind, WorldKind

REASON = "copy-reason"
SCANNERS = "scanner"
"""Folder of the training desks' scanners, below the world's own."""


def available(counter: Counter) -> bool:
    """Return whether this desk can archive copies: an office with a scanner's folder, or a training world."""
    return counter.world is WorldKind.TRAINING or counter.settings.scanner is not None


def still_wanted(counter: Counter, archived: Iterable[AttachmentKind], *, for_another: bool) -> tuple[str, ...]:
    """Return in words which copies a case still has not, where the office has a scanner; a lesson asks for none.

    Args:
        counter: the desk.
        archived: what is archived with the visit.
        for_another: whether a representative asks.
    """
    if counter.world is WorldKind.TRAINING or counter.settings.scanner is None:
        return ()
    there = set(archived)
    return tuple(copy_kind(kind) for kind in kinds(for_another=for_another) if kind not in there)


def kinds(*, for_another: bool) -> tuple[AttachmentKind, ...]:
    """Return what a case is archived with (M02): document and form, and what shows the role of a representative."""
    role = (AttachmentKind.ROLE_PAPER,) if for_another else ()
    return (AttachmentKind.DOCUMENT, AttachmentKind.FORM, *role)


def waiting(counter: Counter, actor: Actor, visit_id: int) -> ScannerView:
    """Return what lies in the scanner's folder, and what the visit has already.

    A training desk finds two scans of nobody there, as long as the visit has no copy and the folder is empty.

    Raises:
        BadInputError: when this desk has no scanner, the visit has ended, or its envelope has been handed over.
        FaultError: when the folder cannot be read.
    """
    require(counter, actor, "serve")
    counter.read(lambda session: _check_not_handed_over(session, visit_id))
    archived = of_visit(counter, actor, visit_id)
    if counter.world is WorldKind.TRAINING and not archived:
        ever = counter.read(queries.how_many_ever)
        samples.lay_down(_training_folder(counter), counter.clock.now(), f"{visit_id}-{ever}")
    return ScannerView(tuple(map(_scan_view, _scanner(counter).scans())), archived)


def of_visit(counter: Counter, actor: Actor, visit_id: int) -> tuple[CopyView, ...]:
    """Return the copies archived with a visit under way, the oldest first.

    Raises:
        BadInputError: when the visit has ended.
    """
    require(counter, actor, "serve")

    def read(session: Session) -> tuple[CopyView, ...]:
        open_visit_and_person(session, visit_id)
        return tuple(map(_copy_view, queries.of_visit(session, visit_id)))

    return counter.read(read)


def archive(counter: Counter, actor: Actor, command: ArchiveCopy) -> ArchivedView:
    """Archive a scan with a visit, sealed; once that is committed, its file is taken out of the scanner's folder.

    Killed in between, the file is still there: archived again it makes no second copy, and only the file goes.

    Raises:
        BadInputError: when the file changed, cannot be attached, or is archived elsewhere; when the visit has enough,
            has ended, or its envelope has been handed over.
        FaultError: when folder, key or database cannot be used; nothing is archived then, and the file stays.
        NotAllowedError: when the account may not serve, or the person works here.
    """
    require(counter, actor, "serve")
    scanner = _scanner(counter)
    scan, content = scanner.read(command.scan_id)
    key = counter.keys.copies_key()
    told = sealing.digest(key, content)
    media = scan.kind or MediaType.PDF  # `read` gives back only what has a kind
    sealed = sealing.seal(key, content, _bound_to(command.visit_id, command.kind, media, told))

    def write(session: Session) -> tuple[bool, str]:
        known = _known(session, actor, command, told)
        if known is not None:
            return True, str(known.id)
        number: int = rows.insert(
            session,
            Attachment,
            visit_id=command.visit_id,
            operator_id=actor.operator_id,
            kind=command.kind,
            media_type=media,
            size=len(content),
            digest=told,
            sealed=sealed,
            business_date=counter.clock.today(),
            attached_at=counter.clock.now(),
        )
        details: dict[str, Any] = {"kind": command.kind, "media": media, "size": len(content), "digest": told}
        record(counter, session, actor, "attachment.added", visit_id=command.visit_id, subject=str(number), **details)
        return False, str(number)

    with colleagues.refusals_recorded(counter, actor):
        again, _number = counter.write_once(command.key, "copies.archive", write)
    return ArchivedView(command.kind, scanner.remove(scan), again is not False)


def _known(session: Session, actor: Actor, command: ArchiveCopy, told: str) -> Attachment | None:
    """Return the copy of the same bytes this visit has already, None where there is none and room for one.

    Raises:
        BadInputError: when it is archived elsewhere or as something else; when the visit takes none any more.
    """
    _visit, person = open_visit_and_person(session, command.visit_id)
    colleagues.check(session, actor, person, command.visit_id)
    known = queries.by_digest(session, told)
    if known is None:
        _check_not_handed_over(session, command.visit_id)
        if len(queries.of_visit(session, command.visit_id)) >= MOST_COPIES:
            raise BadInputError(_("A visit takes {most} copies at most.").format(most=MOST_COPIES))
        return None
    if known.visit_id != command.visit_id:
        raise BadInputError(_("This scan is archived with another visit: take it out of the scanner's folder."))
    if known.kind != command.kind:
        words = _("This very scan is archived with this visit already: {kind}.")
        raise BadInputError(words.format(kind=copy_kind(AttachmentKind(known.kind))))
    return known


def _check_not_handed_over(session: Session, visit_id: int) -> None:
    """Go on only while the case is under way: with the hand-over its papers are complete (office practice).

    Raises:
        BadInputError: saying what becomes of a late scan.
    """
    if visit_queries.handed_over_in(session, visit_id):
        words = _("Envelope handed over, case closed: print a late scan, keep it with the form.")
        raise BadInputError(words)


def of_person(counter: Counter, actor: Actor, visit_id: int) -> tuple[CopyView, ...]:
    """Return the copies archived with this and earlier visits of the person at the desk, the newest first.

    Raises:
        BadInputError: when the visit has ended.
        NotAllowedError: when the account may not see copies, or the person works here.
    """
    require(counter, actor, "see-copies")

    def read(session: Session) -> tuple[CopyView, ...]:
        _visit, person = open_visit_and_person(session, visit_id)
        colleagues.check(session, actor, person, visit_id)
        return tuple(map(_copy_view, queries.of_person(session, id_of(person))))

    return counter.read(read)


def view(counter: Counter, actor: Actor, command: ViewCopy) -> OpenedCopy:
    """Open a copy to be looked at; that it is looked at, by whom and why, is committed before anything of it appears.

    Raises:
        BadInputError: without a reason; when the person has no such copy.
        FaultError: when it cannot be opened: changed, or sealed with another key. Nothing of it is shown.
        NotAllowedError: when the account may not see copies, or the person works here.
    """
    require(counter, actor, "see-copies")
    reason = required(command.reason, REASON, 200)

    def write(session: Session) -> Attachment:
        _visit, person = open_visit_and_person(session, command.visit_id)
        colleagues.check(session, actor, person, command.visit_id)
        row = queries.of_person_by_id(session, id_of(person), command.copy_id)
        if row is None:
            raise BadInputError(_("The archive has no such copy of this person any more."))
        details: dict[str, Any] = {"person_id": person.id, "kind": row.kind, "reason": reason}
        number = str(command.copy_id)
        record(counter, session, actor, "attachment.viewed", visit_id=command.visit_id, subject=number, **details)
        return row

    with colleagues.refusals_recorded(counter, actor):
        row = counter.write(write)
    kind, media = AttachmentKind(row.kind), MediaType(row.media_type)
    bound = _bound_to(row.visit_id, kind, media, row.digest)
    content = sealing.unseal(counter.keys.copies_key(), row.sealed or b"", bound)
    path = counter.viewing.put(content, media)
    return OpenedCopy(f"{kind}-{command.copy_id}.{media.short.lower()}", path, content)


def put_away(counter: Counter) -> None:
    """Remove what was opened to be looked at."""
    counter.viewing.purge()


def _scanner(counter: Counter) -> ScannerFolder:
    """Return the desk's scanner; a training desk has its own, never the office's.

    Raises:
        BadInputError: when this desk has none.
    """
    if counter.world is WorldKind.TRAINING:
        return ScannerFolder(_training_folder(counter))
    if counter.settings.scanner is None:
        raise BadInputError(_("This desk has no scanner: set “scanner” to the folder it writes into."))
    return ScannerFolder(counter.settings.scanner)


def _training_folder(counter: Counter) -> Path:
    return counter.settings.state_dir / SCANNERS / counter.settings.desk


def _bound_to(visit_id: int, kind: AttachmentKind, media: MediaType, told: str) -> str:
    """Return what a sealed copy belongs to, so that it opens as nothing else."""
    return f"visit {visit_id}/{kind}/{media}/{told}"


def _scan_view(scan: Scan) -> ScanView:
    return ScanView(
        id=scan.id,
        shown=scan.shown,
        at=instant_of(scan.at),
        size=scan.size,
        kind=scan.kind.short if scan.kind else "",
        unfit=unfit_words(scan.unfit) if scan.unfit else "",
    )


def _copy_view(copy: ListedCopy) -> CopyView:
    return CopyView(
        id=copy.id,
        kind=AttachmentKind(copy.kind),
        on=copy.business_date,
        at=copy.attached_at,
        operator=copy.operator,
        size=copy.size,
        media=MediaType(copy.media_type).short,
    )
