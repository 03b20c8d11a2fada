"""Drafts of people's data: what was typed to register or correct somebody when the desk was locked or its line cut.

Unlike a case's (`counter_app.desk.drafts`) it belongs to no visit: it waits at its desk, for whoever works there, until
the form ends. Nothing in it is an act, so that the register is told nothing.
"""

from __future__ import annotations

import json

from counter_app.counter import Counter
from counter_app.desk.desk_views import PersonDraftView
from counter_app.desk.drafts import as_typed
from counter_app.desk.people import person_view
from counter_app.desk.rights import require, require_not_closed, require_role
from counter_app.desk.views import Actor
from data.database import Session
from data.queries import person_drafts as queries
from data.queries.person_drafts import LeftForm
from data.tables import PersonDraft


def save(counter: Counter, actor: Actor, key: str, person_id: int | None, values: dict[str, str]) -> None:
    """Keep what was typed so far.

    Args:
        counter: the desk.
        actor: who types, or typed until their account was locked (see `drafts.save`).
        key: of the form.
        person_id: whose data are corrected, None for somebody new.
        values: widget id -> text, of the fields that were typed in. Where there is none, nothing is kept.

    Raises:
        NotAllowedError: when the account may not serve people, or was closed meanwhile.
    """
    require_role(counter, actor, "serve")

    def write(session: Session) -> None:
        require_not_closed(session, actor)
        if not values:
            queries.wipe(session, key)
            return
        row = session.get(PersonDraft, key) or PersonDraft(
            key=key, desk_id=actor.desk_id, operator_id=actor.operator_id, typed="", saved_at=counter.clock.now()
        )
        row.desk_id, row.operator_id, row.person_id = actor.desk_id, actor.operator_id, person_id
        row.typed, row.saved_at = as_typed(values), counter.clock.now()
        session.add(row)

    counter.write(write)


def discard(counter: Counter, actor: Actor, key: str) -> None:
    """Throw away what was kept of a form: it has ended.

    Raises:
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    counter.write(lambda session: queries.wipe(session, key))


def of_person(session: Session, actor: Actor, person_id: int) -> PersonDraftView | None:
    """Return the newest correction of a person that was left half-way at the actor's desk."""
    left = [view for view in shown_to(session, actor) if view.person is not None and view.person.id == person_id]
    return left[-1] if left else None


def shown_to(session: Session, actor: Actor) -> tuple[PersonDraftView, ...]:
    """Return the forms an actor finds left half-way at the desk, oldest first."""
    return tuple(_view(left, actor) for left in queries.left_at(session, actor.desk_id))


def _view(left: LeftForm, actor: Actor) -> PersonDraftView:
    return PersonDraftView(
        key=left.draft.key,
        person=None if left.person is None else person_view(left.person),
        saved_at=left.draft.saved_at,
        values=json.loads(left.draft.typed),
        begun_by="" if left.draft.operator_id == actor.operator_id else left.typist,
    )
