"""Commands: what a screen asks a use case to do. Frozen values, parsed where they were typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from counter_app.desk.views import Approval, Deed
from counter_app.identity.documents import IdentityDocument
from data.vocabulary import Applicant, AttachmentKind, Impediment, Role, Sex, SpoilReason


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """First start: the office, this desk and the first supervisor."""

    office_code: str
    office_name: str
    heading: tuple[str, ...]
    """Lines printed on top of every document: name and postal address of the office."""
    desk: str
    username: str
    full_name: str
    password: str = field(repr=False)
    fiscal_code: str = ""
    """The supervisor's own; empty = not told."""


@dataclass(frozen=True, slots=True)
class Login:
    """A person logs in at a desk with a personal account (M01)."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddOperator:
    """A supervisor adds an account."""

    username: str
    full_name: str
    role: Role
    password: str = field(repr=False)
    """A temporary one: its owner chooses another at the first login."""
    fiscal_code: str = ""
    """Whose account it is: nobody serves themselves or a colleague."""
    approval: Approval | None = None
    """The second person's; None where there is nobody else yet."""


@dataclass(frozen=True, slots=True)
class ResetOperator:
    """A supervisor gives an account a temporary password."""

    operator_id: int
    password: str = field(repr=False)
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """An operator chooses a password of their own in place of the one they logged in with."""

    password: str = field(repr=False)
    """The one they logged in with."""
    chosen: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmDeed:
    """A second person confirms a deed with their own password."""

    deed: Deed
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts told with the identification that differ from the archive's (M02); empty = as the archive has it."""

    email: str = ""
    mobile: str = ""
    pec: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """The act by which a court appointed a guardian or support administrator, as its copy or their words tell it."""

    court: str
    appointed_on: date | None
    number: str


@dataclass(frozen=True, slots=True)
class Representing:
    """Who asks for the person of a visit, and by what (M02)."""

    quality: Applicant
    person_id: int
    """The representative, of the archive; the document of the command is theirs."""
    role_certified: bool
    """The self-certification of the role is signed."""
    appointment: Appointment | None = None
    holder_document: IdentityDocument | None = None
    """Of the person the PIN is for; None = identified by what the representative certifies."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """What stands for the signature of who asks and cannot sign (DPR 445/2000 art. 4)."""

    cause: Impediment | None
    attested: bool
    """The operator attests that the declaration was made before them."""
    witness_name: str
    witness_document_kind: str
    witness_document_number: str


@dataclass(frozen=True, slots=True)
class ReserveEnvelope:
    """The act of issuing: everything transaction 1 writes (architecture.md, rule 6)."""

    visit_id: int
    applicant: Applicant
    document: IdentityDocument
    checks: frozenset[str]
    """Ids of the checks the operator made (`counter_app.identity.checklist`)."""
    form_signed: bool
    privacy_given: bool
    contacts: Contacts
    key: str
    """Idempotency key made by the screen when the act began."""
    password: str = field(repr=False)
    """The operator's password, asked again at the act of issuing."""
    representing: Representing | None = None
    """Needed where a legal representative asks."""
    unsigned: Unsigned | None = None
    """In place of the signed form."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The sealed envelope crosses the counter (transaction 3)."""

    serial: str
    seal_intact: bool
    receipt_signed: bool
    key: str


@dataclass(frozen=True, slots=True)
class SpoilEnvelope:
    """An envelope will never be handed over."""

    serial: str
    reason: SpoilReason
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class DeclareHandedOver:
    """A second person declares that an envelope in doubt did reach its holder (architecture.md, rule 6)."""

    serial: str
    reason: str
    key: str
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class ConfirmDocument:
    """A supervisor, as the second person, confirms a document that is odd but not refused."""

    visit_id: int
    document: IdentityDocument
    reason: str
    key: str
    approval: Approval | None
    owner_id: int | None = None
    """The representative whose document it is; None = the person the visit is about."""


@dataclass(frozen=True, slots=True)
class ArchiveCopy:
    """A scan is archived with the visit under way."""

    visit_id: int
    scan_id: str
    """Of a file in the scanner's folder, as it was listed."""
    kind: AttachmentKind
    key: str


@dataclass(frozen=True, slots=True)
class ViewCopy:
    """A copy archived with a visit of the person at the desk is to be looked at."""

    visit_id: int
    """The visit under way."""
    copy_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class NoteSuspicion:
    """Whoever serves writes down what does not add up; the issue waits for a supervisor."""

    visit_id: int
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class DecideSuspicion:
    """A supervisor decides on a case that is held."""

    suspicion_id: int
    go_on: bool
    """Whether the case goes on; otherwise it is rejected."""
    ground: str
    approval: Approval | None = None
    """Where the only supervisor decides on their own note."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to enter in the archive."""

    fiscal_code: str
    surname: str
    name: str
    sex: Sex
    born: date
    birth_place_code: str
    """Belfiore code; empty where the table does not tell it (`people.birth_place_code`)."""
    birth_place: str = ""
    """As the document has it; empty = as the place was called on the birth date."""
    citizenship: str = "IT"
    residence: str = "IT"
    italian_document: bool | None = None
    ward: bool = False
    deceased_on: date | None = None
    address: tuple[str, ...] = ()
    email: str = ""
    mobile: str = ""
    pec: str = ""
    mismatch_reason: str = ""
    """Why the data are right although the fiscal code says otherwise; required where they differ (M02)."""


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """The archive is wrong about somebody who stands at the desk."""

    visit_id: int
    data: NewPerson
    """Everything as it shall stand; `mismatch_reason` says why it is corrected, and why it differs from the code."""


@dataclass(frozen=True, slots=True)
class MergePeople:
    """Two rows of the archive are one person: the one whose visit is open goes over into the other."""

    visit_id: int
    into: int
    """Number of the person whose row stays."""
    reason: str
    key: str
    """Idempotency key made by the screen when the act began."""


@dataclass(frozen=True, slots=True)
class FindByData:
    """Look a person up by surname, name and birth date."""

    surname: str
    name: str
    born: date


@dataclass(frozen=True, slots=True)
class SearchPeople:
    """Search people of whom only a part is known."""

    surname: str
    """How it begins."""
    name: str = ""
    """How it begins; empty = not known."""
    born: tuple[date, date] | None = None
    """First and last day the birth date can be (`typed_dates.parse_born`); None = not known."""
