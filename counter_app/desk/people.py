"""People of the archive: finding one, never listing many (screens.md, principle 5), and entering one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from counter_app.counter import Counter
from counter_app.desk import fields
from counter_app.desk import person_rules as rules
from counter_app.desk.archive_views import PersonHit
from counter_app.desk.commands import NewPerson
from counter_app.desk.fields import required
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PersonView
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.identity import fiscal_code, places
from counter_app.identity.fiscal_code import FiscalCode
from counter_app.identity.folding import fold
from counter_app.identity.typed_dates import parse_date
from data.database import Session
from data.queries import people as queries
from data.queries import person_drafts
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


def register(counter: Counter, actor: Actor, command: NewPerson, draft: str = "") -> PersonView:
    """Enter a person in the archive, from the document on the counter (M02).

    Data that differ from the fiscal code do not stop anybody, for the code the Agenzia delle Entrate assigned is the
    only valid one; they want a reason, which the register keeps.

    Args:
        counter: the desk.
        actor: who copies the document.
        command: the data.
        draft: key of the form they were typed in: what was kept of it goes (`person_drafts`).

    Raises:
        BadInputError: naming the field: an impossible fiscal code, or one the archive has already; a birth date after
            today; something missing or too long; data that differ from the code, without a reason.
        NotAllowedError: when the account may not serve people.
    """
    require(counter, actor, "serve")
    code = fiscal_code.parse(command.fiscal_code)
    row = columns(command, code, counter.clock.today())
    odd = differences(command, code)
    reason = rules.mismatch_reason(command.mismatch_reason, needed=bool(odd))

    def write(session: Session) -> PersonView:
        if queries.by_code(session, str(code)) is not None:
            raise BadInputError(_("The archive already has a person with this fiscal code."), "fiscal-code")
        queries.free_code(session, str(code))
        added = Person(**row)
        session.add(added)
        session.flush()
        doubts: dict[str, Any] = {"mismatch": list(odd), "mismatch_reason": reason} if odd else {}
        record(
            counter, session, actor, "person.registered", person_id=added.id, fiscal_code=added.fiscal_code, **doubts
        )
        person_drafts.wipe(session, draft)
        return person_view(added)

    return counter.write(write)


def columns(command: NewPerson, code: FiscalCode, today: date) -> dict[str, Any]:
    """Return the columns of a person's row, each one checked: what `register` enters, and whoever enters many at once.

    Raises:
        BadInputError: naming the field: a birth date after `today`; something missing or too long.
    """
    return _who(command, code, today) | _whereabouts(command)


def problems(typed: Mapping[str, str], today: date, *, reason_needed: bool) -> tuple[BadInputError, ...]:
    """Return everything that is missing or wrong in a person's data as typed, by the rules of `columns`.

    Args:
        typed: field of the form -> what stands in it; a field that is left out is not asked.
        today: the business date.
        reason_needed: whether the data want a reason (`differences`, `corrections.wants_reason`).

    Returns:
        The problems, each naming its field, from the top of the form.
    """
    text = defaultdict(str, typed)
    days: dict[str, date] = {}

    def born() -> None:
        days["born"] = rules.birth(parse_date(text["born"], "born"), today)

    def place() -> None:
        try:
            told = birth_place_code(fiscal_code.parse(text["fiscal-code"]), text["birth-place"], days["born"])
        except (BadInputError, KeyError):
            told = ""
        rules.birth_place(text["birth-place"], told, days.get("born", today))

    def death() -> None:
        if text["deceased-on"]:
            day = parse_date(text["deceased-on"], "deceased-on")
            rules.death(day, days.get("born", day), today)

    return fields.problems(
        lambda: fiscal_code.parse(text["fiscal-code"]),
        lambda: rules.searchable(text["surname"], "surname"),
        lambda: rules.searchable(text["name"], "name"),
        born,
        lambda: required(text["sex"], "sex"),
        place,
        lambda: rules.mismatch_reason(text["mismatch-reason"], needed=reason_needed),
        lambda: rules.country(text["citizenship"], "citizenship"),
        lambda: rules.country(text["residence"], "residence"),
        lambda: rules.address(tuple(text[line] for line in rules.ADDRESS)),
        lambda: rules.email(text["email"]),
        lambda: rules.mobile(text["mobile"]),
        lambda: rules.pec(text["pec"]),
        death,
    )


def differences(command: NewPerson, code: FiscalCode) -> tuple[str, ...]:
    """Return which data of a new person differ from the code, as `fiscal_code.agrees` names them.

    A definitive code always tells a place; a document that names another one, or one the table does not know, differs.
    """
    return fiscal_code.agrees(code, command.surname, command.name, command.born, command.sex, command.birth_place_code)


def birth_place_code(code: FiscalCode, birth_place: str, born: date) -> str:
    """Return the Belfiore code of the birth place a document names.

    Args:
        code: the person's fiscal code.
        birth_place: as typed, `Roma` or `Roma (RM)`; empty = as the code says.
        born: places are looked up as they were on this day.

    Returns:
        The code's own place where the words name it, or the table does not know it and so cannot compare; another
        place's code where the words name exactly one; otherwise empty.
    """
    told = code.place_code
    return told if told and is_place(told, birth_place, born) else place_called(birth_place, born)


def born_abroad(code: FiscalCode | None, birth_place: str, born: date) -> bool:
    """Return whether code and document tell that somebody was born in a foreign state; arguments as above.

    A document often names a foreign town, which the table does not have: such words leave it to the code, and without
    a place in the code they count as abroad, for the Italian municipalities are in the table.
    """
    told = code.place_code if code is not None else None
    if told and is_place(told, birth_place, born):
        return places.abroad(told)
    named = _places_called(birth_place, born)
    if named:
        return all(map(places.abroad, named))
    return places.abroad(told) if told else bool(birth_place.strip())


def is_place(place_code: str, birth_place: str, born: date) -> bool:
    """Return whether words can stand for a place: its name near that day, none at all, or a place nobody knows."""
    own = places.place_near(place_code, born)
    if own is None or birth_place == own.label:
        return True
    words = fold(birth_place)
    return not words or words in _names(own)


def place_called(birth_place: str, born: date) -> str:
    """Return the code of the one place that words named on a day, empty where it is none or several."""
    found = _places_called(birth_place, born)
    return found.pop() if len(found) == 1 else ""


def place_doubt(code: FiscalCode, born: date) -> str:
    """Return in words what is odd about the place a code tells, empty where nothing is: a reason to look twice."""
    told = code.place_code
    if told is None or places.place_on(told, born) is not None:
        return ""
    if not places.known(told):
        return _("The table of places has no {code}: copy the place from the document.").format(code=told)
    return _("No place had the code {code} on {day}: compare with the document.").format(code=told, day=show_date(born))


def _places_called(birth_place: str, born: date) -> set[str]:
    words = fold(birth_place)
    beginning = birth_place.partition("(")[0]
    return {place.code for place in places.places_named(beginning, born) if words in _names(place)}


def _names(place: places.Place) -> set[str]:
    names = (place.name, place.other_name)
    return {fold(text) for name in names if name for text in (name, f"{name} ({place.province})")}


def _who(command: NewPerson, code: FiscalCode, today: date) -> dict[str, Any]:
    """The columns that say who it is, each one checked."""
    surname, search_surname = rules.searchable(command.surname, "surname")
    name, search_name = rules.searchable(command.name, "name")
    born = rules.birth(command.born, today)
    return {
        "fiscal_code": str(code),
        "provisional": code.provisional,
        "surname": surname,
        "name": name,
        "search_surname": search_surname,
        "search_name": search_name,
        "sex": command.sex,
        "born": born,
        "birth_place_code": command.birth_place_code,
        "birth_place": rules.birth_place(command.birth_place, command.birth_place_code, born),
        "ward": command.ward,
        "deceased_on": command.deceased_on,
    }


def _whereabouts(command: NewPerson) -> dict[str, Any]:
    """The columns that say where they belong and how they are reached, each one checked."""
    return {
        "citizenship": rules.country(command.citizenship, "citizenship"),
        "italian_document": command.italian_document,
        "residence": rules.country(command.residence, "residence"),
        "address": rules.address(command.address),
        "email": rules.email(command.email),
        "mobile": rules.mobile(command.mobile),
        "pec": rules.pec(command.pec),
    }


class Listed(Protocol):
    """What a line of a list needs of a person."""

    @property
    def fiscal_code(self) -> str:
        """The whole code."""
        ...

    @property
    def surname(self) -> str:
        """As it is written."""
        ...

    @property
    def name(self) -> str:
        """As it is written."""
        ...

    @property
    def born(self) -> date:
        """Day of birth."""
        ...

    @property
    def birth_place(self) -> str:
        """As it was called on that day."""
        ...

    @property
    def deceased_on(self) -> date | None:
        """Day of death, None while they live."""
        ...


def hit(row: Person) -> PersonHit:
    """Return a person as one line of a list, the code half masked."""
    return hit_of(row, id_of(row))


def hit_of(row: Listed, person_id: int) -> PersonHit:
    """Return whoever a select told of as one line of a list, the code half masked."""
    return PersonHit(
        person_id=person_id,
        masked_code=fiscal_code.mask(row.fiscal_code),
        full_name=f"{row.surname} {row.name}",
        born=row.born,
        birth_place=row.birth_place,
        deceased=row.deceased_on is not None,
    )


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
        pec=row.pec,
        birth_place_code=row.birth_place_code,
        italian_document=row.italian_document,
    )
