"""Key files: outside the database, of the user the desk runs as, readable by nobody else (architecture, rules 5, 8)."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from counter_app.errors import FaultError
from counter_app.i18n import _

KEY_BYTES = 32
REGISTER_KEY, DOCUMENT_KEY, COPIES_KEY, PEPPER = "register.key", "document.key", "copies.key", "pepper.key"


@dataclass(frozen=True)
class Argon2Parameters:
    """What hashing a secret costs; the values stand in every hash, so they can change without losing the old ones.

    Attributes:
        memory_kib: memory in KiB, at least 8 for each lane.
        time_cost: passes over it.
        parallelism: lanes.
    """

    memory_kib: int = 19 * 1024
    time_cost: int = 2
    parallelism: int = 1


OFFICE_COST = Argon2Parameters()
TRAINING_COST = Argon2Parameters(memory_kib=8, time_cost=1)
"""For throw-away worlds and tests only."""


def create_key(path: Path) -> None:
    """Create a key file of 32 random bytes, unless there is one: complete from the moment its name appears.

    Raises:
        FaultError: if the folder cannot be written.
    """
    import secrets  # noqa: PLC0415 - the settings need this module before the first paint, and no secret yet

    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(part, path)
        finally:
            os.unlink(part)
    except FileExistsError:
        # Another desk was first: its key is the key.
        return
    except OSError:
        raise FaultError(
            _("The key file {name} cannot be created: check that the keys folder is writable.").format(name=path.name)
        ) from None


def read_key(path: Path) -> bytes:
    """Return the 32 bytes of a key file.

    Raises:
        FaultError: if it is missing, not a plain file, not ours, readable by others, or not a key.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise FaultError(_("The key file {name} is missing.").format(name=path.name)) from None
    except OSError:
        raise FaultError(_("The key file {name} cannot be opened.").format(name=path.name)) from None
    try:
        _check_file(os.fstat(descriptor), path.name)
        return _key_bytes(os.read(descriptor, 4 * KEY_BYTES), path.name)
    finally:
        os.close(descriptor)


def _check_file(found: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        raise FaultError(_("The key file {name} is not a file of the user that runs the program.").format(name=name))
    if found.st_mode & 0o077:
        raise FaultError(_("Other users can read the key file {name}: set its permissions to 0600.").format(name=name))


def _key_bytes(text: bytes, name: str) -> bytes:
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise FaultError(_("The key file {name} is damaged: restore it from its copy.").format(name=name))
    return key


class KeyRing:
    """The keys of one installation.

    Args:
        folder: where they are; made private (0700) when it is created.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def pepper_path(self) -> Path:
        """Where the pepper is. Only the mint helper opens it: the desk process never knows it (rule 5)."""
        return self._folder / PEPPER

    def register_key(self) -> bytes:
        """Return the key that chains the register.

        Raises:
            FaultError: as `read_key`.
        """
        return self._read(REGISTER_KEY)

    def document_key(self) -> bytes:
        """Return the key of the verification codes.

        Raises:
            FaultError: as `read_key`.
        """
        return self._read(DOCUMENT_KEY)

    @property
    def copies_path(self) -> Path:
        """Where the key of the archived copies is."""
        return self._folder / COPIES_KEY

    def copies_key(self) -> bytes:
        """Return the key of the archived copies.

        Raises:
            FaultError: as `read_key`.
        """
        return self._read(COPIES_KEY)

    def create_missing(self) -> None:
        """Create the folder and the desk's keys where they are missing; the pepper is the helper's to create.

        Raises:
            FaultError: if the folder cannot be written, or is open to other users.
        """
        for name in (REGISTER_KEY, DOCUMENT_KEY, COPIES_KEY):
            create_key(self._folder / name)
        self._check_folder()

    def missing(self) -> tuple[str, ...]:
        """Return the names of the keys every desk at work must have that are not there."""
        return tuple(name for name in (REGISTER_KEY, DOCUMENT_KEY) if not (self._folder / name).exists())

    def _read(self, name: str) -> bytes:
        self._check_folder()
        return read_key(self._folder / name)

    def _check_folder(self) -> None:
        """Refuse a folder in which somebody else could put another key, or read one."""
        try:
            mode = self._folder.stat().st_mode
        except OSError:
            raise FaultError(_("The keys folder cannot be opened.")) from None
        if mode & 0o077:
            raise FaultError(_("Other users can enter the keys folder: set its permissions to 0700."))
