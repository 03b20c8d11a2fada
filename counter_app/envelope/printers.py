"""Where paper comes out: one interface, a spool folder, a training printer to be jammed (architecture, rule 5)."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from counter_app.errors import FaultError
from counter_app.i18n import _
from data.vocabulary import PrintedKind, PrinterState

STATE_FILE = "printer-state"
TRAY = "tray"
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PART = ".part"


class PrinterType(StrEnum):
    """Kinds of printer a desk can be given."""

    SPOOL = "spool"
    TRAINING = "training"


class TrainingState(StrEnum):
    """What a scenario does to the training printer; the word in its `printer-state` file."""

    OK = "ok"
    JAM = "jam"
    STOPPED = "stopped"
    GONE = "gone"


class PrinterTrouble(StrEnum):
    """Why a delivery failed; the word the mint helper passes to the desk."""

    GONE = "printer-gone"
    FULL = "printer-full"
    UNWRITABLE = "printer-unwritable"


def trouble_message(trouble: PrinterTrouble) -> str:
    """Return what happened and what to do, in the interface's language."""
    return {
        PrinterTrouble.GONE: _("The printer does not answer: check that it is on and connected."),
        PrinterTrouble.FULL: _("There is no room left where print jobs are kept: free some space, then try again."),
        PrinterTrouble.UNWRITABLE: _(
            "The folder of the print jobs cannot be written: check that it is there and is yours."
        ),
    }[trouble]


class PrinterFaultError(FaultError):
    """A delivery failed and left nothing behind.

    Args:
        trouble: why.
    """

    def __init__(self, trouble: PrinterTrouble) -> None:
        super().__init__(trouble_message(trouble))
        self.trouble = trouble


@dataclass(frozen=True)
class Printable:
    """A document on its way to a printer.

    Attributes:
        kind: what it is.
        number: serial of the envelope, or number of the visit: letters, digits, `.`, `_`, `-`, at most 64.
        pdf: the document; out of `repr`, for an envelope holds a secret.

    Raises:
        ValueError: for a number that could not be part of a file's name.
    """

    kind: PrintedKind
    number: str
    pdf: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.number):
            raise ValueError("a document's number is part of a file name")

    @property
    def file_name(self) -> str:
        """Name of the document in a spool folder, `<kind>-<number>.pdf`."""
        return _file_name(self.kind, self.number)


def _file_name(kind: PrintedKind, number: str) -> str:
    return f"{kind}-{number}.pdf"


@dataclass(frozen=True)
class PrinterWord:
    """What a printer said to a delivery; `detail` is its own short word, never people's data."""

    state: PrinterState
    detail: str = ""


class Printer(Protocol):
    """A place documents are delivered to."""

    def deliver(self, document: Printable) -> PrinterWord:
        """Deliver a document.

        Raises:
            FaultError: if nothing was delivered; nothing is left behind.
        """

    def purge(self, kind: PrintedKind, number: str) -> None:
        """Remove what is still there of one document: after hand-over, spoiling, or a fault."""

    def purge_all(self) -> None:
        """Remove what is still there of every document: at start."""


@dataclass(frozen=True)
class PrinterSpec:
    """Which printer a desk uses; plain values, so that the mint helper can build the same one.

    Attributes:
        type: kind of printer.
        folder: absolute path of its folder.
        name: what the office calls it.
    """

    type: PrinterType
    folder: Path
    name: str = ""

    def to_wire(self) -> dict[str, str]:
        """Return the values as JSON types."""
        return {"type": str(self.type), "folder": str(self.folder), "name": self.name}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> PrinterSpec:
        """Build the value again from `to_wire`.

        Raises:
            KeyError, TypeError, ValueError: if a value is missing or of another type, or the path is not absolute.
        """
        folder = Path(wire["folder"])
        if not folder.is_absolute():
            raise ValueError("the printer's folder is an absolute path")
        return cls(PrinterType(wire["type"]), folder, str(wire["name"]))


def build_printer(spec: PrinterSpec) -> Printer:
    """Return the printer a specification describes."""
    return TrainingPrinter(spec.folder) if spec.type is PrinterType.TRAINING else SpoolFolderPrinter(spec.folder)


def _trouble(error: OSError) -> PrinterTrouble:
    return PrinterTrouble.FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else PrinterTrouble.UNWRITABLE


