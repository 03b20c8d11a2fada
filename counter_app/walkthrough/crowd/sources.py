"""The lists a crowd is drawn from (`data/worlds/crowd/*.toml`), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from counter_app.identity import places
from counter_app.walkthrough.crowd.chance import Chance, Ranked
from data.vocabulary import Sex

_GENERATIONS = ((date(1946, 1, 1), "before_1946"), (date(1976, 1, 1), "from_1946"), (date.max, "from_1976"))
"""First day on which children are no longer called so -> key of the list."""
_ATTEMPTS = 30


@dataclass(frozen=True, slots=True)
class Country:
    """Where people came from."""

    code: str
    """ISO 3166, of the citizenship."""
    place: str
    """Belfiore code of the state, as place of birth."""
    former: str
    """Belfiore code of the state before it, empty where there was none."""
    union: bool
    surnames: Ranked[str]
    given: Mapping[str, Ranked[str]]
    address: tuple[str, ...]

    def birth_place(self, born: date) -> str:
        """Return the code of the state on a day."""
        former = places.place_on(self.former, born) if self.former else None
        return self.former if former else self.place


@dataclass(frozen=True, slots=True)
class Sources:
    """Names, countries, places and streets."""

    surnames: Ranked[str]
    given: Mapping[str, Mapping[str, Ranked[str]]]
    """Sex -> generation -> names."""
    countries: Ranked[Country]
    near: Ranked[str]
    far: Ranked[str]
    abroad: Ranked[str]
    everywhere: tuple[str, ...]
    """Belfiore code of every municipality there is or was."""
    streets: tuple[str, ...]
    towns: Ranked[str]

    def name(self, chance: Chance, sex: Sex, born: date) -> str:
        """Return a given name as people born about that day have it."""
        generation = next(key for until, key in _GENERATIONS if born < until)
        return chance.ranked(self.given[sex][generation])

    def birth_place(self, chance: Chance, born: date) -> str:
        """Return the code of a municipality that existed on a day: near, in a large town, or anywhere."""
        if chance.percent(85):
            code = chance.ranked(self.near if chance.percent(68) else self.far)
            if places.place_on(code, born) is not None:
                return code
        for _attempt in range(_ATTEMPTS):
            code = chance.pick(self.everywhere)
            if places.place_on(code, born) is not None:
                return code
        return self.near.things[0]

    def vanished_place(self, chance: Chance, born: date, today: date) -> str:
        """Return the code of a municipality that existed on a day, and exists no longer `today`."""
        for _attempt in range(_ATTEMPTS * 20):
            code = chance.pick(self.everywhere)
            if places.place_on(code, born) is not None and places.place_on(code, today) is None:
                return code
        raise AssertionError("hundreds of municipalities have been abolished")

    def address(self, chance: Chance) -> tuple[str, ...]:
        """Return the postal lines of a household of this office."""
        street = f"{chance.pick(self.streets)} {chance.between(1, 140)}"
        return (f"{street} INT. {chance.between(1, 12)}" if chance.percent(35) else street, chance.ranked(self.towns))


@cache
def sources() -> Sources:
    """Return the lists, read from their files."""
    names, where = _read("names.toml"), _read("places.toml")
    return Sources(
        surnames=Ranked(_listed(names["surnames"])),
        given={
            sex: {generation: Ranked(_listed(text), flatness=6) for generation, text in generations.items()}
            for sex, generations in names["given"].items()
        },
        countries=Ranked([_country(table) for table in names["country"]], flatness=4),
        near=Ranked(where["near"].split(), flatness=2),
        far=Ranked(where["far"].split(), flatness=6),
        abroad=Ranked(where["abroad"].split(), flatness=4),
        everywhere=places.municipalities(),
        streets=_listed(where["streets"]),
        towns=Ranked(_listed(where["towns"]), flatness=8),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("data").joinpath("worlds", "crowd", name).read_text(encoding="utf-8"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for line in text.split("\n") if line for name in line.split("|"))


def _country(table: dict[str, Any]) -> Country:
    return Country(
        code=table["code"],
        place=table["place"],
        former=table.get("before", ""),
        union=table.get("union", False),
        surnames=Ranked(_listed(table["surnames"]), flatness=6),
        given={sex: Ranked(_listed(text), flatness=6) for sex, text in table["given"].items()},
        address=tuple(table["address"]),
    )
