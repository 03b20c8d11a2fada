"""Views of the desk itself: cases that go from one colleague to another, what an office and an operator have set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.desk.views import PersonView


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Another case of the person on the card, left half-way: where it is, never what was typed in it."""

    step: str
    desk: str
    """Where it was left."""
    by: str
    """Full name of who left it or handed it over; empty where that is who looks."""
    waits_for: str
    """Full name of the colleague it was handed to; empty while it waits at its desk."""


@dataclass(frozen=True, slots=True)
class AfterView:
    """What became of a decision: a supervisor's word on the case, the envelope."""

    entry_id: int
    """Of the register."""
    event: str
    """`suspicion.cleared`, `suspicion.rejected`, `document.confirmed`, `pin.handed-over`, `envelope.spoiled`."""
    on: date
    who: str
    """Full name of who did it, or whose word it was; empty where that is not for who looks."""
    serial: str
    """Of the envelope; empty where it is about none."""
    spoiled: str
    """Why the envelope was spoiled: `SpoilReason`; empty where it was not."""
    ground: str = field(repr=False)
    """Why, or what was noted with it, as it was written; empty where nothing was, once it is erased, or where it is not
    for who looks.
    """


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """A colleague who can take a case over."""

    id: int
    username: str
    full_name: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """What an office has set for all its desks (office practice)."""

    supervisors_issue: bool
    """A small office, where supervisors issue PINs too."""
    expiring_days: int
    """So many days before its expiry a document is announced as expiring; 0 = on the day itself."""


@dataclass(frozen=True, slots=True)
class ChoicesView:
    """What an operator has chosen for the screen, and finds again at every desk."""

    theme: str = ""
    """Empty = as the desk has it."""
    unfolded: bool = False
    """Whether the panes that a narrow window folds stand unfolded."""


@dataclass(frozen=True, slots=True)
class PersonDraftView:
    """The form of a person's data, left half-way."""

    key: str
    person: PersonView | None
    """Whose data are corrected; None for somebody new."""
    saved_at: datetime
    values: dict[str, str] = field(repr=False)
    """Widget id -> text, of the fields that were typed in."""
    begun_by: str = ""
    """Full name of the colleague who typed last; empty where that is who looks."""
