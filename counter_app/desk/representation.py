"""Acting for somebody else (M02): who may, what is asked of them, what is kept."""

from __future__ import annotations

from datetime import date

from counter_app.counter import Counter
from counter_app.desk import colleagues, document_rules, drafts, practice
from counter_app.desk.commands import Appointment, Representing
from counter_app.desk.eligibility import ISSUE, refused_by_shown
from counter_app.desk.fields import required
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.refusals import record_refusal
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PersonView, Refused
from counter_app.desk.visits import open_visit_and_person
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import documents, holder
from counter_app.identity.documents import DocumentCheck, IdentityDocument
from counter_app.identity.fiscal_code import FiscalCode
from counter_app.identity.folding import clean
from counter_app.norms.decide import (
    Decision,
    Facts,
    RepresentativeFacts,
    applicant_decision,
    refusal,
    representative_decision,
)
from counter_app.norms.keys import REPRESENTS
from data.database import Session
from data.queries import people as people_queries
from data.queries import rows
from data.tables import Person, Representation, id_of
from data.vocabulary import Applicant

CODE = drafts.REPRESENTATIVE
COURT, APPOINTED_ON, APPOINTMENT_NUMBER = "appointment-court", "appointment-date", "appointment-number"
ROLE_CERTIFIED = "role-certified"

QUALITIES = frozenset(REPRESENTS)
"""The qualities of those who ask for somebody else by law."""


def in_quality(counter: Counter, person: PersonView | Person, quality: Applicant) -> Decision:
    """Decide whether somebody in this quality may ask for a person today, and what is asked of them (M02)."""
    clock = counter.clock
    return applicant_decision(counter.norms, quality, clock.today(), clock.known_on(), _facts(counter, person))


def may_represent(counter: Counter, person: Person, quality: Applicant, who: Person) -> Decision:
    """Decide whether this very person may ask for another one today (M02)."""
    clock = counter.clock
    facts = RepresentativeFacts(who.born, who.ward, who.deceased_on, id_of(who) == id_of(person))
    return representative_decision(
        counter.norms, quality, facts, clock.today(), clock.known_on(), _facts(counter, person)
    )


def _facts(counter: Counter, person: PersonView | Person) -> Facts:
    return Facts(born=person.born, ward=person.ward, later_acts=counter.settings.later_acts)


def find(
    counter: Counter, actor: Actor, visit_id: int, quality: Applicant, sought: FiscalCode | int
) -> PersonView | Refused | None:
    """Return who asks for the person of a visit, None where the archive does not know them.

    Looking at them is recorded, as opening a card is; so is a refusal.

    Args:
        counter: the desk.
        actor: who serves.
        visit_id: of the person they ask for.
        quality: in which they ask.
        sought: their fiscal code, or their number where they were chosen from a list (`search.find`).

    Raises:
        NotAllowedError: when the account may not serve people, or whoever asks works here (`OwnPeopleError`).
    """
    require(counter, actor, "serve")

    def write(session: Session) -> tuple[PersonView, Decision] | None:
        _visit, person = open_visit_and_person(session, visit_id)
        who = (
            people_queries.numbered(session, sought)
            if isinstance(sought, int)
            else people_queries.by_code(session, str(sought))
        )
        if who is None:
            return None
        colleagues.check(session, actor, who, visit_id)
        record(counter, session, actor, "person.viewed", visit_id=visit_id, person_id=who.id)
        return person_view(who), may_represent(counter, person, quality, who)

    with colleagues.refusals_recorded(counter, actor):
        found = counter.write(write)
    if found is None:
        return None
    view, decision = found
    if decision.allowed:
        return view
    record_refusal(counter, actor, visit_id, decision, applicant=quality, representative_id=view.id)
    return Refused(decision)


def row_of(session: Session, representing: Representing) -> Person:
    """Return the representative's row; of somebody found to be another person, that person's.

    Raises:
        BadInputError: when the archive has no such person.
    """
    row = people_queries.numbered(session, representing.person_id)
    if row is None:
        raise BadInputError(_("The archive has no such person any more."), CODE)
    return row


def missing(decision: Decision | None, appointment: Appointment | None) -> tuple[str, ...]:
    """Return the ids of the fields of the appointment still to be filled.

    Args:
        decision: that admits the quality, its outcome says whether they are asked for; None while none is chosen.
        appointment: what was typed.
    """
    if decision is None or not decision.outcome.get("appointment"):
        return ()
    given = appointment or Appointment("", None, "")
    filled = {
        COURT: bool(clean(given.court)),
        APPOINTED_ON: given.appointed_on is not None,
        APPOINTMENT_NUMBER: bool(clean(given.number)),
    }
    return tuple(name for name, there in filled.items() if not there)


