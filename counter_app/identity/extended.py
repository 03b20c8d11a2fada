"""Documents good beyond the date printed on them, by an act of the time (M02).

Which kinds and dates an act covers is reference data, `[[extension]]` in `data/reference/identity_documents.toml`; the
act itself is a norm, so that nobody rests on one that was not published yet (M22).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from counter_app.i18n import _, show_date
from counter_app.identity.documents import IdentityDocument

if TYPE_CHECKING:
    from counter_app.norms.norm import CitedNorm


@dataclass(frozen=True, slots=True)
class Extension:
    """What one norm keeps good beyond the printed date.

    Args:
        norm: id of the norm that says so.
        kinds: ids of the kinds of document it covers.
        issued: first and last day of issue it covers; None = any.
        expiry: first and last printed expiry it covers; None = any.
        years: years added to the printed expiry; 0 = none.
    """

    norm: str
    kinds: frozenset[str]
    issued: tuple[date | None, date | None] = (None, None)
    expiry: tuple[date | None, date | None] = (None, None)
    years: int = 0

    def covers(self, document: IdentityDocument) -> bool:
        """Return whether a document of this kind and with these dates is one it speaks of."""
        return (
            document.kind in self.kinds
            and _within(document.issued_on, self.issued)
            and _within(document.expires_on, self.expiry)
        )


@dataclass(frozen=True, slots=True)
class Extended:
    """How long a document past its printed expiry is good, and why.

    Args:
        until: last day on which it is good.
        norm: id of the norm it rests on.
        words: the same for the operator, citing the act, in the interface's language.
    """

    until: date
    norm: str
    words: str


def extended(document: IdentityDocument, on: date, standing: Callable[[str], CitedNorm | None]) -> Extended | None:
    """Return the extension that keeps an expired document good for the longest time, None where none does.

    One extension counts, never one upon another. A document still in force by its own date needs none.

    Args:
        document: as typed.
        on: the business date.
        standing: id of a norm -> the norm as cited, None where it is not in force on the day or not published yet.
    """
    expires = document.expires_on
    if expires is None or expires >= on:
        return None
    found = []
    for extension in extensions():
        norm = standing(extension.norm) if extension.covers(document) else None
        until = None if norm is None else _last_day(extension, norm, expires)
        if norm is not None and until is not None and until >= on:
            found.append(Extended(until, norm.id, _words(norm, expires, until)))
    return max(found, key=lambda each: each.until, default=None)


def _last_day(extension: Extension, norm: CitedNorm, expires: date) -> date | None:
    return expires + relativedelta(years=extension.years) if extension.years else norm.until


def _words(norm: CitedNorm, expires: date, until: date) -> str:
    words = _("Expired on {expired}, good until {until}: {act}.").format(
        expired=show_date(expires), until=show_date(until), act=norm.act
    )
    return words if norm.settled == "settled" else words + " " + _("Not settled: ask for another document first.")


def _within(day: date | None, span: tuple[date | None, date | None]) -> bool:
    first, last = span
    if day is None:
        return first is None and last is None
    return (first is None or first <= day) and (last is None or day <= last)


@cache
def extensions() -> tuple[Extension, ...]:
    """Return every extension of the reference data."""
    text = files("data").joinpath("reference", "identity_documents.toml").read_text(encoding="utf-8")
    return tuple(map(_extension, tomllib.loads(text)["extension"]))


def _extension(row: dict[str, Any]) -> Extension:
    return Extension(
        norm=row["norm"],
        kinds=frozenset(row["kinds"]),
        issued=(row.get("issued-from"), row.get("issued-until")),
        expiry=(row.get("expiry-from"), row.get("expiry-until")),
        years=row.get("years", 0),
    )
