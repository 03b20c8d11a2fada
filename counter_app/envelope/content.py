"""What the desk's documents say about one case: frozen values, no drawing, no database."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from counter_app.envelope.texts import Both
from data.vocabulary import Applicant, PinKind


@dataclass(frozen=True)
class EnvelopeData:
    """Everything printed on an envelope except the secret (M03, M06).

    Attributes:
        serial: number of the envelope, printable ASCII, at most 20 characters; also the barcode.
        recipient_name: as the identity document has it.
        address_lines: recipient's address, at most five lines of post; empty when the person gave none.
        office_heading: issuing office, its name first.
        business_date: day of issue, Europe/Rome.
        kind: kind of PIN in the envelope.
        initial_length: characters of the initial PIN, from the norms.
        working_length: characters of the PIN the first access gives, from the norms.
        training: whether the sheet belongs to a throw-away world and says so.
        collected_by: name and quality of who takes it for the recipient (M02); empty when the recipient does.
    """

    serial: str
    recipient_name: str
    address_lines: tuple[str, ...]
    office_heading: tuple[str, ...]
    business_date: date
    kind: PinKind
    initial_length: int
    working_length: int
    training: bool = False
    collected_by: str = ""

    def to_wire(self) -> dict[str, Any]:
        """Return the values as JSON types, for the mint helper."""
        wire = {item.name: getattr(self, item.name) for item in fields(self)}
        return wire | {"business_date": self.business_date.isoformat(), "kind": str(self.kind)}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> EnvelopeData:
        """Build the value again from `to_wire`.

        Raises:
            KeyError, TypeError, ValueError: if a value is missing or of another type.
        """
        return cls(
            serial=str(wire["serial"]),
            recipient_name=str(wire["recipient_name"]),
            address_lines=tuple(str(line) for line in wire["address_lines"]),
            office_heading=tuple(str(line) for line in wire["office_heading"]),
            business_date=date.fromisoformat(wire["business_date"]),
            kind=PinKind(wire["kind"]),
            initial_length=int(wire["initial_length"]),
            working_length=int(wire["working_length"]),
            training=bool(wire["training"]),
            collected_by=str(wire["collected_by"]),
        )


@dataclass(frozen=True)
class PaperHead:
    """What stands at the head of every loose sheet the desk prints.

    Attributes:
        office_heading: issuing office, its name first.
        business_date: day of the visit, Europe/Rome.
        visit_number: number of the visit the sheet belongs to.
        verification_code: the sheet's keyed short code (`verification.verification_code`).
        operator: name or code of the operator; empty where the office does not print it.
        training: whether the sheet belongs to a throw-away world and says so.
    """

    office_heading: tuple[str, ...]
    business_date: date
    visit_number: str
    verification_code: str
    operator: str = ""
    training: bool = False


@dataclass(frozen=True)
class PersonOnPaper:
    """The person a sheet is about; an empty string leaves a line to fill in by hand."""

    full_name: str
    fiscal_code: str
    birth_date: date | None = None
    birth_place: str = ""
    citizenship: str = ""
    residence: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    pec: str = ""


@dataclass(frozen=True)
class DocumentOnPaper:
    """The identity document shown, its type in Italian words; an empty value leaves a line to fill in by hand."""

    type_label: str
    number: str
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class SignatureInstead:
    """What stands in the place of the signature of who cannot sign (DPR 445/2000 art. 4).

    Attributes:
        cause: why, as the sheet says it.
        witness: the witness's name.
        witness_document: kind and number of the document the witness showed, in Italian words.
    """

    cause: Both
    witness: str
    witness_document: str


@dataclass(frozen=True)
class RequestFormData:
    """A pre-filled request for a dispositive PIN at the office (M02, M03).

    Attributes:
        head: office, day, visit, code.
        person: who the PIN is for.
        document: the identity document shown.
        replacement: whether the request is for the replacement of a PIN already assigned (M07).
        representative: name and quality of who signs for the person (M02); empty when the person signs.
        holder_document: the person's own document, where somebody else signs and it was shown.
        instead: what stands for the signature; None where there is one.
    """

    head: PaperHead
    person: PersonOnPaper
    document: DocumentOnPaper
    replacement: bool = False
    representative: str = ""
    holder_document: DocumentOnPaper | None = None
    instead: SignatureInstead | None = None


@dataclass(frozen=True)
class AppointmentOnPaper:
    """The act that appointed a guardian or support administrator."""

    court: str
    appointed_on: date | None
    number: str


@dataclass(frozen=True)
class SelfCertificationData:
    """A legal representative's self-certification of the role (M02; DPR 445/2000 art. 46 and 47).

    Attributes:
        head: office, day, visit, code.
        declarant: the representative.
        holder: who they represent.
        quality: in what quality.
        appointment: the act that appointed them; None for a parent.
        instead: what stands for the signature; None where there is one.
    """

    head: PaperHead
    declarant: PersonOnPaper
    holder: PersonOnPaper
    quality: Applicant
    appointment: AppointmentOnPaper | None = None
    instead: SignatureInstead | None = None


@dataclass(frozen=True)
class ReceiptData:
    """The receipt for a sealed envelope handed over (M03); it never carries the secret.

    Attributes:
        head: office, day, visit, code.
        person: who receives the envelope.
        serial: number of the envelope.
        kind: kind of PIN in it.
        representative: name and quality of who receives it for the person; empty when the person does.
        instead: what stands for the signature; None where there is one.
    """

    head: PaperHead
    person: PersonOnPaper
    serial: str
    kind: PinKind
    representative: str = ""
    instead: SignatureInstead | None = None


@dataclass(frozen=True)
class SlipReason:
    """One reason of a refusal: plain Italian words, and the act it rests on (empty for office practice)."""

    text: str
    act: str = ""


@dataclass(frozen=True)
class SlipData:
    """What a person who was refused takes home (M02, M16, M17, M22).

    Attributes:
        head: office, day, visit, code.
        person: who asked.
        asked_for: what was asked, in Italian words.
        reasons: why it was refused, each with its act.
        what_to_do: remedies, in Italian words.
        what_to_bring: documents to bring next time, in Italian words.
    """

    head: PaperHead
    person: PersonOnPaper
    asked_for: str
    reasons: tuple[SlipReason, ...]
    what_to_do: tuple[str, ...] = field(default=())
    what_to_bring: tuple[str, ...] = field(default=())
