"""Looks at people without an act, told to the supervisor: the archive is there to serve who is at the counter.

Everything follows from the register, which has each card that was opened and each list that was shown.
"""

from __future__ import annotations

from datetime import date, timedelta

from counter_app.counter import Counter
from counter_app.desk.archive_views import LookedUpView, LookupsView
from counter_app.desk.people import hit_of
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from data.database import Session
from data.queries import lookups as queries
from data.queries import office as office_queries

DAYS = 30
"""How far back the supervisor sees (office practice)."""


def report(counter: Counter, actor: Actor) -> tuple[LookupsView, ...]:
    """Return per day and operator how many lists were shown and cards opened, and on how many nothing was done.

    The newest day comes first, and within a day who opened most cards without an act.

    Raises:
        NotAllowedError: when the account is no supervisor's.
    """
    require(counter, actor, "see-lookups")
    today = counter.clock.today()

    def read(session: Session) -> tuple[LookupsView, ...]:
        names = {account.username: account.full_name for account in office_queries.operators(session)}
        looks = queries.per_operator_and_day(session, today - timedelta(days=DAYS - 1), today)
        views = [
            LookupsView(one.day, one.username, names.get(one.username, ""), one.searches, one.cards, one.without_act)
            for one in looks
        ]
        return tuple(sorted(views, key=lambda view: (-view.day.toordinal(), -view.without_act, view.username)))

    return counter.read(read)


def people(counter: Counter, actor: Actor, username: str, day: date) -> tuple[LookedUpView, ...]:
    """Return whose cards an operator opened on a day without an act, half masked; that look is registered too.

    Raises:
        NotAllowedError: when the account is no supervisor's.
        FaultError: when the register cannot be written; nobody is shown then.
    """
    require(counter, actor, "see-lookups")

    def write(session: Session) -> tuple[LookedUpView, ...]:
        looked = tuple(
            LookedUpView(hit_of(one, one.person_id), one.at) for one in queries.without_act(session, username, day)
        )
        if looked:
            record(counter, session, actor, "lookups.viewed", subject=username, day=day)
        return looked

    return counter.write(write)
