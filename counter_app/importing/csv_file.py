"""CSV files as offices have them: `;` or `,`, with or without a BOM, read line by line in constant memory.

What is wrong with the file itself is bad input that names the line; what is wrong with a row is told by its reader.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity.folding import clean
from counter_app.importing.columns import QUOTE, unquoted

SEPARATORS = ";,"
LONGEST_LINE = 1 << 16
"""Bytes; a row of people needs some hundred."""
BLOCK = 1 << 18
HEADER_LINES = 1
APOSTROPHE = QUOTE.encode()
_BOM = "\ufeff"
_OTHER_FORMATS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of UTF-16 and of spreadsheets."""


class _Digesting(io.RawIOBase):
    """A file that is digested while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.bytes_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._file.readinto(buffer)  # type: ignore[attr-defined]
        self.digest.update(memoryview(buffer)[:count])
        self.bytes_read += count
        return count


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file, in its order."""

    names: tuple[str, ...]

    def picks(self, wanted: Sequence[str]) -> tuple[int, ...]:
        """Return where each wanted column stands in a row; -1, the cell added to every row, where it is missing."""
        return tuple(self.names.index(name) if name in self.names else -1 for name in wanted)


class CsvFile:
    """A CSV file with a header, to be read once.

    Args:
        path: the file.
        required: columns that must be there.
        optional: columns that may be there.

    Raises:
        BadInputError: when it cannot be opened, is no CSV, or its header is not as wanted.
    """

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str]) -> None:
        self.path = path
        self.separator = SEPARATORS[0]
        self._apostrophe = False
        """Whether there is one in the lines since the last row."""
        try:
            self._file: BinaryIO = path.open("rb", buffering=0)
        except OSError as error:
            message = _("The file {file} cannot be read: {why}.").format(file=path, why=error.strerror)
            raise BadInputError(message) from error
        self._digesting = _Digesting(self._file)
        self._reader = io.BufferedReader(self._digesting, BLOCK)
        try:
            if not path.is_file():
                raise BadInputError(_("{file} is not a file.").format(file=path))
            found = os.fstat(self._file.fileno())
            self.size = found.st_size
            self.stamp = (found.st_size, found.st_mtime_ns)
            """What tells whether the file has changed when it is opened again."""
            self._lines = self._decoded()
            self.header = self._read_header(required, optional)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
        self._file.close()

    @property
    def digest(self) -> str:
        """SHA-256 of what was read so far: of the file, once all rows are."""
        return self._digesting.digest.hexdigest()

    @property
    def bytes_read(self) -> int:
        """How far it was read, in bytes."""
        return self._digesting.bytes_read

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the physical line each row begins on, and its cells, without the sign that stands before a formula.

        Lines without anything in them are no rows.

        Raises:
            BadInputError: naming the line from which on the file cannot be read.
        """
        begun = HEADER_LINES
        reader = csv.reader(self._lines, delimiter=self.separator, strict=True)
        try:
            for cells in reader:
                if any(cells):
                    yield begun + 1, cells if not self._apostrophe else [unquoted(cell) for cell in cells]
                self._apostrophe = False
                begun = HEADER_LINES + reader.line_num
        except csv.Error as error:
            raise BadInputError(_broken(begun + 1, str(error))) from error

    def _decoded(self) -> Iterator[str]:
        """Yield the lines as text; a line feed ends one, and a carriage return before it is the reader's to know."""
        number = 0
        for number, line in enumerate(iter(partial(self._reader.readline, LONGEST_LINE), b""), 1):
            if len(line) == LONGEST_LINE and line[-1:] != b"\n":
                raise BadInputError(
                    _("Line {line} is longer than {limit} bytes: this is no list of people.").format(
                        line=number, limit=LONGEST_LINE
                    )
                )
            if APOSTROPHE in line:
                self._apostrophe = True
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                raise BadInputError(
                    _(
                        "Line {line} is not UTF-8 (byte {byte} after “{before}”): "
                        "save the file as CSV UTF-8 and try again."
                    ).format(
                        line=number,
                        byte=f"0x{line[error.start]:02X}",
                        before=clean(line[max(0, error.start - 20) : error.start].decode(errors="ignore")),
                    )
                ) from error

    def _read_header(self, required: Sequence[str], optional: Sequence[str]) -> Header:
        begins = self._reader.peek(4)[:4]
        if begins.startswith(_OTHER_FORMATS):
            raise BadInputError(_("This is a spreadsheet or UTF-16 text: save it as CSV UTF-8 and try again."))
        first = next(self._lines, "").removeprefix(_BOM)
        if not first.strip():
            raise BadInputError(_("Line 1 must name the columns: it is empty."))
        self._apostrophe = False
        self.separator = max(SEPARATORS, key=first.count)
        try:
            cells = next(csv.reader([first], delimiter=self.separator, strict=True))
        except csv.Error as error:
            raise BadInputError(_broken(1, str(error))) from error
        names = tuple(clean(cell).lower() for cell in cells)
        _check(names, required, optional)
        return Header(names)


def _check(names: tuple[str, ...], required: Sequence[str], optional: Sequence[str]) -> None:
    for name in names:
        if name not in required and name not in optional:
            known = ", ".join((*required, *optional))
            message = _("Line 1: there is no column “{name}”. Columns: {known}.")
            raise BadInputError(message.format(name=name[:40], known=known))
        if names.count(name) > 1:
            raise BadInputError(_("Line 1: the column “{name}” stands there twice.").format(name=name))
    missing = [name for name in required if name not in names]
    if missing:
        raise BadInputError(_("Line 1: columns are missing: {names}.").format(names=", ".join(missing)))


def _broken(line: int, why: str) -> str:
    """Return what is wrong with the quotation marks or line ends of a row, for the reader's English words."""
    if "new-line" in why:
        message = _("Line {line} ends with a carriage return alone: save the file with line ends of Windows or Unix.")
    elif "expected after" in why:
        message = _(
            "Line {line}: after a closing quotation mark comes neither a separator nor the end of the row. "
            "A quotation mark inside a cell is written twice."
        )
    else:
        message = _("Line {line}: a quotation mark is opened and never closed.")
    return message.format(line=line)
