"""Training worlds: the office, desks, operators and fictitious people a scenario starts from (`data/worlds/*.toml`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from counter_app.credentials.passwords import MINIMUM_LENGTH
from counter_app.errors import BadInputError
from counter_app.i18n import _, language
from counter_app.identity import fiscal_code
from counter_app.walkthrough.reading import Asked, Problem, ScenarioError, Table, read_toml
from data.vocabulary import Role, Sex

FORMAT = 1
LARGEST_CROWD = 100_000
"""A world is built while somebody waits."""
SUFFIX = ".toml"
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_PLACE_CODE = re.compile(r"[A-Z][0-9]{3}\Z")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]\Z")
_OFFICE_CODE = re.compile(r"[0-9]{4}\Z")


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in both languages."""

    it: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.it or self.en)

    def __str__(self) -> str:
        return self.en if language() == "en" else self.it


@dataclass(frozen=True, slots=True)
class WorldOffice:
    """The sede of a world."""

    code: str
    name: str
    heading: tuple[str, ...]
    """Lines printed on top of every document."""


@dataclass(frozen=True, slots=True)
class WorldOperator:
    """A ready account; its password is shown on the login screen of the training world."""

    username: str
    full_name: str
    role: Role
    password: str
    fiscal_code: str = ""
    """Whose account it is, where a lesson needs that; empty = not told."""


@dataclass(frozen=True, slots=True)
class WorldPerson:
    """A fictitious person of the archive."""

    fiscal_code: str
    surname: str
    name: str
    sex: Sex
    born: date
    birth_place_code: str
    """Belfiore code of the municipality or state of birth; how it was called follows from the birth date."""
    citizenship: str
    residence: str
    address: tuple[str, ...]
    """Postal lines of the envelope's window."""
    italian_document: bool | None = None
    """Whether the person holds an Italian identity document; None = not known, follows from the citizenship."""
    ward: bool = False
    deceased_on: date | None = None
    email: str = ""
    mobile: str = ""
    hint: Texts | None = None
    """What the person is good for in a lesson."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """People nobody wrote down one by one: `counter_app.walkthrough.crowd` draws them."""

    people: int
    seed: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything a scenario starts from."""

    name: str
    title: Texts
    on: date
    """Business date it stands on where nobody asks for another."""
    office: WorldOffice
    desks: tuple[str, ...]
    operators: tuple[WorldOperator, ...]
    """The first supervisor among them opens the office."""
    people: tuple[WorldPerson, ...]
    """Those somebody wrote down; `everybody` has the crowd too."""
    legacy: tuple[LegacyAccount, ...] = ()
    crowd: Crowd | None = None

    @property
    def everybody(self) -> tuple[WorldPerson, ...]:
        """Everybody of the archive; whoever was written down takes the place of one of the crowd with the same code."""
        if self.crowd is None:
            return self.people
        from counter_app.walkthrough.crowd import drawn  # noqa: PLC0415 - it makes people of this module

        written = {person.fiscal_code for person in self.people}
        return (*self.people, *(person for person in drawn(self.crowd) if person.fiscal_code not in written))

    @property
    def digest(self) -> str:
        """A name for exactly this content: the template database of a world is kept under it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def supervisor(self) -> WorldOperator:
        """The account that opens the office."""
        return next(operator for operator in self.operators if operator.role is Role.SUPERVISOR)

    def operator(self, username: str) -> WorldOperator | None:
        """Return the account with this name, None where there is none."""
        return next((operator for operator in self.operators if operator.username == username), None)


@dataclass(frozen=True, slots=True)
class LegacyAccount:
    """An ex-INPDAP account a scenario adds; what it holds beside the fiscal code is kept as the file wrote it."""

    fiscal_code: str
    details: tuple[tuple[str, str], ...] = field(default=())


def world_names() -> tuple[str, ...]:
    """Return the names of the worlds that are shipped."""
    return tuple(
        sorted(
            entry.name.removesuffix(SUFFIX) for entry in files("data").joinpath("worlds").iterdir() if _is_toml(entry)
        )
    )


def _is_toml(entry: object) -> bool:
    return str(getattr(entry, "name", "")).endswith(SUFFIX)


def load_world(name: str) -> World:
    """Return a shipped world.

    Args:
        name: `training`, `demo`.

    Raises:
        BadInputError: no such world, or its file is wrong (`ScenarioError`, every problem named).
    """
    if name not in world_names():
        raise BadInputError(
            _("There is no world “{name}”. Worlds: {known}.").format(name=name, known=", ".join(world_names()))
        )
    with as_file(files("data").joinpath("worlds", f"{name}{SUFFIX}")) as path:
        return read_world(path)


def read_world(path: Path) -> World:
    """Return the world of a file.

    Raises:
        ScenarioError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    table = Table(read_toml(path), path.name, problems)
    table.whole("format", lambda number: number == FORMAT, "1", required=True)
    world = World(
        name=path.name.removesuffix(SUFFIX),
        title=parse_texts(table, "title"),
        on=table.day("on", required=True) or date.min,
        office=_parse_office(table),
        desks=table.texts("desks", required=True),
        operators=parse_operators(table, required=True),
        people=parse_people(table, required="crowd" not in table),
        crowd=_parse_crowd(table),
    )
    table.done()
    if not any(operator.role is Role.SUPERVISOR for operator in world.operators):
        table.note("operators", _("at least one of them must be a supervisor"))
    note_twins(table, "operators", (operator.username for operator in world.operators))
    note_twins(table, "people", (person.fiscal_code for person in world.people))
    if problems:
        raise ScenarioError(problems)
    return world


