"""The counter: everything a use case needs, in one value. Only `counter_app.bootstrap` makes one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from counter_app.errors import FaultError
from counter_app.i18n import _
from data.database import Database, Session, StorageError, WrongWorldError
from data.vocabulary import WorldKind

if TYPE_CHECKING:
    from counter_app.clock import Clock
    from counter_app.copies.viewing import ViewingFolder
    from counter_app.credentials.keys import KeyRing
    from counter_app.credentials.mint import Mint
    from counter_app.desk.views import TrainingOperator
    from counter_app.envelope.printers import Printer
    from counter_app.norms.timeline import Catalogue
    from counter_app.register.chain import Register
    from counter_app.settings import Settings

T = TypeVar("T")


class PrintOnce:
    """The serials this process may still print: each is taken once, and none survives the process.

    A printed envelope is never printed again (architecture.md, rule 6): what is not here is spoiled instead.
    """

    def __init__(self) -> None:
        self._serials: set[str] = set()
        self._taken: set[str] = set()
        self._unanswered: set[str] = set()
        self._lock = threading.Lock()

    def unanswered(self, key: str) -> None:
        """Note the key of a reservation that failed, but may have been committed all the same."""
        with self._lock:
            self._unanswered.add(key)

    def allow(self, serial: str, key: str, *, made_now: bool) -> None:
        """Note an envelope this process reserved; one found reserved under its key by somebody else is not noted.

        Args:
            serial: the envelope's.
            key: idempotency key of the reservation.
            made_now: this very call made it; otherwise an earlier one of this process must have gone unanswered.
        """
        with self._lock:
            if serial not in self._taken and (made_now or key in self._unanswered):
                self._serials.add(serial)

    def take(self, serial: str) -> bool:
        """Return whether `serial` may be printed now; a second call says no."""
        with self._lock:
            self._taken.add(serial)
            try:
                self._serials.remove(serial)
            except KeyError:
                return False
            return True


class Confirmations:
    """What second persons have confirmed at this desk: each is taken once, and none survives the process."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}
        self._lock = threading.Lock()

    def keep(self, token: str, confirmed: object) -> None:
        """Remember a confirmation; one that was never used goes with it, for there is one act at a time."""
        with self._lock:
            self._kept = {token: confirmed}

    def take(self, token: str) -> object | None:
        """Return a confirmation and forget it; None where there is none."""
        with self._lock:
            return self._kept.pop(token, None)


def _shipped_norms() -> Catalogue:
    from counter_app.norms.timeline import load_shipped  # noqa: PLC0415 - the login does not wait for it

    return load_shipped()


@dataclass(frozen=True)
class Counter:
    """One desk's way to the work: storage, time, norms, paper, record."""

    settings: Settings
    world: WorldKind
    database: Database
    clock: Clock
    keys: KeyRing
    register: Register
    mint: Mint
    printer: Printer
    spool_of: Callable[[str], Printer]
    """The printer of a desk of this host, by the desk's name: its paper may be settled at another one."""
    viewing: ViewingFolder
    """Where opened copies lie while they are looked at."""
    ready_operators: tuple[TrainingOperator, ...] = ()
    """Accounts a training world shows on its login screen; none in an office."""
    print_once: PrintOnce = field(default_factory=PrintOnce)
    confirmations: Confirmations = field(default_factory=Confirmations)
    load_norms: Callable[[], Catalogue] = _shipped_norms

    @cached_property
    def norms(self) -> Catalogue:
        """The law, read from its files once: the login does not wait for it, nothing behind the login goes without.

        Raises:
            CatalogueError: when the files cannot be used, naming file and entry.
        """
        return self.load_norms()

    def read(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in a reading transaction.

        Raises:
            FaultError: when the database does not answer.
        """
        try:
            return self.database.read(fn)
        except StorageError as error:
            raise _fault(error) from error

    def write(self, fn: Callable[[Session], T]) -> T:
        """Run `fn` in one write transaction, retried whole on conflicts.

        Raises:
            FaultError: when it cannot be committed; nothing is half-written.
        """
        return self.write_once("", "", lambda session: (fn(session), ""))[0]  # type: ignore[return-value]

    def write_once(self, key: str, act: str, fn: Callable[[Session], tuple[T, str]]) -> tuple[T | None, str]:
        """Run `fn` once per idempotency key (`Database.write_once`).

        Raises:
            FaultError: when it cannot be committed; nothing is half-written.
        """
        try:
            return self.database.write_once(key, act, fn)
        except StorageError as error:
            raise _fault(error) from error


def _fault(error: StorageError) -> FaultError:
    if isinstance(error, WrongWorldError):
        return FaultError(_("This database belongs to the other kind of world: training and office never mix."))
    return FaultError(
        _("The archive does not answer. Nothing was recorded: try again, and call for help if it goes on.")
    )
