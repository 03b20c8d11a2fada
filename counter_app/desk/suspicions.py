"""Suspected fraud: a quiet note that holds the issue at every desk until a supervisor decides (office practice).

What the person at the counter may see or hear of it is neutral: the office is checking. The words for that are here.
"""

from __future__ import annotations

from typing import Any

from counter_app.counter import Counter
from counter_app.desk import colleagues, drafts, second_person
from counter_app.desk.commands import DecideSuspicion, NoteSuspicion
from counter_app.desk.fields import required
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.review_views import SuspicionView
from counter_app.desk.rights import may_here, require
from counter_app.desk.views import Actor, Deed
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from data.database import Session
from data.queries import office as office_queries
from data.queries import suspicions as queries
from data.queries import visits as visit_queries
from data.queries.suspicions import WholeSuspicion
from data.tables import Person, Suspicion, id_of
from data.vocabulary import OperatorState, Role, SuspicionState, TwoPersonAct

NOTE, GROUND = "case-note", "review-ground"
NOTE_LENGTH = 200


def sentence() -> str:
    """Return what to say to the person at the counter: true, and no reproach."""
    return _("“Before I can hand anything over, the office completes a check. You will be told when it is done.”")


def why_held(session: Session, person: Person) -> str:
    """Return in neutral words why nothing is issued to a person now; empty where nothing holds it."""
    state = queries.newest_state(session, id_of(person))
    if state is SuspicionState.OPEN:
        return _("The office is completing a check on this request: the person will be told when it is done.")
    if state is SuspicionState.REJECTED:
        return _("This request cannot be accepted at the counter. The head of the office gives explanations.")
    return ""


def note(counter: Counter, actor: Actor, command: NoteSuspicion) -> None:
    """Write down what does not add up about the person of a visit; the issue is held, at every desk.

    A second note on a person who is held already is kept in the register, and so is what was typed of the papers so
    far: the visit may be over when a supervisor looks. A person whose case was rejected is held
    anew: that is how the office looks at it again.

    Raises:
        BadInputError: without a note, or when the visit does not exist.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    text = required(command.note, NOTE, NOTE_LENGTH)

    def write(session: Session) -> tuple[None, str]:
        found = visit_queries.visit_and_person(session, command.visit_id)
        if found is None:
            raise BadInputError(_("This visit does not exist."))
        person_id = id_of(found[1])
        held = queries.open_of(session, person_id)
        if held is None:
            held = Suspicion(
                person_id=person_id,
                visit_id=command.visit_id,
                raised_by=actor.operator_id,
                raised_at=counter.clock.now(),
                note=text,
                state=SuspicionState.OPEN,
            )
            session.add(held)
            session.flush()
        details: dict[str, Any] = {"person_id": person_id, "note": text}
        typed = drafts.presented(session, command.visit_id)
        if typed:
            details["typed"] = typed
        record(counter, session, actor, "suspicion.noted", visit_id=command.visit_id, subject=str(held.id), **details)
        return None, str(held.id)

    counter.write_once(command.key, "suspicions.note", write)


def undecided(counter: Counter, actor: Actor) -> tuple[SuspicionView, ...]:
    """Return the cases to decide on, oldest first; nobody learns here of one about themselves.

    Raises:
        NotAllowedError: when the actor is no supervisor.
    """
    require(counter, actor, "decide-suspicion")

    def read(session: Session) -> tuple[SuspicionView, ...]:
        alone = not _another_decides(counter, session, actor)
        return tuple(_view(whole, actor, alone=alone) for whole in queries.undecided(session, actor.operator_id))

    return counter.read(read)


def deed_of(command: DecideSuspicion) -> Deed:
    """Return what a second person confirms when the only supervisor decides on their own note."""
    return Deed(TwoPersonAct.DECIDE_OWN_NOTE, str(command.suspicion_id), "go-on" if command.go_on else "reject")


def decide(counter: Counter, actor: Actor, command: DecideSuspicion) -> None:
    """Let a held case go on, or reject it; whoever wrote the note does not decide on it, and nobody on colleagues.

    Where no other supervisor works in the office, whoever wrote the note decides with a second person, who stands for
    the decision in the archive: it is never the word of one alone.

    Raises:
        BadInputError: without a reason, or when the case was decided already.
        NotAllowedError: when the actor is no supervisor, or wrote the note and another supervisor decides or no second
            person has confirmed it, or the person works here (`OwnPeopleError`).
    """
    require(counter, actor, "decide-suspicion")
    ground = required(command.ground, GROUND, NOTE_LENGTH)
    state = SuspicionState.CLEARED if command.go_on else SuspicionState.REJECTED
    second = ""
    if counter.read(lambda session: _decides_on_own(counter, session, actor, command)):
        second = second_person.spend(counter, actor, deed_of(command), command.approval)

    def write(session: Session) -> None:
        _decides_on_own(counter, session, actor, command)
        row = session.get_one(Suspicion, command.suspicion_id)
        colleagues.check(session, actor, session.get_one(Person, row.person_id), row.visit_id)
        confirming = office_queries.operator_named(session, second) if second else None
        row.decided_by = actor.operator_id if confirming is None else id_of(confirming)
        row.state, row.ground, row.decided_at = state, ground, counter.clock.now()
        of_case: dict[str, Any] = {"visit_id": row.visit_id, "subject": str(row.id), "person_id": row.person_id}
        if second:
            of_case["second"] = second
        if command.go_on:
            record(counter, session, actor, "suspicion.cleared", ground=ground, **of_case)
        else:
            record(counter, session, actor, "suspicion.rejected", ground=ground, **of_case)

    with colleagues.refusals_recorded(counter, actor):
        counter.write(write)


def _decides_on_own(counter: Counter, session: Session, actor: Actor, command: DecideSuspicion) -> bool:
    """Go on only with a case the actor may decide on, and return whether they wrote its note themselves."""
    row = session.get(Suspicion, command.suspicion_id)
    if row is None or row.state != SuspicionState.OPEN:
        raise BadInputError(_("This case was decided already: read the list again."))
    own = row.raised_by == actor.operator_id
    if own and _another_decides(counter, session, actor):
        raise NotAllowedError(_("You wrote this note: another supervisor decides on it."))
    return own


def _another_decides(counter: Counter, session: Session, actor: Actor) -> bool:
    """Whether somebody else of the office decides on cases; a locked account counts: it can be unlocked."""
    return any(
        row.id != actor.operator_id
        and row.office_code == actor.office.code
        and row.state != OperatorState.DISABLED
        and may_here(counter, session, Role(row.role), "decide-suspicion")
        for row in office_queries.operators(session)
    )


def _view(whole: WholeSuspicion, actor: Actor, *, alone: bool) -> SuspicionView:
    row = whole.suspicion
    own = row.raised_by == actor.operator_id
    return SuspicionView(
        id=id_of(row),
        person=person_view(whole.person),
        note=row.note,
        raised_by=whole.raised_by,
        raised_at=row.raised_at,
        desk=whole.desk,
        own=own,
        seconded=own and alone,
    )
