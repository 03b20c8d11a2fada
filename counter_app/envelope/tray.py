"""The tray of a training printer: every sheet printed at a desk of a throw-away world, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from counter_app.envelope.printers import PrinterFaultError, PrinterTrouble, TrainingPrinter
from data.vocabulary import PrintedKind

_SHEET = re.compile(rf"\d{{3,}}-(?P<kind>{'|'.join(PrintedKind)})-(?P<number>.+)\.pdf")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in a tray, `NNN-<kind>-<number>.pdf`."""

    path: Path
    kind: PrintedKind
    number: str
    """Serial of the envelope, or number of the visit."""


def sheets(printer: TrainingPrinter) -> tuple[Sheet, ...]:
    """Return what lies in a printer's tray, the newest first.

    Raises:
        PrinterFaultError: if the tray cannot be read.
    """
    try:
        paths = sorted(printer.tray.iterdir(), reverse=True)
    except FileNotFoundError:
        return ()
    except OSError:
        raise PrinterFaultError(PrinterTrouble.UNWRITABLE) from None
    found = ((path, _SHEET.fullmatch(path.name)) for path in paths)
    return tuple(Sheet(path, PrintedKind(match["kind"]), match["number"]) for path, match in found if match)


def content(sheet: Sheet) -> bytes:
    """Return a sheet as PDF. An envelope's shows its secret: only a training world has such sheets.

    Raises:
        PrinterFaultError: if it cannot be read.
    """
    try:
        return sheet.path.read_bytes()
    except OSError:
        raise PrinterFaultError(PrinterTrouble.UNWRITABLE) from None
