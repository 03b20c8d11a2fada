"""Visits: one person's stay at the desk, from the card to the goodbye (M01)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from counter_app.clock import day_span
from counter_app.counter import Counter
from counter_app.credentials.expiry import display_state, expires_on
from counter_app.desk import colleagues, drafts, history, leftovers, person_drafts, practice
from counter_app.desk.eligibility import ISSUE, decide_issue, held_pin, minority_of, recovery_contacts, who_may_ask
from counter_app.desk.envelopes import envelope_view
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.rights import may, require, require_open, require_role, why_not
from counter_app.desk.views import ActionView, Actor, CardView, CredentialView, HomeView, NewsItem, PrintedView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.norms.norm import Norm
from counter_app.norms.timeline import Change
from data.database import Session
from data.queries import people as people_queries
from data.queries import rows
from data.queries import suspicions as suspicion_queries
from data.queries import visits as queries
from data.tables import Credential, Person, Visit, id_of
from data.vocabulary import CredentialState, PinKind, PrintedKind, VisitOutcome

NEWS_DAYS = 92
"""How far the home screen looks, before and after the day (office practice)."""
NEWS_LINES = 7


def open_visit(counter: Counter, actor: Actor, person_id: int, key: str) -> CardView:
    """Open a visit for a person and return the card.

    A draft left at this desk, or handed over to the actor, is taken up again. Whoever was found meanwhile to be
    another person of the archive is served as that person.

    Raises:
        BadInputError: when the archive has no such person.
        NotAllowedError: when the account may not serve people, or the person works here (`OwnPeopleError`).
    """
    require(counter, actor, "serve")

    def write(session: Session) -> tuple[None, str]:
        person = people_queries.numbered(session, person_id)
        if person is None:
            raise BadInputError(_("The archive has no such person any more."))
        colleagues.check(session, actor, person)
        visit = drafts.taken_up(counter, session, actor, id_of(person))
        if visit is None:
            visit = Visit(
                person_id=id_of(person),
                operator_id=actor.operator_id,
                desk_id=actor.desk_id,
                business_date=counter.clock.today(),
                opened_at=counter.clock.now(),
            )
            session.add(visit)
            session.flush()
            record(counter, session, actor, "visit.opened", visit_id=visit.id, person_id=person.id)
        record(counter, session, actor, "person.viewed", visit_id=visit.id, person_id=person.id)
        return None, str(visit.id)

    with colleagues.refusals_recorded(counter, actor):
        _done, visit_id = counter.write_once(key, "visits.open", write)
    return card(counter, actor, int(visit_id))


def card(counter: Counter, actor: Actor, visit_id: int) -> CardView:
    """Return the person's card as it stands now: what they have, what may be done today, what not and why."""
    require(counter, actor, "serve")
    not_by_you = why_not(counter, actor, "issue")
    return counter.read(lambda session: _card(counter, session, actor, visit_id, not_by_you))


def _card(counter: Counter, session: Session, actor: Actor, visit_id: int, not_by_you: str) -> CardView:
    visit, person = visit_and_person(session, visit_id)
    draft = drafts.of_visit(session, actor, visit)
    held = held_pin(session, person)
    issue = ActionView(ISSUE, decide_issue(counter, session, person, held))
    has_or_may = held is not None or issue.decision.allowed
    return CardView(
        visit_id=visit_id,
        person=person_view(person),
        on=counter.clock.today(),
        credentials=tuple(_credential_view(counter, row) for row in queries.credentials(session, id_of(person))),
        may=(issue,) if issue.decision.allowed else (),
        may_not=() if issue.decision.allowed else (issue,),
        envelopes_in_doubt=tuple(
            envelope_view(counter, whole) for whole in queries.open_envelopes(session, person_id=id_of(person))
        ),
        draft=draft,
        decided=history.past(counter, session, actor, id_of(person)),
        not_by_you=not_by_you,
        expiring_days=practice.expiring_days(session),
        elsewhere=drafts.elsewhere(session, actor, id_of(person), visit_id),
        minor=minority_of(counter, person),
        may_ask=who_may_ask(counter, person),
        printed=() if draft is None else _printed(session, visit_id),
        correction=person_drafts.of_person(session, actor, id_of(person)),
        recovery_contacts=recovery_contacts(counter, person, held) if has_or_may else 0,
    )


