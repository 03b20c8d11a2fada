"""What a value of a norm is: a key with a type, and how what TOML gave becomes that type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from counter_app.i18n import _
from counter_app.identity.countries import codes as known_countries

T_co = TypeVar("T_co", covariant=True)
Choice = TypeVar("Choice", bound=StrEnum)

MOST = 200
"""No length, age, limit or number of months is larger: what is, is a slip of the keyboard."""


class Key(str, Generic[T_co]):
    """Name of a value that norms set, such as `pin.initial-length`.

    Args:
        name: dotted name, as in the norm files.
        read: turns what TOML gave into the typed value; raises `ValueError` with what was expected.
        always: whether some norm must set it on every day of the timeline.
    """

    read: Callable[[object], T_co]
    always: bool

    def __new__(cls, name: str, read: Callable[[object], T_co], *, always: bool = False) -> Key[T_co]:
        """Make the key; a `str`, so that it is its own dictionary key."""
        key = super().__new__(cls, name)
        key.read = read
        key.always = always
        return key


def is_day(raw: object) -> bool:
    """Return whether `raw` is a date without a time (TOML's date-times are dates to `isinstance`)."""
    return isinstance(raw, date) and not isinstance(raw, datetime)


def flag(raw: object) -> bool:
    """Read true or false."""
    if not isinstance(raw, bool):
        raise ValueError(_("true or false"))
    return raw


def count(raw: object) -> int:
    """Read a whole number from 1 to `MOST`."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= MOST:
        raise ValueError(_("a whole number from 1 to {most}").format(most=MOST))
    return raw


def day(raw: object) -> date:
    """Read a date without a time."""
    if not isinstance(raw, date) or not is_day(raw):
        raise ValueError(_("a date"))
    return raw


def _texts(raw: object) -> list[str] | None:
    """Return `raw` if it is a list of texts, else `None`."""
    if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        return raw
    return None


def one_of(choices: type[Choice]) -> Callable[[object], Choice]:
    """Return a reader of one member of an enum, told by its value."""
    known = {choice.value: choice for choice in choices}

    def read(raw: object) -> Choice:
        if isinstance(raw, str) and raw in known:
            return known[raw]
        raise ValueError(_("one of: {names}").format(names=", ".join(choices)))

    return read


def some_of(choices: type[Choice]) -> Callable[[object], tuple[Choice, ...]]:
    """Return a reader of a list of members of an enum, without repetitions."""
    known = {choice.value: choice for choice in choices}

    def read(raw: object) -> tuple[Choice, ...]:
        names = _texts(raw)
        if names is None or not known.keys() >= set(names) or len(set(names)) < len(names):
            raise ValueError(_("a list without repetitions of: {names}").format(names=", ".join(choices)))
        return tuple(known[name] for name in names)

    return read


def countries(raw: object) -> frozenset[str]:
    """Read a list of ISO 3166 country codes."""
    codes = _texts(raw)
    if not codes or not known_countries() >= set(codes) or len(set(codes)) < len(codes):
        raise ValueError(_("a list without repetitions of ISO 3166 country codes of two capitals"))
    return frozenset(codes)
