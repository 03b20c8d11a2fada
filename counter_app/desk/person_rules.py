"""What a person's data must be to enter the archive, field by field: the same at the desk and from a file (M02).

Each function takes a field as it was typed or read and returns what the archive keeps of it.
"""

from __future__ import annotations

import re
from datetime import date

from counter_app.desk.fields import email_address, mobile_number, optional, required
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import countries, places
from counter_app.identity.folding import clean, fold
from counter_app.norms.facts import HOME_COUNTRY, Facts

ADDRESS = ("address-1", "address-2", "address-3")
"""Fields of the lines of an address, as they stand on the envelope."""
HOME = HOME_COUNTRY
POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
LINE_LENGTH, REASON_LENGTH = 80, 200


def searchable(text: str, field: str) -> tuple[str, str]:
    """Return a surname or a name, and the same folded for the search.

    Raises:
        BadInputError: when nothing of it can be searched for, or it is too long.
    """
    kept = required(text, field)
    return kept, required(fold(kept), field)


def birth(born: date, today: date) -> date:
    """Return a birth date.

    Raises:
        BadInputError: when it lies after today.
    """
    if born > today:
        raise BadInputError(_("The birth date lies after today."), "born")
    return born


def death(day: date, born: date, today: date) -> date:
    """Return a day of death.

    Raises:
        BadInputError: when it lies after today, or before the birth.
    """
    if not born <= day <= today:
        raise BadInputError(_("The day of death lies after today, or before the birth."), "deceased-on")
    return day


def birth_place(typed: str, place_code: str, born: date) -> str:
    """Return the name of the birth place: as the document has it, else as it was called on the day of birth.

    Raises:
        BadInputError: when neither tells a name, or it is too long.
    """
    return required(typed or places.name_on(place_code, born) or "", "birth-place")


def country(text: str, field: str) -> str:
    """Return a country's code of two letters.

    Raises:
        BadInputError: when there is no such country.
    """
    code = clean(text).upper()
    if code not in countries.codes():
        raise BadInputError(_("Two letters (ISO 3166), for instance IT."), field)
    return code


def address(lines: tuple[str, ...]) -> str:
    """Return the lines that are not empty; at least one there must be, for the form and the envelope's window.

    Raises:
        BadInputError: naming the line that is too long, or the first where there is none.
    """
    kept = "\n".join(filter(None, map(clean, lines)))
    if len(kept) > LINE_LENGTH:
        for field, line in zip(ADDRESS, lines, strict=False):
            optional(line, field, LINE_LENGTH)
    return kept or required("", ADDRESS[0])


def lacks_postcode(lines: tuple[str, ...], residence: str) -> bool:
    """Return whether an Italian address stands without a postcode (CAP): letters want it, and the envelope's window.

    A reason to ask, not to refuse (office practice): no identity document prints it, who lives nowhere has none, and
    archives that are brought in are full of such addresses.
    """
    return residence == HOME and any(lines) and not any(POSTCODE.search(line) for line in lines)


def document_held(citizenship: str, known: bool | None) -> bool:
    """Return whether somebody holds an Italian identity document, as far as nobody was asked (interfaces.md, "Facts").

    Args:
        citizenship: as typed, empty while it is not.
        known: what the archive says, None where it says nothing: Italians have one then, others have none.
    """
    return Facts(citizenship=citizenship or HOME, italian_document=known).has_italian_document


def document_asked(citizenship: str, residence: str, known: bool | None) -> bool:
    """Return whether to ask if somebody holds an Italian identity document: exceptions rest on it (M16, M17).

    Italians who live in Italy are not asked, unless the archive says that they hold none (office practice).

    Args:
        citizenship: as typed; nobody is asked while it is empty.
        residence: country, as typed; while there is no such country, as if it were Italy.
        known: what the archive says, None where it says nothing.
    """
    if citizenship == HOME:
        return known is False or (residence != HOME and residence in countries.codes())
    return bool(citizenship)


def email(text: str) -> str:
    """Return an e-mail address, empty where there is none.

    Raises:
        BadInputError: when it cannot be one.
    """
    return email_address(text, "email")


def mobile(text: str) -> str:
    """Return a mobile number, empty where there is none.

    Raises:
        BadInputError: when it cannot be one.
    """
    return mobile_number(text, "mobile")


def pec(text: str) -> str:
    """Return a certified e-mail address (PEC), empty where there is none.

    Raises:
        BadInputError: when it cannot be one.
    """
    return email_address(text, "pec")


def mismatch_reason(text: str, *, needed: bool) -> str:
    """Return why data are right that differ from the fiscal code, or from what the archive said so far.

    Args:
        text: the reason.
        needed: whether there must be one.

    Raises:
        BadInputError: when there must be a reason and none is given, or it is too long.
    """
    reason = optional(text, "mismatch-reason", REASON_LENGTH)
    if needed and not reason:
        raise BadInputError(_("Write the reason: the register keeps it."), "mismatch-reason")
    return reason
