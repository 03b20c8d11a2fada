"""The only place that reads the computer's clock: every rule takes the date it is told (architecture.md, rule 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def business_date(instant: datetime) -> date:
    """Return the day an instant belongs to at the desks of the institute (Europe/Rome).

    Args:
        instant: an aware moment in any time zone.

    Raises:
        ValueError: when `instant` is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("business_date needs an aware instant")
    return instant.astimezone(ROME).date()


def day_span(day: date) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, at which a business date begins and at which the next one does (Europe/Rome).

    Args:
        day: the business date; 23 or 25 hours long where the clocks are changed.
    """
    midnights = (datetime.combine(one, time(), ROME) for one in (day, day + timedelta(days=1)))
    begins, ends = (midnight.astimezone(UTC) for midnight in midnights)
    return begins, ends


def instant_of(seconds: float) -> datetime:
    """Return an instant a file was written at, aware, in UTC.

    Args:
        seconds: since the epoch, as the file's folder tells it.
    """
    return datetime.fromtimestamp(seconds, UTC)


class Clock(Protocol):
    """Where use cases learn the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the business date."""
        ...

    def known_on(self) -> date:
        """Return the day up to which acts are known: the business date, unless a lesson says otherwise (M22)."""
        ...


class SystemClock:
    """The clock of an office: the computer's."""

    def now(self) -> datetime:
        """Return the computer's time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the business date of the computer's time."""
        return business_date(self.now())

    def known_on(self) -> date:
        """Return the business date: an office knows what is published."""
        return self.today()


@dataclass
class TrainingClock:
    """The clock of a training world: stands still until somebody moves it.

    Args:
        on: business date it starts on, at 09:00 in Rome (interfaces.md, scenario files).
        known: acts published later are not known until the date is moved; None = the business date, whatever it is.
    """

    on: date
    known: date | None = None
    _now: datetime = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = self.known
        self.move_to(self.on)
        self.known = known

    def now(self) -> datetime:
        """Return the moment the clock stands at, in UTC."""
        return self._now

    def today(self) -> date:
        """Return the business date the clock stands at."""
        return business_date(self._now)

    def known_on(self) -> date:
        """Return the day up to which acts are known."""
        return self.known or self.today()

    def move_to(self, day: date) -> None:
        """Stand at 09:00 of `day` in Rome, and know what is known then."""
        self.known = None
        self._now = datetime.combine(day, time(9), tzinfo=ROME).astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
