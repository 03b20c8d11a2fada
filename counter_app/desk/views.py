"""Views: what a use case gives back to a screen. Frozen values without rows, sessions, hashes or secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.vocabulary import (
    Applicant,
    CredentialState,
    EnvelopeState,
    Impediment,
    OperatorState,
    PinKind,
    PrintedKind,
    PrinterState,
    Role,
    Sex,
    SpoilReason,
    TwoPersonAct,
    WorldKind,
)

if TYPE_CHECKING:
    from counter_app.desk.desk_views import AfterView, PersonDraftView, WaitingView
    from counter_app.norms.decide import Decision, Minority
    from counter_app.norms.norm import CitedNorm


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The sede this database belongs to."""

    code: str
    name: str
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where: bound to every act (M01)."""

    operator_id: int
    username: str
    full_name: str
    role: Role
    office: OfficeView
    desk: str
    desk_id: int


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """Why a login did not succeed, in words for the person at the keyboard."""

    message: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class PasswordDue:
    """The password was right, but it is a temporary one: another is to be chosen before anything else."""

    actor: Actor
    """Who will be logged in then."""


@dataclass(frozen=True, slots=True)
class OperatorView:
    """An account, for the supervisor's list."""

    id: int
    username: str
    full_name: str
    role: Role
    state: OperatorState
    failed_attempts: int
    password_due: bool = False
    """Its password is a temporary one."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that wants a second person, so exactly that a confirmation of it is good for no other.

    Args:
        act: what is done.
        subject: to what: a serial, a username.
        facts: what else must not differ from what was confirmed: a role.
    """

    act: TwoPersonAct
    subject: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A second person's confirmation of one deed: good once, for a short time, at this desk."""

    token: str
    second: str
    """Username of the second person."""


@dataclass(frozen=True, slots=True)
class StartView:
    """What the login screen needs to know once the database is open."""

    world: WorldKind
    office: OfficeView | None
    """None = nothing here yet: show the first-start screen."""
    training_operators: tuple[TrainingOperator, ...] = ()
    """Ready accounts of a training world, passwords included; always empty in an office."""


@dataclass(frozen=True, slots=True)
class TrainingOperator:
    """A ready account of a training world."""

    username: str
    full_name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person of the archive."""

    id: int
    fiscal_code: str
    provisional: bool
    surname: str
    name: str
    sex: Sex
    born: date
    birth_place: str
    """As it was called on the birth date, with province or foreign state."""
    citizenship: str
    residence: str
    address: tuple[str, ...]
    """Postal lines as printed in the envelope's window."""
    deceased_on: date | None
    ward: bool
    email: str = ""
    mobile: str = ""
    pec: str = ""
    birth_place_code: str = ""
    italian_document: bool | None = None

    @property
    def full_name(self) -> str:
        """Surname first, as offices write it."""
        return f"{self.surname} {self.name}"


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A PIN the person holds or held."""

    kind: PinKind
    state: CredentialState
    display_state: str
    """Stored or derived state: pending active expired blocked inhibited dismissed closed."""
    length: int
    usable_from: date | None
    expires_on: date | None
    """First day without access; None before the PIN is active."""


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something the desk may or may not do for this person today, and why."""

    action: str
    """Action name of interfaces.md, `issue-counter`."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """Who asked for the person an envelope is for, and in what quality (M02)."""

    full_name: str
    fiscal_code: str
    quality: Applicant


@dataclass(frozen=True, slots=True)
class UnsignedView:
    """What stands for the signature of who asked and cannot sign."""

    cause: Impediment
    witness_name: str
    witness_document_kind: str
    witness_document_number: str


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """A numbered envelope, never its content."""

    serial: str
    state: EnvelopeState
    visit_id: int
    person: PersonView
    kind: PinKind
    length: int
    desk: str
    reserved_at: datetime
    expires_on: date | None
    """First day without access once handed over; None before."""
    printer_state: PrinterState | None = None
    """The printer's word; None until the envelope was sent there."""
    spoil_reason: SpoilReason | None = None
    receipt_code: str = ""
    """Verification code of the receipt, empty until it is printed."""
    representative: RepresentativeView | None = None
    """Who takes it for the person; None where they come personally."""
    unsigned: UnsignedView | None = None
    """None where who takes it signs the receipt."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A case left half-way, as whoever looks at it takes it up."""

    visit_id: int
    person: PersonView
    step: str
    saved_at: datetime
    values: dict[str, str] = field(repr=False)
    """Widget id -> text (`yes`/`no` for a checkbox); without what a colleague declared."""
    begun_by: str = ""
    """Full name of the colleague who typed last, or handed it over; empty where that is who looks."""
    waits_for: str = ""
    """Full name of the colleague it was handed to; empty while it waits at its desk."""
    offered: bool = False
    """Whether it was handed to who looks."""


