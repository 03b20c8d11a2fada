"""The commands of `sportello` (interfaces.md). Every room is opened only when its command is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from counter_app import __version__, i18n
from counter_app.arguments import iso_day
from counter_app.errors import BadInputError, FaultError, NotAllowedError
from counter_app.i18n import _

DONE, DIFFERENCE, BAD_INPUT, REFUSED, FAULT = range(5)
"""Exit codes (interfaces.md)."""


class _Parser(argparse.ArgumentParser):
    """Ends bad usage the way every command ends bad input: what, where, what to do, exit code 2."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # a shortened option in a script would change its meaning with the next option that begins alike
        super().__init__(*args, **{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)  # noqa: T201 - a command's voice
        raise SystemExit(BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: the command line without the program's name; None = the process's own.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _choose_language(words)
    arguments = _parser(words).parse_args(words)
    try:
        return int(arguments.act(arguments))
    except BadInputError as error:
        return _told(error.message, BAD_INPUT)
    except NotAllowedError as error:
        return _told(error.message, REFUSED)
    except FaultError as error:
        return _told(error.message, FAULT)
    except (KeyboardInterrupt, BrokenPipeError):
        return FAULT
    except Exception as error:
        from counter_app import faults

        reference = faults.report(error)
        return _told(_("An unforeseen error. Reference: {reference}").format(reference=reference), FAULT)


def _told(message: str, code: int) -> int:
    print(f"sportello: {message}", file=sys.stderr)  # noqa: T201 - a command's voice
    return code


def _choose_language(words: list[str]) -> None:
    """Choose the language before anything is said in one: help texts, errors and screens alike."""
    import os

    chosen = os.environ.get("SPORTELLO_LANG", i18n.DEFAULT_LANGUAGE)
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            chosen = words[at + 1]
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
    i18n.choose(chosen if chosen in i18n.LANGUAGES else i18n.DEFAULT_LANGUAGE)


def _common(*, top: bool) -> _Parser:
    """Options every command takes, before or after its name."""
    parent = _Parser(add_help=False)
    group = parent.add_argument_group(_("options everywhere"))

    def add(flag: str, **details: Any) -> None:
        group.add_argument(flag, default=None if top else argparse.SUPPRESS, **details)

    add("--database", metavar="URL", help=_("database to use (SPORTELLO_DATABASE)"))
    add("--office", metavar="CODE", help=_("code of the sede"))
    add("--desk", metavar="NAME", help=_("name of this desk"))
    add("--lang", dest="language", choices=i18n.LANGUAGES, help=_("language of the interface"))
    add("--config", type=Path, metavar="FILE", help=_("configuration file"))
    add("--theme", choices=("dark", "light", "monochrome"), help=_("colours of the screens"))
    return parent


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sportello",
        description=_("The counter terminal of an INPS office: identities, PINs, sealed envelopes."),
        parents=[_common(top=True)],
    )
    parser.add_argument("--version", action="version", version=f"sportello {__version__}")
    parser.set_defaults(act=_run, training=False, world="training", on=None)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), parser_class=_Parser)
    for name, (about, add_arguments) in _commands().items():
        command = commands.add_parser(name, parents=[_common(top=False)], help=about)
        if name in words:
            add_arguments(command)
    return parser


def _commands() -> dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]]:
    """Command -> what it does, and the function that adds its arguments; only the named one's room is opened."""
    return {
        "run": (_("open the desk: the same as no command"), _add_run),
        "walkthrough": (_("lessons, demonstrations and tests from scenario files"), _add_walkthrough),
        "norms": (_("the norms in force, and single decisions"), _add_norms),
        "people": (_("people from a file into the archive"), _add_people),
        "register": (_("the record of acts"), _add_register),
        "serve": (_("training desks in a browser, for a class"), _add_serve),
    }


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--training", action="store_true", help=_("on a throw-away world of fictitious people"))
    _add_world(run)
    run.set_defaults(act=_run)


def _add_world(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--world", default="training", metavar="NAME", help=_("the training world"))
    parser.add_argument("--on", type=iso_day, metavar="DATE", help=_("business date of the training world (ISO)"))


def _add_serve(serve: argparse.ArgumentParser) -> None:
    from counter_app.serving import commands

    _add_world(serve)
    commands.add_arguments(serve)
    serve.set_defaults(act=lambda arguments: commands.run(arguments, _settings(arguments)))


def _add_walkthrough(parser: argparse.ArgumentParser) -> None:
    from counter_app.walkthrough import commands

    commands.add_arguments(parser)
    parser.set_defaults(act=commands.run)


def _add_norms(parser: argparse.ArgumentParser) -> None:
    from counter_app.norms import commands

    commands.add_arguments(parser, common=[_common(top=False)])
    parser.set_defaults(act=_norms)


def _add_people(parser: argparse.ArgumentParser) -> None:
    from counter_app.importing import commands

    commands.add_arguments(parser, common=[_common(top=False)])
    parser.set_defaults(act=lambda arguments: commands.run(arguments, _settings(arguments)))


def _add_register(register: argparse.ArgumentParser) -> None:
    acts = register.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True, parser_class=_Parser)
    verify = acts.add_parser("verify", parents=[_common(top=False)], help=_("check that no row was touched"))
    verify.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    verify.set_defaults(act=_verify)


def _settings(arguments: argparse.Namespace) -> Any:
    from counter_app import settings

    keys = ("database", "office", "desk", "language", "theme")
    loaded = settings.load(arguments.config, {key: getattr(arguments, key, None) for key in keys})
    i18n.choose(loaded.language)
    return loaded


def _run(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    _check_terminal()
    if arguments.on is not None and not arguments.training:
        raise BadInputError(_("--on goes with --training: an office works on today's date."))
    from counter_app import launch

    def opener() -> Any:
        if arguments.training:
            return launch.open_training(settings, arguments.world, arguments.on)
        return launch.open_office(settings)

    return launch.run(settings, opener, training=arguments.training)


def _check_terminal() -> None:
    """Refuse what the screens cannot be drawn on, in plain ASCII."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInputError(
            _("The desk needs a terminal. For checks without one: sportello walkthrough play --headless")
        )
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        raise BadInputError(_("This terminal does not use UTF-8. Set it, for instance: LC_ALL=C.UTF-8 sportello"))


def _norms(arguments: argparse.Namespace) -> int:
    from counter_app.clock import SystemClock
    from counter_app.norms import commands as norms

    later_acts = _settings(arguments).later_acts
    return norms.run(arguments, sys.stdout, today=SystemClock().today(), later_acts=later_acts)


def _verify(arguments: argparse.Namespace) -> int:
    import json

    from counter_app.bootstrap import attach_existing
    from counter_app.register.verify import verify

    counter = attach_existing(_settings(arguments))
    result = counter.read(lambda session: verify(session, counter.keys.register_key(), counter.register.heads))
    if arguments.json:
        bad = [{"desk": row.desk, "row": row.seq, "damage": str(row.damage)} for row in result.bad]
        print(json.dumps({"passed": result.passed, "rows": result.rows, "desks": result.desks, "bad": bad}))  # noqa: T201
    else:
        print(_("{rows} rows of {desks} desks").format(rows=result.rows, desks=result.desks))  # noqa: T201
        for row in result.bad:
            print(str(row))  # noqa: T201
        print(_("The register holds.") if result.passed else _("The register does NOT hold."))  # noqa: T201
    return DONE if result.passed else DIFFERENCE
