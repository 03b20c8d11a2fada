"""What a supervisor looks at before deciding on a held case: people, papers, corrections, earlier cases.

What was typed is kept while the case is: in the identification, or in the draft. A note keeps it too, among the
register's details, where it can be erased: the visit may be over when somebody looks (office practice).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from counter_app.counter import Counter
from counter_app.desk import colleagues, document_rules, drafts, practice, representation
from counter_app.desk.archive_views import CorrectionView
from counter_app.desk.eligibility import minority_of
from counter_app.desk.people import hit
from counter_app.desk.record import record
from counter_app.desk.review_views import AskingView, EarlierView, NoteView, PresentedView, ReviewView
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import documents, fiscal_code, holder, typed_dates
from counter_app.identity.documents import IdentityDocument
from data.database import Session
from data.queries import office as office_queries
from data.queries import people as people_queries
from data.queries import register as register_queries
from data.queries import suspicions as queries
from data.queries import visits as visit_queries
from data.queries.register import Told
from data.tables import Identification, Person, Representation, Suspicion, id_of
from data.vocabulary import Applicant, SuspicionState

SHOWN = 9
"""How many of the newest corrections are shown: more would be a history, not a reason to look twice."""


@dataclass(frozen=True, slots=True)
class _Presented:
    """What was handed in, wherever it is kept: the papers, and who asks."""

    document: PresentedView | None = None
    holder_document: PresentedView | None = None
    asking: AskingView | None = None


def look(counter: Counter, actor: Actor, suspicion_id: int) -> ReviewView:
    """Return what there is to decide on; that it was looked at is registered.

    Raises:
        BadInputError: when the case was decided already.
        NotAllowedError: when the actor is no supervisor, or the person works here (`OwnPeopleError`).
        FaultError: when the register cannot be written; nothing is shown then.
    """
    require(counter, actor, "decide-suspicion")

    def write(session: Session) -> ReviewView:
        row = session.get(Suspicion, suspicion_id)
        if row is None or row.state != SuspicionState.OPEN:
            raise BadInputError(_("This case was decided already: read the list again."))
        person = session.get_one(Person, row.person_id)
        colleagues.check(session, actor, person, row.visit_id)
        record(
            counter,
            session,
            actor,
            "suspicion.viewed",
            visit_id=row.visit_id,
            subject=str(suspicion_id),
            person_id=row.person_id,
        )
        return _review(counter, session, actor, row, person)

    with colleagues.refusals_recorded(counter, actor):
        return counter.write(write)


def _review(counter: Counter, session: Session, actor: Actor, row: Suspicion, person: Person) -> ReviewView:
    noted = register_queries.of_person(session, row.person_id, ("suspicion.noted",), subject=str(row.id))
    presented = _presented(counter, session, person, noted)
    return ReviewView(
        suspicion_id=id_of(row),
        own=row.raised_by == actor.operator_id,
        person=hit(person),
        minor=minority_of(counter, person),
        ward=person.ward,
        notes=_notes(session, row, noted),
        document=presented.document,
        holder_document=presented.holder_document,
        asking=presented.asking,
        corrections=_corrections(session, row.person_id),
        earlier=tuple(
            EarlierView(
                at=whole.suspicion.raised_at,
                by=whole.raised_by,
                note=whole.suspicion.note,
                state=SuspicionState(whole.suspicion.state),
                decided_by=whole.decided_by,
                ground=whole.suspicion.ground or "",
            )
            for whole in queries.decided_of(session, row.person_id)
        ),
    )


def _notes(session: Session, row: Suspicion, noted: Sequence[Told]) -> tuple[NoteView, ...]:
    """Return the notes, the oldest first; the case itself keeps the text of that one too."""
    texts = [str(entry.details.get("note", "")) for entry in reversed(noted)]
    if texts:
        texts[0] = row.note
    names = office_queries.full_names(session, [entry.operator for entry in noted])
    return tuple(
        NoteView(
            at=entry.at,
            who=names.get(entry.operator, entry.operator),
            desk=entry.desk.rpartition("/")[2],
            text=text,
        )
        for entry, text in zip(reversed(noted), texts, strict=True)
    )


def _corrections(session: Session, person_id: int) -> tuple[CorrectionView, ...]:
    views = (
        CorrectionView(row.business_date, row.field, row.old_value or "", row.new_value or "", row.reason)
        for row in people_queries.changes(session, person_id)[:SHOWN]
    )
    return tuple(_masked(view) if view.field == people_queries.FISCAL_CODE else view for view in views)


def _masked(view: CorrectionView) -> CorrectionView:
    return replace(view, before=fiscal_code.mask(view.before), after=fiscal_code.mask(view.after))


# -- what was handed in -----------------------------------------------------------------------------------------------


def _presented(counter: Counter, session: Session, person: Person, noted: Sequence[Told]) -> _Presented:
    """Return what was handed in when the newest note was written that knows of anything.

    What was kept with a note goes before the draft: that may have been typed over since.
    """
    for entry in noted:
        kept = visit_queries.newest_identification(session, entry.visit_id)
        if kept is not None:
            return _identified(counter, session, person, kept)
        typed = entry.details.get("typed") or drafts.presented(session, entry.visit_id)
        found = _typed(counter, session, person, typed)
        if found != _Presented():
            return found
    return _Presented()


def _identified(counter: Counter, session: Session, person: Person, kept: Identification) -> _Presented:
    asked = visit_queries.representative_of(session, id_of(kept))
    soon = practice.expiring_days(session)
    document = IdentityDocument(
        kept.document_kind, kept.document_number, kept.document_issuer, kept.issued_on, kept.expires_on
    )
    extended = document_rules.extension_words(counter, kept.extended_until, kept.extended_by)
    if asked is None:
        return _Presented(_shown(counter, document, person.born, soon, extended))
    row, who = asked
    return _Presented(
        _shown(counter, document, who.born, soon, extended),
        _holders(counter, row, person.born, soon),
        AskingView(hit(who), Applicant(row.quality)),
    )


def _holders(counter: Counter, row: Representation, born: date, soon: int) -> PresentedView | None:
    document = IdentityDocument(
        row.document_kind or "",
        row.document_number or "",
        row.document_issuer or "",
        row.document_issued_on,
        row.document_expires_on,
    )
    extended = document_rules.extension_words(counter, row.document_extended_until, row.document_extended_by)
    return _shown(counter, document, born, soon, extended)


def _typed(counter: Counter, session: Session, person: Person, typed: dict[str, str]) -> _Presented:
    quality = Applicant(typed.get(drafts.APPLICANT, Applicant.SELF))
    soon = practice.expiring_days(session)
    document = _document(typed, str)
    if quality is Applicant.SELF:
        return _Presented(_shown(counter, document, person.born, soon))
    if quality not in representation.QUALITIES:
        return _Presented(_shown(counter, document, None, soon), asking=AskingView(None, quality))
    code = typed.get(representation.CODE, "").upper()
    who = people_queries.by_code(session, code)
    return _Presented(
        _shown(counter, document, None if who is None else who.born, soon),
        _shown(counter, _document(typed, holder.field), person.born, soon),
        AskingView(None, quality, fiscal_code.mask(code)) if who is None else AskingView(hit(who), quality),
    )


def _document(typed: dict[str, str], field: Callable[[str], str]) -> IdentityDocument:
    """Return a document as it was typed; `field` tells the id of one of its fields from the ordinary one."""
    kind, number, issuer, issued, expires = (
        typed.get(field(name), "")
        for name in (documents.KIND, documents.NUMBER, documents.ISSUER, documents.ISSUED, documents.EXPIRES)
    )
    return IdentityDocument(kind, number, issuer, _day(issued), _day(expires))


def _day(text: str) -> date | None:
    try:
        return typed_dates.parse_date(text, "")
    except BadInputError:
        return None


def _shown(
    counter: Counter, document: IdentityDocument, born: date | None, soon: int, extended: tuple[str, ...] = ()
) -> PresentedView | None:
    """Return a document with what is to be said about it today; None where nothing of it was typed.

    Args:
        counter: the desk.
        document: as far as it was typed.
        born: the birth date of whose it is, None while not known.
        soon: so many days before its expiry it is announced as expiring.
        extended: what kept it good past its printed date when it was used; it goes before what is said of that today.
    """
    if holder.nothing_typed(document):
        return None
    check = document_rules.check(counter, document, born, soon)
    said_already = check.beyond.words if extended and check.beyond is not None else ""
    odd = (item.message for item in (*check.errors, *check.warnings) if item.message != said_already)
    return PresentedView(
        kind=documents.kind(document.kind).name if document.kind else "",
        number=document.number,
        issuer=document.issuer,
        issued_on=document.issued_on,
        expires_on=document.expires_on,
        told=(*(extended or filter(None, (check.reason,))), *odd),
    )
