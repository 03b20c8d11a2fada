"""The private folder in which an opened copy lies while somebody looks at it: paper, like the spool (rule 5)."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from counter_app.copies.content import MediaType
from counter_app.errors import FaultError
from counter_app.i18n import _


class ViewingFolder:
    """Where opened copies lie, one desk's alone; emptied when a copy is closed and when the desk starts.

    Args:
        path: of the folder, made private (0700) when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, content: bytes, kind: MediaType) -> Path:
        """Lay a copy down, readable by this user alone, under a name that tells nothing.

        Raises:
            FaultError: when the folder cannot be made, is open to others, or is full.
        """
        path = self._path / f"{secrets.token_hex(8)}.{kind.short.lower()}"
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self._path.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
                raise FaultError(_("Other users can enter the folder for opened copies: set its permissions to 0700."))
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except OSError:
            self.purge()
            raise FaultError(_("The copy cannot be laid down to be looked at: is there room?")) from None
        return path

    def purge(self) -> None:
        """Remove every opened copy; one that cannot be removed is emptied."""
        with contextlib.suppress(OSError):
            for file in self._path.iterdir():
                _remove(file)


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError:
        with contextlib.suppress(OSError):
            os.truncate(file, 0)
