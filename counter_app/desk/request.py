"""The request for a PIN as it is handed in: whole, admitted, kept (M02)."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk import colleagues, document_rules, representation, signing
from counter_app.desk.commands import ReserveEnvelope
from counter_app.desk.eligibility import decide_issue
from counter_app.desk.fields import required
from counter_app.desk.identification import document_refusal
from counter_app.desk.views import Actor, RepresentativeView, UnsignedView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import checklist, documents
from counter_app.identity.documents import DocumentCheck
from counter_app.norms.decide import Decision
from data.database import Session
from data.queries import rows
from data.tables import Credential, Identification, Person


def check_whole(command: ReserveEnvelope) -> None:
    """Go on only with every check made and every paper signed, or with what stands for a signature.

    Raises:
        BadInputError: naming the field.
    """
    for check in checklist.missing(command.checks):
        raise BadInputError(_("Make this check, or stop here."), check)
    if not command.form_signed and command.unsigned is None:
        raise BadInputError(_("The request form must be signed."), "form-signed")
    if command.applicant in representation.QUALITIES:
        if command.representing is None or command.representing.quality != command.applicant:
            raise BadInputError(_("Say who asks for this person."), representation.CODE)
        if not command.representing.role_certified:
            raise BadInputError(_("The self-certification of the role must be signed."), representation.ROLE_CERTIFIED)
    if not command.privacy_given:
        raise BadInputError(_("The privacy notice must be given."), "privacy-given")


def decide(
    counter: Counter,
    session: Session,
    actor: Actor,
    person: Person,
    held: Credential | None,
    command: ReserveEnvelope,
) -> Decision:
    """The first rule that refuses decides: in what quality, with which documents, whether a PIN at all (M02, M03).

    Raises:
        BadInputError: when something typed is missing or cannot be, naming the field.
        OwnPeopleError: when whoever asks for the person works here.
    """
    today = counter.clock.today()
    representing = command.representing if command.applicant in representation.QUALITIES else None
    asking = person
    if representing is not None:
        asking = representation.row_of(session, representing)
        colleagues.check(session, actor, asking, command.visit_id)
    _stop_at_slips(document_rules.check(counter, command.document, asking.born))
    if representing is None:
        admitted = representation.in_quality(counter, person, command.applicant)
    else:
        admitted = representation.may_represent(counter, person, command.applicant, asking)
    if not admitted.allowed:
        return admitted
    own = command.document
    refused = document_refusal(counter, own, asking)
    if refused is None and representing is not None:
        representation.check_appointment(admitted, representing.appointment, today)
        own = representing.holder_document or documents.NOTHING
        _stop_at_slips(representation.holder_check(counter, admitted, own, person.born))
        refused = representation.holder_refusal(counter, admitted, own, person.born)
    if command.unsigned is not None:
        names = (f"{row.surname} {row.name}" for row in (person, asking))
        signing.check(command.unsigned, (*names, actor.full_name))
    return refused or decide_issue(counter, session, person, held, own.kind)


def _stop_at_slips(check: DocumentCheck) -> None:
    for field in check.missing:
        raise BadInputError(_("This cannot stay empty."), field)
    for error in check.errors:
        raise BadInputError(error.message, error.field)


def keep(counter: Counter, session: Session, actor: Actor, person: Person, command: ReserveEnvelope) -> int:
    """Write the identification, with who asked for somebody else and what stands for a signature.

    The contacts kept are those of the archive, where `contacts.write` has put what was told with the request.

    A document past its printed expiry is kept with the day until which it is good, and the norm that says so.

    Returns:
        Its number.
    """
    document = command.document
    if document.issued_on is None:
        raise BadInputError(_("This cannot stay empty."), documents.ISSUED)
    beyond = document_rules.beyond(counter, document)
    number: int = rows.insert(
        session,
        Identification,
        visit_id=command.visit_id,
        operator_id=actor.operator_id,
        business_date=counter.clock.today(),
        completed_at=counter.clock.now(),
        applicant=command.applicant,
        document_kind=document.kind,
        document_number=required(document.number, documents.NUMBER, 40),
        document_issuer=required(document.issuer, documents.ISSUER, 80),
        issued_on=document.issued_on,
        expires_on=document.expires_on,
        extended_until=None if beyond is None else beyond.until,
        extended_by="" if beyond is None else beyond.norm,
        checks=" ".join(sorted(command.checks)),
        form_signed=command.form_signed or command.unsigned is not None,
        privacy_given=command.privacy_given,
        email=person.email,
        mobile=person.mobile,
        pec=person.pec,
    )
    if command.representing is not None and command.applicant in representation.QUALITIES:
        representation.keep(counter, session, number, person, command.representing)
    if command.unsigned is not None:
        signing.keep(session, number, command.unsigned)
    return number


def representative_view(session: Session, command: ReserveEnvelope) -> RepresentativeView | None:
    """Return who asks for the person, None where they ask for themselves."""
    if command.representing is None or command.applicant not in representation.QUALITIES:
        return None
    row = representation.row_of(session, command.representing)
    return RepresentativeView(f"{row.surname} {row.name}", row.fiscal_code, command.applicant)


def unsigned_view(command: ReserveEnvelope) -> UnsignedView | None:
    """Return what stands for the signature, None where there is one."""
    unsigned = command.unsigned
    if unsigned is None or unsigned.cause is None:
        return None
    return UnsignedView(
        unsigned.cause, unsigned.witness_name, unsigned.witness_document_kind, unsigned.witness_document_number
    )


def rested_on(counter: Counter, command: ReserveEnvelope) -> dict[str, Any]:
    """Return what the register keeps of documents past their printed expiry: the norms that keep them good."""
    shown = None if command.representing is None else command.representing.holder_document
    documents_shown = {"extended_by": command.document, "holder_extended_by": shown}
    found = {
        name: document_rules.beyond(counter, document)
        for name, document in documents_shown.items()
        if document is not None
    }
    return {name: beyond.norm for name, beyond in found.items() if beyond is not None}


def who_asked(session: Session, command: ReserveEnvelope) -> dict[str, Any]:
    """Return what the register keeps of a case that is not a person asking for themselves and signing."""
    told: dict[str, Any] = {}
    if command.representing is not None and command.applicant in representation.QUALITIES:
        row = representation.row_of(session, command.representing)
        told |= {"applicant": command.applicant, "representative_id": row.id}
    if command.unsigned is not None:
        told["cannot_sign"] = command.unsigned.cause
    return told