def check_appointment(decision: Decision, appointment: Appointment | None, today: date) -> None:
    """Go on only with the particulars of the appointment, where they are asked for.

    Raises:
        BadInputError: naming the field.
    """
    for field in missing(decision, appointment):
        raise BadInputError(_("This cannot stay empty."), field)
    if appointment is not None and appointment.appointed_on is not None:
        check_appointed_on(appointment.appointed_on, today)


def check_appointed_on(day: date, today: date) -> None:
    """Go on only with an appointment that has been made.

    Raises:
        BadInputError: naming the field.
    """
    if day > today:
        raise BadInputError(_("The appointment lies after today."), APPOINTED_ON)


def holder_check(
    counter: Counter,
    decision: Decision,
    document: IdentityDocument,
    born: date | None,
    expiring_days: int = documents.EXPIRING_DAYS,
) -> DocumentCheck:
    """Check the document of the person the PIN is for; one that is not asked for may be left out whole.

    Args:
        counter: the desk.
        decision: that admits the quality; its outcome says whether the document is asked for.
        document: as far as it was typed.
        born: the person's birth date.
        expiring_days: so many days before its expiry it is announced as expiring (office practice).

    Returns:
        The check, naming the fields of that document.
    """
    if not decision.outcome.get("holder_document") and holder.nothing_typed(document):
        return DocumentCheck()
    return holder.named(document_rules.check(counter, document, born, expiring_days))


def holder_refusal(counter: Counter, decision: Decision, document: IdentityDocument, born: date) -> Decision | None:
    """Return the refusal the document of the person the PIN is for meets, None where it may be used or is left out."""
    clock = counter.clock
    check = holder_check(counter, decision, document, born)
    if check.refused_by is None:
        return None
    reasons: tuple[str, ...] = (check.reason,)
    if not decision.outcome.get("holder_document"):
        reasons += (_("A minor can also be identified by what the parent certifies: leave this document out."),)
    norms = (check.refused_by, "desk-holder-document")
    return refusal(counter.norms, norms, clock.today(), clock.known_on(), action=ISSUE, reasons=reasons)


def check_holder_document(
    counter: Counter, actor: Actor, visit_id: int, quality: Applicant, document: IdentityDocument
) -> DocumentCheck | Refused:
    """Check the document of the person the PIN is for on the business date; a refusal is recorded.

    It may also show that they are not excepted from the end of new PINs (M16, M17).
    """
    require(counter, actor, "serve")

    (_visit, person), soon = counter.read(
        lambda session: (open_visit_and_person(session, visit_id), practice.expiring_days(session))
    )
    decision = in_quality(counter, person, quality)
    refused = holder_refusal(counter, decision, document, person.born)
    if refused is None:
        refused = refused_by_shown(counter, person, document.kind)
    if refused is None:
        return holder_check(counter, decision, document, person.born, soon)
    record_refusal(counter, actor, visit_id, refused, document_kind=document.kind)
    return Refused(refused)


def keep(
    counter: Counter, session: Session, identification_id: int, represented: Person, representing: Representing
) -> None:
    """Write who asked for whom, in what quality and by which appointment.

    A document past its printed expiry is kept with the day until which it is good, and the norm that says so.
    """
    appointment, document = representing.appointment, representing.holder_document
    beyond = None if document is None else document_rules.beyond(counter, document)
    values: dict[str, object] = {"document_extended_by": "" if beyond is None else beyond.norm}
    if appointment is not None:
        values |= {
            "court": required(appointment.court, COURT),
            "appointed_on": appointment.appointed_on,
            "appointment_number": required(appointment.number, APPOINTMENT_NUMBER, 40),
        }
    if document is not None:
        values |= {
            "document_kind": document.kind,
            "document_number": required(document.number, holder.field(documents.NUMBER), 40),
            "document_issuer": required(document.issuer, holder.field(documents.ISSUER)),
            "document_issued_on": document.issued_on,
            "document_expires_on": document.expires_on,
            "document_extended_until": None if beyond is None else beyond.until,
        }
    rows.insert(
        session,
        Representation,
        identification_id=identification_id,
        person_id=id_of(row_of(session, representing)),
        represented_id=id_of(represented),
        quality=representing.quality,
        role_certified=representing.role_certified,
        **values,
    )
