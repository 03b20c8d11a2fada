"""The words the desk and the mint helper share; light, because both start with it."""

from __future__ import annotations

from enum import StrEnum

INITIAL_PIN = "initial-pin"
"""The only secret the helper makes so far."""


class MintTrouble(StrEnum):
    """Why the helper made no secret, apart from the printer's troubles."""

    REQUEST = "request"
    PEPPER = "pepper"
    INTERNAL = "internal"
