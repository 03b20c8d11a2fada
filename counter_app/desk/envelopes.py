"""The numbered envelopes: in doubt, spoiled, or declared handed over by a second person (architecture.md, rule 6)."""

from __future__ import annotations

import contextlib
from typing import Any

from counter_app.counter import Counter
from counter_app.credentials.expiry import expires_on
from counter_app.desk import colleagues, drafts, leftovers, second_person
from counter_app.desk.commands import DeclareHandedOver, SpoilEnvelope
from counter_app.desk.eligibility import decide_held
from counter_app.desk.fields import required
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.refusals import record_refusal
from counter_app.desk.rights import may, require
from counter_app.desk.views import Actor, Deed, EnvelopeView, Refused, RepresentativeView, UnsignedView
from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.norms.decide import Decision
from data.database import Session
from data.queries import rows
from data.queries import visits as queries
from data.queries.visits import WholeEnvelope
from data.vocabulary import (
    Applicant,
    CloseCause,
    CredentialState,
    EnvelopeState,
    Impediment,
    PinKind,
    PrintedKind,
    PrinterState,
    SpoilReason,
    TwoPersonAct,
)

OPEN = (EnvelopeState.RESERVED, EnvelopeState.PRINTED)


def in_doubt(counter: Counter, actor: Actor) -> tuple[EnvelopeView, ...]:
    """Return the envelopes left neither handed over nor spoiled: of this desk, or for a supervisor of every desk."""
    require(counter, actor, "settle-envelope")
    desk_id = None if may(counter, actor, "see-all-desks") else actor.desk_id

    def read(session: Session) -> tuple[EnvelopeView, ...]:
        return tuple(envelope_view(counter, whole) for whole in queries.open_envelopes(session, desk_id))

    return counter.read(read)


def spoil(counter: Counter, actor: Actor, command: SpoilEnvelope) -> EnvelopeView:
    """Record that an envelope will never be handed over; its PIN is closed and can never be used.

    Raises:
        BadInputError: without a note where the reason asks for one, or when the envelope was closed already.
        NotAllowedError: when the account may not settle envelopes.
    """
    require(counter, actor, "settle-envelope")
    note = required(command.note, "spoil-note", 200) if command.reason is SpoilReason.OTHER else command.note.strip()

    def write(session: Session) -> tuple[None, str]:
        envelope, credential, *_rest = open_envelope(session, command.serial)
        envelope = rows.update(
            session,
            envelope,
            state=EnvelopeState.SPOILED,
            spoil_reason=command.reason,
            note=note[:200],
            closed_at=counter.clock.now(),
        )
        rows.update(session, credential, state=CredentialState.CLOSED, cause=CloseCause.SPOILED)
        details: dict[str, Any] = {
            "reason": command.reason,
            "person_id": credential.person_id,
            "note": envelope.note,
        }
        wiped = leftovers.wipe_copies(session, envelope.visit_id, queries.outcome_of(session, envelope.visit_id))
        if wiped:
            details["copies_wiped"] = wiped
        record(
            counter,
            session,
            actor,
            "envelope.spoiled",
            visit_id=envelope.visit_id,
            subject=envelope.serial,
            **details,
        )
        return None, envelope.serial

    counter.write_once(command.key, "envelopes.spoil", write)
    counter.print_once.take(command.serial)
    return without_paper(counter, view_of(counter, command.serial))


def deed_of(serial: str) -> Deed:
    """Return what a second person confirms when an envelope is declared handed over."""
    return Deed(TwoPersonAct.DECLARE_HANDED_OVER, serial)


def prepare_declare(counter: Counter, actor: Actor, serial: str) -> Refused | None:
    """Look at an envelope before a second person is called: one of a person a note holds is not declared handed over.

    Raises:
        BadInputError: when it was never printed, or was closed already.
        NotAllowedError: when the account may not settle envelopes, or the person works here (`OwnPeopleError`).
    """
    require(counter, actor, "settle-envelope")
    with colleagues.refusals_recorded(counter, actor):
        answer = counter.read(lambda session: _to_declare(counter, session, actor, serial))
    return _refused(counter, actor, serial, answer) if isinstance(answer, Decision) else None


def declare_handed_over(counter: Counter, actor: Actor, command: DeclareHandedOver) -> EnvelopeView | Refused:
    """Record, on a second person's word and reason, that an envelope in doubt did reach its holder; the PIN is active.

    While a note holds the person it is refused, as the hand-over is: a supervisor decides on the note first.

    Raises:
        BadInputError: without a reason, or when the envelope was never printed: its PIN does not exist.
        NotAllowedError: when no second person, a supervisor, has confirmed it, or the person works here
            (`OwnPeopleError`).
    """
    require(counter, actor, "settle-envelope")
    reason = required(command.reason, "declare-reason", 200)
    second = second_person.spend(counter, actor, deed_of(command.serial), command.approval)

    def write(session: Session) -> tuple[Decision | None, str]:
        whole = _to_declare(counter, session, actor, command.serial)
        if isinstance(whole, Decision):
            return whole, ""
        envelope, credential = whole.envelope, whole.credential
        activate(counter, session, whole, note=reason)
        record(
            counter,
            session,
            actor,
            "pin.handed-over",
            visit_id=envelope.visit_id,
            subject=envelope.serial,
            person_id=credential.person_id,
            declared_by=second,
            reason=reason,
            **taken_by(whole),
        )
        return None, envelope.serial

    with colleagues.refusals_recorded(counter, actor):
        refused, _serial = counter.write_once(command.key, "envelopes.declare", write)
    if refused is not None:
        return _refused(counter, actor, command.serial, refused)
    return without_paper(counter, view_of(counter, command.serial))


