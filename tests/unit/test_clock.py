"""The business date is Europe/Rome's, whatever the computer's zone (architecture.md, rule 3; M22)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.clock import ROME, SystemClock, TrainingClock, business_date, day_span

INSTANTS = [
    # winter: one hour ahead of UTC
    ("2016-01-31T22:59:59.999999+00:00", "2016-01-31"),
    ("2016-01-31T23:00:00+00:00", "2016-02-01"),
    # summer: two hours
    ("2016-05-09T21:59:59.999999+00:00", "2016-05-09"),
    ("2016-05-09T22:00:00+00:00", "2016-05-10"),
    # the nights the clocks change
    ("2016-03-26T22:59:59+00:00", "2016-03-26"),
    ("2016-03-26T23:00:00+00:00", "2016-03-27"),
    ("2016-03-27T21:59:59+00:00", "2016-03-27"),
    ("2016-03-27T22:00:00+00:00", "2016-03-28"),
    ("2016-10-29T22:00:00+00:00", "2016-10-30"),
    ("2016-10-30T22:59:59+00:00", "2016-10-30"),
    ("2016-10-30T23:00:00+00:00", "2016-10-31"),
    # the days that change the rules
    ("2020-09-30T21:59:59+00:00", "2020-09-30"),
    ("2020-09-30T22:00:00+00:00", "2020-10-01"),
    ("2021-09-30T22:00:00+00:00", "2021-10-01"),
    # other zones
    ("2016-05-10T07:00:00+09:00", "2016-05-10"),
    ("2016-05-09T17:00:00-05:00", "2016-05-10"),
    ("2016-02-29T00:30:00+01:00", "2016-02-29"),
]


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Put the computer into a time zone for a test."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"], indirect=True)
@pytest.mark.parametrize(("instant", "day"), INSTANTS)
def test_m22_the_business_date_is_romes(zone: str, instant: str, day: str) -> None:
    moment = datetime.fromisoformat(instant)
    assert business_date(moment) == date.fromisoformat(day)
    assert business_date(moment.astimezone()) == date.fromisoformat(day)
    assert time.tzname != ("CET", "CEST")


def test_a_naive_instant_has_no_business_date() -> None:
    with pytest.raises(ValueError, match="aware"):
        business_date(datetime(2016, 5, 10, 9))  # noqa: DTZ001 - that is the point


@given(
    instant=st.datetimes(datetime(2012, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_the_business_date_does_not_depend_on_the_zone_an_instant_is_written_in(
    instant: datetime, minutes: int
) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))
    assert business_date(elsewhere) == business_date(instant)


@pytest.mark.parametrize("day", [date(2012, 1, 1), date(2016, 3, 27), date(2016, 10, 30), date(2021, 9, 30)])
def test_a_training_clock_stands_at_nine_in_rome(day: date) -> None:
    clock = TrainingClock(day)
    assert clock.now().astimezone(ROME).isoformat()[:16] == f"{day}T09:00"
    assert clock.now().tzinfo is UTC
    assert clock.now() == clock.now()
    assert clock.today() == day


def test_a_training_clock_passes_midnight() -> None:
    clock = TrainingClock(date(2020, 9, 30))
    clock.advance(timedelta(hours=15) - timedelta(microseconds=1))
    assert clock.today() == date(2020, 9, 30)
    clock.advance(timedelta(microseconds=1))
    assert clock.today() == date(2020, 10, 1)
    clock.move_to(date(2016, 5, 10))
    assert clock.today() == date(2016, 5, 10)


def test_the_night_the_clocks_change_has_23_or_25_hours() -> None:
    for day, hours in ((date(2016, 3, 26), 23), (date(2016, 10, 29), 25), (date(2016, 5, 10), 24)):
        here, next_day = TrainingClock(day), TrainingClock(day + timedelta(days=1))
        assert next_day.now() - here.now() == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "hours"), [("2016-05-10", 24), ("2016-03-27", 23), ("2016-10-30", 25)])
def test_a_day_spans_exactly_the_instants_that_belong_to_it(day: str, hours: int) -> None:
    begins, ends = day_span(date.fromisoformat(day))
    assert ends - begins == timedelta(hours=hours)
    instant = timedelta(microseconds=1)
    assert {business_date(begins), business_date(ends - instant)} == {date.fromisoformat(day)}
    assert business_date(begins - instant) < date.fromisoformat(day) < business_date(ends)


def test_the_computers_clock_is_aware_and_goes_on() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert second >= first
    assert abs(clock.today() - business_date(second)) <= timedelta(days=1)


def test_m22_a_lesson_may_know_less_than_its_date_until_the_date_is_moved() -> None:
    clock = TrainingClock(date(2020, 10, 15), date(2020, 7, 16))
    assert (clock.today(), clock.known_on()) == (date(2020, 10, 15), date(2020, 7, 16))
    clock.move_to(date(2020, 10, 16))
    assert clock.known_on() == clock.today() == date(2020, 10, 16)
    before, known, after = SystemClock().today(), SystemClock().known_on(), SystemClock().today()
    assert known in (before, after), "a midnight may lie between two looks"
