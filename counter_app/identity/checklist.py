"""The operator's checklist at the identification (M02)."""

from __future__ import annotations

PHOTO_MATCH = "check-photo"
DOCUMENT_INTACT = "check-intact"
DATA_AGREE = "check-data"

OPERATOR_CHECKS = (PHOTO_MATCH, DOCUMENT_INTACT, DATA_AGREE)
"""What the operator looks at and confirms; the program itself checks archive, duplicates and dates (M02)."""


def missing(checks: frozenset[str]) -> tuple[str, ...]:
    """Return the ids of the checks not made yet, in the order they are asked."""
    return tuple(check for check in OPERATOR_CHECKS if check not in checks)
