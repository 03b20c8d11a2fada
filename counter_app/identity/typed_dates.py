"""Dates as operators type them: day first, four-digit year, never guessed."""

from __future__ import annotations

from datetime import date

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity.folding import clean

FIRST_YEAR = 1850
LAST_YEAR = 2199
_SEPARATORS = "/.-"
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(month: int, year: int) -> int:
    """Return how many days a month of a year has.

    Args:
        month: 1 to 12.
        year: with its century.
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _DAYS_IN_MONTH[month - 1]


def month_name(month: int) -> str:
    """Return the name of a month in the interface's language.

    Args:
        month: 1 to 12.
    """
    names = (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
    return names[month - 1]


def parse_date(text: str, field: str) -> date:
    """Return the date an operator typed.

    `10052016`, `10/05/2016`, `10.5.2016`, `10-05-2016` (day first) and `2016-05-10` (ISO) are read; nothing else is
    guessed at, a year of two digits least of all (M22: the rules are in force on dates).

    Args:
        text: what stands in the field.
        field: id of the field, for the message.

    Raises:
        BadInputError: with what is wrong with the date, in the interface's language.
    """
    iso = _iso_date(text)
    if iso is not None:
        return iso
    day, month, year = _parts(clean(text), field)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("The year must lie between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
        raise BadInputError(message, field=field)
    if not 1 <= month <= 12:
        raise BadInputError(_("There is no month {month}: type day, month, year.").format(month=month), field=field)
    if not 1 <= day <= days_in(month, year):
        raise BadInputError(_no_such_day(day, month, year), field=field)
    return date(year, month, day)


def parse_born(text: str, field: str) -> tuple[date, date] | None:
    """Return the first and the last day a birth date can be: a date as `parse_date` reads it, or a whole year.

    Args:
        text: what stands in the field; empty = not known.
        field: id of the field, for the message.

    Raises:
        BadInputError: with what is wrong with it, in the interface's language.
    """
    typed = clean(text)
    if not typed:
        return None
    if not is_year(typed):
        day = parse_date(typed, field)
        return day, day
    year = int(typed)
    return parse_date(f"0101{year}", field), parse_date(f"3112{year}", field)


def is_year(text: str) -> bool:
    """Return whether what was typed is a year alone, with its century."""
    return len(text) == 4 and _is_number(text)


def _iso_date(text: str) -> date | None:
    """Return a whole ISO date at once: programs write a million of them."""
    if len(text) != 10 or not text[4] == text[7] == "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _no_such_day(day: int, month: int, year: int) -> str:
    if (day, month) == (29, 2):
        return _("29 February {year} does not exist: {year} is not a leap year.").format(year=year)
    return _("{day} {month} does not exist.").format(day=day, month=month_name(month))


def _parts(text: str, field: str) -> tuple[int, int, int]:
    """Return day, month and year as numbers, not yet known to be a date."""
    if not text:
        raise BadInputError(_("Type the date: day, month, year."), field=field)
    if _is_number(text):
        if len(text) != 8:
            raise BadInputError(_("Type eight digits: two for the day, two for the month, four for the year."), field)
        return int(text[:2]), int(text[2:4]), int(text[4:])
    pieces = _pieces(text)
    if len(pieces) != 3 or not all(_is_number(piece) for piece in pieces):
        raise BadInputError(_("This is not a date: type it like 10/05/2016."), field=field)
    lengths = tuple(len(piece) for piece in pieces)
    if "-" in text and lengths == (4, 2, 2):
        return int(pieces[2]), int(pieces[1]), int(pieces[0])
    if lengths[2] == 2 and max(lengths) == 2:
        raise BadInputError(_("Type the year with four digits."), field=field)
    if lengths[2] != 4 or max(lengths[:2]) > 2:
        raise BadInputError(_("This is not a date: type it like 10/05/2016."), field=field)
    return int(pieces[0]), int(pieces[1]), int(pieces[2])


def _pieces(text: str) -> list[str]:
    used = [sign for sign in _SEPARATORS if sign in text]
    return text.split(used[0]) if len(used) == 1 else []


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