def with_additions(
    world: World,
    people: Iterable[WorldPerson],
    operators: Iterable[WorldOperator],
    legacy: Iterable[LegacyAccount] = (),
) -> World:
    """Return a world with what a scenario adds; an added person or account takes the place of its namesake."""
    added_people = {person.fiscal_code: person for person in people}
    added_operators = {operator.username: operator for operator in operators}
    return replace(
        world,
        people=tuple(({person.fiscal_code: person for person in world.people} | added_people).values()),
        operators=tuple(({account.username: account for account in world.operators} | added_operators).values()),
        legacy=(*world.legacy, *legacy),
    )


def parse_texts(table: Table, key: str, *, required: bool = True) -> Texts:
    """Return the text in both languages at `key`; empty texts where something is wrong with it."""
    below = table.table(key, required=required, expected='{ it = "...", en = "..." }')
    if below is None:
        return Texts("", "")
    texts = Texts(it=below.text("it", required=True), en=below.text("en", required=True))
    below.done()
    return texts


def parse_operators(table: Table, *, required: bool = False) -> tuple[WorldOperator, ...]:
    """Return the accounts of `[[operators]]`."""
    return tuple(
        _parse_operator(place) for place in table.places("operators", _("operators {number}"), required=required)
    )


def parse_people(table: Table, *, required: bool = False) -> tuple[WorldPerson, ...]:
    """Return the persons of `[[people]]`."""
    return tuple(_parse_person(place) for place in table.places("people", _("people {number}"), required=required))


def person_keys() -> tuple[Asked, ...]:
    """Return what a person of `[[people]]` can say."""
    return _keys_asked(_parse_person)


def operator_keys() -> tuple[Asked, ...]:
    """Return what an account of `[[operators]]` can say."""
    return _keys_asked(_parse_operator)


def _keys_asked(parse: Callable[[Table], object]) -> tuple[Asked, ...]:
    table = Table({}, "", [])
    parse(table)
    return table.asked


def parse_legacy(table: Table) -> tuple[LegacyAccount, ...]:
    """Return the ex-INPDAP accounts of `[[legacy]]`."""
    accounts = []
    for place in table.places("legacy", _("legacy {number}")):
        code = parse_code(place, "fiscal_code")
        accounts.append(LegacyAccount(code, tuple((key, repr(value)) for key, value in place.rest().items())))
    return tuple(accounts)


