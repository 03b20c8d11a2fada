"""Documents the desk prints without a secret: numbered, with a keyed verification code, recorded."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.counter import Counter
from counter_app.desk.record import record
from counter_app.desk.rights import BY_ROLE, Standing
from counter_app.desk.views import Actor, PersonView, PrintedView, RepresentativeView
from counter_app.envelope.content import DocumentOnPaper, PaperHead, PersonOnPaper
from counter_app.envelope.paper_texts import QUALITY
from counter_app.envelope.printers import Printable
from counter_app.envelope.verification import verification_code
from counter_app.errors import FaultError
from counter_app.i18n import _
from counter_app.identity import documents
from counter_app.identity.documents import IdentityDocument
from data.database import Session
from data.queries import visits as queries
from data.tables import Printout
from data.vocabulary import PrintedKind, PrinterState, WorldKind

SERIES = {
    PrintedKind.REQUEST_FORM: "M",
    PrintedKind.RECEIPT: "R",
    PrintedKind.REFUSAL_SLIP: "F",
    PrintedKind.SELF_CERTIFICATION: "A",
}
"""Letter that begins the numbers of each kind of document."""


def paper_head(counter: Counter, actor: Actor, number: str, code: str) -> PaperHead:
    """Return the head of a loose sheet: office, day, number, verification code."""
    return PaperHead(
        office_heading=actor.office.heading,
        business_date=counter.clock.today(),
        visit_number=number,
        verification_code=code,
        operator=actor.full_name,
        training=counter.world is WorldKind.TRAINING,
    )


def person_on_paper(person: PersonView) -> PersonOnPaper:
    """Return a person as a sheet shows them."""
    return PersonOnPaper(
        full_name=person.full_name,
        fiscal_code=person.fiscal_code,
        birth_date=person.born,
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        residence=person.address,
        phone=person.mobile,
        email=person.email,
        pec=person.pec,
    )


def document_on_paper(document: IdentityDocument) -> DocumentOnPaper:
    """Return an identity document as a sheet shows it, its kind in Italian."""
    return DocumentOnPaper(
        type_label=documents.kind(document.kind).names["it"],
        number=document.number,
        issuer=document.issuer,
        issued_on=document.issued_on,
        expires_on=document.expires_on,
    )


def representative_line(who: RepresentativeView) -> str:
    """Return who acts for the person a sheet is about, and in what quality, on one line."""
    return f"{who.full_name}, {who.fiscal_code}, {QUALITY[who.quality].it}"


def collected_by(who: RepresentativeView) -> str:
    """Return who takes an envelope for the person it is for, as the envelope says it."""
    return f"{who.full_name}, {QUALITY[who.quality].it}"


def print_document(
    counter: Counter,
    actor: Actor,
    kind: PrintedKind,
    visit_id: int | None,
    render: Callable[[str, str], bytes],
    *,
    envelope_serial: str | None = None,
    key: str = "",
    standing: Standing = BY_ROLE,
) -> PrintedView:
    """Number, render and print a document, and record it.

    Args:
        counter: the desk.
        actor: who prints.
        kind: kind of document.
        visit_id: the visit it belongs to.
        render: makes the PDF from number and verification code.
        envelope_serial: the envelope a receipt is for.
        key: idempotency key: asked again with it, the same document comes out under the same number.
        standing: what the register is told of how the right to print it came about.

    Raises:
        FaultError: when the printer does not take it. The number is then spent and recorded as failed.
    """
    today = counter.clock.today()
    number = _number(counter, actor, kind, key)
    code = verification_code(counter.keys.document_key(), kind, number, today)
    paper = Printout(
        number=number,
        kind=kind,
        visit_id=visit_id,
        desk_id=actor.desk_id,
        business_date=today,
        printed_at=counter.clock.now(),
        verification_code=code,
        envelope_serial=envelope_serial,
    )
    try:
        word = _deliver(counter, Printable(kind, number, render(number, code)))
    except FaultError:
        counter.write(lambda session: _note(counter, session, actor, paper, "print-failed", standing))
        raise
    counter.write(lambda session: _note(counter, session, actor, paper, "printed", standing))
    return PrintedView(kind, number, code, paper.printed_at, word)


def _number(counter: Counter, actor: Actor, kind: PrintedKind, key: str) -> str:
    series = f"{SERIES[kind]}{actor.office.code}"

    def take(session: Session) -> tuple[None, str]:
        return None, f"{series}-{queries.next_number(session, series):07d}"

    return counter.write_once(key, f"{kind}.print", take)[1]


def _deliver(counter: Counter, document: Printable) -> str:
    word = counter.printer.deliver(document)
    if word.state is not PrinterState.ACCEPTED:
        raise FaultError(_("The printer did not print the document: {why}.").format(why=word.detail))
    return word.detail


def _note(counter: Counter, session: Session, actor: Actor, paper: Printout, happened: str, standing: Standing) -> None:
    """Record a print, and keep what was printed; a second print under the same number is recorded, not kept again."""
    if happened == "printed" and queries.printout_numbered(session, paper.number) is None:
        session.add(Printout(**paper.model_dump()))
    event = f"{paper.kind}.{happened}"
    record(counter, session, actor, event, visit_id=paper.visit_id, subject=paper.number, **standing)
