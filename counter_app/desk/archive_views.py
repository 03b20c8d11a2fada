"""Views of the archive for whoever searches it, corrects it, or looks at how it was searched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from counter_app.desk.views import PersonView


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A line of a list: the fiscal code is half masked (screens.md, principle 5)."""

    person_id: int
    masked_code: str
    full_name: str
    born: date
    birth_place: str = ""
    """As it was called on the birth date."""
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of hits begins; a screen only hands it back."""

    number: int
    """Of the page, from 1."""
    count: int
    """How many people the search had found when it began."""
    surname: str = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    person_id: int
    """With the three before it, after whom it begins."""


@dataclass(frozen=True, slots=True)
class HitsView:
    """A page of people a search has found, never all of them where there are many."""

    hits: tuple[PersonHit, ...]
    count: int
    """How many there are on all pages."""
    exact: bool = False
    """Whether surname, name and birth date are exactly those asked for; otherwise they begin so."""
    too_many: bool = False
    """More than are ever shown: there are no hits, and the search must be narrowed."""
    whole: bool = False
    """The surname was too short for a beginning: only whole ones were looked for."""
    page: int = 1
    pages: int = 1
    next: PageStart | None = None
    """Where the next page begins."""


@dataclass(frozen=True, slots=True)
class LookupsView:
    """What one operator looked at on one day: lists of people, cards, and cards on which nothing was done."""

    day: date
    username: str
    full_name: str
    searches: int
    """Lists of people shown, each page one."""
    cards: int
    without_act: int


@dataclass(frozen=True, slots=True)
class LookedUpView:
    """Somebody whose card was opened without an act."""

    hit: PersonHit
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction of a person's data."""

    on: date
    field: str
    """Column of the archive."""
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two rows of the archive that are one person, and what comes of merging them."""

    duplicate: PersonView
    stays: PersonView
    differing: tuple[str, ...]
    """What is not the same in both: `surname`, `name`, `born`."""
    pins_moved: int
    pins_closed: int
    """Both hold a PIN: the duplicate's ends."""
