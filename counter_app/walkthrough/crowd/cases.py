"""What makes a person of a crowd a hard case, told of the finished people: for the list of ids, and for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from counter_app.i18n import _
from counter_app.identity import fiscal_code, places
from counter_app.walkthrough.crowd.sources import sources
from counter_app.walkthrough.worlds import WorldPerson

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A hard case."""

    id: str
    about: str
    """What it is, in the language in force."""
    people: tuple[WorldPerson, ...]

    @property
    def examples(self) -> tuple[WorldPerson, ...]:
        """A few of them."""
        return self.people[:EXAMPLES]


def cases(people: Sequence[WorldPerson], on: date) -> tuple[Case, ...]:
    """Return every hard case and who is one.

    Args:
        people: a whole crowd.
        on: day on which ages are counted and municipalities exist.
    """
    by_data = Counter((person.surname, person.name, person.born) for person in people)
    outside = {country.code for country in sources().countries.things if not country.union}
    adult_since, hundred_since = on - relativedelta(years=18), on - relativedelta(years=100)
    found: tuple[tuple[str, str, Callable[[WorldPerson], bool]], ...] = (
        ("homocode", _("homocode: letters in place of digits"), _homocodic),
        (
            "namesakes",
            _("namesakes born on the same day"),
            lambda person: by_data[person.surname, person.name, person.born] > 1,
        ),
        (
            "born-abroad",
            _("Italian citizen born abroad"),
            lambda person: person.citizenship == "IT" and person.birth_place_code.startswith("Z"),
        ),
        ("vanished-place", _("born in a municipality or state that no longer exists"), lambda p: _vanished(p, on)),
        ("provisional", _("provisional code of 11 digits"), lambda person: person.fiscal_code.isdigit()),
        ("minor", _("a minor; the parents live at the same address"), lambda person: person.born > adult_since),
        ("ward", _("under guardianship, curatorship or support administration"), lambda person: person.ward),
        ("deceased", _("deceased"), lambda person: person.deceased_on is not None),
        ("abroad-no-document", _("resident abroad without an Italian document"), _abroad_without_document),
        (
            "italian-abroad",
            _("Italian citizen resident abroad"),
            lambda person: person.residence != "IT" and person.citizenship == "IT",
        ),
        ("non-eu", _("citizen of a country outside the Union"), lambda person: person.citizenship in outside),
        ("over-100", _("over a hundred years old"), lambda person: person.born <= hundred_since),
        ("short-name", _("surname or name of two letters"), lambda p: min(len(p.surname), len(p.name)) < 3),
        ("signs", _("apostrophes or accents"), lambda person: _signs(person.surname + person.name)),
        ("double-surname", _("double surname"), lambda person: _double(person.surname)),
        ("leap-day", _("born on 29 February"), lambda person: (person.born.month, person.born.day) == (2, 29)),
        (
            "other-letters",
            _("letters outside Latin-1"),
            lambda person: any(ord(letter) > 255 for letter in person.surname + person.name),
        ),
    )
    return tuple(Case(name, about, tuple(_those(people, is_one))) for name, about, is_one in found)


def _those(people: Sequence[WorldPerson], is_one: Callable[[WorldPerson], bool]) -> Iterable[WorldPerson]:
    return (person for person in people if is_one(person))


def _homocodic(person: WorldPerson) -> bool:
    return fiscal_code.FiscalCode(person.fiscal_code).homocodic


def _vanished(person: WorldPerson, on: date) -> bool:
    return places.place_on(person.birth_place_code, on) is None


def _abroad_without_document(person: WorldPerson) -> bool:
    return person.residence != "IT" and person.italian_document is False


def _signs(text: str) -> bool:
    return "'" in text or not text.isascii()


def _double(surname: str) -> bool:
    """Whether a surname is made of two; a particle before one (`De Luca`) makes none."""
    return any(len(part) > 3 for part in surname.replace("-", " ").split()[:-1])
