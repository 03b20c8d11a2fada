"""Faults and bad input. A refusal by a rule is never one of these: it is a `Decision` (architecture.md, rule 2)."""

from __future__ import annotations


class SportelloError(Exception):
    """Base of the errors the commands and screens know how to tell."""


class BadInputError(SportelloError):
    """What somebody typed or passed cannot be used (exit code 2, or a message beside the field).

    Args:
        message: what, where and what to do, in the interface's language.
        field: id of the field it belongs to, where there is one.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class FaultError(SportelloError):
    """Something outside the rules failed: database, printer, file (exit code 4).

    Args:
        message: what happened and what to do, in the interface's language. Never holds people's data or a secret.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowedError(SportelloError):
    """The operator's role or state does not permit this use case (exit code 3)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
