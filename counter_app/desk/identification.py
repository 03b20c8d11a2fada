"""In-person identification (M02): in what quality, with which document, and the request form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from counter_app.counter import Counter
from counter_app.desk import contacts, document_rules, practice, representation, second_person, signing
from counter_app.desk.commands import ConfirmDocument, Contacts, Representing, Unsigned
from counter_app.desk.eligibility import ISSUE, check_shown, decide_issue, held_pin, refused_by_shown
from counter_app.desk.fields import required
from counter_app.desk.papers import document_on_paper, paper_head, person_on_paper, print_document, representative_line
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.refusals import record_refusal
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, Deed, PersonView, PrintedView, Refused, RepresentativeView
from counter_app.desk.visits import open_visit_and_person
from counter_app.envelope.content import AppointmentOnPaper, RequestFormData, SelfCertificationData
from counter_app.envelope.documents import render_request_form, render_self_certification
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from counter_app.identity.documents import DocumentCheck, IdentityDocument
from counter_app.norms.decide import Decision, refusal
from data.database import Session
from data.tables import Person
from data.vocabulary import Applicant, PrintedKind, TwoPersonAct

ODD_REASON = "odd-reason"
NO_CONTACTS = Contacts()


def check_applicant(counter: Counter, actor: Actor, visit_id: int, applicant: Applicant) -> Decision:
    """Decide whether somebody in this quality may ask for a PIN today; a refusal is recorded (M02)."""
    require(counter, actor, "serve")
    _visit, person = counter.read(lambda session: open_visit_and_person(session, visit_id))
    decision = representation.in_quality(counter, person, applicant)
    if not decision.allowed:
        record_refusal(counter, actor, visit_id, decision, applicant=applicant)
    return decision


def check_document(
    counter: Counter, actor: Actor, visit_id: int, document: IdentityDocument, owner_id: int | None = None
) -> DocumentCheck | Refused:
    """Check a document on the business date; an expired or unacceptable one is refused, with what to bring (M02).

    One that is the person's own may also show that they are not excepted from the end of new PINs (M16, M17).

    Args:
        counter: the desk.
        actor: who serves.
        visit_id: the visit.
        document: of whoever asks, as far as it was typed.
        owner_id: the representative whose document it is; None = the person the visit is about.
    """
    require(counter, actor, "serve")

    owner, soon = counter.read(lambda session: (_owner(session, visit_id, owner_id), practice.expiring_days(session)))
    check = document_rules.check(counter, document, owner.born, soon)
    decision = document_refusal(counter, document, owner)
    if decision is None and owner_id is None:
        decision = refused_by_shown(counter, owner, document.kind)
    if decision is None:
        return check
    record_refusal(counter, actor, visit_id, decision, document_kind=document.kind)
    return Refused(decision)


def _owner(session: Session, visit_id: int, owner_id: int | None) -> Person:
    _visit, person = open_visit_and_person(session, visit_id)
    return person if owner_id is None else session.get_one(Person, owner_id)


def deed_of_document(visit_id: int, document: IdentityDocument) -> Deed:
    """Return what a second person confirms of a document: exactly what was typed of it, in one visit."""
    typed = (document.kind, document.number, document.issuer, document.issued_on, document.expires_on)
    return Deed(TwoPersonAct.CONFIRM_DOCUMENT, str(visit_id), repr(typed))


def confirm_document(counter: Counter, actor: Actor, command: ConfirmDocument) -> str:
    """Keep a supervisor's word that an odd document is good: an unusual number, an unusual validity (M02).

    A document that a norm refuses (expired, not one that identifies) stays refused: the law leaves no room there.

    Returns:
        The second person's username.

    Raises:
        BadInputError: without a reason, or when nothing is odd about the document.
        NotAllowedError: when a norm refuses the document, or no supervisor has confirmed it.
    """
    require(counter, actor, "serve")
    reason = required(command.reason, ODD_REASON, 200)
    owner, soon = counter.read(
        lambda session: (_owner(session, command.visit_id, command.owner_id), practice.expiring_days(session))
    )
    check = document_rules.check(counter, command.document, owner.born, soon)
    if command.owner_id is None:
        check = check_shown(counter, owner, check, command.document.kind)
    if check.refused_by is not None:
        raise NotAllowedError(_("The law refuses this document: nobody can confirm it. Ask for another one."))
    if not check.good or not check.warnings:
        raise BadInputError(_("Nothing is odd about this document: there is nothing to confirm."), ODD_REASON)
    deed = deed_of_document(command.visit_id, command.document)
    second = second_person.spend(counter, actor, deed, command.approval)
    details: dict[str, Any] = {
        "person_id": owner.id,
        "document": command.document.kind,
        "odd": [warning.field for warning in check.warnings],
        "reason": reason,
        "second": second,
    }

    def write(session: Session) -> tuple[None, str]:
        record(counter, session, actor, "document.confirmed", visit_id=command.visit_id, **details)
        return None, str(command.visit_id)

    counter.write_once(command.key, "identification.confirm-document", write)
    return second


def document_refusal(counter: Counter, document: IdentityDocument, person: Person) -> Decision | None:
    """Return the refusal a document meets on the business date, None where it may be used."""
    check = document_rules.check(counter, document, person.born)
    if check.refused_by is None:
        return None
    on, known_on = counter.clock.today(), counter.clock.known_on()
    return refusal(counter.norms, check.refused_by, on, known_on, action=ISSUE, reasons=(check.reason,))


def refuse_issue(counter: Counter, actor: Actor, visit_id: int) -> Decision:
    """Decide the issue for a visit's person and record the refusal the operator is about to explain."""
    require(counter, actor, "serve")

    def read(session: Session) -> Decision:
        _visit, person = open_visit_and_person(session, visit_id)
        return decide_issue(counter, session, person, held_pin(session, person))

    decision = counter.read(read)
    if not decision.allowed:
        record_refusal(counter, actor, visit_id, decision)
    return decision


