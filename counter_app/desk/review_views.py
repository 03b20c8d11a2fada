"""Views of held cases: the list, and what the supervisor sees before deciding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter_app.desk.archive_views import CorrectionView, PersonHit
from counter_app.desk.views import PersonView
from data.vocabulary import Applicant, SuspicionState

if TYPE_CHECKING:
    from counter_app.norms.decide import Minority


@dataclass(frozen=True, slots=True)
class SuspicionView:
    """A case a supervisor is to decide on."""

    id: int
    person: PersonView
    note: str
    raised_by: str
    """Full name of who wrote the note."""
    raised_at: datetime
    desk: str
    own: bool
    """Whether the actor wrote it: another supervisor decides."""
    seconded: bool
    """Whether the actor decides on it although they wrote it, with a second person: no other supervisor is here."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note on the case."""

    at: datetime
    who: str
    """Full name of who wrote it."""
    desk: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PresentedView:
    """A document that was presented, as it was typed."""

    kind: str
    """Name of its kind, in the interface's language."""
    number: str = field(repr=False)
    issuer: str
    issued_on: date | None
    expires_on: date | None
    told: tuple[str, ...]
    """What is odd about it, why it is refused, or what keeps it good past its date."""


@dataclass(frozen=True, slots=True)
class AskingView:
    """Who asks for the person."""

    hit: PersonHit | None
    """None where the archive does not know them, or nobody was named."""
    quality: Applicant
    typed_code: str = ""
    """Where the archive does not know them, the fiscal code as it was typed, half masked; empty where none was."""


@dataclass(frozen=True, slots=True)
class EarlierView:
    """An earlier case of the person, decided."""

    at: datetime
    by: str
    """Full name of who wrote its note."""
    note: str = field(repr=False)
    state: SuspicionState
    decided_by: str
    ground: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a supervisor decides on."""

    suspicion_id: int
    person: PersonHit
    minor: Minority | None
    ward: bool
    notes: tuple[NoteView, ...]
    """Those on this case, the oldest first."""
    document: PresentedView | None
    """Of whoever asks; None where none was typed, or none is kept."""
    holder_document: PresentedView | None
    """Of the person, where somebody else asks."""
    asking: AskingView | None
    """None where the person asks for themselves, or nobody has said."""
    corrections: tuple[CorrectionView, ...]
    """The newest corrections of the person's data, a fiscal code half masked."""
    earlier: tuple[EarlierView, ...]
    """The newest first."""
    own: bool = False
    """Whether who decides wrote the note: a second person confirms the decision."""
