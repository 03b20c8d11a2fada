"""Dates as operators type them: read as they stand, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.identity.typed_dates import days_in, is_year, month_name, parse_born, parse_date


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.mark.parametrize(
    "typed",
    ["10052016", "10/05/2016", "10/5/2016", "10.5.2016", "10.05.2016", "10-05-2016", "2016-05-10", "  10052016 \n"],
)
def test_m22_a_date_is_read_in_every_way_it_is_typed(typed: str) -> None:
    assert parse_date(typed, "document-issued") == date(2016, 5, 10)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type the date: day, month, year."),
        ("  ", "Type the date: day, month, year."),
        ("10/05/16", "Type the year with four digits."),
        ("1-2-03", "Type the year with four digits."),
        ("100516", "Type eight digits: two for the day, two for the month, four for the year."),
        ("1961", "Type eight digits: two for the day, two for the month, four for the year."),
        ("12", "Type eight digits: two for the day, two for the month, four for the year."),
        ("100520161", "Type eight digits: two for the day, two for the month, four for the year."),
        ("31/04/2016", "31 April does not exist."),
        ("31062016", "31 June does not exist."),
        ("2016-11-31", "31 November does not exist."),
        ("30/02/2016", "30 February does not exist."),
        ("29/02/2015", "29 February 2015 does not exist: 2015 is not a leap year."),
        ("29/02/1900", "29 February 1900 does not exist: 1900 is not a leap year."),
        ("00/05/2016", "0 May does not exist."),
        ("32/01/2016", "32 January does not exist."),
        ("10/13/2016", "There is no month 13: type day, month, year."),
        ("20160510", "The year must lie between 1850 and 2199."),
        ("05002016", "There is no month 0: type day, month, year."),
        ("2016-13-01", "There is no month 13: type day, month, year."),
        ("10/05/1849", "The year must lie between 1850 and 2199."),
        ("10/05/2200", "The year must lie between 1850 and 2199."),
        ("10/05", "This is not a date: type it like 10/05/2016."),
        ("10/05-2016", "This is not a date: type it like 10/05/2016."),
        ("10/05/2016/1", "This is not a date: type it like 10/05/2016."),
        ("10//2016", "This is not a date: type it like 10/05/2016."),
        ("10 05 2016", "This is not a date: type it like 10/05/2016."),
        ("2016/05/10", "This is not a date: type it like 10/05/2016."),
        ("2016-5-10", "This is not a date: type it like 10/05/2016."),
        ("010/05/2016", "This is not a date: type it like 10/05/2016."),
        ("10/05/20166", "This is not a date: type it like 10/05/2016."),
        ("+1/05/2016", "This is not a date: type it like 10/05/2016."),
        ("-10-05-2016", "This is not a date: type it like 10/05/2016."),
        ("10 maggio 2016", "This is not a date: type it like 10/05/2016."),
        ("١٠٠٥٢٠١٦", "This is not a date: type it like 10/05/2016."),
        ("１００５２０１６", "This is not a date: type it like 10/05/2016."),
        ("10/05/201²", "This is not a date: type it like 10/05/2016."),
    ],
)
def test_m22_what_is_not_a_date_is_refused_with_the_reason(typed: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_date(typed, "document-issued")
    assert (caught.value.message, caught.value.field) == (message, "document-issued")


@pytest.mark.parametrize("typed", ["01011850", "31122199", "29/02/2000", "29.2.2016"])
def test_m22_the_first_the_last_and_leap_days_are_read(typed: str) -> None:
    assert parse_date(typed, "born").year in (1850, 2199, 2000, 2016)


def test_months_have_a_name_and_their_days() -> None:
    assert [month_name(month) for month in (1, 6, 12)] == ["January", "June", "December"]
    assert [days_in(month, 2015) for month in range(1, 13)] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [days_in(2, year) for year in (1900, 2000, 2016)] == [28, 29, 29]


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.dates(date(1850, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["{0:%d%m%Y}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}"]),
)
def test_m22_every_date_of_the_range_is_read_back(day: date, form: str) -> None:
    assert parse_date(form.format(day), "born") == day


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(max_size=12) | st.text(st.sampled_from("0123456789/.- "), max_size=12))
def test_m22_what_is_typed_is_read_or_refused_never_a_fault(text: str) -> None:
    try:
        day = parse_date(text, "born")
    except BadInputError as error:
        assert error.field == "born"  # noqa: PT017 - either way is right
    else:
        assert 1850 <= day.year <= 2199


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("", None),
        ("  ", None),
        ("1980", (date(1980, 1, 1), date(1980, 12, 31))),
        (" 2000 ", (date(2000, 1, 1), date(2000, 12, 31))),
        ("10051980", (date(1980, 5, 10), date(1980, 5, 10))),
        ("29/02/1980", (date(1980, 2, 29), date(1980, 2, 29))),
    ],
)
def test_m02_a_birth_date_may_be_a_year_alone(typed: str, span: tuple[date, date] | None) -> None:
    assert parse_born(typed, "find-born") == span


@pytest.mark.parametrize("typed", ["80", "198", "3102", "1849", "19801", "29021981", "anno"])
def test_m02_what_is_neither_a_year_nor_a_date_names_its_field(typed: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_born(typed, "find-born")
    assert caught.value.field == "find-born"


@pytest.mark.parametrize(("typed", "year"), [("1980", True), ("198", False), ("19/80", False), ("١٩٨٠", False)])
def test_m02_a_year_is_four_digits(typed: str, year: bool) -> None:
    assert is_year(typed) is year
