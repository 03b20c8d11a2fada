"""`sportello serve`: the training world in a browser, for a class."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import TextIO

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.serving import doors
from counter_app.serving.processes import Order
from counter_app.settings import Settings

SEATS = 30
"""Browsers at the same time unless told: a class."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options to its parser."""
    about = _("where to listen; with 0.0.0.0 other machines reach it, by address or by this machine's name")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help=about)
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help=_("0 = any that is free"))
    parser.add_argument("--seats", type=_count, default=SEATS, metavar="N", help=_("browsers at the same time"))
    parser.add_argument(
        "--public-url", default="", metavar="URL", help=_("where a proxy shows this server: https://courses.example")
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve training desks until Ctrl+C.

    Args:
        arguments: of the command.
        settings: of this user; an office's database in them is refused.

    Raises:
        BadInputError: for an office's database, a world that does not exist, or an address that cannot be used.
    """
    if settings.database:
        raise BadInputError(
            _(
                "A browser shows training worlds only, never an office's database. Leave out --database and "
                "SPORTELLO_DATABASE; where a configuration file names one, name another file with --config."
            )
        )
    if find_spec("textual_serve") is None:
        raise BadInputError(_("A browser needs the extra “web”: in the program's folder, pip install '.[web]'"))
    from counter_app.serving import server  # noqa: PLC0415 - it needs the extra
    from counter_app.walkthrough import worlds  # noqa: PLC0415 - as above

    worlds.load_world(arguments.world)
    course = server.Course(
        host=arguments.host,
        port=arguments.port,
        door=doors.door(arguments.host, arguments.public_url),
        seats=arguments.seats,
        order=Order(
            world=arguments.world,
            on=arguments.on.isoformat() if arguments.on else "",
            config=str(arguments.config.absolute()) if arguments.config else "",
            language=settings.language,
            theme=settings.theme,
        ),
    )
    if not doors.is_loopback(arguments.host):
        _tell(_("Whoever reaches this address gets a training desk: no password guards the door."), sys.stderr)
    server.serve(course, lambda url: _tell(_("Training desks: {url}   Ctrl+C ends them.").format(url=url), sys.stdout))
    return 0


def _tell(words: str, voice: TextIO) -> None:
    print(words, file=voice, flush=True)


def _port(text: str) -> int:
    return _number(text, 0, 65535)


def _count(text: str) -> int:
    return _number(text, 1, 1000)


def _number(text: str, least: int, most: int) -> int:
    if not (text.isdecimal() and least <= int(text) <= most):
        words = _("{text} is no number from {least} to {most}")
        raise argparse.ArgumentTypeError(words.format(text=text, least=least, most=most))
    return int(text)
