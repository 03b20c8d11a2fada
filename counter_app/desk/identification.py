"""In-person identification (M02): in what quality, with which document, and the request form."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk import second_person
from counter_app.desk.commands import ConfirmDocument
from counter_app.desk.eligibility import ISSUE, decide_issue, held_pin, store
from counter_app.desk.fields import required
from counter_app.desk.papers import paper_head, person_on_paper, print_document
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, Deed, PrintedView, Refused
from counter_app.desk.visits import open_visit_and_person, visit_and_person
from counter_app.envelope.content import DocumentOnPaper, RequestFormData
from counter_app.envelope.documents import render_request_form
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from counter_app.identity import documents
from counter_app.identity.documents import DocumentCheck, IdentityDocument
from counter_app.norms.decide import Decision, applicant_decision, refusal
from data.database import Session
from data.tables import Person
from data.vocabulary import Applicant, PrintedKind, TwoPersonAct

ODD_REASON = "odd-reason"


def check_applicant(counter: Counter, actor: Actor, visit_id: int, applicant: Applicant) -> Decision:
    """Decide whether somebody in this quality may ask for a PIN today; a refusal is recorded (M02)."""
    require(counter, actor, "serve")
    on = counter.clock.today()
    decision = applicant_decision(counter.norms, applicant, on, counter.clock.known_on())
    if not decision.allowed:
        record_refusal(counter, actor, visit_id, decision, applicant=applicant)
    return decision


def check_document(
    counter: Counter, actor: Actor, visit_id: int, document: IdentityDocument
) -> DocumentCheck | Refused:
    """Check a document on the business date; an expired or unacceptable one is refused, with what to bring (M02)."""
    require(counter, actor, "serve")
    _visit, person = counter.read(lambda session: open_visit_and_person(session, visit_id))
    check = documents.check(document, counter.clock.today(), person.born)
    decision = document_refusal(counter, document, person)
    if decision is None:
        return check
    record_refusal(counter, actor, visit_id, decision, document_kind=document.kind)
    return Refused(decision)


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
    _visit, person = counter.read(lambda session: open_visit_and_person(session, command.visit_id))
    check = documents.check(command.document, counter.clock.today(), person.born)
    if check.refused_by is not None:
        raise NotAllowedError(_("The law refuses this document: nobody can confirm it. Ask for another one."))
    if not check.good or not check.warnings:
        raise BadInputError(_("Nothing is odd about this document: there is nothing to confirm."), ODD_REASON)
    deed = deed_of_document(command.visit_id, command.document)
    second = second_person.spend(counter, actor, deed, command.approval)
    details: dict[str, Any] = {
        "person_id": person.id,
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
    on = counter.clock.today()
    check = documents.check(document, on, person.born)
    if check.refused_by is None:
        return None
    known_on = counter.clock.known_on()
    return refusal(counter.norms, check.refused_by, on, known_on, action=ISSUE, reasons=(check.reason,))


def record_refusal(counter: Counter, actor: Actor, visit_id: int, decision: Decision, **details: str) -> None:
    """Keep a refusal, as it was decided, and enter it in the register."""

    def write(session: Session) -> None:
        _visit, person = visit_and_person(session, visit_id)
        store(counter, session, visit_id, decision)
        norms = [norm.id for norm in decision.norms]
        record(counter, session, actor, "pin.refused", visit_id=visit_id, person_id=person.id, norms=norms, **details)

    counter.write(write)


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


def print_form(counter: Counter, actor: Actor, visit_id: int, document: IdentityDocument, key: str) -> PrintedView:
    """Print the request form, pre-filled, to be signed by the person (M02, M03)."""
    require(counter, actor, "serve")
    _visit, person = counter.read(lambda session: open_visit_and_person(session, visit_id))

    def render(number: str, code: str) -> bytes:
        data = RequestFormData(
            head=paper_head(counter, actor, number, code),
            person=person_on_paper(person_view(person)),
            document=DocumentOnPaper(
                type_label=documents.kind(document.kind).names["it"],
                number=document.number,
                issuer=document.issuer,
                issued_on=document.issued_on,
                expires_on=document.expires_on,
            ),
        )
        return render_request_form(data)

    return print_document(counter, actor, PrintedKind.REQUEST_FORM, visit_id, render, key=key)
