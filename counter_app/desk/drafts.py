"""Drafts: what was typed in a case not finished yet, kept in a table, wiped when the visit ends.

What the register took of it by then stays there (`suspicions.note`).

A draft waits at its desk, for whoever works there, or for the one colleague it was handed over to, at whatever desk
(`counter_app.desk.handovers`), as long as the colleague's account is not closed.
"""

from __future__ import annotations

import json
from typing import Any

from counter_app.counter import Counter
from counter_app.desk import signing
from counter_app.desk.desk_views import WaitingView
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.rights import require_not_closed, require_role
from counter_app.desk.views import Actor, DraftView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import checklist, documents, holder
from data.database import Session
from data.queries import drafts as queries
from data.queries.drafts import Left
from data.tables import Draft, Operator, Visit, id_of

APPLICANT, REPRESENTATIVE = "applicant", "representative-code"
_DOCUMENT = (documents.KIND, documents.NUMBER, documents.ISSUER, documents.ISSUED, documents.EXPIRES)
PRESENTED = frozenset({APPLICANT, REPRESENTATIVE, *_DOCUMENT, *map(holder.field, _DOCUMENT)})
"""What says who asks, and with which papers."""

DECLARED = frozenset({*checklist.OPERATOR_CHECKS, signing.ATTESTED})
"""Boxes that say what whoever marks them has seen or heard: nobody takes that over (office practice)."""


def save(counter: Counter, actor: Actor, visit_id: int, step: str, values: dict[str, str]) -> None:
    """Keep what was typed so far.

    Args:
        counter: the desk.
        actor: who types, or typed until their account was locked.
        visit_id: the visit it belongs to; a visit that ended, whose case was handed over, or that another desk began
            and did not hand over to this one, keeps nothing from here.
        step: the wizard step it was left at.
        values: widget id -> text; never a password or a secret. Where there is none, no draft begins.

    Raises:
        NotAllowedError: when the account may not serve people, or was closed meanwhile.
    """
    # Wrong passwords lock an account in the middle of a case, and a supervisor answers with a temporary one: who stands
    # at the counter has said it all already, and keeping it does nothing for anybody that an account must be open for.
    require_role(counter, actor, "serve")

    def write(session: Session) -> None:
        require_not_closed(session, actor)
        visit = session.get(Visit, visit_id)
        if visit is None or visit.closed_at is not None:
            return
        row = session.get(Draft, visit_id)
        if row is None and (not values or visit.desk_id != actor.desk_id):
            return
        row = row or Draft(
            visit_id=visit_id,
            desk_id=actor.desk_id,
            operator_id=actor.operator_id,
            step=step,
            typed="",
            saved_at=counter.clock.now(),
        )
        if row.desk_id != actor.desk_id or row.handed_to is not None:
            return
        row.operator_id = actor.operator_id
        row.step, row.typed, row.saved_at = step, as_typed(values), counter.clock.now()
        session.add(row)

    counter.write(write)


def values_of(left: Left) -> dict[str, str]:
    """Return what was typed: widget id -> text."""
    values: dict[str, str] = json.loads(left.draft.typed)
    return values


def presented(session: Session, visit_id: int) -> dict[str, str]:
    """Return what a visit's draft says of who asks and of their papers: widget id -> text, empty without a draft."""
    left = queries.of_visit(session, visit_id)
    values = {} if left is None else values_of(left)
    return {name: text for name, text in values.items() if name in PRESENTED}


def as_typed(values: dict[str, str]) -> str:
    """Return what was typed as the table keeps it."""
    return json.dumps(values, ensure_ascii=False)


def wipe(session: Session, visit_id: int) -> None:
    """Remove a visit's draft within the caller's transaction."""
    queries.wipe(session, visit_id)


def check_here(session: Session, actor: Actor, visit_id: int) -> None:
    """Go on only where the case was not handed over meanwhile, within the caller's transaction.

    Raises:
        BadInputError: saying who has it.
    """
    place = queries.place_of(session, visit_id)
    if place is None or (place.handed_to is None and place.desk_id == actor.desk_id):
        return
    left = queries.of_visit(session, visit_id)
    if left is not None:
        raise BadInputError(whose(left))


