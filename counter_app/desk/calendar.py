"""The calendar of norms: what stands, what comes and what has ended on a day, as known on a day (M22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from counter_app.counter import Counter
from counter_app.desk.views import CalendarView, ChangeView
from counter_app.errors import BadInputError
from counter_app.i18n import localised
from counter_app.norms.norm import CitedNorm
from counter_app.norms.timeline import Change, Law


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
    found = norms.changes(norms.first_day, date.max, known_on, later_acts=later_acts)
    changes = [change for change in found if not subject or change.norm.subject == subject]
    before = [change.takes_effect for change in changes if change.takes_effect < on]
    after = [change.takes_effect for change in changes if change.takes_effect > on]
    subjects = _subjects(counter)
    return CalendarView(
        on=on,
        known_on=known_on,
        today=today,
        first_day=norms.first_day,
        subject=subject,
        subjects=subjects,
        norms={name: _of_subject(counter, law, name) if subject in ("", name) else () for name in subjects},
        that_day=_change(law, changes, on),
        previous=max(before, default=None),
        next=_change(law, changes, min(after)) if after else None,
    )


def _subjects(counter: Counter) -> dict[str, str]:
    titles = {name: localised(about.title) for name, about in counter.norms.subjects.items()}
    return dict(sorted(titles.items(), key=lambda entry: entry[1]))


def _of_subject(counter: Counter, law: Law, subject: str) -> tuple[CitedNorm, ...]:
    """Return the norms of a subject that are known, the earliest first."""
    norms = [norm for norm in counter.norms.norms.values() if norm.subject == subject and law.status(norm)]
    return tuple(law.cite(norm) for norm in sorted(norms, key=lambda norm: (norm.since, norm.published)))


def _change(law: Law, changes: Iterable[Change], day: date) -> ChangeView | None:
    """Return what begins and what holds no longer on a day, None where nothing changes."""
    those = [change for change in changes if change.takes_effect == day]
    begins = tuple(law.cite(change.norm) for change in those if change.begins)
    ends = tuple(law.cite(change.norm) for change in those if not change.begins)
    return ChangeView(day, begins, ends) if those else None


def turning_days(counter: Counter, on: date) -> tuple[date | None, date | None]:
    """Return the days before and after `on` on which an act is published or a norm begins or ends.

    Those of the whole timeline, known or not: a trainer moves the date to them, and a date alone tells nothing.
    """
    norms = counter.norms
    days = {norm.published for norm in norms.norms.values()} | {norm.since for norm in norms.norms.values()}
    days |= {change.takes_effect for change in norms.changes(norms.first_day, date.max, date.max, later_acts=True)}
    turning = sorted(day for day in days if day >= norms.first_day)
    before = [day for day in turning if day < on]
    after = [day for day in turning if day > on]
    return (before[-1] if before else None), (after[0] if after else None)


def cited(counter: Counter, norm_ids: Iterable[str]) -> tuple[CitedNorm, ...]:
    """Return norms as they stand on the business date; one not published by then is left out."""
    on = counter.clock.today()
    law = counter.norms.law(on, counter.clock.known_on(), later_acts=counter.settings.later_acts)
    norms = (counter.norms.norm(norm_id) for norm_id in norm_ids)
    return tuple(law.cite(norm) for norm in norms if law.status(norm))
