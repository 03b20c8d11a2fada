"""The loose sheets of a visit: request form, receipt, refusal slip (M02, M03, M22). None ever carries a secret."""

from __future__ import annotations

from datetime import date

from counter_app.envelope import paper_texts as words
from counter_app.envelope.code128 import QUIET_MODULES, module_widths
from counter_app.envelope.content import (
    DocumentOnPaper,
    PaperHead,
    PersonOnPaper,
    ReceiptData,
    RequestFormData,
    SelfCertificationData,
    SignatureInstead,
    SlipData,
)
from counter_app.envelope.flow import Flow
from counter_app.envelope.layout import Rect
from counter_app.envelope.texts import HELP, KIND, SERIAL, Both
from counter_app.envelope.typeset import printable

_LINE = 8.5
"""Height kept free for a value written by hand, millimetres."""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def render_request_form(data: RequestFormData) -> bytes:
    """Return the pre-filled request the person signs (M02, M03); the same data give the same bytes.

    Args:
        data: texts of any length: what does not fit is wrapped, set smaller, and at last continued on a new page.
    """
    flow = Flow(data.head, words.FORM_TITLE)
    own = not data.representative
    if own:
        flow.note(words.FORM_IN_PERSON)
    flow.section(words.FORM_PERSON)
    _person_fields(flow, data.person, contacts=True, narrow=data.instead is not None)
    if own:
        flow.section(words.FORM_DOCUMENT)
        _document_fields(flow, data.document)
    else:
        flow.fields((words.REPRESENTATIVE, data.representative))
        flow.section(words.FORM_DOCUMENT_FOR)
        _document_row(flow, data.document)
    if data.holder_document is not None:
        flow.section(words.FORM_DOCUMENT_HOLDER)
        _document_row(flow, data.holder_document)
    flow.section(words.FORM_ASKS)
    flow.choice(words.FORM_NEW, chosen=not data.replacement)
    flow.choice(words.FORM_REPLACEMENT, chosen=data.replacement)
    flow.section(words.FORM_DECLARES)
    for declaration in words.FORM_DECLARATIONS:
        flow.item("–", declaration)
    flow.section(words.FORM_PRIVACY)
    flow.choice(words.FORM_PRIVACY_TEXT, chosen=False)
    _signatures(flow, data.head, data.instead, for_another=bool(data.representative))
    return flow.finish()


def render_self_certification(data: SelfCertificationData) -> bytes:
    """Return the pre-filled self-certification of a legal representative's role (M02; DPR 445/2000 art. 46 and 47)."""
    flow = Flow(data.head, words.CERTIFICATION_TITLE)
    flow.note(words.CERTIFICATION_BY_LAW)
    flow.section(words.CERTIFICATION_DECLARANT)
    _person_fields(flow, data.declarant, contacts=False)
    flow.section(words.CERTIFICATION_DECLARES)
    for declaration in (words.CERTIFICATION_ROLE[data.quality], *words.CERTIFICATION_DECLARATIONS):
        flow.item("–", declaration)
    flow.section(words.CERTIFICATION_HOLDER)
    _person_fields(flow, data.holder, contacts=False)
    if data.appointment is not None:
        flow.section(words.APPOINTMENT)
        flow.fields(
            (words.COURT, data.appointment.court),
            (words.APPOINTED_ON, _day(data.appointment.appointed_on)),
            (words.APPOINTMENT_NUMBER, data.appointment.number),
        )
    _signatures(flow, data.head, data.instead)
    return flow.finish()


def render_receipt(data: ReceiptData) -> bytes:
    """Return the receipt for a sealed envelope (M03): serial, seal intact, signature; the secret is not known here.

    Raises:
        ValueError: if the serial cannot be a barcode.
    """
    flow = Flow(data.head, words.RECEIPT_TITLE)
    flow.section(words.RECEIPT_ENVELOPE)
    _serial(flow, data.serial)
    flow.section(words.FORM_PERSON)
    flow.fields((words.FULL_NAME, data.person.full_name), (words.FISCAL_CODE, data.person.fiscal_code))
    if data.representative:
        flow.fields((words.REPRESENTATIVE, data.representative))
    flow.section(words.RECEIPT_DECLARES)
    kind = KIND[data.kind]
    for it, en in words.RECEIPT_DECLARATIONS:
        serial = printable(data.serial)
        flow.item("–", Both(it.format(serial=serial, kind=kind.it), en.format(serial=serial, kind=kind.en)))
    _signatures(flow, data.head, data.instead, for_another=bool(data.representative))
    flow.note(words.RECEIPT_NO_SECRET)
    return flow.finish()