@dataclass(frozen=True, slots=True)
class PastDecisionView:
    """A decision taken for a person before: what was asked, when, and how it was answered."""

    decision_id: int
    action: str
    on: date
    allowed: bool


@dataclass(frozen=True, slots=True)
class ExplainedView:
    """A decision taken before, explained by the norms as they were then."""

    past: PastDecisionView
    known_on: date
    reasons: tuple[str, ...]
    norms: tuple[CitedNorm, ...]
    as_they_were: bool
    """Whether the norm files of that day are kept and can be read; where not, today's words of the norms are shown."""


@dataclass(frozen=True, slots=True)
class CardView:
    """The person's card: what they have, what may be done today and what not, and why."""

    visit_id: int
    person: PersonView
    on: date
    credentials: tuple[CredentialView, ...]
    may: tuple[ActionView, ...]
    may_not: tuple[ActionView, ...]
    envelopes_in_doubt: tuple[EnvelopeView, ...]
    draft: DraftView | None
    decided: tuple[PastDecisionView | AfterView, ...] = ()
    """What was decided before and what became of it, the newest first."""
    not_by_you: str = ""
    """Why this account does not issue PINs, in words; empty where it does."""
    expiring_days: int = 7
    """So many days before its expiry this office announces a document as expiring."""
    elsewhere: tuple[WaitingView, ...] = ()
    """Other cases of the person that were left half-way."""
    minor: Minority | None = None
    """How old a minor is and until when; None for somebody of full age, and for the dead."""
    may_ask: tuple[Applicant, ...] = (Applicant.SELF,)
    """In what qualities somebody may ask for the person today; empty for the dead."""
    printed: tuple[PrintedView, ...] = ()
    """The papers printed in this visit, of which a draft is taken up: the newest of each kind."""
    correction: PersonDraftView | None = None
    """A correction of the person's data that was left half-way at this desk."""
    recovery_contacts: int = 0
    """With how many contacts the PIN they hold, or may be given, is recovered online; 0 where none is (M07)."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What an act makes begin or end near the business date."""

    norms: tuple[CitedNorm, ...]
    days: int
    """Days from the business date to the day it begins, or to its last day; negative = that long ago."""
    begins: bool
    """Whether it begins or ends on that day."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A day on which the law changes: the norms that begin, and those that hold no longer."""

    day: date
    begins: tuple[CitedNorm, ...]
    ends: tuple[CitedNorm, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The calendar of norms as it stands on a day, as known on a day."""

    on: date
    known_on: date
    today: date
    first_day: date
    subject: str
    """Id of the one shown, empty for all."""
    subjects: Mapping[str, str]
    """Id -> title, sorted by title."""
    norms: Mapping[str, tuple[CitedNorm, ...]]
    """Id of a subject -> its norms known by then, the earliest first."""
    that_day: ChangeView | None
    """What changes on the day itself."""
    previous: date | None
    """The last day before this one on which something changed."""
    next: ChangeView | None
    """The first change after it."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home screen: today's counts, what is left open, what is near."""

    on: date
    visits: int
    handed_over: int
    in_doubt: int
    drafts: tuple[DraftView, ...]
    news: tuple[NewsItem, ...]
    to_review: int = 0
    """Cases a supervisor is to decide on; 0 for everybody else."""
    forms: tuple[PersonDraftView, ...] = ()
    """People's data left half-way at this desk."""


@dataclass(frozen=True, slots=True)
class PrintedView:
    """A document the desk printed without a secret in it."""

    kind: PrintedKind
    number: str
    verification_code: str
    printed_at: datetime
    printer_word: str = ""


@dataclass(frozen=True, slots=True)
class PaperView:
    """A document this desk of a training world has printed."""

    id: str
    kind: PrintedKind
    number: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A printed document of a training world, to be looked at."""

    file_name: str
    path: str
    """Where it lies while the world is there."""
    pdf: bytes = field(repr=False)
    """Out of `repr`: an envelope holds a secret."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A use case refused: the decision says what, why and what to do (architecture.md, rule 2)."""

    decision: Decision
