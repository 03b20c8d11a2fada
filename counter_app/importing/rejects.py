"""The reject file: the rows that were not imported, and why, to be corrected and imported in their turn."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.identity.folding import clean
from counter_app.importing.columns import OF_A_REJECT, quoted
from counter_app.importing.csv_file import CsvFile
from data.scratch import Problem


def check(file: Path, *, force: bool) -> None:
    """Refuse a reject file that cannot be written, before anything is read.

    Raises:
        BadInputError: naming it.
    """
    if file.exists() and not force:
        message = _("{file} is there already: choose another name, or --force to overwrite it.")
        raise BadInputError(message.format(file=file))
    if not file.parent.is_dir():
        raise BadInputError(_("There is no folder {folder}.").format(folder=file.parent))


@contextlib.contextmanager
def draft(file: Path, source: CsvFile, problems: Iterator[Problem]) -> Iterator[None]:
    """Write the reject file beside its place, and move it there when what is done meanwhile has succeeded.

    Args:
        file: where it goes; private, for people are in it.
        source: the imported file, opened anew: cells are told as they stand there.
        problems: of its rows, from the top.

    Raises:
        FaultError: when it cannot be written.
    """
    unfinished = file.with_name(f"{file.name}.part")
    try:
        try:
            _begin(unfinished, source, problems)
        except OSError as error:
            message = _("The reject file {file} cannot be written: {why}. Nothing was imported.")
            raise FaultError(message.format(file=file, why=error.strerror)) from error
        yield
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    try:
        unfinished.replace(file)
    except OSError as error:
        message = _("The reject file stays at {file}: it cannot be moved to its place ({why}).")
        raise FaultError(message.format(file=unfinished, why=error.strerror)) from error


def _begin(file: Path, source: CsvFile, problems: Iterator[Problem]) -> None:
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as target:
        _write(csv.writer(target, delimiter=source.separator), source, problems)
        target.flush()
        os.fsync(target.fileno())


def changed(file: Path) -> str:
    """Return the words for a file that is not the same any more when it is read again."""
    return _("The file {file} changed while it was read. Nothing was imported.").format(file=file)


def _write(writer: Any, source: CsvFile, problems: Iterator[Problem]) -> None:
    kept = [at for at, name in enumerate(source.header.names) if name not in OF_A_REJECT]
    writer.writerow([*OF_A_REJECT, *(source.header.names[at] for at in kept)])
    rows = source.rows()
    for line, found in groupby(problems, key=lambda problem: problem.line):
        cells = next((cells for at, cells in rows if at == line), None)
        if cells is None:
            raise FaultError(changed(source.path))
        told = list(found)
        fields = " ".join(problem.field for problem in told if problem.field)
        own = [cells[at] if at < len(cells) else "" for at in kept] + cells[len(source.header.names) :]
        writer.writerow([line, fields, _reason(told), *(quoted(clean(cell)) for cell in own)])


def _reason(problems: Sequence[Problem]) -> str:
    if len(problems) == 1:
        return problems[0].reason
    return " ".join(f"{problem.field}: {problem.reason}" for problem in problems)
