"""The folder a scanner writes into: what lies there, read without trusting it, taken away once it is archived (M02).

Files are opened below the folder's own descriptor and never through a symbolic link; what a file is called is shown to
the operator and kept nowhere, for it may hold a person's name.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from counter_app.copies.content import HEAD_BYTES, TAIL_BYTES, MediaType, media_type, whole
from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.identity.folding import clean

MOST_BYTES = 10 * 1024 * 1024
"""Bytes a copy may have (office practice): a few pages in colour."""
MOST_COPIES = 12
"""Copies a visit may have (office practice)."""
MOST_SHOWN = 30
"""Files that are shown, the newest ones."""
MOST_LOOKED_AT = 2000
"""Files that are looked at; a folder with more is no scanner's."""
A_MOMENT = 0.25
"""Seconds between two looks: a file that changed meanwhile is still being written."""


class Unfit(StrEnum):
    """Why a file cannot be attached."""

    UNKNOWN = "unknown"
    EMPTY = "empty"
    BIG = "big"
    WRITING = "writing"
    ODD = "odd"
    UNREADABLE = "unreadable"


def unfit_words(why: Unfit) -> str:
    """Return in the interface's language why a file cannot be attached."""
    return {
        Unfit.UNKNOWN: _("neither PDF nor JPEG, PNG or TIFF"),
        Unfit.EMPTY: _("empty: scan it again"),
        Unfit.BIG: _("more than {most} MB: scan it again, smaller").format(most=MOST_BYTES // 2**20),
        Unfit.WRITING: _("not whole yet: wait, then F5"),
        Unfit.ODD: _("a link or a special file, not a scan"),
        Unfit.UNREADABLE: _("it cannot be read"),
    }[why]


class _Mark(NamedTuple):
    """What tells a file, and this very state of it."""

    inode: int
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in the scanner's folder.

    Args:
        id: tells this very state of the file; nothing can be read from it.
        shown: its name as it can be shown: cleaned, cut.
        at: when it was last written, seconds since the epoch.
        size: in bytes.
        kind: what it is by its content, None where it is nothing the archive takes.
        unfit: why it cannot be attached, None where it can.
        name: its true name, for the folder alone.
        mark: as it was looked at.
    """

    id: str
    shown: str
    at: float
    size: int
    kind: MediaType | None
    unfit: Unfit | None
    name: str
    mark: _Mark


class ScannerFolder:
    """The folder as a desk uses it.

    Args:
        path: of the folder.
        wait: pauses between two looks, in seconds.
    """

    def __init__(self, path: Path, wait: Callable[[float], None] = time.sleep) -> None:
        self._path = path
        self._wait = wait

    def scans(self) -> tuple[Scan, ...]:
        """Return what lies in the folder, the newest first; files whose name begins with a point are left out.

        Raises:
            FaultError: when the folder cannot be read, or holds too many files to be a scanner's.
        """
        with self._opened() as folder:
            first = _looked_at(folder.descriptor)
            newest = sorted(first, key=lambda name: (-first[name].st_mtime_ns, name))[:MOST_SHOWN]
            if any(stat.S_ISREG(first[name].st_mode) for name in newest):
                self._wait(A_MOMENT)
            found = [_scan(folder.descriptor, name, first[name]) for name in newest]
        return tuple(scan for scan in found if scan is not None)

    def read(self, scan_id: str) -> tuple[Scan, bytes]:
        """Return a file of the list and its content, exactly as it was listed.

        Raises:
            BadInputError: when it is gone, changed meanwhile, or cannot be attached.
            FaultError: when the folder cannot be read.
        """
        scan = next((each for each in self.scans() if each.id == scan_id), None)
        if scan is None:
            raise BadInputError(_("This file changed or is gone: look at the list again with F5."))
        if scan.unfit is not None:
            raise BadInputError(_("This file cannot be attached: {why}.").format(why=unfit_words(scan.unfit)))
        with self._opened() as folder:
            content = _content(folder.descriptor, scan)
        if content is None:
            raise BadInputError(_("This file changed or is gone: look at the list again with F5."))
        return scan, content

    def remove(self, scan: Scan) -> bool:
        """Take a file away that was archived; return whether it is gone.

        One that was written anew meanwhile, or cannot be removed, stays.
        """
        try:
            with self._opened() as folder:
                found = os.stat(scan.name, dir_fd=folder.descriptor, follow_symlinks=False)
                if _mark(found) != scan.mark:
                    return False
                os.unlink(scan.name, dir_fd=folder.descriptor)
                os.fsync(folder.descriptor)
        except FileNotFoundError:
            return True
        except (OSError, FaultError):
            return False
        return True

    def _opened(self) -> _Folder:
        return _Folder(self._path)


class _Folder:
    """The folder while it is open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.descriptor = -1

    def __enter__(self) -> _Folder:
        try:
            self.descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise FaultError(
                _("The scanner's folder is not there: is the scanner on, and its folder shared?")
            ) from None
        except OSError:
            raise FaultError(
                _("The scanner's folder cannot be opened: check the setting “scanner” and the folder's permissions.")
            ) from None
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self.descriptor)


