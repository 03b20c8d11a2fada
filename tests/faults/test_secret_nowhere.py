"""The PIN is on paper and nowhere else (M03; architecture.md, rule 5): searched for everywhere, on both engines."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
import sqlalchemy as sa
from reportlab.pdfgen.canvas import Canvas

from counter_app.credentials.keys import read_key
from counter_app.credentials.mint_helper import verify_pin
from tests.faults.secret_process import DeskProcess
from tests.faults.secret_search import (
    UNKNOWN,
    Secret,
    files_below,
    found_in_files,
    found_in_memory,
    secret_on,
)
from tests.support import postgres

CODE = "RSSMRA80A01H501U"
ARGON2 = re.compile(r"\$argon2id\$[\w$+/=,]+")
NOT_SEARCHED = "MEMORY OF THE DESK NOT SEARCHED"


class Storage(Protocol):
    """A database as an attacker would look at it."""

    @property
    def url(self) -> str:
        """Address of the database; empty = the desk's default."""

    def dump(self) -> bytes:
        """Return every row of every table."""

    def files(self) -> list[Path]:
        """Return files and folders the engine writes, its log included."""


@dataclass
class SqliteStorage:
    folder: Path
    url: str = ""

    def dump(self) -> bytes:
        engine = sa.create_engine(f"sqlite:///{self.folder / 'sportello.db'}")
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            text = "\n".join(raw.iterdump())
        engine.dispose()
        return text.encode()

    def files(self) -> list[Path]:
        names = ("sportello.db", "sportello.db-wal", "sportello.db-shm")
        return [self.folder / name for name in names]


@dataclass
class PostgresStorage:
    server: postgres.Server
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def dump(self) -> bytes:
        parts = []
        with psycopg.connect(self._address(self.name)) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                with connection.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                    parts += [bytes(row) for row in rows]
        return b"".join(parts)

    def files(self) -> list[Path]:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        return [Path(self.server.host) / "data", self.log]

    @property
    def log(self) -> Path:
        return Path(self.server.host) / "log"

    def _address(self, name: str) -> str:
        return f"host={self.server.host} port={self.server.port} user=postgres dbname={name}"


@contextmanager
def postgres_that_logs_everything(folder: Path) -> Iterator[PostgresStorage]:
    """Give a database on a server of its own whose log holds every statement with its parameters."""
    try:
        with postgres.shared_server(folder) as server:
            storage = PostgresStorage(server, server.create("template0"))
            with psycopg.connect(storage._address("postgres"), autocommit=True) as connection:
                for setting in ("log_statement = 'all'", "log_parameter_max_length = -1"):
                    connection.execute(f"ALTER DATABASE {storage.name} SET {setting}")
            yield storage
    except postgres.PostgresUnavailableError as error:
        if os.environ.get(postgres.REQUIRE) == "1":
            raise
        pytest.skip(f"{postgres.SKIPPED}: {error}")


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "sqlite":
        yield SqliteStorage(tmp_path / "state")
        return
    with postgres_that_logs_everything(tmp_path) as found:
        yield found


def search_memory(secret: Secret, pid: int) -> list[str]:
    """Return where the secret stands in a process; says loudly when the kernel does not let us look."""
    try:
        return found_in_memory(secret, pid)
    except PermissionError as error:
        warnings.warn(f"{NOT_SEARCHED}: {error}", pytest.PytestWarning, stacklevel=2)
        return []


@pytest.mark.filterwarnings(f"always:{NOT_SEARCHED}")
def test_m03_the_secret_is_on_paper_and_nowhere_else(storage: Storage, tmp_path: Path) -> None:
    with DeskProcess(tmp_path, storage.url) as desk:
        desk.do(f"reserve {CODE}")
        desk.do("print")
        (envelope,) = desk.envelopes
        secret = secret_on(envelope)
        assert is_the_pin(secret, storage, desk)
        assert search_memory(secret, desk.pid) == [], "before the hand-over"

        desk.do(f"hand-over {CODE}")
        assert desk.envelopes == [], "the spool is purged on hand-over"
        papers = sorted(path.name for path in desk.spool.iterdir())
        assert papers == ["receipt-R0500-0000001.pdf", "request-form-M0500-0000001.pdf"]

        written = [desk.state, desk.spool, desk.shown, desk.stderr, *storage.files()]
        assert found_in_files(secret, written) == []
        assert {path.name for path in files_below([desk.state])} >= {"pepper.key", "register.key", "document.key"}
        assert secret.found_in(storage.dump()) == []
        assert secret.found_in("\n".join(desk.said).encode()) == []
        assert_logged_in_full(storage)
        assert_helper_was_seen(desk, secret)
        assert search_memory(secret, desk.pid) == [], "after the hand-over"

        desk.do(f"hold {secret.plain}")
        assert_a_holder_is_found(desk, secret)


