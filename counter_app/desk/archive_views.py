"""Views of the archive being put right: what was corrected of a person, and two entries that are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counter_app.desk.views import PersonView


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
    pins_moved: int
    pins_closed: int
    """Both hold a PIN: the duplicate's ends."""
