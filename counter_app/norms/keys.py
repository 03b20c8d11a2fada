"""The typed values norms may set: names, types, and which must stand on every day of the timeline.

A norm file can set nothing else. A rule asks for a value by its `Key`, so that its type is known where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from counter_app.i18n import _
from counter_app.norms.facts import Audience, WayIn
from data.vocabulary import Applicant, PinKind

T_co = TypeVar("T_co", covariant=True)
Choice = TypeVar("Choice", bound=StrEnum)

_COUNTRY = re.compile(r"[A-Z]{2}")


class Condition(StrEnum):
    """What a person can be, for the exceptions of M16 and M17 (meaning: `rules/conditions.py`)."""

    MINOR = "minor"
    WARD = "ward"
    NON_EU_CITIZEN = "non-eu-citizen"
    NO_ITALIAN_DOCUMENT = "no-italian-document"
    RESIDENT_ABROAD_WITHOUT_ITALIAN_DOCUMENT = "resident-abroad-without-italian-document"


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


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(_("true or false"))
    return raw


def _count(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw <= 0:
        raise ValueError(_("a whole number above zero"))
    return raw


def _day(raw: object) -> date:
    if not isinstance(raw, date) or not is_day(raw):
        raise ValueError(_("a date"))
    return raw


def _texts(raw: object) -> list[str] | None:
    """Return `raw` if it is a list of texts, else `None`."""
    if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        return raw
    return None


def _one_of(choices: type[Choice]) -> Callable[[object], Choice]:
    def read(raw: object) -> Choice:
        for choice in choices:
            if raw == choice.value:
                return choice
        raise ValueError(_("one of: {names}").format(names=", ".join(choices)))

    return read


def _some_of(choices: type[Choice]) -> Callable[[object], tuple[Choice, ...]]:
    known = {choice.value: choice for choice in choices}

    def read(raw: object) -> tuple[Choice, ...]:
        names = _texts(raw)
        if names is None or not known.keys() >= set(names) or len(set(names)) < len(names):
            raise ValueError(_("a list without repetitions of: {names}").format(names=", ".join(choices)))
        return tuple(known[name] for name in names)

    return read


def _countries(raw: object) -> frozenset[str]:
    codes = _texts(raw)
    if codes is None or not all(_COUNTRY.fullmatch(code) for code in codes):
        raise ValueError(_("a list of ISO 3166 country codes of two capitals"))
    return frozenset(codes)


TIMELINE_FIRST_DAY = Key("timeline.first-day", _day, always=True)

ISSUE_COUNTER_KIND = Key("issue-counter.kind", _one_of(PinKind), always=True)
ISSUE_CLOSED = Key("issue.closed", _flag, always=True)
ISSUE_OPEN_TO = Key("issue.open-to", _some_of(Condition))
ISSUE_NOT_OPEN_TO_HOLDERS_OF = Key("issue.not-open-to-holders-of", _some_of(WayIn))
ISSUE_ADVISE_SPID = Key("issue.advise-spid", _flag)
ISSUE_NO_ADVICE_TO = Key("issue.no-advice-to", _some_of(Condition))
ISSUE_REPLACES_EXPIRED = Key("issue.replaces-expired", _flag, always=True)
ISSUE_ONE_PIN = Key("issue.one-pin-per-person", _flag, always=True)
ISSUE_RECOVERY_INSTEAD = Key("issue.recovery-and-conversion-instead", _flag, always=True)

PIN_INITIAL_LENGTH = Key("pin.initial-length", _count, always=True)
PIN_WORKING_LENGTH = Key("pin.working-length", _count, always=True)

MINOR_UNDER_AGE = Key("minor.under-age", _count, always=True)
EU_MEMBERS = Key("eu.members", _countries, always=True)
EU_CLOSE_COUNTRIES = Key("eu.close-countries", _countries, always=True)
EU_CLOSE_COUNTRIES_COUNT = Key("eu.close-countries-count-as-members", _flag, always=True)

DISMISSAL_EXEMPT = Key("dismissal.exempt", _some_of(Condition))
DISMISSAL_DELEGATED = Key("dismissal.delegated", _some_of(Condition))

DESK_NOT_YET_HANDLED = Key("desk.not-yet-handled", _some_of(Applicant))

PIN_OPENS: Mapping[Audience, Key[bool]] = MappingProxyType(
    {audience: Key(f"pin.opens.{audience}", _flag, always=True) for audience in Audience}
)
"""Whether a PIN opens the services of an audience at all (M12, M17)."""

EXPIRY_MONTHS: Mapping[Audience, Key[int]] = MappingProxyType(
    {audience: Key(f"expiry-months.{audience}", _count, always=True) for audience in Audience}
)
"""Calendar months after which a PIN expires, by profile (M10)."""

APPLICANT_ADMITTED: Mapping[Applicant, Key[bool]] = MappingProxyType(
    {applicant: Key(f"applicant.{applicant}", _flag, always=True) for applicant in Applicant}
)
"""Whether the law lets somebody in this quality ask at the counter (M02)."""

KEYS: Mapping[str, Key[object]] = MappingProxyType(
    {
        str(key): key
        for key in (
            TIMELINE_FIRST_DAY,
            ISSUE_COUNTER_KIND,
            ISSUE_CLOSED,
            ISSUE_OPEN_TO,
            ISSUE_NOT_OPEN_TO_HOLDERS_OF,
            ISSUE_ADVISE_SPID,
            ISSUE_NO_ADVICE_TO,
            ISSUE_REPLACES_EXPIRED,
            ISSUE_ONE_PIN,
            ISSUE_RECOVERY_INSTEAD,
            PIN_INITIAL_LENGTH,
            PIN_WORKING_LENGTH,
            MINOR_UNDER_AGE,
            EU_MEMBERS,
            EU_CLOSE_COUNTRIES,
            EU_CLOSE_COUNTRIES_COUNT,
            DISMISSAL_EXEMPT,
            DISMISSAL_DELEGATED,
            DESK_NOT_YET_HANDLED,
            *PIN_OPENS.values(),
            *EXPIRY_MONTHS.values(),
            *APPLICANT_ADMITTED.values(),
        )
    }
)
"""Every key a norm may set, by name."""