def _printed(session: Session, visit_id: int) -> tuple[PrintedView, ...]:
    newest = {row.kind: row for row in queries.printouts(session, visit_id)}
    return tuple(
        PrintedView(PrintedKind(row.kind), row.number, row.verification_code, row.printed_at) for row in newest.values()
    )


def close(counter: Counter, actor: Actor, visit_id: int, outcome: VisitOutcome) -> None:
    """End a visit: its draft is wiped, the screen is empty (screens.md, principle 5). Ending it twice is nothing.

    Copies archived with a visit that led to nothing go too (`leftovers`).

    Raises:
        BadInputError: when there is no such visit, or its case was handed over meanwhile.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")

    def write(session: Session) -> None:
        visit, person = visit_and_person(session, visit_id)
        if visit.closed_at is not None:
            return
        drafts.check_here(session, actor, visit_id)
        rows.update(session, visit, closed_at=counter.clock.now(), outcome=outcome)
        drafts.wipe(session, visit_id)
        details: dict[str, Any] = {"person_id": person.id, "outcome": outcome}
        wiped = leftovers.wipe_copies(session, visit_id, outcome)
        if wiped:
            details["copies_wiped"] = wiped
        record(counter, session, actor, "visit.closed", visit_id=visit_id, **details)

    counter.write(write)


def home(counter: Counter, actor: Actor) -> HomeView:
    """Return the home screen: today's counts of this desk, what was left open, which norms change near the day."""
    require_role(counter, actor, "own-session")
    on = counter.clock.today()
    reviews = may(counter, actor, "decide-suspicion")

    def read(session: Session) -> HomeView:
        require_open(session, actor)
        return HomeView(
            on=on,
            visits=queries.visits_count(session, actor.desk_id, on),
            handed_over=queries.handed_over_count(session, actor.desk_id, *day_span(on)),
            in_doubt=len(queries.open_envelopes(session, desk_id=actor.desk_id)),
            drafts=drafts.shown_to(session, actor) if may(counter, actor, "serve") else (),
            news=_news(counter),
            to_review=suspicion_queries.undecided_count(session, actor.operator_id) if reviews else 0,
            forms=person_drafts.shown_to(session, actor) if may(counter, actor, "serve") else (),
        )

    return counter.read(read)


def _news(counter: Counter) -> tuple[NewsItem, ...]:
    on, later_acts = counter.clock.today(), counter.settings.later_acts
    known_on = counter.clock.known_on()
    law = counter.norms.law(on, known_on, later_acts=later_acts)
    span = timedelta(days=NEWS_DAYS)
    newest: dict[str, Change] = {}
    for change in counter.norms.changes(on - span, on + span, known_on, later_acts=later_acts):
        newest[change.norm.id] = change  # a norm that began and will end is news once, by its end
    together: dict[tuple[date, bool, str], list[Norm]] = {}
    for change in newest.values():
        together.setdefault((change.day, change.begins, change.norm.act.id), []).append(change.norm)
    coming = sorted((day for day in together if day[0] >= on), key=lambda change: change[0])
    past = sorted((day for day in together if day[0] < on), key=lambda change: change[0], reverse=True)
    return tuple(
        NewsItem(tuple(law.cite(norm) for norm in together[change]), (change[0] - on).days, change[1])
        for change in (*coming, *past)[:NEWS_LINES]
    )


def visit_and_person(session: Session, visit_id: int) -> tuple[Visit, Person]:
    """Return a visit and whom it is about.

    Raises:
        BadInputError: when there is no such visit.
    """
    found = queries.visit_and_person(session, visit_id)
    if found is None:
        raise BadInputError(_("This visit does not exist."))
    return found


def open_visit_and_person(session: Session, visit_id: int) -> tuple[Visit, Person]:
    """Return a visit still under way and whom it is about.

    Raises:
        BadInputError: when it ended, or does not exist.
    """
    visit, person = visit_and_person(session, visit_id)
    if visit.closed_at is not None:
        raise BadInputError(_("This visit has ended: begin again from the home screen."))
    return visit, person


def _credential_view(counter: Counter, row: Credential) -> CredentialView:
    state = CredentialState(row.state)
    on = counter.clock.today()
    return CredentialView(
        kind=PinKind(row.kind),
        state=state,
        display_state=display_state(counter.norms, state, row.usable_from, on),
        length=row.length,
        usable_from=row.usable_from,
        expires_on=None if row.usable_from is None else expires_on(counter.norms, row.usable_from),
    )
