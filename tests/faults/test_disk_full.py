"""A full disk under the database or under the spool: a clear fault, and nothing half-written (M03)."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app import bootstrap
from counter_app.clock import TrainingClock
from counter_app.counter import Counter
from counter_app.credentials.keys import TRAINING_COST
from counter_app.credentials.mint import MintAnswer, MintRequest
from counter_app.desk import envelopes, inspection, issuing
from counter_app.desk.views import EnvelopeView
from counter_app.errors import FaultError, NotAllowedError
from counter_app.settings import Settings
from data.tables import Envelope
from data.vocabulary import EnvelopeState
from tests.support.desks import ORDINARY_DAY, Desk, reservation


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let no file of this process and its children grow beyond `size` bytes: what a full disk looks like from here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    # or Python leaves half a compiled module behind that nobody can import any more
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = writes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir(mode=0o700)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the tests with a limit on files cover the same")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Fill a disk to the last byte, and make room again afterwards."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    yield
    filler.unlink()


def assert_untouched(desk: Desk) -> None:
    assert desk.verify().passed
    assert desk.counter.database.file is not None
    with closing(sqlite3.connect(desk.counter.database.file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def reserve_on_a_full_disk(desk: Desk, full: Callable[[], AbstractContextManager[None]]) -> None:
    """Try to reserve while the disk is full, then again when there is room."""
    command = reservation(desk.visit(desk.person()))
    before = desk.verify().rows
    with full(), pytest.raises(FaultError, match=r"archivio|archive"):
        issuing.reserve(desk.counter, desk.actor, command)
    assert desk.verify().rows == before
    assert desk.counter.read(lambda session: session.exec(select(Envelope)).all()) == []
    assert_untouched(desk)
    reserved = issuing.reserve(desk.counter, desk.actor, command)
    assert isinstance(reserved, EnvelopeView)
    assert reserved.serial == "0500-0000001"
    assert issuing.print_envelope(desk.counter, desk.actor, reserved.serial).state is EnvelopeState.PRINTED
    assert_untouched(desk)


def print_on_a_full_disk(desk: Desk, spool: Path, full: Callable[[], AbstractContextManager[None]]) -> None:
    """Try to print while the spool is full; the envelope is in doubt, is spoiled, and another one is issued."""
    reserved = desk.reserved()
    with full(), pytest.raises(FaultError) as caught:
        issuing.print_envelope(desk.counter, desk.actor, reserved.serial)
    assert reserved.serial not in caught.value.message
    assert [path.name for path in spool.rglob("*") if path.is_file()] == []
    assert [view.serial for view in envelopes.in_doubt(desk.counter, desk.actor)] == [reserved.serial]
    assert inspection.newest_event(desk.counter, "0500/1") == "envelope.print-failed"
    desk.spoil(reserved.serial)
    again = desk.reserve(desk.visit(reserved.person))
    issuing.print_envelope(desk.counter, desk.actor, again.serial)
    assert desk.hand_over(again.serial).state is EnvelopeState.HANDED_OVER
    assert desk.verify().passed


def test_no_room_for_the_database_is_a_fault_and_nothing_is_written(
    sqlite_url: str, counters: Callable[..., Counter]
) -> None:
    desk = Desk.open(counters(sqlite_url))
    wal = Path(f"{desk.counter.database.file}-wal")
    reserve_on_a_full_disk(desk, lambda: files_limited_to(wal.stat().st_size))


def test_a_full_disk_under_the_database_is_a_fault_and_nothing_is_written(
    sqlite_template: Path, small_disk: Path, counters: Callable[..., Counter]
) -> None:
    shutil.copyfile(sqlite_template, small_disk / "sportello.db")
    desk = Desk.open(counters(f"sqlite:///{small_disk}/sportello.db"))
    reserve_on_a_full_disk(desk, lambda: filled(small_disk))
    desk.counter.database.close()


@pytest.mark.parametrize("helper_process", [True, False])
def test_no_room_for_the_envelope_is_a_fault_and_leaves_no_paper(
    sqlite_url: str, counters: Callable[..., Counter], tmp_path: Path, helper_process: bool
) -> None:
    desk = Desk.open(counters(sqlite_url, helper_process=helper_process))
    deliveries = desk.counter.mint.issue

    @contextmanager
    def full() -> Iterator[None]:
        def limited(request: MintRequest) -> MintAnswer:
            with files_limited_to(4096):
                return deliveries(request)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(desk.counter.mint, "issue", limited)
            yield

    print_on_a_full_disk(desk, tmp_path / "spool", full)


def test_a_full_disk_under_the_spool_is_a_fault_and_leaves_no_paper(
    sqlite_url: str, counters: Callable[..., Counter], small_disk: Path
) -> None:
    settings = Settings(state_dir=small_disk.parent, database=sqlite_url, spool=small_disk, argon2=TRAINING_COST)
    counter = bootstrap.build(settings, clock=TrainingClock(ORDINARY_DAY))
    desk = Desk.open(counter)
    print_on_a_full_disk(desk, small_disk, lambda: filled(small_disk))
    counter.database.close()


def test_no_room_to_record_what_was_printed_leaves_no_paper(sqlite_url: str, counters: Callable[..., Counter]) -> None:
    """The envelope came out, its hash could not be kept: nobody can ever use that PIN, so the paper goes."""
    desk = Desk.open(counters(sqlite_url))
    serial = desk.reserved().serial
    issue = desk.counter.mint.issue
    wal = Path(f"{desk.counter.database.file}-wal")

    with ExitStack() as stack:

        def then_full(request: MintRequest) -> MintAnswer:
            answer = issue(request)
            stack.enter_context(files_limited_to(wal.stat().st_size))
            return answer

        stack.enter_context(pytest.MonkeyPatch.context()).setattr(desk.counter.mint, "issue", then_full)
        with pytest.raises(FaultError):
            issuing.print_envelope(desk.counter, desk.actor, serial)
    spool = desk.counter.settings.state_dir / "spool"
    assert [path.name for path in spool.rglob("*") if path.is_file()] == []
    (doubt,) = envelopes.in_doubt(desk.counter, desk.actor)
    assert doubt.state is EnvelopeState.RESERVED
    with pytest.raises(NotAllowedError):
        issuing.print_envelope(desk.counter, desk.actor, serial)
    assert desk.spoil(serial).state is EnvelopeState.SPOILED
    assert_untouched(desk)
