"""How somebody can be reached: what is told with a request for a PIN goes to the archive (M02)."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial

from counter_app.counter import Counter
from counter_app.desk import corrections
from counter_app.desk.commands import Contacts
from counter_app.desk.fields import email_address, mobile_number, problems
from counter_app.desk.views import Actor, PersonView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from data.database import Session
from data.tables import Person, id_of

EMAIL, MOBILE, PEC = "contact-email", "contact-mobile", "contact-pec"
COLUMN_OF = {EMAIL: "email", MOBILE: "mobile", PEC: "pec"}
"""Field of the identification -> column of the archive, in the order of the fields."""


def known(person: PersonView | Person) -> dict[str, str]:
    """Return field of the identification -> what the archive has of the holder."""
    return {field: getattr(person, column) for field, column in COLUMN_OF.items()}


def wrong(told: Contacts) -> tuple[BadInputError, ...]:
    """Return what is wrong with contacts, each problem naming its field."""
    return problems(*(partial(_checked, told, field) for field in COLUMN_OF))


def told_now(person: PersonView, told: Contacts) -> PersonView:
    """Return a person with the contacts told now in place of the archive's; empty ones stay as they are."""
    return replace(person, **{column: value for column, value in asdict(told).items() if value})


def write(counter: Counter, session: Session, actor: Actor, visit_id: int, person: Person, told: Contacts) -> Person:
    """Write the contacts told with a request to the holder, in its transaction; what stood there before is kept (M02).

    Returns:
        The holder's row as it then is.

    Raises:
        BadInputError: naming the field, when one cannot be.
    """
    checked = {column: _checked(told, field) for field, column in COLUMN_OF.items()}
    wanted = {column: value for column, value in checked.items() if value}
    if not corrections.differing(person, wanted):
        return person
    row = session.get_one(Person, id_of(person))
    corrections.put(counter, session, actor, visit_id, row, wanted, reason=_("told with the request for a PIN"))
    return row


def _checked(told: Contacts, field: str) -> str:
    text = getattr(told, COLUMN_OF[field])
    return mobile_number(text, field) if field == MOBILE else email_address(text, field)
