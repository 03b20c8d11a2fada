"""Finding people by what is known of them: few at a time, never an open list (screens.md, principle 5).

The register keeps whom each list has shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counter_app.counter import Counter
from counter_app.desk.archive_views import HitsView, PageStart, PersonHit
from counter_app.desk.commands import FindByData, SearchPeople
from counter_app.desk.fields import required
from counter_app.desk.people import find_by_code, hit, hit_of
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.identity.fiscal_code import FiscalCode
from counter_app.identity.folding import fold
from counter_app.settings import HITS_ON_A_PAGE, MOST_HITS, SEARCH_BEGINNING
from data.database import Session
from data.queries import people as people_queries
from data.queries import search as queries


def find(counter: Counter, actor: Actor, command: SearchPeople, start: PageStart | None = None) -> HitsView:
    """Return a page of the people sought: those with exactly these data first, else those whose data begin so.

    Accents, case and apostrophes do not matter. A list that is shown is a look at people: the register keeps by what
    was searched and who was on the list (`hits.viewed`), so that looks without an act can be told (`lookups`).

    Args:
        counter: the desk.
        actor: who searches.
        command: what is known.
        start: where the page begins, from the view before it; None = the first.

    Raises:
        BadInputError: when the surname is missing.
        NotAllowedError: when the account may not serve people.
        FaultError: when the register cannot be written; nobody is shown then.
    """
    require(counter, actor, "serve")
    sought = _sought(command)
    view = replace(counter.read(lambda session: _look(session, sought, start)), whole=sought.whole_surname)
    if view.hits:
        asked = _asked(sought)
        counter.write(
            lambda session: _record(counter, session, actor, asked, view.hits, exact=view.exact, page=view.page)
        )
    return view


def _sought(command: SearchPeople) -> queries.Sought:
    surname = required(fold(required(command.surname, "find-surname")), "find-surname")
    born_from, born_until = command.born or (None, None)
    return queries.Sought(surname, len(surname) < SEARCH_BEGINNING, fold(command.name), born_from, born_until)


def _asked(sought: queries.Sought) -> tuple[str, ...]:
    known = {"surname": True, "name": bool(sought.name), "born": sought.born_from is not None}
    return tuple(part for part, told in known.items() if told)


def _look(session: Session, sought: queries.Sought, start: PageStart | None) -> HitsView:
    if start is not None:
        after = queries.Place(start.surname, start.name, start.born, start.person_id)
        numbers = queries.numbers(session, sought, after, HITS_ON_A_PAGE + 1)
        return _page(session, numbers, start.number, start.count)
    exact = _exact(session, sought)
    if exact:
        return HitsView(exact, len(exact), exact=True)
    numbers = queries.numbers(session, sought, None, MOST_HITS + 1)
    if len(numbers) > MOST_HITS:
        return HitsView((), MOST_HITS, too_many=True)
    return _page(session, numbers, 1, len(numbers))


def _exact(session: Session, sought: queries.Sought) -> tuple[PersonHit, ...]:
    """Return those with exactly this surname, name and birth date, where all three are known."""
    if not sought.name or sought.born_from is None or sought.born_from != sought.born_until:
        return ()
    return tuple(hit(row) for row in people_queries.by_data(session, sought.surname, sought.name, sought.born_from))


def _page(session: Session, numbers: Sequence[int], number: int, count: int) -> HitsView:
    """Return what is shown of people found, who may be more than a page: the others' data are not read."""
    shown = queries.told(session, numbers[:HITS_ON_A_PAGE])
    following = PageStart(number + 1, count, *shown[-1].place) if len(numbers) > HITS_ON_A_PAGE else None
    pages = max(-(-count // HITS_ON_A_PAGE), number + (following is not None), 1)
    return HitsView(tuple(hit_of(one, one.person_id) for one in shown), count, page=number, pages=pages, next=following)


def find_other(counter: Counter, actor: Actor, code: FiscalCode, key: str, own_id: int | None) -> PersonHit | None:
    """Return who else has the fiscal code that stands in a form: a look at somebody, which the register keeps.

    Whoever finds a person by code to open their card asks `find_by_code`: the card is the look then.

    Args:
        counter: the desk.
        actor: who types.
        code: that was typed.
        key: of this look: however often a form asks, it is one.
        own_id: number of the person the form is about, None for a new one.

    Raises:
        NotAllowedError: when the account may not serve people.
        FaultError: when the register cannot be written; nobody is shown then.
    """
    require(counter, actor, "serve")
    found = find_by_code(counter, actor, code)
    if found is None or found.person_id == own_id:
        return None
    _record_once(counter, actor, key, "search.find_other", ("fiscal-code",), (found,))
    return found


def find_by_data(counter: Counter, actor: Actor, command: FindByData, key: str) -> tuple[PersonHit, ...]:
    """Return people with exactly this surname, name and birth date, accents and case apart; the register keeps whom.

    Args:
        counter: the desk.
        actor: who asks.
        command: what is known.
        key: of this look, as in `find_other`.

    Raises:
        NotAllowedError: when the account may not serve people.
        BadInputError: when surname or name is missing.
        FaultError: when the register cannot be written; nobody is shown then.
    """
    require(counter, actor, "serve")
    surname = fold(required(command.surname, "find-surname"))
    name = fold(required(command.name, "find-name"))

    def read(session: Session) -> tuple[PersonHit, ...]:
        return tuple(hit(row) for row in people_queries.by_data(session, surname, name, command.born))

    found = counter.read(read)
    if found:
        _record_once(counter, actor, key, "search.find_by_data", ("surname", "name", "born"), found)
    return found


def _record_once(
    counter: Counter, actor: Actor, key: str, use_case: str, asked: Sequence[str], hits: Sequence[PersonHit]
) -> None:
    def write(session: Session) -> tuple[None, str]:
        _record(counter, session, actor, asked, hits, exact=True)
        return None, str(hits[0].person_id)

    counter.write_once(key, use_case, write)


def _record(
    counter: Counter,
    session: Session,
    actor: Actor,
    asked: Sequence[str],
    hits: Sequence[PersonHit],
    *,
    exact: bool,
    page: int = 1,
) -> None:
    """Enter in the register that people were shown: by which data, not by which words, and who (`lookups`)."""
    people = [one.person_id for one in hits]
    record(counter, session, actor, "hits.viewed", asked=list(asked), exact=exact, page=page, people=people)
