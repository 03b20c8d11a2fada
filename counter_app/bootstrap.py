"""The only wiring: settings in, a `Counter` out."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from counter_app.clock import Clock, SystemClock, TrainingClock
from counter_app.copies.viewing import ViewingFolder
from counter_app.counter import Counter
from counter_app.credentials.keys import TRAINING_COST, KeyRing
from counter_app.credentials.mint import Mint
from counter_app.desk.views import TrainingOperator
from counter_app.envelope.printers import Printer, PrinterSpec, PrinterType, build_printer, default_spool
from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.register.chain import Heads, Register
from counter_app.settings import Settings
from data.database import Database, StorageError, WrongWorldError
from data.queries import attachments as attachment_queries
from data.queries import register as register_queries
from data.queries import visits as visit_queries
from data.vocabulary import WorldKind

PRINTER_FOLDER = "printer"
TRAINING_DAY = date(2016, 5, 10)
"""Where a training world stands unless told: a day on which the whole main job can be done."""


def build(
    settings: Settings,
    *,
    world: WorldKind = WorldKind.OFFICE,
    clock: Clock | None = None,
    printer: PrinterSpec | None = None,
    ready_operators: tuple[TrainingOperator, ...] = (),
) -> Counter:
    """Start a desk: open the database, creating or upgrading it, and wire everything.

    What an earlier run of this desk left in its spool is purged: nothing of it may reach paper any more; so are copies
    it left open.

    Args:
        settings: of this desk.
        world: what the database must hold; a fresh one becomes that.
        clock: None = the computer's.
        printer: None = this desk's spool folder.
        ready_operators: accounts a training world shows on its login screen.

    Raises:
        FaultError: when database, keys or spool cannot be used.
    """
    counter = attach(settings, world=world, clock=clock, printer=printer, ready_operators=ready_operators)
    counter.printer.purge_all()
    counter.viewing.purge()
    return counter


def attach(
    settings: Settings,
    *,
    world: WorldKind = WorldKind.OFFICE,
    clock: Clock | None = None,
    printer: PrinterSpec | None = None,
    ready_operators: tuple[TrainingOperator, ...] = (),
) -> Counter:
    """Wire a desk as `build` does, without disturbing one that is at work: for commands that look.

    Raises:
        FaultError: when database, keys or spool cannot be used.
    """
    clock = clock or SystemClock()
    settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = _opened(settings, world, clock)
    keys = _keys(settings, database)
    spec = printer or _spool(settings)

    def spool_of(desk: str) -> Printer:
        if desk == settings.desk:
            return build_printer(spec)
        if printer is not None:
            return build_printer(replace(printer, folder=printer.folder.with_name(desk)))
        return build_printer(_spool(replace(settings, desk=desk)))

    forward_only = world is WorldKind.OFFICE
    register = Register(keys.register_key(), Heads(settings.state_dir), forward_only=forward_only)
    database.committed = register.committed
    return Counter(
        settings=settings,
        world=world,
        database=database,
        clock=clock,
        keys=keys,
        register=register,
        mint=Mint(keys.pepper_path, spec, settings.argon2),
        printer=build_printer(spec),
        spool_of=spool_of,
        viewing=ViewingFolder(spec.folder.with_name(f"{spec.folder.name}-copies")),
        ready_operators=ready_operators,
    )


def attach_existing(settings: Settings) -> Counter:
    """Wire a desk to an office's database that must exist already.

    Raises:
        BadInputError: when there is none at that address.
        FaultError: as `attach`.
    """
    file = Database(settings.url, create=False).file
    if file is not None and not file.exists():
        raise BadInputError(_("There is no database {file} yet.").format(file=file))
    return attach(settings)


def _opened(settings: Settings, world: WorldKind, clock: Clock) -> Database:
    try:
        database = Database(settings.url)
        try:
            database.open(world, clock.now())
        except BaseException:
            database.close()
            raise
    except WrongWorldError as error:
        raise FaultError(
            _("This database belongs to the other kind of world: training and office never mix.")
        ) from error
    except StorageError as error:
        raise FaultError(
            _("The archive cannot be opened: {why}. Check the database's address and permissions.").format(why=error)
        ) from error
    return database


def _keys(settings: Settings, database: Database) -> KeyRing:
    """Return the keys, made on first use; never new ones for a database that was worked on with others."""
    keys = KeyRing(settings.state_dir / "keys")
    missing = keys.missing() if database.read(register_queries.any_entry) else ()
    if not keys.pepper_path.exists() and database.read(visit_queries.any_secret):
        missing += (keys.pepper_path.name,)
    if not keys.copies_path.exists() and database.read(attachment_queries.any_sealed):
        missing += (keys.copies_path.name,)
    if missing:
        raise FaultError(
            _("Keys of this archive are missing: {names}. Put them back from the backup into {folder}.").format(
                names=", ".join(missing), folder=settings.state_dir / "keys"
            )
        )
    keys.create_missing()
    return keys


def _spool(settings: Settings) -> PrinterSpec:
    """Return this desk's own spool: desks that share a host must not purge each other's envelopes."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = settings.spool or default_spool(Path(runtime) if runtime else None, settings.state_dir)
    name = hashlib.sha256(f"{settings.url}\0{settings.desk}".encode()).hexdigest()[:16]
    return PrinterSpec(PrinterType.SPOOL, (base / name).absolute(), settings.desk)


def open_training(folder: Path, settings: Settings, clock: Clock, operators: tuple[TrainingOperator, ...]) -> Counter:
    """Open a training world that stands in a folder: database, keys and a printer whose sheets can be looked at.

    Args:
        folder: private, thrown away afterwards.
        settings: of the desk; its database, state and spool are replaced by the world's.
        clock: the world's.
        operators: ready accounts, passwords included.

    Raises:
        FaultError: when the folder holds an office's database, or cannot be used.
    """
    ours = replace(settings, state_dir=folder, database="", spool=None, argon2=TRAINING_COST)
    spec = PrinterSpec(PrinterType.TRAINING, (folder / PRINTER_FOLDER / settings.desk).absolute(), settings.desk)
    return build(ours, world=WorldKind.TRAINING, clock=clock, printer=spec, ready_operators=operators)


def build_training(settings: Settings, world: str = "training", on: date | None = None) -> Counter:
    """Make a throw-away training world and open it; `discard` removes it.

    Args:
        settings: of the desk (language, theme, desk name).
        world: name of a world shipped with the program.
        on: business date it stands on; None = `TRAINING_DAY`.

    Raises:
        BadInputError: when there is no such world.
    """
    from counter_app.walkthrough import building, worlds

    described = worlds.load_world(world)
    folder = Path(tempfile.mkdtemp(prefix="sportello-training-"))
    try:
        building.build_world(described, folder)
        clock = TrainingClock(on or TRAINING_DAY)
        desk = replace(settings, desk=described.desks[0])
        return open_training(folder, desk, clock, building.ready_operators(described))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def discard(counter: Counter) -> None:
    """Take a training world down and remove every trace of it; an office's counter is only closed."""
    counter.database.close()
    if counter.world is WorldKind.TRAINING:
        shutil.rmtree(counter.settings.state_dir, ignore_errors=True)
