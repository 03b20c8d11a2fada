"""Drafts: what was typed in a case not finished yet, kept in a table, wiped when the visit ends."""

from __future__ import annotations

import json

from counter_app.counter import Counter
from counter_app.desk.people import person_view
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, DraftView
from data.database import Session
from data.queries import visits as queries
from data.tables import Draft, Person, Visit


def save(counter: Counter, actor: Actor, visit_id: int, step: str, values: dict[str, str]) -> None:
    """Keep what was typed so far.

    Args:
        counter: the desk.
        actor: who types.
        visit_id: the visit it belongs to; a visit that ended keeps nothing.
        step: the wizard step it was left at.
        values: widget id -> text; never a password or a secret.

    Raises:
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")

    def write(session: Session) -> None:
        visit = session.get(Visit, visit_id)
        if visit is None or visit.closed_at is not None:
            return
        row = session.get(Draft, visit_id) or Draft(
            visit_id=visit_id, desk_id=actor.desk_id, step=step, typed="", saved_at=counter.clock.now()
        )
        row.step, row.typed, row.saved_at = step, json.dumps(values, ensure_ascii=False), counter.clock.now()
        session.add(row)

    counter.write(write)


def discard(counter: Counter, actor: Actor, visit_id: int) -> None:
    """Throw a draft away.

    Raises:
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    counter.write(lambda session: wipe(session, visit_id))


def wipe(session: Session, visit_id: int) -> None:
    """Remove a visit's draft within the caller's transaction."""
    row = session.get(Draft, visit_id)
    if row is not None:
        session.delete(row)


def of_visit(session: Session, visit: Visit, person: Person) -> DraftView | None:
    """Return a visit's draft."""
    row = session.get(Draft, visit.id)
    return None if row is None else _view(row, person)


def of_desk(session: Session, desk_id: int) -> tuple[DraftView, ...]:
    """Return the drafts left at a desk, oldest first."""
    return tuple(_view(row, person) for row, person in queries.drafts(session, desk_id))


def visit_in_suspense(session: Session, actor: Actor, person_id: int) -> Visit | None:
    """Return this person's unfinished visit at this desk, where one was left with a draft."""
    for row, person in queries.drafts(session, actor.desk_id):
        if person.id == person_id:
            return session.get(Visit, row.visit_id)
    return None


def _view(row: Draft, person: Person) -> DraftView:
    return DraftView(
        visit_id=row.visit_id,
        person=person_view(person),
        step=row.step,
        saved_at=row.saved_at,
        values=json.loads(row.typed),
    )
