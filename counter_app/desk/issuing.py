"""Issuing a dispositive PIN at the counter, in three transactions (M03; architecture.md, rule 6).

`reserve` writes everything but the secret; `print_envelope` has the secret born, hashed and printed in the helper
process and keeps the hash; `hand_over` makes the PIN active. Between them the envelope is in doubt, never the person.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from counter_app.counter import Counter
from counter_app.credentials.mint import MintAnswer, MintRequest
from counter_app.credentials.passwords import password_matches
from counter_app.desk import colleagues, contacts, drafts, papers, representation, request, signing
from counter_app.desk.commands import HandOver, ReserveEnvelope
from counter_app.desk.eligibility import SCOPE, decide_issue, held_pin, store
from counter_app.desk.envelopes import (
    activate,
    envelope_view,
    open_envelope,
    taken_by,
    view_in,
    view_of,
    without_paper,
)
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.refusals import record_refusal
from counter_app.desk.rights import Standing, require, require_open, require_role
from counter_app.desk.tries import password_refused
from counter_app.desk.views import Actor, EnvelopeView, LoginRefused, Refused, RepresentativeView
from counter_app.desk.visits import open_visit_and_person
from counter_app.envelope.content import EnvelopeData, ReceiptData
from counter_app.envelope.documents import render_receipt
from counter_app.errors import BadInputError, FaultError, NotAllowedError, SportelloError
from counter_app.i18n import _
from counter_app.norms.decide import Decision
from counter_app.norms.keys import PIN_WORKING_LENGTH
from data.database import Session
from data.queries import rows
from data.queries import visits as queries
from data.queries.visits import WholeEnvelope
from data.tables import Credential, Envelope, Identification, Person, id_of
from data.vocabulary import (
    Applicant,
    CloseCause,
    CredentialState,
    EnvelopeState,
    PinKind,
    PrintedKind,
    PrinterState,
    WorldKind,
)


def reserve(counter: Counter, actor: Actor, command: ReserveEnvelope) -> EnvelopeView | Refused | LoginRefused:
    """Transaction 1: the identification, the PIN without hash, the numbered envelope, the register.

    Raises:
        BadInputError: when something asked for is missing, naming the field, or the case was handed over meanwhile.
        NotAllowedError: when the account may not issue, or the person, or who asks for them, works here
            (`OwnPeopleError`).
    """
    standing = require_role(counter, actor, "issue")
    stored = counter.read(lambda session: require_open(session, actor)).password_hash
    request.check_whole(command)
    right = password_matches(stored, command.password, counter.settings.argon2)
    key = command.key if right else ""  # a wrong password does not learn what was done under the key

    def write(session: Session) -> tuple[Decision | LoginRefused | EnvelopeView, str]:
        refused = password_refused(counter, session, actor, stored, right=right)
        if refused is not None:
            return refused, ""
        made = _reserve(counter, session, actor, command, standing)
        return made, made.serial if isinstance(made, EnvelopeView) else ""

    try:
        with colleagues.refusals_recorded(counter, actor):
            answer, serial = counter.write_once(key, "issuing.reserve", write)
    except FaultError:
        counter.print_once.unanswered(key)
        raise
    if isinstance(answer, LoginRefused):
        return answer
    if isinstance(answer, Decision):
        record_refusal(counter, actor, command.visit_id, answer, **standing)
        return Refused(answer)
    counter.print_once.allow(serial, key, made_now=answer is not None)
    return answer or view_of(counter, serial)


def _reserve(
    counter: Counter, session: Session, actor: Actor, command: ReserveEnvelope, standing: Standing
) -> Decision | EnvelopeView:
    _visit, person = open_visit_and_person(session, command.visit_id)
    colleagues.check(session, actor, person, command.visit_id)
    drafts.check_here(session, actor, command.visit_id)
    held = held_pin(session, person)
    decision = request.decide(counter, session, actor, person, held, command)
    if not decision.allowed:
        return decision
    if held is not None:
        # the act that replaces a PIN closes the old row in the same transaction (architecture.md, rule 4)
        rows.update(session, held, state=CredentialState.CLOSED, cause=CloseCause.REPLACED)
    person = contacts.write(counter, session, actor, command.visit_id, person, command.contacts)
    return _reserve_rows(counter, session, actor, person, command, decision, standing)


def _reserve_rows(
    counter: Counter,
    session: Session,
    actor: Actor,
    person: Person,
    command: ReserveEnvelope,
    decision: Decision,
    standing: Standing,
) -> EnvelopeView:
    kind, length = PinKind(str(decision.outcome["kind"])), int(str(decision.outcome["length"]))
    credential_id = rows.insert(
        session,
        Credential,
        person_id=id_of(person),
        scope=SCOPE,
        kind=kind,
        state=CredentialState.PENDING,
        length=length,
        decision_id=store(counter, session, command.visit_id, decision),
    )
    number = queries.next_number(session, f"envelope-{actor.office.code}")
    identification_id = request.keep(counter, session, actor, person, command)
    view = EnvelopeView(
        serial=f"{actor.office.code}-{number:07d}",
        state=EnvelopeState.RESERVED,
        visit_id=command.visit_id,
        person=person_view(person),
        kind=kind,
        length=length,
        desk=actor.desk,
        reserved_at=counter.clock.now(),
        expires_on=None,
        representative=request.representative_view(session, command),
        unsigned=request.unsigned_view(command),
    )
    _number(session, actor, view, number, credential_id, identification_id)
    _record_reserved(counter, session, actor, view, command, decision, standing)
    return view


def _record_reserved(
    counter: Counter,
    session: Session,
    actor: Actor,
    view: EnvelopeView,
    command: ReserveEnvelope,
    decision: Decision,
    standing: Standing,
) -> None:
    record(
        counter,
        session,
        actor,
        "envelope.reserved",
        visit_id=view.visit_id,
        subject=view.serial,
        person_id=view.person.id,
        kind=view.kind,
        norms=[norm.id for norm in decision.norms],
        document=command.document.kind,
        checks=sorted(command.checks),
        **request.who_asked(session, command),
        **request.rested_on(counter, command),
        **standing,
    )


def _number(
    session: Session, actor: Actor, view: EnvelopeView, number: int, credential_id: int, identification_id: int
) -> None:
    rows.insert(
        session,
        Envelope,
        serial=view.serial,
        office_code=actor.office.code,
        number=number,
        credential_id=credential_id,
        identification_id=identification_id,
        visit_id=view.visit_id,
        desk_id=actor.desk_id,
        state=view.state,
        reserved_at=view.reserved_at,
        note="",
    )


def print_envelope(counter: Counter, actor: Actor, serial: str) -> EnvelopeView:
    """Have the secret born and printed (helper process), then transaction 2; the receipt follows.

    Only the process that reserved the envelope can print it, and only once: after an error it is in doubt, to be
    spoiled and replaced by a new one.

    Raises:
        NotAllowedError: when it was printed, or tried, before.
        BadInputError: when somebody spoiled it meanwhile.
        FaultError: when helper or printer failed; the envelope is then in doubt.
    """
    standing = require_role(counter, actor, "issue")

    def read(session: Session) -> EnvelopeView:
        require_open(session, actor)
        return view_in(counter, session, serial)

    view = counter.read(read)
    if not counter.print_once.take(serial):
        raise NotAllowedError(_("An envelope is never printed twice: spoil it and issue a new one."))
    try:
        answer = counter.mint.issue(_mint_request(counter, actor, view))
    except FaultError:
        counter.write(
            lambda session: record(
                counter, session, actor, "envelope.print-failed", visit_id=view.visit_id, subject=serial, **standing
            )
        )
        raise
    try:
        printed = counter.write(lambda session: _printed(counter, session, actor, serial, answer, standing))
    except SportelloError:
        # its PIN has no hash, or was closed meanwhile: what was printed is waste
        without_paper(counter, view)
        raise
    if answer.printer_state is not PrinterState.ACCEPTED:
        return printed
    # a receipt that fails is recorded, shows as not printed, and can be printed alone: the envelope is good
    with contextlib.suppress(FaultError):
        return print_receipt(counter, actor, serial, "")
    return printed


def _mint_request(counter: Counter, actor: Actor, view: EnvelopeView) -> MintRequest:
    today = counter.clock.today()
    return MintRequest(
        EnvelopeData(
            serial=view.serial,
            recipient_name=view.person.full_name,
            address_lines=view.person.address,
            office_heading=actor.office.heading,
            business_date=today,
            kind=view.kind,
            initial_length=view.length,
            working_length=counter.norms.value(PIN_WORKING_LENGTH, today, counter.clock.known_on()).value,
            training=counter.world is WorldKind.TRAINING,
            collected_by=_by_whom(view, papers.collected_by),
        )
    )


def _by_whom(view: EnvelopeView, words: Callable[[RepresentativeView], str]) -> str:
    return "" if view.representative is None else words(view.representative)


def _printed(
    counter: Counter, session: Session, actor: Actor, serial: str, answer: MintAnswer, standing: Standing
) -> EnvelopeView:
    whole = open_envelope(session, serial)
    rows.update(session, whole.credential, secret_hash=answer.secret_hash)
    envelope = rows.update(
        session,
        whole.envelope,
        state=EnvelopeState.PRINTED,
        printed_at=counter.clock.now(),
        printer_state=answer.printer_state,
    )
    record(
        counter,
        session,
        actor,
        "envelope.printed",
        visit_id=envelope.visit_id,
        subject=serial,
        printer=str(answer.printer_state),
        **standing,
    )
    return envelope_view(counter, whole._replace(envelope=envelope))


def print_receipt(counter: Counter, actor: Actor, serial: str, key: str) -> EnvelopeView:
    """Print the receipt for an envelope, to be signed before the hand-over; it holds no secret.

    Raises:
        BadInputError: when there is no such envelope.
        FaultError: when the printer does not take it.
    """
    standing = require(counter, actor, "issue")
    view = view_of(counter, serial)

    def render(number: str, code: str) -> bytes:
        return render_receipt(
            ReceiptData(
                head=papers.paper_head(counter, actor, number, code),
                person=papers.person_on_paper(view.person),
                serial=view.serial,
                kind=view.kind,
                representative=_by_whom(view, papers.representative_line),
                instead=signing.on_paper(view.unsigned),
            )
        )

    papers.print_document(
        counter,
        actor,
        PrintedKind.RECEIPT,
        view.visit_id,
        render,
        envelope_serial=serial,
        key=key,
        standing=standing,
    )
    return view_of(counter, serial)


def hand_over(counter: Counter, actor: Actor, command: HandOver) -> EnvelopeView | Refused:
    """Transaction 3: seal intact, receipt signed, and the PIN is active; only then may the envelope cross the counter.

    The rules are asked again: midnight may have passed since the envelope was reserved.

    Raises:
        BadInputError: when seal or receipt was not confirmed, or the envelope is not a printed one.
        NotAllowedError: when the account may not issue.
    """
    standing = require_role(counter, actor, "issue")
    if not command.seal_intact:
        raise BadInputError(_("Look at the seal: a broken envelope is spoiled, not handed over."), "seal-intact")
    if not command.receipt_signed:
        raise BadInputError(_("The receipt must be signed first."), "receipt-signed")

    def write(session: Session) -> tuple[Decision | EnvelopeView, str]:
        require_open(session, actor)
        whole = open_envelope(session, command.serial)
        envelope = whole.envelope
        if envelope.state != EnvelopeState.PRINTED:
            raise BadInputError(_("This envelope was never printed: it can only be spoiled."))
        if envelope.printer_state != PrinterState.ACCEPTED:
            raise BadInputError(_("The printer did not take this envelope whole: it can only be spoiled."))
        decision = _still_right(counter, session, whole)
        if not decision.allowed:
            return decision, ""
        whole = activate(counter, session, whole)
        record(
            counter,
            session,
            actor,
            "pin.handed-over",
            visit_id=envelope.visit_id,
            subject=envelope.serial,
            person_id=whole.person.id,
            kind=whole.credential.kind,
            **taken_by(whole),
            **standing,
        )
        return envelope_view(counter, whole), envelope.serial

    answer, _serial = counter.write_once(command.key, "issuing.hand-over", write)
    if isinstance(answer, Decision):
        view = view_of(counter, command.serial)
        record_refusal(counter, actor, view.visit_id, answer, **standing)
        return Refused(answer)
    return without_paper(counter, answer or view_of(counter, command.serial))


def _still_right(counter: Counter, session: Session, whole: WholeEnvelope) -> Decision:
    """Ask the rules again before the hand-over: whether there is a PIN, and whether who takes it still may."""
    # the PIN in this envelope is pending, so that nobody can hold another beside it (architecture.md, rule 4)
    number = whole.envelope.identification_id
    asked = queries.representative_of(session, number) if whole.representative else None
    own = session.get_one(Identification, number) if asked is None else asked[0]
    decision = decide_issue(counter, session, whole.person, held=None, shown=own.document_kind or "")
    if not decision.allowed or asked is None:
        return decision
    row, who = asked
    admitted = representation.may_represent(counter, whole.person, Applicant(row.quality), who)
    return decision if admitted.allowed else admitted
