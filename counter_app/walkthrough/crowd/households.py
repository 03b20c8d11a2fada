"""Households as an office meets them: people alone, couples, families whose children bear the father's surname."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from counter_app.walkthrough.crowd.chance import Chance
from counter_app.walkthrough.crowd.people import LAST_BIRTH, Maker, Wanted
from counter_app.walkthrough.crowd.sources import Country
from counter_app.walkthrough.worlds import WorldPerson
from data.vocabulary import Sex

FIRST_CHILD = date(1978, 1, 1)
"""Older children have a household of their own."""
_LAST_DEATH = date(2015, 12, 31)
_FOREIGN = 9
"""Of a hundred households."""
_EMIGRANTS = 3
"""Of a hundred Italians: born abroad, of parents who worked there."""


def household(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Yield the people of one household, parents before their children."""
    if chance.percent(_FOREIGN):
        yield from _foreign(maker, chance)
    elif chance.percent(34):
        yield _alone(maker, chance)
    else:
        yield from _couple(maker, chance)


def _alone(maker: Maker, chance: Chance) -> WorldPerson:
    born = chance.day(date(1912, 1, 1), date(1992, 12, 31))
    old = born.year < 1942
    died = chance.day(date(2005, 1, 1), _LAST_DEATH) if old and chance.percent(18) else None
    ward = died is None and chance.percent(6 if old else 1)
    return maker.person(chance, Wanted(born=born, place=_emigrant(maker, chance), deceased_on=died, ward=ward))


def _emigrant(maker: Maker, chance: Chance) -> str:
    return chance.ranked(maker.sources.abroad) if chance.percent(_EMIGRANTS) else ""


def _couple(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    born = chance.day(date(1930, 1, 1), date(1983, 12, 31))
    shared = Wanted(address=maker.sources.address(chance))
    father = maker.person(chance, replace(shared, sex=Sex.MALE, born=born, place=_emigrant(maker, chance)))
    younger = timedelta(days=chance.between(-700, 3000))
    mother = maker.person(chance, replace(shared, sex=Sex.FEMALE, born=born + younger, place=_emigrant(maker, chance)))
    yield from (father, mother)
    yield from children(maker, chance, father, mother, chance.pick((0, 1, 1, 2, 2, 3)), shared)


def children(
    maker: Maker, chance: Chance, father: WorldPerson, mother: WorldPerson, count: int, shared: Wanted
) -> Iterator[WorldPerson]:
    """Yield the children of a couple who live with them: born when she was 20 to 41, in different years."""
    at = chance.between(20, 33)
    for _child in range(count):
        born = mother.born + timedelta(days=at * 365 + chance.below(365))
        at += chance.between(2, 5)
        if FIRST_CHILD <= born <= LAST_BIRTH and at <= 46 and (born - father.born).days > 18 * 366:
            yield maker.person(chance, replace(shared, surname=father.surname, born=born))


def _foreign(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    country = chance.ranked(maker.sources.countries)
    shared = foreigner(maker, chance, country)
    first = foreign_person(maker, chance, country, shared)
    yield first
    if chance.percent(45):
        other = Sex.MALE if first.sex is Sex.FEMALE else Sex.FEMALE
        born = first.born + timedelta(days=chance.between(-1500, 1500))
        second = foreign_person(maker, chance, country, replace(shared, sex=other, born=born))
        yield second
        father, mother = (first, second) if first.sex is Sex.MALE else (second, first)
        yield from children(maker, chance, father, mother, chance.pick((0, 1, 2)), shared)


def foreigner(maker: Maker, chance: Chance, country: Country) -> Wanted:
    """Return what the members of a household from a country have in common; a few became citizens of Italy."""
    citizen = chance.percent(12)
    return Wanted(
        citizenship="IT" if citizen else country.code,
        italian_document=True if citizen else (None if country.union else False),
        address=maker.sources.address(chance),
    )


def foreign_person(maker: Maker, chance: Chance, country: Country, wanted: Wanted) -> WorldPerson:
    """Return somebody born in a country, called as people are there."""
    sex = wanted.sex or (Sex.FEMALE if chance.percent(52) else Sex.MALE)
    born = wanted.born or chance.day(date(1948, 1, 1), date(1989, 12, 31))
    given = replace(
        wanted,
        sex=sex,
        born=born,
        surname=wanted.surname or chance.ranked(country.surnames),
        name=wanted.name or chance.ranked(country.given[sex]),
        place=wanted.place or country.birth_place(born),
    )
    return maker.person(chance, given)