def is_the_pin(secret: Secret, storage: Storage, desk: DeskProcess) -> bool:
    """Whether a hash in the database is that of the secret on paper: it is the PIN that we look for."""
    pepper = read_key(desk.state / "keys" / "pepper.key")
    return any(verify_pin(secret.plain, pepper, found) for found in ARGON2.findall(storage.dump().decode()))


def assert_logged_in_full(storage: Storage) -> None:
    """The server's log would betray a secret that passed through a statement: parameters stand in it."""
    if isinstance(storage, PostgresStorage):
        log = storage.log.read_text(errors="replace")
        assert "INSERT INTO envelope" in log
        assert "0500-0000001" in log
        assert "$argon2id$" in log


def assert_helper_was_seen(desk: DeskProcess, secret: Secret) -> None:
    seen = desk.watch.seen
    assert any(b"mint_helper" in words for words in seen), "no helper was seen at work"
    assert any(words.startswith((b"PATH=", b"LC_ALL=", b"LANG=")) or b"\0PATH=" in words for words in seen)
    own = [Path(f"/proc/{desk.pid}/{file}").read_bytes() for file in ("environ", "cmdline")]
    assert [form for words in [*seen, *own] for form in secret.found_in(words)] == []


def assert_a_holder_is_found(desk: DeskProcess, secret: Secret) -> None:
    """The same searches, on the same desk, once it does know the secret: they must find it."""
    shown = found_in_files(secret, [desk.shown])
    assert any("text.repr: bytes: first half" in place for place in shown)
    assert any("text.pickle: bytes: second half" in place for place in shown)
    try:
        assert any(place.endswith(": first half") for place in found_in_memory(secret, desk.pid))
    except PermissionError:
        return


# --- printing fails --------------------------------------------------------------------------------------------------


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"FULL OR READ-ONLY SPOOL NOT TRIED: this user may not mount: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def gone(desk: DeskProcess) -> Iterator[None]:
    (desk.spool / "printer-state").write_text("gone\n")
    yield


@contextmanager
def absent(desk: DeskProcess) -> Iterator[None]:
    away = desk.spool.with_name("away")
    desk.spool.rename(away)
    desk.spool.write_text("no folder")
    yield
    desk.spool.unlink()
    away.rename(desk.spool)


@contextmanager
def full(desk: DeskProcess) -> Iterator[None]:
    with mounted(desk.spool, "size=4k,mode=0700"):
        yield
        assert list(desk.spool.iterdir()) == []


@contextmanager
def read_only(desk: DeskProcess) -> Iterator[None]:
    if os.geteuid() == 0:
        with mounted(desk.spool, "ro,mode=0700"):
            yield
        return
    desk.spool.chmod(0o500)
    yield
    desk.spool.chmod(0o700)


@pytest.mark.parametrize("fault", [gone, absent, full, read_only], ids=lambda fault: str(fault.__name__))
def test_m03_a_failed_print_tells_no_secret(fault: object, tmp_path: Path) -> None:
    assert callable(fault)
    if fault is gone:
        (tmp_path / "spool").mkdir(mode=0o700)
        (tmp_path / "spool" / "printer-state").write_text("ok\n")
    with DeskProcess(tmp_path) as desk:
        desk.do(f"reserve {CODE}")
        with fault(desk):
            assert desk.ask("print") == "failed print"
            told = desk.faults()
            assert "PrinterFaultError" in told
            assert "serial = '0500-0000001'" in told, "the traceback shows locals"
        assert desk.envelopes == []
        desk.do(f"spoil {CODE}")
        assert unknown_secrets([desk.state, desk.shown, desk.stderr]) == []


def unknown_secrets(paths: list[Path]) -> list[str]:
    """Return what looks like a secret: when printing failed nobody can know which one it would have been."""
    return [
        f"{path}: {found.group()}"
        for path in files_below(paths)
        for found in UNKNOWN.finditer(path.read_bytes().decode("latin-1"))
    ]


@pytest.mark.parametrize(
    "text", ["2345 CDFH JKMN PQRT", "x 2345-CDFH-JKMN-PQRT,", "secret = '2345CDFHJKMNPQRT'", "2345CDFHJKMNPQRT"]
)
def test_m03_what_looks_like_a_secret_is_recognised(text: str, tmp_path: Path) -> None:
    (tmp_path / "traceback").write_text(text)
    assert len(unknown_secrets([tmp_path])) == 1