def _to_declare(counter: Counter, session: Session, actor: Actor, serial: str) -> WholeEnvelope | Decision:
    """Return an envelope that may be declared handed over, or the refusal while a note holds its person."""
    whole = open_envelope(session, serial)
    colleagues.check(session, actor, whole.person, whole.envelope.visit_id)
    if whole.envelope.state != EnvelopeState.PRINTED:
        raise BadInputError(_("This envelope was never printed: it can only be spoiled."))
    return decide_held(counter, session, whole.person) or whole


def _refused(counter: Counter, actor: Actor, serial: str, decision: Decision) -> Refused:
    record_refusal(counter, actor, view_of(counter, serial).visit_id, decision)
    return Refused(decision)


def taken_by(whole: WholeEnvelope) -> dict[str, Any]:
    """Return what the register keeps of who takes an envelope for somebody else."""
    if whole.representative is None:
        return {}
    return {"applicant": whole.representative.quality, "representative": whole.representative.fiscal_code}


def without_paper(counter: Counter, view: EnvelopeView) -> EnvelopeView:
    """Remove what is left of an envelope in the spool of the desk that printed it, and return the view.

    The act is committed by then: a spool that cannot be cleaned is no reason to tell it as failed, and is purged again
    when its desk starts.
    """
    with contextlib.suppress(FaultError):
        counter.spool_of(view.desk).purge(PrintedKind.PIN_ENVELOPE, view.serial)
    return view


def activate(counter: Counter, session: Session, whole: WholeEnvelope, note: str = "") -> WholeEnvelope:
    """Turn a printed envelope into a handed-over one and its PIN active, within the caller's transaction (M03).

    Nothing of its case is left to go on with: the draft goes.
    """
    drafts.wipe(session, whole.envelope.visit_id)
    now, today = counter.clock.now(), counter.clock.today()
    return whole._replace(
        envelope=rows.update(session, whole.envelope, state=EnvelopeState.HANDED_OVER, closed_at=now, note=note),
        credential=rows.update(session, whole.credential, state=CredentialState.ACTIVE, usable_from=today),
    )


def open_envelope(session: Session, serial: str) -> WholeEnvelope:
    """Return an envelope still open, with its PIN and person; nobody else may change it meanwhile.

    Raises:
        BadInputError: when there is no such envelope, or it was handed over or spoiled already.
    """
    whole = _found(session, serial, lock=True)
    if whole.envelope.state not in OPEN:
        raise BadInputError(_("Envelope {serial} was closed already: refresh the list.").format(serial=serial))
    return whole


def view_of(counter: Counter, serial: str) -> EnvelopeView:
    """Return an envelope as it stands.

    Raises:
        BadInputError: when there is none with this serial.
    """
    return counter.read(lambda session: view_in(counter, session, serial))


def view_in(counter: Counter, session: Session, serial: str) -> EnvelopeView:
    """Return an envelope as it stands, within the caller's transaction.

    Raises:
        BadInputError: when there is none with this serial.
    """
    return envelope_view(counter, _found(session, serial))


def _found(session: Session, serial: str, *, lock: bool = False) -> WholeEnvelope:
    whole = queries.whole_envelope(session, serial, lock=lock)
    if whole is None:
        raise BadInputError(_("There is no envelope {serial}.").format(serial=serial))
    return whole


def envelope_view(counter: Counter, whole: WholeEnvelope) -> EnvelopeView:
    """Return an envelope as a view, with the person it is for."""
    row, credential = whole.envelope, whole.credential
    usable_from = credential.usable_from
    return EnvelopeView(
        serial=row.serial,
        state=EnvelopeState(row.state),
        visit_id=row.visit_id,
        person=person_view(whole.person),
        kind=PinKind(credential.kind),
        length=credential.length,
        desk=whole.desk,
        reserved_at=row.reserved_at,
        expires_on=None if usable_from is None else expires_on(counter.norms, usable_from),
        printer_state=None if row.printer_state is None else PrinterState(row.printer_state),
        spoil_reason=None if row.spoil_reason is None else SpoilReason(row.spoil_reason),
        receipt_code=whole.receipt_code or "",
        representative=_representative(whole),
        unsigned=_unsigned(whole),
    )


def _representative(whole: WholeEnvelope) -> RepresentativeView | None:
    asked = whole.representative
    if asked is None:
        return None
    return RepresentativeView(f"{asked.surname} {asked.name}", asked.fiscal_code, Applicant(asked.quality))


def _unsigned(whole: WholeEnvelope) -> UnsignedView | None:
    if whole.unsigned is None:
        return None
    cause, *witness = whole.unsigned
    return UnsignedView(Impediment(cause), *witness)