def render_refusal_slip(data: SlipData) -> bytes:
    """Return what a refused person takes home: what was asked, why with the act, what to do, what to bring (M22)."""
    flow = Flow(data.head, words.SLIP_TITLE)
    flow.section(words.SLIP_PERSON)
    flow.fields((words.FULL_NAME, data.person.full_name), (words.FISCAL_CODE, data.person.fiscal_code))
    flow.section(words.SLIP_ASKED)
    flow.text(data.asked_for)
    flow.section(words.SLIP_WHY)
    for number, reason in enumerate(data.reasons, start=1):
        flow.item(f"{number}.", Both(reason.text, reason.act or words.SLIP_PRACTICE))
    for title, lines in ((words.SLIP_DO, data.what_to_do), (words.SLIP_BRING, data.what_to_bring)):
        if lines:
            flow.section(title)
            for line in lines:
                flow.item("–", Both(line, ""))
    flow.section(words.SLIP_HELP)
    flow.item("–", HELP)
    return flow.finish()


def _person_fields(flow: Flow, person: PersonOnPaper, *, contacts: bool, narrow: bool = False) -> None:
    """Draw who somebody is and, where asked, the contacts, known or to be filled in.

    Args:
        flow: the sheet.
        person: who it is.
        contacts: whether the contacts are drawn.
        narrow: whether they stand beside the residence, so that a sheet with more to say still is one page.
    """
    flow.fields((words.FULL_NAME, person.full_name), (words.FISCAL_CODE, person.fiscal_code))
    flow.fields(
        (words.BIRTH_DATE, _day(person.birth_date)),
        (words.BIRTH_PLACE, person.birth_place),
        (words.CITIZENSHIP, person.citizenship),
    )
    residence = (words.RESIDENCE, ", ".join(person.residence))
    if contacts and narrow:
        reached = filter(None, (person.phone, person.email, person.pec))
        flow.fields(residence, (words.CONTACTS, ", ".join(reached)))
        return
    flow.fields(residence)
    if contacts:
        flow.fields((words.PHONE, person.phone), (words.EMAIL, person.email), (words.PEC, person.pec))


def _document_fields(flow: Flow, document: DocumentOnPaper) -> None:
    flow.fields((words.DOCUMENT_TYPE, document.type_label), (words.DOCUMENT_NUMBER, document.number))
    flow.fields(
        (words.ISSUER, document.issuer),
        (words.ISSUED_ON, _day(document.issued_on)),
        (words.EXPIRES_ON, _day(document.expires_on)),
    )


def _document_row(flow: Flow, document: DocumentOnPaper) -> None:
    """Draw a document on one row: where two stand on a sheet, it still is one page."""
    flow.fields(
        (words.DOCUMENT_TYPE, f"{document.type_label} {document.number}"),
        (words.ISSUER, document.issuer),
        (words.DOCUMENT_VALIDITY, " – ".join(filter(None, (_day(document.issued_on), _day(document.expires_on))))),
    )


def _signatures(flow: Flow, head: PaperHead, instead: SignatureInstead | None, *, for_another: bool = False) -> None:
    """Draw place and date, signature and operator on lines to be written on, all on one page."""
    if instead is not None:
        _attestation(flow, head, instead)
        return
    flow.room(2.6 * _LINE + 8)
    flow.gap(_LINE)
    flow.signature_lines(
        (words.DATE_AND_PLACE, _day(head.business_date)),
        (words.SIGNATURE_FOR if for_another else words.SIGNATURE, ""),
        (words.OPERATOR, head.operator),
    )


def _attestation(flow: Flow, head: PaperHead, instead: SignatureInstead) -> None:
    """Draw what stands for the signature, all on one page: what the operator attests, and where both others sign."""
    flow.room(5.9 * _LINE)
    flow.section(words.INSTEAD)
    told = (
        text.format(cause=cause, witness=printable(instead.witness), document=printable(instead.witness_document))
        for text, cause in zip(words.INSTEAD_TEXT, instead.cause, strict=True)
    )
    flow.item("–", Both(*told))
    flow.signature_lines(
        (words.DATE_AND_PLACE, _day(head.business_date)),
        (words.WITNESS_SIGNATURE, instead.witness),
        (words.OPERATOR_SIGNATURE, head.operator),
    )


def _serial(flow: Flow, serial: str) -> None:
    """Draw the serial in clear and as Code 128, for a scanner at the desk."""
    shown = printable(serial)
    widths = module_widths(shown)
    flow.room(22)
    box = Rect(flow.left, flow.y + 1, 80, 11)
    module = min(0.33, box.width / (sum(widths) + 2 * QUIET_MODULES))
    x = box.x + QUIET_MODULES * module
    for index, width in enumerate(widths):
        if index % 2 == 0:
            flow.sheet.fill(Rect(x, box.y, width * module, box.height))
        x += width * module
    flow.gap(13)
    flow.text(f"{SERIAL.it} {shown}", bold=True)
