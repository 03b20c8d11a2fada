"""Checks on typed fields that several use cases share."""

from __future__ import annotations

import re
from collections.abc import Callable

from counter_app.credentials.passwords import MINIMUM_LENGTH
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import fiscal_code
from counter_app.identity.folding import clean

EMAIL_LENGTH, MOBILE_LENGTH = 120, 30
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOBILE = re.compile(r"\+?[0-9][0-9 ]{5,}")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def problems(*checks: Callable[[], object]) -> tuple[BadInputError, ...]:
    """Return what each check finds wrong, in their order: whoever typed corrects everything at once.

    Args:
        checks: each raises `BadInputError` where something is wrong.
    """
    found = []
    for check in checks:
        try:
            check()
        except BadInputError as error:
            found.append(error)
    return tuple(found)


def required(text: str, field: str, limit: int = 80) -> str:
    """Return a typed text without control characters and outer blanks.

    Raises:
        BadInputError: when nothing is left, or more than `limit` characters.
    """
    cleaned = clean(text)
    if not cleaned:
        raise BadInputError(_("This cannot stay empty."), field)
    if len(cleaned) > limit:
        raise _too_long(field, limit)
    return cleaned


def optional(text: str, field: str, limit: int) -> str:
    """Return a typed text that may be empty, without control characters and outer blanks.

    Raises:
        BadInputError: when it has more than `limit` characters.
    """
    cleaned = clean(text)
    if len(cleaned) > limit:
        raise _too_long(field, limit)
    return cleaned


def _too_long(field: str, limit: int) -> BadInputError:
    return BadInputError(_("At most {limit} characters.").format(limit=limit), field)


def _contact(text: str, field: str, limit: int, shape: re.Pattern[str], message: str) -> str:
    kept = optional(text, field, limit)
    if kept and not shape.fullmatch(kept):
        raise BadInputError(message, field)
    return kept


def email_address(text: str, field: str) -> str:
    """Return an optional e-mail address, certified or not.

    Raises:
        BadInputError: when it cannot be one.
    """
    return _contact(text, field, EMAIL_LENGTH, EMAIL, _("An e-mail address looks like name@example.it."))


def mobile_number(text: str, field: str) -> str:
    """Return an optional mobile number.

    Raises:
        BadInputError: when it cannot be one.
    """
    return _contact(text, field, MOBILE_LENGTH, MOBILE, _("A mobile number has digits only: 333 1234567."))


def own_code(text: str, field: str) -> str:
    """Return the fiscal code of whoever an account belongs to.

    Raises:
        BadInputError: when it is missing, or cannot be one.
    """
    code = required(text, field)
    try:
        return str(fiscal_code.parse(code))
    except BadInputError as error:
        raise BadInputError(error.message, field) from error


def checked_username(text: str, field: str) -> str:
    """Return a username in lower case.

    Raises:
        BadInputError: when it has other characters than letters, digits, point, hyphen and underscore.
    """
    username = required(text, field, 40).lower()
    if not USERNAME.fullmatch(username):
        raise BadInputError(_("3 to 40 characters: letters without accents, digits, point, hyphen."), field)
    return username


def checked_password(text: str, field: str) -> str:
    """Return a password long enough to be used (office practice).

    Raises:
        BadInputError: when it is too short.
    """
    if len(text) < MINIMUM_LENGTH:
        raise BadInputError(_("At least {count} characters.").format(count=MINIMUM_LENGTH), field)
    return text
