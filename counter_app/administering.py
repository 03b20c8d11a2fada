"""Who answers for a command that administers: an account and its password (interfaces.md)."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.i18n import _

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from counter_app.desk.views import Actor

LONGEST_PASSWORD = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who administers."""
    parser.add_argument("--operator", metavar="NAME", help=_("the account that answers for it; asked for if left out"))
    about = _("file descriptor the password is read from; asked for on the terminal if left out")
    parser.add_argument("--password-fd", type=int, metavar="N", help=about)


@contextmanager
def signed_in(counter: Counter, arguments: argparse.Namespace) -> Iterator[Actor]:
    """Log the account in, with its entry in the register, and out again.

    Args:
        counter: the desk the command is given at.
        arguments: of the command.

    Raises:
        BadInputError: when account or password are missing and there is no terminal to ask for them.
        NotAllowedError: when they are not right.
    """
    from counter_app.desk import operators  # noqa: PLC0415 - help and version do without
    from counter_app.desk.commands import Login  # noqa: PLC0415 - as above
    from counter_app.desk.views import LoginRefused, PasswordDue  # noqa: PLC0415 - as above

    username = arguments.operator or _asked_for("--operator", lambda: _typed(_("Account: ")))
    answer = operators.login(counter, Login(username, _password(arguments.password_fd)))
    if isinstance(answer, LoginRefused):
        raise NotAllowedError(answer.message)
    if isinstance(answer, PasswordDue):
        raise NotAllowedError(_("This password is a temporary one: log in at a desk with it and choose your own."))
    try:
        yield answer
    finally:
        with suppress(FaultError):  # what the archive answered to the act itself is what is told
            operators.logout(counter, answer)


def _password(descriptor: int | None) -> str:
    if descriptor is None:
        return _asked_for("--password-fd", lambda: getpass.getpass(_("Password: ")))
    try:
        with os.fdopen(descriptor, "rb") as source:
            line = source.readline(LONGEST_PASSWORD)
    except OSError as error:
        words = _("No password can be read from file descriptor {number}: {why}.")
        raise BadInputError(words.format(number=descriptor, why=error.strerror)) from error
    return line.decode(errors="replace").rstrip("\r\n")


def _typed(prompt: str) -> str:
    """Return what is typed after a prompt; standard output is the answer's alone."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line.strip():
        raise EOFError
    return line.strip()


def _asked_for(option: str, ask: Callable[[], str]) -> str:
    """Ask on the terminal; a script is never left waiting."""
    if not sys.stdin.isatty():
        raise BadInputError(_("There is no terminal to ask on: give {option}.").format(option=option))
    try:
        return ask()
    except EOFError:
        raise BadInputError(_("Nothing was typed.")) from None
