"""Sample documents and how their text is kept: `python -m tests.golden.paper` writes the golden files anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber

from counter_app.envelope import layout
from counter_app.envelope.content import (
    AppointmentOnPaper,
    DocumentOnPaper,
    EnvelopeData,
    PaperHead,
    PersonOnPaper,
    ReceiptData,
    RequestFormData,
    SelfCertificationData,
    SignatureInstead,
    SlipData,
    SlipReason,
)
from counter_app.envelope.documents import (
    render_receipt,
    render_refusal_slip,
    render_request_form,
    render_self_certification,
)
from counter_app.envelope.layout import Rect
from counter_app.envelope.paper_texts import IMPEDIMENT
from counter_app.envelope.pdf import BULLET, render_envelope
from counter_app.envelope.typeset import MM
from data.vocabulary import Applicant, Impediment, PinKind

FOLDER = Path(__file__).parent
HEADING = ("INPS · Direzione provinciale Roma Flaminio", "Via Ciro il Grande 21", "00144 Roma RM")
LONG_HEADING = (
    "INPS · Istituto Nazionale della Previdenza Sociale · Agenzia complessa di Castiglione delle Stiviere e dintorni",
    "presso il palazzo degli uffici comunali, secondo piano, scala esterna, via dell’Indipendenza 112",
    "46043 Castiglione delle Stiviere MN",
)
LONG_NAME = "Maria Immacolata Concetta Đorđević Špičkova della Rovere von Habsburg-Lothringen Ștefănescu " * 2
LONG_ADDRESS = (
    "c/o Associazione di Volontariato San Vincenzo de’ Paoli, edificio C, scala esterna, interno 27 bis",
    "Frazione di San Giovanni in Persiceto di Sopra, località Case Sparse del Vecchio Mulino",
    "Strada Provinciale Panoramica dei Colli Euganei e dei Monti Berici, chilometro 12 più 450",
    "35030 Vo’ PD",
    "Italia",
)

ENVELOPE = EnvelopeData(
    serial="RM0123-2016-000042",
    recipient_name="Ștefan Niccolò Đorđević Špičkova",
    address_lines=("Via dell’Università 12, scala B int. 7", "00144 Roma RM"),
    office_heading=HEADING,
    business_date=date(2016, 5, 10),
    kind=PinKind.DISPOSITIVE,
    initial_length=16,
    working_length=8,
)
LONG_ENVELOPE = replace(
    ENVELOPE, recipient_name=LONG_NAME, address_lines=LONG_ADDRESS, office_heading=LONG_HEADING, training=True
)
HEAD = PaperHead(HEADING, date(2016, 5, 10), "RM0123-2016-000317", "YCFT-8HQY", "Operatore 12")
LONG_HEAD = replace(HEAD, office_heading=LONG_HEADING, operator="operatrice " * 9, training=True)
PERSON = PersonOnPaper(
    full_name="Đorđević Špičkova Ștefan Niccolò",
    fiscal_code="DRDSFN80A01Z118K",
    birth_date=date(1980, 1, 1),
    birth_place="Belgrado (Serbia)",
    citizenship="Serbia",
    residence=("Via dell’Università 12, scala B int. 7", "00144 Roma RM"),
    phone="06 5555 0101",
    pec="nicolo.dordevic@pec.example",
)
LONG_PERSON = replace(PERSON, full_name=LONG_NAME, birth_place=LONG_ADDRESS[1], residence=LONG_ADDRESS)
REACHED = replace(PERSON, email=f"{'posta.' * 17}casa@posta.example", pec=f"{'m' * 100}@pec.example")
DOCUMENT = DocumentOnPaper(
    "Carta d’identità elettronica", "CA00000AA", "Comune di Roma", date(2015, 3, 2), date(2025, 1, 1)
)
FATHER = PersonOnPaper(
    full_name="Landi Marco",
    fiscal_code="LNDMRC76C30D612Y",
    birth_date=date(1976, 3, 30),
    birth_place="Firenze (FI)",
    citizenship="IT",
    residence=("Via Masaccio 60", "50132 Firenze FI"),
)
FOR_ANOTHER = "Landi Marco, LNDMRC76C30D612Y, amministratore di sostegno"
INSTEAD = SignatureInstead(IMPEDIMENT[Impediment.BODILY], "Baldi Piera", "Carta d’identità cartacea AS1111111")
CERTIFICATION = SelfCertificationData(
    HEAD,
    FATHER,
    PERSON,
    Applicant.SUPPORT_ADMINISTRATOR,
    AppointmentOnPaper("Tribunale di Firenze", date(2015, 3, 14), "1204/2015"),
)
SLIP = SlipData(
    head=HEAD,
    person=PERSON,
    asked_for="Assegnazione del PIN dispositivo allo sportello",
    reasons=(
        SlipReason("Dal 1º ottobre 2020 non si rilasciano nuovi PIN.", "Circolare INPS n. 87 del 17 luglio 2020"),
        SlipReason("Il documento presentato è scaduto."),
    ),
    what_to_do=("Richiedere SPID presso un gestore dell’identità digitale.",),
    what_to_bring=("Un documento d’identità in corso di validità.", "La tessera sanitaria."),
)


def samples() -> dict[str, bytes]:
    """Return every sample document by the name of its golden file; bullets stand for the secrets."""
    bullets = BULLET * 16
    form = RequestFormData(HEAD, PERSON, DOCUMENT)
    long_form = RequestFormData(LONG_HEAD, LONG_PERSON, DOCUMENT, replacement=True, representative=LONG_NAME)
    receipt = ReceiptData(HEAD, PERSON, ENVELOPE.serial, PinKind.DISPOSITIVE)
    long_slip = replace(
        SLIP,
        head=LONG_HEAD,
        person=LONG_PERSON,
        reasons=tuple(SlipReason(f"{number}: " + "una lunga spiegazione " * 30, "Atto") for number in range(12)),
    )
    for_another = replace(form, representative=FOR_ANOTHER, holder_document=DOCUMENT)
    parent = SelfCertificationData(LONG_HEAD, LONG_PERSON, LONG_PERSON, Applicant.PARENT, instead=INSTEAD)
    return {
        "envelope": render_envelope(ENVELOPE, bullets),
        "envelope-collected": render_envelope(replace(ENVELOPE, collected_by=f"{LONG_NAME}, genitore"), bullets),
        "envelope-long-training": render_envelope(LONG_ENVELOPE, bullets),
        "request-form": render_request_form(form),
        "request-form-contacts": render_request_form(replace(form, person=REACHED)),
        "request-form-long-training": render_request_form(long_form),
        "request-form-for-another": render_request_form(for_another),
        "request-form-unsigned": render_request_form(replace(form, instead=INSTEAD)),
        "self-certification": render_self_certification(CERTIFICATION),
        "self-certification-long-unsigned-training": render_self_certification(parent),
        "receipt": render_receipt(receipt),
        "receipt-unsigned": render_receipt(replace(receipt, representative=FOR_ANOTHER, instead=INSTEAD)),
        "refusal-slip": render_refusal_slip(SLIP),
        "refusal-slip-long-training": render_refusal_slip(long_slip),
    }


def pages(pdf: bytes) -> Iterator[Any]:
    """Yield the pages of a document."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        yield from document.pages


def rect_of(item: dict[str, Any]) -> Rect:
    """Return the box of a word, a character or a drawing in millimetres."""
    return Rect(
        float(item["x0"]) / MM,
        float(item["top"]) / MM,
        (float(item["x1"]) - float(item["x0"])) / MM,
        (float(item["bottom"]) - float(item["top"])) / MM,
    )


def in_shield(item: dict[str, Any]) -> bool:
    """Return whether something on page 2 of an envelope belongs to the tint."""
    box = rect_of(item)
    return any(shield.grown(0.5).contains(box) for shield in (layout.BACK_SHIELD, layout.FLAP_SHIELD))


def text_of(name: str, pdf: bytes) -> str:
    """Return a document's text, page by page, without the tint."""
    texts = []
    for number, page in enumerate(pages(pdf), start=1):
        tinted = name.startswith("envelope") and number == 2
        seen = page.filter(lambda item: not in_shield(item)) if tinted else page
        texts.append(f"--- {number} ---\n{seen.extract_text()}\n")
    return "".join(texts)


if __name__ == "__main__":
    for sample, document in samples().items():
        (FOLDER / f"{sample}.txt").write_text(text_of(sample, document), encoding="utf-8")
