"""What goes with a visit that led to nothing: nobody's papers are kept without an act (office practice)."""

from __future__ import annotations

from data.database import Session
from data.queries import attachments, visits
from data.vocabulary import VisitOutcome

WIPING = (VisitOutcome.ABANDONED, VisitOutcome.LOOKED_UP)
"""Outcomes after which no copy stays; a trigger of the database holds the same."""


def wipe_copies(session: Session, visit_id: int, outcome: VisitOutcome | None) -> int:
    """Wipe the copies of a visit that led to nothing, within the caller's transaction.

    An envelope in doubt may still turn out to have been handed over: until it is spoiled, the copies stay.

    Args:
        session: the act's own transaction, in which the visit bears its outcome already.
        visit_id: the visit.
        outcome: how it ended, None while it is under way.

    Returns:
        How many copies there were.
    """
    if outcome not in WIPING or visits.unspoiled_in(session, visit_id):
        return 0
    return attachments.wipe(session, visit_id)
