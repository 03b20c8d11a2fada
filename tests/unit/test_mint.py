"""The mint from the desk's side, with the real helper process."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import stat
import subprocess
import sys
import traceback
from dataclasses import asdict, replace
from pathlib import Path

import pdfplumber
import pytest

from counter_app.credentials import mint, mint_helper
from counter_app.credentials.keys import PEPPER, TRAINING_COST, create_key, read_key
from counter_app.credentials.mint import Mint, MintAnswer, MintRequest
from counter_app.envelope.printers import PrinterFaultError, PrinterSpec, PrinterTrouble, PrinterType
from counter_app.errors import FaultError
from data.vocabulary import PrinterState
from tests.golden.paper import ENVELOPE

REQUEST = MintRequest(ENVELOPE)
PRINTED = re.compile(r"(?<!\S)[A-Z2-9]{4}(?: [A-Z2-9]{4}){3}(?!\S)")
UNGROUPED = re.compile(rb"(?<![A-Za-z0-9+/=$])[A-Z2-9]{4}(?: ?[A-Z2-9]{4}){3}(?![A-Za-z0-9+/=$])")


@pytest.fixture
def pepper(tmp_path: Path) -> Path:
    return tmp_path / "keys" / PEPPER


@pytest.fixture
def printer(tmp_path: Path) -> PrinterSpec:
    return PrinterSpec(PrinterType.TRAINING, tmp_path / "spool", "buste")


@pytest.fixture
def desk(pepper: Path, printer: PrinterSpec) -> Mint:
    return Mint(pepper, printer, TRAINING_COST)


def secret_on(path: Path) -> str:
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as document:
        (found,) = PRINTED.findall("\n".join(page.extract_text() for page in document.pages))
    return str(found).replace(" ", "")


def order(pepper: Path, printer: PrinterSpec) -> dict[str, object]:
    return {
        "what": "initial-pin",
        "length": ENVELOPE.initial_length,
        "envelope": ENVELOPE.to_wire(),
        "printer": printer.to_wire(),
        "pepper": str(pepper),
        "argon2": asdict(TRAINING_COST),
    }


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_m03_the_hash_is_that_of_the_secret_in_the_envelope(desk: Mint, pepper: Path, printer: PrinterSpec) -> None:
    answer = desk.issue(REQUEST)
    assert answer.serial == ENVELOPE.serial
    assert answer.printer_state is PrinterState.ACCEPTED
    secret = secret_on(printer.folder / f"pin-envelope-{ENVELOPE.serial}.pdf")
    assert len(secret) == 16
    key = read_key(pepper)
    assert mint_helper.verify_pin(secret, key, answer.secret_hash)
    assert not mint_helper.verify_pin(secret[:-1] + ("2" if secret[-1] != "2" else "3"), key, answer.secret_hash)
    assert not mint_helper.verify_pin(secret, bytes(32), answer.secret_hash)
    assert answer.secret_hash.startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_m03_every_envelope_holds_another_secret_under_the_same_pepper(
    desk: Mint, pepper: Path, printer: PrinterSpec
) -> None:
    first = desk.issue(REQUEST)
    key = read_key(pepper)
    second = desk.issue(MintRequest(replace(ENVELOPE, serial="RM0123-2016-000043")))
    assert read_key(pepper) == key
    assert first.secret_hash != second.secret_hash
    secrets = {secret_on(path) for path in (printer.folder / "tray").iterdir()}
    assert len(secrets) == 2
    assert stat.S_IMODE(pepper.stat().st_mode) == 0o600


def test_rule5_the_answer_shows_neither_hash_nor_secret(desk: Mint, printer: PrinterSpec) -> None:
    answer = desk.issue(REQUEST)
    secret = secret_on(printer.folder / f"pin-envelope-{ENVELOPE.serial}.pdf")
    assert answer.secret_hash not in repr(answer)
    assert "argon2" not in repr(answer)
    for shown in (repr(answer).encode(), pickle.dumps(answer), repr(desk).encode()):
        assert secret.encode() not in shown


def test_rule5_the_helper_says_nothing_but_its_answer(pepper: Path, printer: PrinterSpec, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-P", "-E", "-c", mint._PROGRAM, str(mint._CODE)],
        input=json.dumps(order(pepper, printer)).encode(),
        capture_output=True,
        env={"TMPDIR": str(work), "PYTHONSTARTUP": "x", "PYTHONFAULTHANDLER": "1", "PYTHONVERBOSE": "1"},
        cwd=work,
        timeout=280,
        check=True,
    )
    secret = secret_on(printer.folder / f"pin-envelope-{ENVELOPE.serial}.pdf")
    assert done.stderr == b""
    assert set(json.loads(done.stdout)) == {"hash", "serial", "printer"}
    assert done.stdout.count(b"\n") == 1
    assert secret.encode() not in done.stdout
    assert UNGROUPED.findall(done.stdout) == []
    assert files(work) == []
    assert files(tmp_path) == sorted(
        [f"001-pin-envelope-{ENVELOPE.serial}.pdf", PEPPER, f"pin-envelope-{ENVELOPE.serial}.pdf"]
    )


def test_rule5_the_helper_loads_neither_database_nor_terminal() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import counter_app.credentials.mint_helper; "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "print(*sorted(loaded & {'textual', 'sqlmodel', 'sqlalchemy', 'pydantic'}))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-E", "-c", program, str(mint._CODE)],
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
    )
    assert done.stdout.strip() == ""


def test_rule5_a_hardened_process_leaves_no_core_and_no_traceback() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from counter_app.credentials import mint_helper\n"
        "import ctypes, faulthandler, os, resource\n"
        "out = os.dup(1)\n"
        "mint_helper.harden()\n"
        "dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == 'linux' else 0\n"
        "words = f'{resource.getrlimit(resource.RLIMIT_CORE)} {dumpable} {faulthandler.is_enabled()}'\n"
        "os.write(out, words.encode())\n"
        "print('PWTX PWTX PWTX PWTX')\n"
        "raise RuntimeError('PWTX PWTX PWTX PWTX')\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-E", "-X", "faulthandler", "-c", program, str(mint._CODE)],
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("(0, 0) 0 False", "")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("state", "said", "left"),
    [("jam", PrinterState.JAM, 1), ("stopped", PrinterState.STOPPED, 0)],
)
def test_rule6_the_printers_word_comes_back(
    desk: Mint, printer: PrinterSpec, state: str, said: PrinterState, left: int
) -> None:
    printer.folder.mkdir(0o700)
    (printer.folder / "printer-state").write_text(state, encoding="ascii")
    answer = desk.issue(REQUEST)
    assert answer.printer_state is said
    assert len(files(printer.folder)) == 1 + left


def test_rule6_a_printer_that_is_gone_is_a_fault(desk: Mint, printer: PrinterSpec) -> None:
    printer.folder.mkdir(0o700)
    (printer.folder / "printer-state").write_text("gone", encoding="ascii")
    with pytest.raises(PrinterFaultError) as caught:
        desk.issue(REQUEST)
    assert caught.value.trouble is PrinterTrouble.GONE
    assert files(printer.folder) == ["printer-state"]
    told = "".join(traceback.format_exception(caught.value))
    assert UNGROUPED.findall(told.encode()) == []
    assert PRINTED.findall(told) == []


def test_rule6_a_folder_that_cannot_be_written_is_a_fault(pepper: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    broken = Mint(pepper, PrinterSpec(PrinterType.SPOOL, tmp_path / "file" / "spool"), TRAINING_COST)
    with pytest.raises(PrinterFaultError) as caught:
        broken.issue(REQUEST)
    assert caught.value.trouble is PrinterTrouble.UNWRITABLE
    assert files(tmp_path) == ["file", PEPPER]


def test_rule5_a_pepper_others_can_read_mints_nothing(desk: Mint, pepper: Path, printer: PrinterSpec) -> None:
    create_key(pepper)
    pepper.chmod(0o644)
    with pytest.raises(FaultError):
        desk.issue(REQUEST)
    assert files(printer.folder) == []


def hanging_printer(folder: Path) -> None:
    """Make the training printer wait for ever: its state comes from a pipe nobody writes to."""
    folder.mkdir(0o700)
    os.mkfifo(folder / "printer-state", 0o600)


def test_rule6_a_helper_that_hangs_is_killed(pepper: Path, printer: PrinterSpec) -> None:
    hanging_printer(printer.folder)
    part = printer.folder / f".pin-envelope-{ENVELOPE.serial}.pdf.00.part"
    part.write_bytes(b"half an envelope")
    other = printer.folder / "pin-envelope-RM0123-2016-000001.pdf"
    other.touch()
    with pytest.raises(FaultError) as caught:
        Mint(pepper, printer, TRAINING_COST, timeout=1.5).issue(REQUEST)
    assert caught.value.__cause__ is None
    assert files(printer.folder) == [other.name]
    # Nobody is left at the pipe: the helper is gone.
    with pytest.raises(OSError, match="No such device"):
        os.open(printer.folder / "printer-state", os.O_WRONLY | os.O_NONBLOCK)


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 9)",
        "raise SystemExit(3)",
        "print('not json')",
        "print('[]')",
        "print('{}')",
        "pass",
        'print(\'{"error": "PWTX PWTX PWTX PWTX"}\')',
        'print(\'{"hash": "plain", "serial": "RM0123-2016-000042", "printer": {"state": "accepted", "detail": ""}}\')',
        'print(\'{"hash": "$argon2id$x", "serial": "other", "printer": {"state": "accepted", "detail": ""}}\')',
        'print(\'{"hash": "$argon2id$x", "serial": "RM0123-2016-000042", "printer": {"state": "burning"}}\')',
    ],
)
def test_rule6_death_and_garbage_are_faults_and_not_quoted(
    desk: Mint, printer: PrinterSpec, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(mint, "_PROGRAM", program)
    printer.folder.mkdir(0o700)
    (printer.folder / f"pin-envelope-{ENVELOPE.serial}.pdf").touch()
    with pytest.raises(FaultError) as caught:
        desk.issue(REQUEST)
    assert "PWTX" not in "".join(traceback.format_exception(caught.value))
    assert files(printer.folder) == []


def test_rule6_a_helper_that_cannot_start_is_a_fault(desk: Mint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(FaultError):
        desk.issue(REQUEST)


@pytest.mark.parametrize(
    "change",
    [
        {"what": "master-key"},
        {"length": 8},
        {"envelope": {}},
        {"printer": {"type": "laser"}},
        {"pepper": "relative.key"},
        {"argon2": {"memory": 1}},
        {"argon2": None},
    ],
)
def test_rule5_a_malformed_request_is_answered_with_one_word(
    pepper: Path, printer: PrinterSpec, change: dict[str, object]
) -> None:
    request = json.dumps(order(pepper, printer) | change).encode()
    assert mint_helper.issue(request) == {"error": "request"}
    assert files(printer.folder) == []


@pytest.mark.parametrize("request_bytes", [b"", b"{", b"[]", b"null", b"\xff"])
def test_rule5_noise_is_answered_with_one_word(request_bytes: bytes) -> None:
    assert mint_helper.issue(request_bytes) == {"error": "request"}


def test_rule5_an_exception_with_the_secret_in_it_is_not_told(
    pepper: Path, printer: PrinterSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(_envelope: object, secret: str) -> bytes:
        raise RuntimeError(secret)

    monkeypatch.setattr(mint_helper, "render_envelope", explode)
    assert mint_helper.issue(json.dumps(order(pepper, printer)).encode()) == {"error": "internal"}
    assert files(printer.folder) == []


def test_rule5_a_malformed_hash_is_nobodys() -> None:
    for stored in ("", "plain", "$argon2id$v=19$m=8,t=1,p=1$x"):
        assert not mint_helper.verify_pin("PWTXPWTXPWTXPWTX", bytes(32), stored)


def test_rule5_the_answer_is_frozen() -> None:
    answer = MintAnswer("$argon2id$x", "B1", PrinterState.ACCEPTED, "")
    with pytest.raises(AttributeError):
        answer.serial = "B2"  # type: ignore[misc]
