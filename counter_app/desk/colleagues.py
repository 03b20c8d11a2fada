"""Nobody serves themselves or a colleague of the same office: refused with words, and registered (office practice)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from counter_app.counter import Counter
from counter_app.desk.record import record
from counter_app.desk.views import Actor
from counter_app.errors import NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import office as queries
from data.tables import Person, id_of


class OwnPeopleError(NotAllowedError):
    """The person at the counter is who serves, or a colleague of the same office.

    Args:
        message: what to tell them.
        person_id: the person's.
        visit_id: the visit it came up in, None where none was opened.
        own: whether they are who serves.
    """

    def __init__(self, message: str, person_id: int, visit_id: int | None, *, own: bool) -> None:
        super().__init__(message)
        self.person_id = person_id
        self.visit_id = visit_id
        self.own = own


def check(session: Session, actor: Actor, person: Person, visit_id: int | None = None) -> None:
    """Go on only with somebody who does not work here, within the caller's transaction.

    Raises:
        OwnPeopleError: for who serves, and for a colleague; the caller records it once the transaction is over.
    """
    found = queries.colleague(session, person.fiscal_code, actor.office.code)
    if found is None:
        return
    own = found == actor.operator_id
    words = (
        _("This is your own fiscal code: nobody serves themselves. Go to another office, as any citizen can.")
        if own
        else _("This person works in this office: colleagues are not served here. Any other office can serve them.")
    )
    raise OwnPeopleError(words, id_of(person), visit_id, own=own)


@contextmanager
def refusals_recorded(counter: Counter, actor: Actor) -> Iterator[None]:
    """Do a transaction that may find somebody of the office: rolled back or not, the register keeps that it did."""
    try:
        yield
    except OwnPeopleError as refused:
        record_refusal(counter, actor, refused)
        raise


def record_refusal(counter: Counter, actor: Actor, refused: OwnPeopleError) -> None:
    """Enter in the register that somebody of the office was to be served."""
    details: dict[str, Any] = {"person_id": refused.person_id, "own": refused.own}
    counter.write(
        lambda session: record(counter, session, actor, "visit.refused", visit_id=refused.visit_id, **details)
    )