def test_m03_a_fault_after_the_paper_came_out_tells_no_secret(tmp_path: Path) -> None:
    with DeskProcess(tmp_path) as desk:
        desk.do(f"reserve {CODE}")
        desk.do("break-after-mint")
        assert desk.ask("print") == "failed print"
        (envelope,) = desk.envelopes
        secret = secret_on(envelope)
        told = desk.faults()
        assert "answer = MintAnswer(serial='0500-0000001'" in told, "the traceback shows what the helper answered"
        assert secret.found_in(told.encode()) == []
        desk.do(f"spoil {CODE}")
        assert desk.envelopes == [], "the spool is purged when the envelope is spoiled"
        assert found_in_files(secret, [desk.state, desk.spool, desk.shown, desk.stderr]) == []
        assert search_memory(secret, desk.pid) == []


# --- the search itself -----------------------------------------------------------------------------------------------


EXAMPLE = Secret("2C4D6F8H9JKMNPQR")


HIDDEN = {
    "plain": b"2C4D6F8H9JKMNPQR",
    "first half": b"2C4D6F8H",
    "second half": b"9JKMNPQR",
    "lower case": b"2c4d6f8h9jkmnpqr",
    "groups": b"2C4D 6F8H 9JKM NPQR",
    "no-break spaces": "2C4D\u00a06F8H\u00a09JKM\u00a0NPQR".encode(),
    "hyphens": b"2c4d-6f8h-9jkm-npqr",
    "lines": b"2C4D\r\n6F8H\r\n9JKM\r\nNPQR",
    "UTF-16": "2C4D6F8H9JKMNPQR".encode("utf-16-le"),
    "UTF-16, big end first": "2C4D 6F8H 9JKM NPQR".encode("utf-16-be"),
    "UTF-32": "2C4D 6F8H 9JKM NPQR".encode("utf-32-le"),
    "reversed": b"RQPNMKJ9H8F6D4C2",
    "hex": b"324334443646384839 4a4b4d4e505152",
    "hex, capitals": b"32433444364638483 94A4B4D4E505152",
    "base64": base64.b64encode(b"2C4D6F8H9JKMNPQR"),
    "base64 of a longer text": base64.b64encode(b"pin=2C4D6F8H9JKMNPQR;"),
    "base64 of a text longer by one": base64.b64encode(b"pin: 2C4D6F8H9JKMNPQR"),
}


@pytest.mark.parametrize("form", HIDDEN)
def test_m03_the_search_finds_each_form(form: str, tmp_path: Path) -> None:
    hidden = tmp_path / "a" / ".b"
    hidden.parent.mkdir()
    hidden.write_bytes(b"\xff\x00x" + HIDDEN[form] + b"y\x00")
    assert found_in_files(EXAMPLE, [tmp_path]) != []
    hidden.write_bytes(b"\xff\x00x" + HIDDEN[form].swapcase()[::3] + b"y\x00")
    assert found_in_files(EXAMPLE, [tmp_path]) == []


def test_m03_the_search_looks_into_documents_and_names(tmp_path: Path) -> None:
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pageCompression=1)
    canvas.drawString(72, 720, "2C4D 6F8H 9JKM NPQR")
    canvas.save()
    assert EXAMPLE.found_in(sheet.getvalue()) == []
    (tmp_path / "receipt.pdf").write_bytes(sheet.getvalue())
    (tmp_path / "pin-2C4D6F8H9JKMNPQR").touch()
    found = "\n".join(found_in_files(EXAMPLE, [tmp_path]))
    assert "receipt.pdf: text: first half" in found
    assert re.search(r"receipt.pdf: object \d+: first half", found)
    assert "name: second half" in found


def test_m03_the_search_finds_a_secret_in_another_process() -> None:
    program = "import sys; held = sys.stdin.readline().strip(); print('held', flush=True); sys.stdin.readline()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        try:
            before = search_memory(EXAMPLE, holder.pid)
            holder.stdin.write(EXAMPLE.plain + "\n")
            holder.stdin.flush()
            assert holder.stdout.readline() == "held\n"
            assert before == []
            assert any(place.endswith(": first half") for place in found_in_memory(EXAMPLE, holder.pid))
        except PermissionError as error:
            pytest.skip(f"{NOT_SEARCHED}: {error}")
        finally:
            holder.kill()