def print_form(
    counter: Counter,
    actor: Actor,
    visit_id: int,
    document: IdentityDocument,
    key: str,
    representing: Representing | None = None,
    unsigned: Unsigned | None = None,
    told: Contacts = NO_CONTACTS,
) -> PrintedView:
    """Print the request form, pre-filled, to be signed by whoever asks (M02, M03).

    Args:
        counter: the desk.
        actor: who prints.
        visit_id: the visit.
        document: of whoever asks.
        key: idempotency key.
        representing: who asks for the person; None where they ask for themselves.
        unsigned: what is printed in place of the signature lines; None where the form is signed.
        told: the holder's contacts where they differ from the archive's.

    Raises:
        BadInputError: naming the field, when a contact cannot be.
    """
    require(counter, actor, "serve")
    for problem in contacts.wrong(told):
        raise problem
    person, asking = counter.read(lambda session: _parties(session, visit_id, representing))

    def render(number: str, code: str) -> bytes:
        data = RequestFormData(
            head=paper_head(counter, actor, number, code),
            person=person_on_paper(contacts.told_now(person, told)),
            document=document_on_paper(document),
            instead=signing.on_paper(unsigned),
        )
        if asking is not None and representing is not None:
            who = RepresentativeView(asking.full_name, asking.fiscal_code, representing.quality)
            shown = representing.holder_document
            data = replace(
                data,
                representative=representative_line(who),
                holder_document=document_on_paper(shown) if shown else None,
            )
        return render_request_form(data)

    return print_document(counter, actor, PrintedKind.REQUEST_FORM, visit_id, render, key=key)


def print_self_certification(
    counter: Counter,
    actor: Actor,
    visit_id: int,
    representing: Representing,
    key: str,
    unsigned: Unsigned | None = None,
) -> PrintedView:
    """Print the self-certification of the role, pre-filled, to be signed by the representative (M02)."""
    require(counter, actor, "serve")
    person, asking = counter.read(lambda session: _parties(session, visit_id, representing))
    if asking is None:
        raise BadInputError(_("Say who asks for this person."), representation.CODE)
    declarant = person_on_paper(asking)
    appointment = representing.appointment

    def render(number: str, code: str) -> bytes:
        return render_self_certification(
            SelfCertificationData(
                head=paper_head(counter, actor, number, code),
                declarant=declarant,
                holder=person_on_paper(person),
                quality=representing.quality,
                appointment=None
                if appointment is None
                else AppointmentOnPaper(appointment.court, appointment.appointed_on, appointment.number),
                instead=signing.on_paper(unsigned),
            )
        )

    return print_document(counter, actor, PrintedKind.SELF_CERTIFICATION, visit_id, render, key=key)


def _parties(
    session: Session, visit_id: int, representing: Representing | None
) -> tuple[PersonView, PersonView | None]:
    """Return who the PIN is for, and who asks for them."""
    _visit, person = open_visit_and_person(session, visit_id)
    who = None if representing is None else person_view(representation.row_of(session, representing))
    return person_view(person), who
