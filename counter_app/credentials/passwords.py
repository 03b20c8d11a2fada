"""Operators' passwords: Argon2id, parameters in the hash (dependencies.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.credentials.keys import Argon2Parameters

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MINIMUM_LENGTH = 12
"""Office practice: long enough to need no composition rules."""


def hash_password(password: str, cost: Argon2Parameters) -> str:
    """Return the Argon2id hash of an operator's password."""
    return _hasher(cost).hash(password)


def password_matches(stored: str | None, password: str, cost: Argon2Parameters) -> bool:
    """Return whether a password is the one behind a stored hash.

    Args:
        stored: the hash, or None for an account that does not exist: the answer then takes as long and is no.
        password: what was typed.
        cost: parameters for the comparison that always fails.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - no password yet at the start

    hasher = _hasher(cost)
    if stored is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _hasher(cost: Argon2Parameters) -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - as above

    return PasswordHasher(time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.parallelism)
