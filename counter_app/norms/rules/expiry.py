"""Expiry of PINs (M10): calendar months by profile, from the day the secret became usable."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from counter_app.norms.decision import Question
from counter_app.norms.facts import Audience
from counter_app.norms.keys import EXPIRY_MONTHS
from counter_app.norms.timeline import Catalogue


def expires_on(catalogue: Catalogue, audience: Audience, usable_from: date, known_on: date) -> date:
    """Return the first day without access by a PIN (M10), by the law of the day its secret became usable.

    Args:
        catalogue: the norms; a secret older than their first day follows the law of that day.
        audience: the profile the PIN is used with.
        usable_from: the day the secret became usable.
        known_on: acts published after this day do not count.
    """
    law_of = max(usable_from, catalogue.first_day)
    months = catalogue.value(EXPIRY_MONTHS[audience], law_of, known_on).value
    return _months_later(usable_from, months)


@lru_cache(maxsize=10_000)
def _months_later(day: date, months: int) -> date:
    """Return the same day of the month, or the last one of a shorter month (M10)."""
    later: date = day + relativedelta(months=months)
    return later


def expired_since(question: Question) -> date | None:
    """Return the day from which the PIN held is expired, or `None` when it is not."""
    facts = question.facts
    if facts.pin is None or facts.issued_on is None:
        return None
    day = expires_on(question.catalogue, facts.audience, facts.issued_on, question.known_on)
    return day if question.on >= day else None
