"""The calendar of norms: what stands, what comes and what has ended on a day, as known on a day (M22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from counter_app.counter import Counter
from counter_app.desk.views import CalendarView, ChangeView
from counter_app.errors import BadInputError
from counter_app.i18n import localised
from counter_app.norms.norm import CitedNorm, Norm
from counter_app.norms.timeline import Change


def calendar(counter: Counter, on: date, *, known_that_day: bool = False, subject: str = "") -> CalendarView:
    """Return the norms of a subject, or all, as they stand on a day.

    Nothing is shown that the desk does not know yet: a training world that stands in 2016 knows no act of 2020.

    Args:
        counter: the desk.
        on: the day shown.
        known_that_day: show what was known on that day, instead of what the desk knows now.
        subject: id of a subject; empty for all.

    Raises:
        BadInputError: for a day before the timeline, or a subject that does not exist.
    """
    norms, later_acts = counter.norms, counter.settings.later_acts
    today, known = counter.clock.today(), counter.clock.known_on()
    norms.refuse_before_timeline(on, "calendar-day")
    if subject and subject not in norms.subjects:
        raise BadInputError(subject, "subject")
    known_on = min(on, known) if known_that_day else known
    law = norms.law(on, known_on, later_acts=later_acts)
    shown = [norm for norm in norms.norms.values() if not subject or norm.subject == subject]
    changes = [
        change
        for change in norms.changes(norms.first_day, date.max, known_on, later_acts=later_acts)
        if not subject or change.norm.subject == subject
    ]
    titles = {name: localised(about.title) for name, about in norms.subjects.items()}
    subjects = dict(sorted(titles.items(), key=lambda entry: entry[1]))
    before = [change.takes_effect for change in changes if change.takes_effect < on]
    after = [change for change in changes if change.takes_effect > on]
    return CalendarView(
        on=on,
        known_on=known_on,
        today=today,
        first_day=norms.first_day,
        subject=subject,
        subjects=subjects,
        norms={
            name: tuple(law.cite(norm) for norm in _by_beginning(shown) if norm.subject == name and law.status(norm))
            for name in subjects
        },
        previous=max(before, default=None),
        next=_next(after),
    )


def _by_beginning(norms: Iterable[Norm]) -> list[Norm]:
    return sorted(norms, key=lambda norm: (norm.since, norm.published))


def _next(changes: list[Change]) -> ChangeView | None:
    """Return the first day on which something changes, with what begins and what ends that day."""
    if not changes:
        return None
    day = min(change.takes_effect for change in changes)
    those = [change for change in changes if change.takes_effect == day]
    return ChangeView(
        day=day,
        begins=tuple(localised(change.norm.title) for change in those if change.begins),
        ends=tuple(localised(change.norm.title) for change in those if not change.begins),
    )


def cited(counter: Counter, norm_ids: Iterable[str]) -> tuple[CitedNorm, ...]:
    """Return norms as they stand on the business date; one not published by then is left out."""
    on = counter.clock.today()
    law = counter.norms.law(on, counter.clock.known_on(), later_acts=counter.settings.later_acts)
    norms = (counter.norms.norm(norm_id) for norm_id in norm_ids)
    return tuple(law.cite(norm) for norm in norms if law.status(norm))
