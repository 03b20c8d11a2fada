"""People of the archive: finding one, never listing many (screens.md, principle 5), and entering one."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.desk.commands import FindByData, NewPerson
from counter_app.desk.fields import required
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PersonHit, PersonView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import fiscal_code, places
from counter_app.identity.fiscal_code import FiscalCode
from counter_app.identity.folding import clean, fold
from data.database import Session
from data.queries import people as queries
from data.tables import Person, id_of
from data.vocabulary import Sex


def find_by_code(counter: Counter, actor: Actor, code: FiscalCode) -> PersonHit | None:
    """Return the person with exactly this fiscal code.

    Raises:
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")

    def read(session: Session) -> PersonHit | None:
        row = queries.by_code(session, str(code))
        return None if row is None else hit(row)

    return counter.read(read)


def find_by_data(counter: Counter, actor: Actor, command: FindByData) -> tuple[PersonHit, ...]:
    """Return people with exactly this surname, name and birth date, accents and case apart.

    Raises:
        NotAllowedError: when the account may not serve people.
        BadInputError: when surname or name is missing.
    """
    require(counter, actor, "serve")
    surname = fold(required(command.surname, "find-surname"))
    name = fold(required(command.name, "find-name"))

    def read(session: Session) -> tuple[PersonHit, ...]:
        return tuple(hit(row) for row in queries.by_data(session, surname, name, command.born))

    return counter.read(read)


def register(counter: Counter, actor: Actor, command: NewPerson) -> PersonView:
    """Enter a person in the archive.

    Raises:
        BadInputError: naming the field: an impossible fiscal code, or one the archive has already.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    code = fiscal_code.parse(command.fiscal_code)
    surname, name = required(command.surname, "surname"), required(command.name, "name")
    place = clean(command.birth_place) or places.name_on(command.birth_place_code, command.born) or ""

    def write(session: Session) -> PersonView:
        if queries.by_code(session, str(code)) is not None:
            raise BadInputError(_("The archive already has a person with this fiscal code."), "fiscal-code")
        row = Person(
            fiscal_code=str(code),
            provisional=code.provisional,
            surname=surname,
            name=name,
            search_surname=fold(surname),
            search_name=fold(name),
            sex=command.sex,
            born=command.born,
            birth_place_code=command.birth_place_code,
            birth_place=place,
            citizenship=command.citizenship,
            residence=command.residence,
            italian_document=command.italian_document,
            ward=command.ward,
            deceased_on=command.deceased_on,
            address="\n".join(clean(line) for line in command.address if clean(line)),
            email=clean(command.email),
            mobile=clean(command.mobile),
        )
        session.add(row)
        session.flush()
        record(counter, session, actor, "person.registered", person_id=row.id, fiscal_code=row.fiscal_code)
        return person_view(row)

    return counter.write(write)


def hit(row: Person) -> PersonHit:
    """Return a person as one line of a list, the code half masked."""
    return PersonHit(id_of(row), fiscal_code.mask(row.fiscal_code), f"{row.surname} {row.name}", row.born)


def person_view(row: Person) -> PersonView:
    """Return a person's row as a view."""
    return PersonView(
        id=id_of(row),
        fiscal_code=row.fiscal_code,
        provisional=row.provisional,
        surname=row.surname,
        name=row.name,
        sex=Sex(row.sex),
        born=row.born,
        birth_place=row.birth_place,
        citizenship=row.citizenship,
        residence=row.residence,
        address=tuple(row.address.splitlines()),
        deceased_on=row.deceased_on,
        ward=row.ward,
        email=row.email,
        mobile=row.mobile,
    )