def _looked_at(folder: int) -> dict[str, os.stat_result]:
    found: dict[str, os.stat_result] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if len(found) == MOST_LOOKED_AT:
                    raise FaultError(_("The scanner's folder holds too many files: clear it, or check the setting."))
                try:
                    found[entry.name] = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
    except OSError:
        raise FaultError(_("The scanner's folder cannot be read.")) from None
    return {name: known for name, known in found.items() if not stat.S_ISDIR(known.st_mode)}


def _scan(folder: int, name: str, before: os.stat_result) -> Scan | None:
    """Return what a file is, looked at a second time; None where it is gone."""
    try:
        now = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None
    kind, unfit = _judged(folder, name, before, now)
    mark = _mark(now)
    told = f"{os.fsencode(name).hex()}/{mark.inode}/{mark.size}/{mark.changed_ns}"
    number = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Scan(f"scan-{number}", _shown(name), now.st_mtime, now.st_size, kind, unfit, name, mark)


def _judged(
    folder: int, name: str, before: os.stat_result, now: os.stat_result
) -> tuple[MediaType | None, Unfit | None]:
    if not stat.S_ISREG(now.st_mode):
        return None, Unfit.ODD
    if _mark(before) != _mark(now):
        return None, Unfit.WRITING
    if not now.st_size:
        return None, Unfit.EMPTY
    try:
        with _file(folder, name) as file:
            head = os.read(file.descriptor, HEAD_BYTES)
            tail = os.pread(file.descriptor, TAIL_BYTES, max(0, now.st_size - TAIL_BYTES))
    except OSError:
        return None, Unfit.UNREADABLE
    kind = media_type(head)
    if kind is None:
        return None, Unfit.UNKNOWN
    if now.st_size > MOST_BYTES:
        return kind, Unfit.BIG
    return kind, None if whole(kind, head, tail, now.st_size) else Unfit.WRITING


def _content(folder: int, scan: Scan) -> bytes | None:
    """Return a file's content, None where it is not any more what was listed."""
    try:
        with _file(folder, scan.name) as file:
            if _mark(os.fstat(file.descriptor)) != scan.mark:
                return None
            with os.fdopen(os.dup(file.descriptor), "rb") as source:
                content = source.read(MOST_BYTES + 1)
            unchanged = _mark(os.fstat(file.descriptor)) == scan.mark and len(content) == scan.size
    except OSError:
        return None
    return content if unchanged else None


class _file:  # noqa: N801 - used as a function
    """A file of the folder, opened without following a link or waiting for a pipe."""

    def __init__(self, folder: int, name: str) -> None:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        self.descriptor = os.open(name, flags, dir_fd=folder)

    def __enter__(self) -> _file:
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self.descriptor)


def _mark(found: os.stat_result) -> _Mark:
    return _Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def _shown(name: str, width: int = 40) -> str:
    visible = clean(os.fsencode(name).decode("utf-8", "replace")) or "?"
    return visible if len(visible) <= width else f"{visible[: width - 1]}…"
