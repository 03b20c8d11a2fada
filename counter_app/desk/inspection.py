"""Read-only looks at the state of things, for the walkthrough player and for tests."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.credentials.expiry import display_state, expires_on
from counter_app.errors import BadInputError
from counter_app.i18n import _
from data.database import Session
from data.queries import people as people_queries
from data.queries import register as register_queries
from data.queries import visits as queries
from data.tables import id_of
from data.vocabulary import CredentialState

VIEWED = ".viewed"


def mark(counter: Counter, desk: str) -> int:
    """Return where a desk's chain stands now (`office/desk`): its last sequence number, 0 at the beginning."""

    def read(session: Session) -> int:
        entry = register_queries.newest(session, desk)
        return 0 if entry is None else entry.seq

    return counter.read(read)


def events_since(counter: Counter, desk: str, after: int) -> tuple[str, ...]:
    """Return the events of a desk after a mark, oldest first; looks at cards do not count."""

    def read(session: Session) -> tuple[str, ...]:
        events = (entry.event for entry in register_queries.since(session, desk, after))
        return tuple(event for event in events if not event.endswith(VIEWED))

    return counter.read(read)


def newest_event(counter: Counter, desk: str) -> str | None:
    """Return a desk's last event, looks at cards aside."""
    events = events_since(counter, desk, 0)
    return events[-1] if events else None


def person_state(counter: Counter, fiscal_code: str) -> dict[str, object]:
    """Return what a person holds, as scenario expectations spell it (interfaces.md, `person`).

    Returns:
        `{"fiscal_code", "pin": "none" | {"kind", "state", "length", "expires_on"}}`, dates in ISO form.

    Raises:
        BadInputError: when the archive has no such person.
    """

    def read(session: Session) -> dict[str, object]:
        person = people_queries.by_code(session, fiscal_code)
        if person is None:
            raise BadInputError(_("The archive has no such person any more."))
        rows = queries.credentials(session, id_of(person))
        row = next((row for row in rows if row.state != CredentialState.CLOSED), None)
        if row is None:
            return {"fiscal_code": fiscal_code, "pin": "none"}
        usable = row.usable_from
        state = display_state(counter.norms, CredentialState(row.state), usable, counter.clock.today())
        expiry = None if usable is None else expires_on(counter.norms, usable).isoformat()
        pin = {"kind": str(row.kind), "state": state, "length": row.length, "expires_on": expiry}
        return {"fiscal_code": fiscal_code, "pin": pin}

    return counter.read(read)
