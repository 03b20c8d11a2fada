"""One person of a crowd: what is not asked for is drawn, and the fiscal code follows from the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from counter_app.identity import fiscal_code
from counter_app.identity.folding import fold
from counter_app.walkthrough.crowd.chance import Chance
from counter_app.walkthrough.crowd.sources import Sources
from counter_app.walkthrough.worlds import WorldPerson
from data.vocabulary import Sex

FIRST_BIRTH = date(1899, 1, 1)
LAST_BIRTH = date(2011, 12, 31)
"""Every training world opens on 2 January 2012, and nobody is in an archive before they are born."""

_PROVISIONAL_OFFICE = "201"


class Codes:
    """The fiscal codes of one crowd: each is given once, and who comes second gets a homocode, as in life."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, surname: str, name: str, born: date, sex: Sex, place: str) -> str:
        """Return the code of somebody with these data that nobody else has."""
        code = fiscal_code.compute(surname, name, born, sex, place)
        if code in self._given:
            code = next(one for one in fiscal_code.homocodes(code) if one not in self._given)
        self._given.add(code)
        return code

    def give_all_letters(self, surname: str, name: str, born: date, sex: Sex, place: str) -> str:
        """Return the homocode in which every digit is replaced: what the last of 128 namesakes would get."""
        code = fiscal_code.homocodes(fiscal_code.compute(surname, name, born, sex, place))[-1]
        if code in self._given:
            return self.give(surname, name, born, sex, place)
        self._given.add(code)
        return code

    def give_provisional(self, chance: Chance) -> str:
        """Return a code of eleven digits that nobody else has."""
        while True:
            first10 = f"{chance.below(10_000_000):07}{_PROVISIONAL_OFFICE}"
            code = first10 + fiscal_code.numeric_check_digit(first10)
            if code not in self._given:
                self._given.add(code)
                return code


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a person; the rest is drawn."""

    sex: Sex | None = None
    born: date | None = None
    surname: str = ""
    name: str = ""
    place: str = ""
    citizenship: str = "IT"
    residence: str = "IT"
    address: tuple[str, ...] = ()
    italian_document: bool | None = None
    ward: bool = False
    deceased_on: date | None = None
    code: str = field(default="", repr=False)
    """A code the person has already; empty = the one that follows from the data."""


class Maker:
    """Makes people.

    Args:
        sources: the lists to draw from.
        codes: of the crowd.
    """

    def __init__(self, sources: Sources, codes: Codes) -> None:
        self.sources = sources
        self.codes = codes

    def person(self, chance: Chance, wanted: Wanted) -> WorldPerson:
        """Return a person with what is wanted of them."""
        sex = wanted.sex or (Sex.FEMALE if chance.percent(52) else Sex.MALE)
        born = wanted.born or chance.day(date(1935, 1, 1), date(1990, 12, 31))
        surname = wanted.surname or chance.ranked(self.sources.surnames)
        name = wanted.name or self.sources.name(chance, sex, born)
        place = wanted.place or self.sources.birth_place(chance, born)
        email, mobile = self._contacts(chance, surname, name, born)
        return WorldPerson(
            fiscal_code=wanted.code or self.codes.give(surname, name, born, sex, place),
            surname=surname,
            name=name,
            sex=sex,
            born=born,
            birth_place_code=place,
            citizenship=wanted.citizenship,
            residence=wanted.residence,
            address=wanted.address or self.sources.address(chance),
            italian_document=wanted.italian_document,
            ward=wanted.ward,
            deceased_on=wanted.deceased_on,
            email=email,
            mobile=mobile,
        )

    def _contacts(self, chance: Chance, surname: str, name: str, born: date) -> tuple[str, str]:
        """Return e-mail and mobile number as people of that age have them: a domain and a range nobody can have."""
        old = born.year < 1940
        written = chance.percent(8 if old else 45)
        called = chance.percent(35 if old else 70)
        local = ".".join("".join(fold(part).split()).lower() for part in (name, surname))
        number = chance.below(10_000)
        return (f"{local}{number:04}@posta.example" if written else "", f"+39 333 000{number:04}" if called else "")
