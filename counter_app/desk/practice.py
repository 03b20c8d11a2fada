"""What an office sets for all its desks: office practice, never law. A supervisor changes it; the register keeps it."""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk.desk_views import PracticeView
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.identity.documents import EXPIRING_DAYS
from counter_app.settings import FEWEST_DAYS, MOST_DAYS
from data.database import Session
from data.queries import office as queries
from data.queries import rows
from data.tables import Office

EXPIRING = "expiring-days"


def days(text: str) -> int:
    """Return a number of days as typed.

    Raises:
        BadInputError: when it is no whole number from 0 to 60.
    """
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit()) or not FEWEST_DAYS <= int(typed) <= MOST_DAYS:
        words = _("A whole number of days, from {fewest} to {most}.")
        raise BadInputError(words.format(fewest=FEWEST_DAYS, most=MOST_DAYS), EXPIRING)
    return int(typed)


def standing(counter: Counter, actor: Actor) -> PracticeView:
    """Return what the office has set, for anybody who works here."""
    require(counter, actor, "own-session")
    return counter.read(lambda session: _view(_office(session)))


def change(counter: Counter, actor: Actor, wanted: PracticeView) -> PracticeView:
    """Set what the office does; each setting that changes is registered, with what stood before.

    Raises:
        BadInputError: when a number of days is out of range.
        NotAllowedError: when the actor is no supervisor.
    """
    require(counter, actor, "set-practice")
    days(str(wanted.expiring_days))

    def write(session: Session) -> PracticeView:
        office = _office(session)
        before = _view(office)
        for name in PracticeView.__slots__:
            old, new = getattr(before, name), getattr(wanted, name)
            if old != new:
                details: dict[str, Any] = {name: new, "before": old}
                record(counter, session, actor, "office.setting-changed", subject=office.code, **details)
        if before != wanted:
            rows.update(session, office, supervisor_issues=wanted.supervisors_issue, expiring_days=wanted.expiring_days)
        return wanted

    return counter.write(write)


def expiring_days(session: Session) -> int:
    """Return how many days before its expiry a document is announced, within the caller's transaction."""
    office = queries.office(session)
    return EXPIRING_DAYS if office is None else office.expiring_days


def _office(session: Session) -> Office:
    office = queries.office(session)
    if office is None:
        raise FaultError(_("This archive has no office yet: start the program again."))
    return office


def _view(office: Office) -> PracticeView:
    return PracticeView(bool(office.supervisor_issues), office.expiring_days)
