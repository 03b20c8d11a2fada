"""Municipalities and foreign states by their Belfiore code, with the dates on which they existed.

The table is `data/reference/places.tsv`; where it comes from and what it does not know stands in the README beside it.
An unknown code is a reason to look twice, never a proof of error: codes may have been assigned that the table lacks.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from counter_app.identity.folding import fold

ABROAD = "EE"


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or a foreign state during one period in which name and province stayed the same.

    Args:
        code: Belfiore code, a letter and three digits (`Z...` abroad).
        name: the name in that period.
        province: two letters; `EE` for a foreign state.
        from_: first day of the period, None if not known.
        until: last day of the period, None while it lasts.
        other_name: the name in the other language of a bilingual municipality, or a state's English name; else empty.
    """

    code: str
    name: str
    province: str
    from_: date | None
    until: date | None
    other_name: str = ""

    @property
    def abroad(self) -> bool:
        """Whether it is a foreign state."""
        return self.province == ABROAD

    @property
    def label(self) -> str:
        """The name as the desk shows it: `Roma (RM)`; a foreign state stands without a province."""
        return self.name if self.province == ABROAD else f"{self.name} ({self.province})"


def known(code: str) -> bool:
    """Return whether the table has this Belfiore code, at whatever time it was in use."""
    return code.upper() in _rows_by_code()


def abroad(code: str) -> bool:
    """Return whether a Belfiore code stands for a foreign state, known or not."""
    return code.startswith("Z")


def place_on(code: str, day: date) -> Place | None:
    """Return the place that had this code on this day, or None if there was none.

    Args:
        code: Belfiore code, with its digits restored.
        day: a day of birth, usually.
    """
    for place in reversed(_periods(code.upper())):
        if (place.from_ is None or place.from_ <= day) and (place.until is None or day <= place.until):
            return place
    return None


def place_near(code: str, day: date) -> Place | None:
    """Return the place with this code in the period nearest to the day: for showing, not for checking.

    A person born while the municipality was joined to another one, or in a state that has gone, keeps its code. The
    period that begins next is preferred (codes were assigned later than the births), then the last one before.

    Args:
        code: Belfiore code, with its digits restored.
        day: a day of birth.
    """
    periods = _periods(code.upper())
    if len(periods) < 2:
        return periods[0] if periods else None
    return place_on(code, day) or next((place for place in periods if place.from_ and place.from_ > day), periods[-1])


def name_on(code: str, day: date) -> str | None:
    """Return `Roma (RM)`: the name of the place that had this code on, or nearest to, this day; None if unknown.

    Args:
        code: Belfiore code, with its digits restored.
        day: a day of birth.
    """
    place = place_near(code, day)
    return place.label if place else None


def places_named(prefix: str, day: date, limit: int = 10) -> list[Place]:
    """Return the places that existed on a day and whose name begins so, in either of its languages.

    Args:
        prefix: beginning of the name; case, accents and apostrophes do not matter.
        day: the day of birth.
        limit: how many to return at most. Whole matches come first, then by name.
    """
    wanted = fold(prefix)
    if not wanted:
        return []
    names = _codes_by_name()
    found: dict[str, Place] = {}
    for at in range(bisect_left(names, (wanted, "")), len(names)):
        name, code = names[at]
        if len(found) >= limit or not name.startswith(wanted):
            break
        place = place_on(code, day)
        if place and code not in found and name in (fold(place.name), fold(place.other_name)):
            found[code] = place
    return list(found.values())


def completion(typed: str, day: date) -> str | None:
    """Return how the name of a place that existed on a day goes on from what is typed, with its province.

    Args:
        typed: the beginning, `Roma` or `Roma (R`; case and accents do not matter.
        day: the day of birth.

    Returns:
        The whole label, of which what is typed is the beginning; None where there is none.
    """
    name, bracket, province = typed.partition("(")
    for place in places_named(name, day):
        for label in (place.label, place.label.replace(place.name, place.other_name or place.name, 1)):
            begins = fold(label[: len(name)]) == fold(name) and (not bracket or f"({province.upper()}" in label)
            if begins and len(label) > len(typed):
                return label
    return None


def municipalities() -> tuple[str, ...]:
    """Return the Belfiore code of every municipality there is or was, sorted; foreign states are left out."""
    return tuple(sorted(code for code in _rows_by_code() if not abroad(code)))


@lru_cache(16384)
def _periods(code: str) -> tuple[Place, ...]:
    return tuple(_place(row) for row in _rows_by_code().get(code, ()))


def _place(row: str) -> Place:
    code, name, province, from_, until, other_name = row.split("\t")
    return Place(code, name, province, _day(from_), _day(until), other_name)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _rows_by_code() -> dict[str, list[str]]:
    """The table's lines, unread until they are asked for: 15,000 of them would take longer than the screen may wait."""
    table = files("data").joinpath("reference", "places.tsv").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = {}
    for row in table.rstrip("\n").split("\n")[1:]:
        rows.setdefault(row[:4], []).append(row)
    return rows


@cache
def _codes_by_name() -> list[tuple[str, str]]:
    """Every folded name with its code, sorted."""
    names: set[tuple[str, str]] = set()
    for code, rows in _rows_by_code().items():
        for row in rows:
            columns = row.split("\t")
            names.add((columns[1], code))
            names.add((columns[5], code))
    return sorted({(fold(name), code) for name, code in names if name})
