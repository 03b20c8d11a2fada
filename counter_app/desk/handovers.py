"""A case left half-way goes to a colleague, who takes it over at whatever desk; until then it can be taken back (M01).

Who may take it over, and that a PIN is bound to who issues it, follow from the same rights and the same separation of
duties as everywhere. What somebody declares to have seen with their own eyes does not go along (`drafts.DECLARED`).
"""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk import colleagues, drafts, representation, visits
from counter_app.desk.desk_views import ColleagueView
from counter_app.desk.record import record
from counter_app.desk.rights import may_here, require
from counter_app.desk.views import Actor, CardView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import drafts as queries
from data.queries import office as office_queries
from data.queries import visits as visit_queries
from data.queries.drafts import Left
from data.tables import Operator, id_of
from data.vocabulary import OperatorState, Role


def who_can_take(counter: Counter, actor: Actor, visit_id: int) -> tuple[ColleagueView, ...]:
    """Return the colleagues who can take the case of a visit over and finish it, by name.

    They have an account at work in this office and issue PINs here; nobody does where who asks is one of them.

    Raises:
        BadInputError: when nothing of the case is kept, or it was handed over already.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    return counter.read(lambda session: _able(counter, session, actor, _left_here(session, actor, visit_id)))


def hand_over(counter: Counter, actor: Actor, visit_id: int, colleague_id: int) -> ColleagueView:
    """Have the case of a visit wait for a colleague, with everything that was typed; the register names both.

    Args:
        counter: the desk.
        actor: who gives it.
        visit_id: the visit.
        colleague_id: number of the account that is to take it over.

    Raises:
        BadInputError: when nothing of the case is kept, it was handed over already, or one of its envelopes is open.
        NotAllowedError: when the colleague cannot take it over, or the actor may not serve people.
    """
    require(counter, actor, "serve")

    def write(session: Session) -> ColleagueView:
        left = _left_here(session, actor, visit_id)
        able = {one.id: one for one in _able(counter, session, actor, left)}
        if colleague_id not in able:
            raise NotAllowedError(_("This colleague cannot take the case over now: choose another one."))
        for whole in visit_queries.open_envelopes(session, person_id=id_of(left.person)):
            if whole.envelope.visit_id == visit_id:
                words = _("The envelope {serial} of this case is in doubt: settle it first.")
                raise BadInputError(words.format(serial=whole.envelope.serial))
        colleague, draft = able[colleague_id], left.draft
        view = drafts.of_visit(session, actor, visits.visit_and_person(session, visit_id)[0])
        draft.typed = drafts.as_typed(view.values if view is not None else {})
        draft.operator_id, draft.handed_to = actor.operator_id, colleague.id
        draft.saved_at = counter.clock.now()
        session.add(draft)
        session.flush()
        details: dict[str, Any] = {"receiver": colleague.full_name, "step": draft.step}
        record(counter, session, actor, "visit.handed-over", visit_id=visit_id, subject=colleague.username, **details)
        return colleague

    return counter.write(write)


def take_over(counter: Counter, actor: Actor, visit_id: int) -> CardView:
    """Go on with a case a colleague handed over: it stands at the actor's desk from now on.

    Raises:
        BadInputError: when it does not wait for the actor any more; the words say who has it.
        NotAllowedError: when the account may not serve people, or the person works here (`OwnPeopleError`).
    """
    require(counter, actor, "serve")

    def write(session: Session) -> None:
        left = _waiting(session, visit_id)
        colleagues.check(session, actor, left.person, visit_id)
        if left.draft.handed_to != actor.operator_id:
            raise BadInputError(drafts.whose(left))
        drafts.move_here(counter, session, actor, left.draft, "visit.taken-over")
        record(counter, session, actor, "person.viewed", visit_id=visit_id, person_id=left.person.id)

    with colleagues.refusals_recorded(counter, actor):
        counter.write(write)
    return visits.card(counter, actor, visit_id)


def take_back(counter: Counter, actor: Actor, visit_id: int) -> CardView:
    """Go on with a case one has handed over oneself, and that the colleague has not taken.

    Raises:
        BadInputError: when the colleague was faster; the words say where the case is.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")

    def write(session: Session) -> None:
        left = _waiting(session, visit_id)
        if left.draft.handed_to is None or left.draft.operator_id != actor.operator_id:
            raise BadInputError(drafts.whose(left))
        drafts.move_here(counter, session, actor, left.draft, "visit.taken-back")

    counter.write(write)
    return visits.card(counter, actor, visit_id)


def _left_here(session: Session, actor: Actor, visit_id: int) -> Left:
    """Return what is kept of a case at this desk."""
    drafts.check_here(session, actor, visit_id)
    return _waiting(session, visit_id)


def _waiting(session: Session, visit_id: int) -> Left:
    left = queries.of_visit(session, visit_id)
    if left is None:
        visits.open_visit_and_person(session, visit_id)
        raise BadInputError(_("Nothing was typed in this case: there is nothing to go on with."))
    return left


def _able(counter: Counter, session: Session, actor: Actor, left: Left) -> tuple[ColleagueView, ...]:
    asking = drafts.values_of(left).get(representation.CODE, "")
    for code in (left.person.fiscal_code, asking):
        if code and office_queries.colleague(session, code, actor.office.code) is not None:
            return ()
    found = (
        ColleagueView(id_of(row), row.username, row.full_name)
        for row in office_queries.operators(session)
        if _at_work(row, actor) and may_here(counter, session, Role(row.role), "issue")
    )
    return tuple(sorted(found, key=lambda one: (one.full_name.casefold(), one.username)))


def _at_work(row: Operator, actor: Actor) -> bool:
    return (
        row.id != actor.operator_id
        and row.office_code == actor.office.code
        and row.state == OperatorState.ACTIVE
        and not row.password_due
    )
