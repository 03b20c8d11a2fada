"""The interface's language: gettext with English message ids, Italian by default.

The language is chosen once, before any screen is imported: bindings and titles of screens are class attributes.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import data

_LOCALE = Path(data.__file__).parent / "locale"  # importlib.resources would load zip files before the first paint

LANGUAGES = ("it", "en")
DEFAULT_LANGUAGE = "it"

_WEEKDAYS = {
    "it": ("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


class _Chosen:
    """The language in force and its catalogue."""

    language = DEFAULT_LANGUAGE
    translations: gettext.NullTranslations | None = None
    said: dict[str, str] = {}
    """Messages translated once already: a decision needs several, and screens ask for many decisions."""


def choose(language: str) -> None:
    """Choose the interface's language.

    Args:
        language: `it` or `en`.

    Raises:
        ValueError: for any other language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    if language == _Chosen.language and _Chosen.translations is not None:
        return
    _Chosen.language = language
    _Chosen.translations = _catalogue(language)
    _Chosen.said = {}


def language() -> str:
    """Return the language in force, `it` or `en`."""
    return _Chosen.language


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("sportello", _LOCALE, languages=[language], fallback=True)


def _(message: str) -> str:
    """Return `message` (English) in the language in force."""
    found = _Chosen.said.get(message)
    if found is None:
        if _Chosen.translations is None:
            _Chosen.translations = _catalogue(_Chosen.language)
        found = _Chosen.said[message] = _Chosen.translations.gettext(message)
    return found


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a counted message for `count`, in the language in force."""
    if _Chosen.translations is None:
        _Chosen.translations = _catalogue(_Chosen.language)
    return _Chosen.translations.ngettext(singular, plural, count)


def in_both(message: str) -> tuple[str, str]:
    """Return a message in Italian and in English, whatever language is in force: for files that hold both."""
    return _catalogue("it").gettext(message), message


def shown_in_both(text: str) -> tuple[str, str]:
    """Return a text of the interface in Italian and in English.

    Args:
        text: as it stands on the screen; one that is no whole message comes back twice as it is.
    """
    message = next((message for message, said in tuple(_Chosen.said.items()) if said == text), None)
    return (text, text) if message is None else in_both(message)


def show_date(day: date) -> str:
    """Return a date as the desk writes it: `10/05/2016` (`design`: dates are shown day first in both languages)."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def show_day(day: date) -> str:
    """Return a date with its weekday: `mar 10/05/2016`."""
    return f"{_WEEKDAYS[language()][day.weekday()]} {show_date(day)}"


def localised(texts: Mapping[str, str]) -> str:
    """Return the text of reference data (`{it: ..., en: ...}`) in the language in force."""
    return texts[language()]