def whose(left: Left) -> str:
    """Return in words who has a case now."""
    if left.receiver is not None:
        return _("{giver} handed this case over to {name}.").format(giver=left.typist, name=left.receiver)
    return _("This case goes on at desk {desk} now.").format(desk=left.desk)


def of_visit(session: Session, actor: Actor, visit: Visit) -> DraftView | None:
    """Return a visit's draft as the actor takes it up."""
    left = queries.of_visit(session, id_of(visit))
    return None if left is None else _view(left, actor)


def shown_to(session: Session, actor: Actor) -> tuple[DraftView, ...]:
    """Return the drafts an actor finds on the home screen: handed to them, left at the desk, handed over by them."""
    return tuple(_view(left, actor) for left in queries.shown_to(session, actor.desk_id, actor.operator_id))


def elsewhere(session: Session, actor: Actor, person_id: int, visit_id: int) -> tuple[WaitingView, ...]:
    """Return the other cases of a person that were left half-way: where, by whom, for whom; never what was typed.

    Args:
        session: the transaction.
        actor: who looks.
        person_id: whose.
        visit_id: the visit the person is here for now.
    """
    return tuple(
        WaitingView(
            step=left.draft.step,
            desk=left.desk,
            by="" if left.draft.operator_id == actor.operator_id else left.typist,
            waits_for=left.receiver or "",
        )
        for left in queries.of_person(session, person_id)
        if left.draft.visit_id != visit_id
    )


def taken_up(counter: Counter, session: Session, actor: Actor, person_id: int) -> Visit | None:
    """Return this person's unfinished visit: left at this desk, or waiting for the actor, who takes it over by that."""
    found = queries.of_person(session, person_id)
    here = [left.draft for left in found if left.draft.handed_to is None and left.draft.desk_id == actor.desk_id]
    offered = [left.draft for left in found if left.draft.handed_to == actor.operator_id]
    if not here and offered:
        move_here(counter, session, actor, offered[0], "visit.taken-over")
    draft = next(iter((*here, *offered)), None)
    return None if draft is None else session.get(Visit, draft.visit_id)


def move_here(counter: Counter, session: Session, actor: Actor, draft: Draft, event: str) -> None:
    """Take a draft to the actor's desk within the caller's transaction, and enter it in the register.

    Args:
        counter: the desk.
        session: the transaction.
        actor: who takes it.
        draft: that waits for somebody.
        event: `visit.taken-over` or `visit.taken-back`.
    """
    left = queries.of_visit(session, draft.visit_id)
    giver = "" if left is None else left.typist
    draft.desk_id, draft.handed_to = actor.desk_id, None
    session.add(draft)
    session.flush()
    record(counter, session, actor, event, visit_id=draft.visit_id, step=draft.step, giver=giver)


def free(counter: Counter, session: Session, actor: Actor, closed: Operator) -> None:
    """Have the cases that wait for a closed account wait at their desks again, within the caller's transaction.

    Nobody could take them over any more, and who gave them may be gone too. The register names each (office practice).

    Args:
        counter: the desk.
        session: the transaction.
        actor: who closes the account.
        closed: the account.
    """
    for left in queries.waiting_for(session, id_of(closed)):
        draft = left.draft
        draft.handed_to = None
        session.add(draft)
        session.flush()
        about: dict[str, Any] = {"step": draft.step, "giver": left.typist, "receiver": closed.full_name}
        record(counter, session, actor, "visit.freed", visit_id=draft.visit_id, subject=closed.username, **about)


def _view(left: Left, actor: Actor) -> DraftView:
    draft, own = left.draft, left.draft.operator_id == actor.operator_id
    values = values_of(left)
    return DraftView(
        visit_id=draft.visit_id,
        person=person_view(left.person),
        step=draft.step,
        saved_at=draft.saved_at,
        values=values if own else {name: text for name, text in values.items() if name not in DECLARED},
        begun_by="" if own else left.typist,
        waits_for=left.receiver or "",
        offered=draft.handed_to == actor.operator_id,
    )
