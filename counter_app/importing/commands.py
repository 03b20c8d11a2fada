"""`sportello people import`: people from a file into an office's archive (interfaces.md, docs/people-csv.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from counter_app import administering
from counter_app.i18n import _, ngettext

if TYPE_CHECKING:
    from counter_app.importing.people import Imported
    from counter_app.settings import Settings

DONE, _DIFFERENCE, BAD_INPUT = range(3)
"""Exit codes (interfaces.md)."""


def add_arguments(parser: argparse.ArgumentParser, *, common: Sequence[argparse.ArgumentParser] = ()) -> None:
    """Add the arguments of `people` and its sub-command `import`.

    Args:
        parser: the parser of `people`.
        common: parsers of the options every command takes.
    """
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    reading = commands.add_parser(
        "import",
        parents=list(common),
        help=_("a CSV file of people, all of it or nothing"),
        description=_("Reads a CSV file (UTF-8, ; or , between cells) into the archive: all or nothing."),
        epilog=_columns(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading.add_argument("file", type=Path, metavar=_("FILE.csv"))
    reading.add_argument(
        "--keep-good", action="store_true", help=_("import the good rows although others are rejected")
    )
    about = _("where rejected rows go, with line, field and reason; with --keep-good FILE.rejected.csv unless told")
    reading.add_argument("--rejects", type=Path, metavar=_("FILE"), help=about)
    reading.add_argument("--force", action="store_true", help=_("overwrite the file of rejected rows"))
    reading.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    administering.add_arguments(reading)


def _columns() -> str:
    """Return the columns of the file for the help."""
    from counter_app.importing.columns import COLUMNS  # noqa: PLC0415 - other commands do without

    wide = max(len(column.name) for column in COLUMNS)
    lines = [_("columns, in any order (* = must be there):")]
    for column in COLUMNS:
        lines.append(f"  {'*' if column.required else ' '} {column.name.ljust(wide)}  {column.about()}")
    return "\n".join(lines)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what the arguments of `add_arguments` ask and return the exit code.

    Raises:
        BadInputError: for a file that cannot be read.
        NotAllowedError: for an account that may not do this.
        FaultError: when the archive fails, or belongs to a training world.
    """
    from counter_app.bootstrap import attach_existing  # noqa: PLC0415 - help does without a database
    from counter_app.importing import people  # noqa: PLC0415 - as above
    from counter_app.importing.progress import Bar  # noqa: PLC0415 - as above

    rejected = arguments.rejects
    if rejected is None and arguments.keep_good:
        rejected = arguments.file.with_name(f"{arguments.file.stem}.rejected.csv")
    command = people.ImportPeople(arguments.file, arguments.keep_good, rejected, arguments.force)
    people.check(command)
    counter = attach_existing(settings)
    try:
        with administering.signed_in(counter, arguments) as actor, Bar(sys.stderr) as bar:
            result = people.import_people(counter, actor, command, bar.told)
    finally:
        counter.database.close()
    if arguments.json:
        _say_json(_as_json(command.file, rejected, result))
    else:
        _tell(command.file, rejected, result)
    return DONE if result.done else BAD_INPUT


def _tell(file: Path, rejected: Path | None, result: Imported) -> None:
    for problem in result.problems:
        where = _("line {line}, {field}: ") if problem.field else _("line {line}: ")
        _say(where.format(line=problem.line, field=problem.field) + problem.reason, sys.stderr)
    more = result.problems_count - len(result.problems)
    if more:
        _say(ngettext("and {count} more problem", "and {count} more problems", more).format(count=more), sys.stderr)
    voice = sys.stdout if result.done else sys.stderr
    if result.done:
        words = _("{file}: imported. Rows: {rows}, new: {added}, there already: {unchanged}, rejected: {rejected}.")
    else:
        words = _("{file}: nothing was imported. Rows: {rows}, rejected: {rejected}.")
    counts = {"rows": result.rows, "added": result.added, "unchanged": result.unchanged, "rejected": result.rejected}
    _say(words.format(file=file, **counts), voice)
    if result.differing:
        words = _("New people whose data differ from their fiscal code, with a reason in the register: {count}.")
        _say(words.format(count=result.differing), voice)
    if rejected is not None and result.rejected:
        _say(_("Rejected rows, to be corrected and imported: {file}").format(file=rejected), voice)


def _as_json(file: Path, rejected: Path | None, result: Imported) -> dict[str, Any]:
    return {
        "file": str(file),
        "digest": result.digest,
        "imported": result.done,
        "rows": result.rows,
        "added": result.added,
        "unchanged": result.unchanged,
        "rejected": result.rejected,
        "differing": result.differing,
        "reject_file": str(rejected) if rejected is not None and result.rejected else None,
        "problems_count": result.problems_count,
        "problems": [problem._asdict() for problem in result.problems],
    }


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2), sys.stdout)


def _say(text: str, voice: TextIO) -> None:
    voice.write(text + "\n")
