"""The households in which something is out of the ordinary: each case comes again and again in a crowd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from counter_app.walkthrough.crowd.chance import Chance
from counter_app.walkthrough.crowd.households import children, foreign_person, foreigner
from counter_app.walkthrough.crowd.people import Maker, Wanted
from counter_app.walkthrough.worlds import WorldPerson
from data.vocabulary import Sex

Household = Callable[[Maker, Chance], Iterator[WorldPerson]]

_LEAP_YEARS = tuple(range(1932, 1993, 4))
_VANISHED_BY = date(2012, 1, 1)
_LETTERS_OF_TWO = ("Re", "Bo", "Fo", "Po")
_NAMES_OF_THREE = (("Ida", Sex.FEMALE), ("Ada", Sex.FEMALE), ("Ugo", Sex.MALE), ("Ivo", Sex.MALE), ("Eva", Sex.FEMALE))
_SIGNS = (
    ("D'Àvila", "Niccolò"),
    ("Dell'Àquila D'Aragona", "Niccolò Maria"),
    ("De' Medici", "Mosè"),
    ("Sant'Ambrogio", "Giosuè"),
    ("Nicolò", "Noè"),
    ("Cantù", "Elio"),
    ("Forlì", "Bernardo"),
)


def _homocodes(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Two people whose codes would be equal: the second one has a letter for a digit."""
    first = maker.person(chance, Wanted())
    yield first
    yield maker.person(chance, _same(first, place=first.birth_place_code))


def _all_letters(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """A code in which every digit is replaced."""
    born = chance.day(date(1930, 1, 1), date(1985, 1, 1))
    surname, name = chance.ranked(maker.sources.surnames), maker.sources.name(chance, Sex.MALE, born)
    place = maker.sources.birth_place(chance, born)
    code = maker.codes.give_all_letters(surname, name, born, Sex.MALE, place)
    yield maker.person(chance, Wanted(Sex.MALE, born, surname, name, place, code=code))


def _namesakes(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Two, three or four people of one name, born on one day in different towns."""
    first = maker.person(chance, Wanted())
    yield first
    for place in maker.sources.far.things[: chance.between(1, 3)]:
        if place != first.birth_place_code:
            yield maker.person(chance, _same(first, place=place))


def _same(person: WorldPerson, place: str) -> Wanted:
    return Wanted(person.sex, person.born, person.surname, person.name, place)


def _born_abroad(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    yield maker.person(chance, Wanted(place=chance.ranked(maker.sources.abroad)))


def _vanished_municipality(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    born = chance.day(date(1914, 1, 1), date(1926, 12, 31))
    yield maker.person(chance, Wanted(born=born, place=maker.sources.vanished_place(chance, born, _VANISHED_BY)))


def _provisional(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Somebody who has just come: a code of eleven digits, a residence permit."""
    country = chance.ranked(maker.sources.countries)
    shared = replace(foreigner(maker, chance, country), citizenship=country.code, italian_document=False)
    yield foreign_person(maker, chance, country, replace(shared, code=maker.codes.give_provisional(chance)))


def _minors(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Parents in their forties, and children who are all minors on the world's day."""
    shared = Wanted(address=maker.sources.address(chance))
    mother_born = chance.day(date(1972, 1, 1), date(1980, 12, 31))
    father_born = mother_born - timedelta(days=chance.between(-300, 2500))
    father = maker.person(chance, replace(shared, sex=Sex.MALE, born=father_born))
    mother = maker.person(chance, replace(shared, sex=Sex.FEMALE, born=mother_born))
    yield from (father, mother)
    yield from children(maker, chance, father, mother, 2, shared)
    youngest = chance.day(date(2006, 1, 1), date(2011, 12, 31))
    yield maker.person(chance, replace(shared, surname=father.surname, born=youngest))


def _ward(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """An old woman under support administration, and the son or daughter who administers."""
    mother_born = chance.day(date(1922, 1, 1), date(1940, 12, 31))
    shared = Wanted(address=maker.sources.address(chance))
    yield maker.person(chance, replace(shared, sex=Sex.FEMALE, born=mother_born, ward=True))
    yield maker.person(chance, replace(shared, born=mother_born + timedelta(days=chance.between(8000, 12000))))


def _deceased(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    died = chance.day(date(2008, 1, 1), date(2015, 12, 31))
    yield maker.person(chance, Wanted(born=chance.day(date(1925, 1, 1), date(1960, 1, 1)), deceased_on=died))


def _abroad_without_document(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    country = chance.ranked(maker.sources.countries)
    lives = Wanted(citizenship=country.code, residence=country.code, address=country.address, italian_document=False)
    yield foreign_person(maker, chance, country, lives)


def _italian_abroad(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    country = chance.ranked(maker.sources.countries)
    yield maker.person(chance, Wanted(residence=country.code, address=country.address, italian_document=True))


def _over_a_hundred(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Some are born before 1900: the code does not tell the century."""
    born = chance.day(date(1899, 1, 1), date(1911, 12, 31)) if chance.percent(80) else date(1899, 12, 31)
    yield maker.person(chance, Wanted(Sex.FEMALE if chance.percent(80) else Sex.MALE, born))


def _short(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Surname or name too short for three letters: the code has X in it."""
    name, sex = chance.pick(_NAMES_OF_THREE)
    yield maker.person(chance, Wanted(sex=sex, surname=chance.pick(_LETTERS_OF_TWO), name=name))
    country = next(one for one in maker.sources.countries.things if one.code == "CN")
    yield foreign_person(maker, chance, country, foreigner(maker, chance, country))


def _signs(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    surname, name = chance.pick(_SIGNS)
    yield maker.person(chance, Wanted(Sex.MALE, surname=surname, name=name))


def _double_surname(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    surnames = (chance.ranked(maker.sources.surnames), chance.ranked(maker.sources.surnames))
    yield maker.person(chance, Wanted(surname=chance.pick((" ", "-")).join(surnames)))


def _leap_day(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    yield maker.person(chance, Wanted(born=date(chance.pick(_LEAP_YEARS), 2, 29)))


def _other_letters(maker: Maker, chance: Chance) -> Iterator[WorldPerson]:
    """Names with letters outside Latin-1, which old printers and forms have not."""
    with_letters = [one for one in maker.sources.countries.things if one.code in ("RO", "PL", "RS", "TR")]
    country = chance.pick(with_letters)
    surname = chance.pick([one for one in country.surnames.things if any(ord(letter) > 255 for letter in one)])
    yield foreign_person(maker, chance, country, replace(foreigner(maker, chance, country), surname=surname))


HOUSEHOLDS: tuple[Household, ...] = (
    _homocodes,
    _namesakes,
    _born_abroad,
    _vanished_municipality,
    _provisional,
    _minors,
    _ward,
    _deceased,
    _abroad_without_document,
    _italian_abroad,
    _over_a_hundred,
    _short,
    _signs,
    _double_surname,
    _leap_day,
    _other_letters,
    _all_letters,
)
"""In the order in which they come."""
