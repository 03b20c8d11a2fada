"""Spool folder, training printer, and where the spool is by default."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
from pathlib import Path

import pytest

from counter_app.envelope.printers import (
    Printable,
    PrinterFaultError,
    PrinterSpec,
    PrinterTrouble,
    PrinterType,
    SpoolFolderPrinter,
    TrainingPrinter,
    TrainingState,
    build_printer,
    default_spool,
    trouble_message,
)
from data.vocabulary import PrintedKind, PrinterState

PDF = b"%PDF-1.4 " + bytes(range(256)) * 8
ENVELOPE = Printable(PrintedKind.PIN_ENVELOPE, "RM0123-2016-000042", PDF)
FORM = Printable(PrintedKind.REQUEST_FORM, "RM0123-2016-000317", PDF)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_rule5_the_spool_is_private_and_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "spool"
    word = SpoolFolderPrinter(folder).deliver(ENVELOPE)
    assert word.state is PrinterState.ACCEPTED
    assert files(folder) == ["pin-envelope-RM0123-2016-000042.pdf"]
    assert (folder / ENVELOPE.file_name).read_bytes() == PDF
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes(folder) == {0o600}


def test_rule5_an_open_folder_of_ours_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    SpoolFolderPrinter(tmp_path).deliver(ENVELOPE)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_rule5_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "spool").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PrinterFaultError) as caught:
        SpoolFolderPrinter(tmp_path / "spool").deliver(ENVELOPE)
    assert caught.value.trouble is PrinterTrouble.UNWRITABLE
    assert files(tmp_path / "elsewhere") == []


def test_rule5_purge_takes_one_document_and_its_parts(tmp_path: Path) -> None:
    printer = SpoolFolderPrinter(tmp_path)
    other = Printable(PrintedKind.PIN_ENVELOPE, "RM0123-2016-000043", PDF)
    for document in (ENVELOPE, other, FORM):
        printer.deliver(document)
    (tmp_path / f".{ENVELOPE.file_name}.0123.part").write_bytes(PDF[:20])
    (tmp_path / "note.txt").touch()
    printer.purge(ENVELOPE.kind, ENVELOPE.number)
    assert files(tmp_path) == ["note.txt", other.file_name, FORM.file_name]
    (tmp_path / f".{other.file_name}.0123.part").write_bytes(PDF[:20])
    printer.purge_all()
    assert files(tmp_path) == ["note.txt"]


def test_rule5_purging_a_spool_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    printer = SpoolFolderPrinter(tmp_path / "missing")
    printer.purge(ENVELOPE.kind, ENVELOPE.number)
    printer.purge_all()
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize(
    ("call", "code", "trouble"),
    [
        ("fsync", errno.ENOSPC, PrinterTrouble.FULL),
        ("fsync", errno.EDQUOT, PrinterTrouble.FULL),
        ("fsync", errno.EIO, PrinterTrouble.UNWRITABLE),
        ("open", errno.EROFS, PrinterTrouble.UNWRITABLE),
        ("open", errno.EACCES, PrinterTrouble.UNWRITABLE),
    ],
)
def test_rule6_a_failed_delivery_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, trouble: PrinterTrouble
) -> None:
    def fail(*_args: object, **_kwargs: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(PrinterFaultError) as caught:
            SpoolFolderPrinter(tmp_path).deliver(ENVELOPE)
    assert caught.value.trouble is trouble
    assert caught.value.message == trouble_message(trouble)
    assert files(tmp_path) == []


def test_rule6_a_file_that_may_grow_no_more_is_a_fault(tmp_path: Path) -> None:
    """A real limit of the system, met half-way through the document."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(PDF) // 2, before[1]))
    try:
        with pytest.raises(PrinterFaultError):
            SpoolFolderPrinter(tmp_path).deliver(ENVELOPE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert files(tmp_path) == []


@pytest.mark.parametrize("number", ["", "../x", "a/b", ".hidden", "a b", "x" * 65, "a\n"])
def test_rule5_a_number_cannot_lead_out_of_the_spool(number: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        Printable(PrintedKind.PIN_ENVELOPE, number, PDF)


def test_rule5_the_document_is_not_in_repr() -> None:
    assert "PDF" not in repr(ENVELOPE)
    assert "pdf=" not in repr(ENVELOPE)


def test_training_ok_keeps_every_sheet_in_order(tmp_path: Path) -> None:
    printer = TrainingPrinter(tmp_path)
    for document in (FORM, ENVELOPE, ENVELOPE):
        assert printer.deliver(document).state is PrinterState.ACCEPTED
    kept = [f"001-{FORM.file_name}", f"002-{ENVELOPE.file_name}", f"003-{ENVELOPE.file_name}"]
    assert files(printer.tray) == kept
    printer.purge(ENVELOPE.kind, ENVELOPE.number)
    printer.purge_all()
    assert files(tmp_path) == []
    assert files(printer.tray) == kept
    assert modes(printer.tray) == {0o600}


def test_training_jam_delivers_a_part(tmp_path: Path) -> None:
    printer = TrainingPrinter(tmp_path)
    printer.set_state(TrainingState.JAM)
    assert printer.deliver(ENVELOPE).state is PrinterState.JAM
    assert (tmp_path / ENVELOPE.file_name).read_bytes() == PDF[: len(PDF) // 2]
    assert not printer.tray.exists()


def test_training_stopped_delivers_nothing(tmp_path: Path) -> None:
    printer = TrainingPrinter(tmp_path)
    printer.set_state(TrainingState.STOPPED)
    assert printer.deliver(ENVELOPE).state is PrinterState.STOPPED
    assert files(tmp_path) == ["printer-state"]


def test_training_gone_is_a_fault_until_it_is_back(tmp_path: Path) -> None:
    printer = TrainingPrinter(tmp_path)
    printer.set_state(TrainingState.GONE)
    with pytest.raises(PrinterFaultError) as caught:
        printer.deliver(ENVELOPE)
    assert caught.value.trouble is PrinterTrouble.GONE
    assert files(tmp_path) == ["printer-state"]
    printer.set_state(TrainingState.OK)
    assert printer.deliver(ENVELOPE).state is PrinterState.ACCEPTED


def test_training_a_full_tray_leaves_nothing_in_the_spool(tmp_path: Path) -> None:
    (tmp_path / "tray").touch()
    with pytest.raises(PrinterFaultError):
        TrainingPrinter(tmp_path).deliver(ENVELOPE)
    assert files(tmp_path) == ["tray"]


def test_training_an_unknown_state_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "printer-state").write_text("burning", encoding="ascii")
    with pytest.raises(PrinterFaultError):
        TrainingPrinter(tmp_path).deliver(ENVELOPE)


@pytest.mark.parametrize(
    ("kind", "built"), [(PrinterType.SPOOL, SpoolFolderPrinter), (PrinterType.TRAINING, TrainingPrinter)]
)
def test_rule5_a_specification_travels_and_builds(tmp_path: Path, kind: PrinterType, built: type) -> None:
    spec = PrinterSpec(kind, tmp_path, "buste")
    assert PrinterSpec.from_wire(spec.to_wire()) == spec
    assert isinstance(build_printer(spec), built)


@pytest.mark.parametrize("change", [{"type": "laser"}, {"folder": "relative"}])
def test_rule5_another_specification_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    wire = PrinterSpec(PrinterType.SPOOL, tmp_path).to_wire() | change
    with pytest.raises(ValueError, match=r"laser|absolute"):
        PrinterSpec.from_wire(wire)


def test_rule5_the_spool_is_in_memory_where_there_is_a_place(tmp_path: Path) -> None:
    runtime, state, shared = tmp_path / "run", tmp_path / "state", tmp_path / "shm"
    runtime.mkdir(0o700)
    shared.mkdir(0o777)
    assert default_spool(runtime, state, shared) == runtime / "sportello" / "spool"
    private = shared / f"sportello-{os.geteuid()}"
    assert default_spool(None, state, shared) == private / "spool"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert default_spool(tmp_path / "missing", state, shared) == private / "spool"


def test_rule5_a_place_that_is_open_or_a_link_is_not_taken(tmp_path: Path) -> None:
    state, shared = tmp_path / "state", tmp_path / "shm"
    shared.mkdir()
    open_runtime = tmp_path / "run"
    open_runtime.mkdir()
    open_runtime.chmod(0o755)
    private = shared / f"sportello-{os.geteuid()}"
    (tmp_path / "trap").mkdir(0o700)
    private.symlink_to(tmp_path / "trap")
    assert default_spool(open_runtime, state, shared) == state / "spool"
    private.unlink()
    private.mkdir()
    private.chmod(0o777)
    assert default_spool(None, state, shared) == state / "spool"
    assert default_spool(None, state, tmp_path / "missing") == state / "spool"