def parse_code(table: Table, key: str) -> str:
    """Return the required fiscal code at `key`, "" where it is wrong."""
    text = table.text(key, required=True, expected=_("a fiscal code"))
    if not text:
        return ""
    try:
        return str(fiscal_code.parse(text))
    except BadInputError as error:
        table.note(key, _("{code} is not a fiscal code: {why}").format(code=text, why=error.message))
        return ""


def _parse_office(table: Table) -> WorldOffice:
    below = table.table("office", required=True)
    if below is None:
        return WorldOffice("", "", ())
    office = WorldOffice(
        code=below.shaped("code", _OFFICE_CODE, _("four digits between quotation marks"), required=True),
        name=below.text("name", required=True),
        heading=below.texts("heading", required=True),
    )
    below.done()
    return office


def _parse_crowd(table: Table) -> Crowd | None:
    below = table.table("crowd")
    if below is None:
        return None
    number = below.whole("people", lambda number: 0 < number <= LARGEST_CROWD, f"1–{LARGEST_CROWD}", required=True)
    crowd = Crowd(people=number or 0, seed=below.text("seed", required=True))
    below.done()
    return crowd


def _parse_operator(place: Table) -> WorldOperator:
    role = place.choice("role", Role, required=True)
    operator = WorldOperator(
        username=place.shaped(
            "username", _USERNAME, _("a user name of 3 to 40 small letters and digits"), required=True
        ),
        full_name=place.text("full_name", required=True),
        role=Role(role) if role else Role.OPERATOR,
        password=place.text("password", required=True),
        fiscal_code=parse_code(place, "fiscal_code") if "fiscal_code" in place else "",
    )
    if 0 < len(operator.password) < MINIMUM_LENGTH:
        place.note("password", _("At least {count} characters.").format(count=MINIMUM_LENGTH))
    place.done()
    return operator


def _parse_person(place: Table) -> WorldPerson:
    sex = place.choice("sex", Sex, required=True)
    country = _("two capital letters (ISO 3166), for instance IT")
    person = WorldPerson(
        fiscal_code=parse_code(place, "fiscal_code"),
        surname=place.text("surname", required=True),
        name=place.text("name", required=True),
        sex=Sex(sex) if sex else Sex.FEMALE,
        born=place.day("born", required=True) or date.min,
        birth_place_code=place.shaped(
            "birth_place_code", _PLACE_CODE, _("a letter and three digits, for instance H501"), required=True
        ),
        citizenship=place.shaped("citizenship", _COUNTRY, country) or "IT",
        residence=place.shaped("residence", _COUNTRY, country) or "IT",
        address=place.texts("address", required=True, expected=_("a list of postal lines")),
        italian_document=place.flag("italian_document"),
        ward=bool(place.flag("ward")),
        deceased_on=place.day("deceased_on"),
        email=place.text("email"),
        mobile=place.text("mobile"),
        hint=parse_texts(place, "hint", required=False) or None,
    )
    _note_differences(place, person)
    place.done()
    return person


def _note_differences(place: Table, person: WorldPerson) -> None:
    """Note what a fiscal code says otherwise: the world could not enter the person without a reason (M02)."""
    if not (person.fiscal_code and person.surname and person.name and person.birth_place_code):
        return
    keys = {"birth-date": "born", "place": "birth_place_code"}
    names = person.surname, person.name, person.born, person.sex, person.birth_place_code
    found = [keys.get(what, what) for what in fiscal_code.agrees(person.fiscal_code, *names)]
    if found:
        place.note("fiscal_code", _("the code says otherwise than {keys}").format(keys=", ".join(found)))


def note_twins(table: Table, key: str, names: Iterable[str]) -> None:
    """Note names that stand twice under one key of a file.

    Args:
        table: the file's.
        key: `people`, `operators`.
        names: as they stand there; empty ones were noted already.
    """
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            table.note(key, _("{name} stands there twice").format(name=name))
        seen.add(name)
