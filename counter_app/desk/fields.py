"""Checks on typed fields that several use cases share."""

from __future__ import annotations

import re

from counter_app.credentials.passwords import MINIMUM_LENGTH
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity.folding import clean

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def required(text: str, field: str, limit: int = 80) -> str:
    """Return a typed text without control characters and outer blanks.

    Raises:
        BadInputError: when nothing is left, or more than `limit` characters.
    """
    cleaned = clean(text)
    if not cleaned:
        raise BadInputError(_("This cannot stay empty."), field)
    if len(cleaned) > limit:
        raise BadInputError(_("At most {limit} characters.").format(limit=limit), field)
    return cleaned


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