def _private_folder(folder: Path) -> None:
    """Create a folder for our eyes only, or refuse one that is somebody else's or a link."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, "not a folder of this user")
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_whole(folder: Path, name: str, content: bytes) -> None:
    """Write a private file that is either there in full or not at all."""
    part = folder / f".{name}.{secrets.token_hex(8)}{_PART}"
    try:
        _private_folder(folder)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.rename(folder / name)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(folder)
    except OSError as error:
        raise PrinterFaultError(_trouble(error)) from None


class SpoolFolderPrinter:
    """A private folder that counts as paper: an office's print service takes the files from it.

    Args:
        folder: made private (0700); the files in it are 0600.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, document: Printable) -> PrinterWord:
        """Put the document into the folder, complete from the moment its name appears.

        Raises:
            PrinterFaultError: if the disk is full or the folder cannot be written; nothing is left behind.
        """
        _write_whole(self._folder, document.file_name, document.pdf)
        return PrinterWord(PrinterState.ACCEPTED, "spooled")

    def purge(self, kind: PrintedKind, number: str) -> None:
        """Remove one document and what a killed helper left of it.

        The name goes, the bytes are not overwritten: on tmpfs they are gone with it, and on a journalling or
        copy-on-write disk overwriting writes elsewhere.

        Raises:
            PrinterFaultError: if it is there and cannot be removed.
        """
        name = _file_name(kind, number)
        self._remove(lambda found: found == name or (found.startswith(f".{name}.") and found.endswith(_PART)))

    def purge_all(self) -> None:
        """Remove every document of ours and every left-over part of one.

        Raises:
            PrinterFaultError: if one cannot be removed.
        """
        kinds = tuple(f"{kind}-" for kind in PrintedKind)
        self._remove(
            lambda found: found.lstrip(".").startswith(kinds) and found.endswith((".pdf", _PART)),
        )

    def _remove(self, wanted: Callable[[str], bool]) -> None:
        try:
            for path in list(self._folder.iterdir()):
                if wanted(path.name):
                    path.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise PrinterFaultError(_trouble(error)) from None


class TrainingPrinter:
    """The printer of a throw-away world: a spool folder, a state a scenario sets, a tray that keeps every sheet.

    The folder holds `printer-state` (one word of `TrainingState`; none means ok) and `tray/NNN-<kind>-<number>.pdf`.

    Args:
        folder: as for `SpoolFolderPrinter`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = SpoolFolderPrinter(folder)

    @property
    def tray(self) -> Path:
        """Where every sheet printed in this world is kept, in order."""
        return self._folder / TRAY

    @property
    def state(self) -> TrainingState:
        """What the printer is doing now.

        Raises:
            PrinterFaultError: if the state file holds something else.
        """
        try:
            return TrainingState((self._folder / STATE_FILE).read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return TrainingState.OK
        except (OSError, ValueError):
            raise PrinterFaultError(PrinterTrouble.UNWRITABLE) from None

    def set_state(self, state: TrainingState) -> None:
        """Make the printer work, jam, stop or vanish, from the next document on.

        Raises:
            PrinterFaultError: if the folder cannot be written.
        """
        _write_whole(self._folder, STATE_FILE, f"{state}\n".encode("ascii"))

    def deliver(self, document: Printable) -> PrinterWord:
        """Deliver as the state says: whole; half of it, and `JAM`; nothing, and `STOPPED`; or a fault.

        Only whole sheets come to rest in the tray.

        Raises:
            PrinterFaultError: if the printer is gone, or the folder cannot be written.
        """
        state = self.state
        if state is TrainingState.GONE:
            raise PrinterFaultError(PrinterTrouble.GONE)
        if state is TrainingState.STOPPED:
            return PrinterWord(PrinterState.STOPPED, "stopped")
        if state is TrainingState.JAM:
            half = document.pdf[: len(document.pdf) // 2]
            self._spool.deliver(Printable(document.kind, document.number, half))
            return PrinterWord(PrinterState.JAM, "jammed")
        word = self._spool.deliver(document)
        try:
            self._keep(document)
        except PrinterFaultError:
            self.purge(document.kind, document.number)
            raise
        return word

    def _keep(self, document: Printable) -> None:
        """Lay a sheet on top of the tray."""
        try:
            _private_folder(self.tray)
            numbers = [int(path.name[:3]) for path in self.tray.glob("[0-9][0-9][0-9]-*.pdf")]
        except OSError as error:
            raise PrinterFaultError(_trouble(error)) from None
        _write_whole(self.tray, f"{max(numbers, default=0) + 1:03}-{document.file_name}", document.pdf)

    def purge(self, kind: PrintedKind, number: str) -> None:
        """Remove one document from the spool; the tray keeps its sheet.

        Raises:
            PrinterFaultError: if it is there and cannot be removed.
        """
        self._spool.purge(kind, number)

    def purge_all(self) -> None:
        """Remove every document from the spool; the tray keeps its sheets.

        Raises:
            PrinterFaultError: if one cannot be removed.
        """
        self._spool.purge_all()


_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder we made, own and alone can enter is used there


def default_spool(runtime_dir: Path | None, state_dir: Path, shared_memory: Path = _SHARED_MEMORY) -> Path:
    """Return where print jobs wait unless an office says otherwise: in memory where there is a place for it.

    Args:
        runtime_dir: the user's `XDG_RUNTIME_DIR`, or nothing.
        state_dir: the program's state folder, on disk: the last resort.
        shared_memory: a folder on tmpfs that everybody can write.

    Returns:
        A folder below the first of them that is there, ours, and writable; only the folder in shared memory is created,
        because its name has to be taken before somebody else does.
    """
    if runtime_dir is not None and _ours(runtime_dir):
        return runtime_dir / "sportello" / "spool"
    private = shared_memory / f"sportello-{os.geteuid()}"
    try:
        private.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return state_dir / "spool"
    return private / "spool" if _ours(private) else state_dir / "spool"


def _ours(folder: Path) -> bool:
    """Return whether a folder is a real one, owned by us, closed to others and writable."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return private and os.access(folder, os.W_OK | os.X_OK)
