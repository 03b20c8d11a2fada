"""`sportello serve` without a browser: who may come in, how many, and that nothing is left of a desk."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer

from counter_app.serving import child, doors, processes, server
from tests.support.chromium import PATIENCE, until
from tests.support.served import Serving, serving

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    """Give a client that is no browser: it says about itself what a test wants."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Serving]:
    """Give a server with room for two."""
    async with serving(tmp_path / "server", "--seats", "2") as found:
        yield found


async def take_desk(client: ClientSession, found: Serving, query: str = "") -> ClientWebSocketResponse:
    """Take a desk as our own page does."""
    return await client.ws_connect(f"{found.url}desk?width=100&height=30{query}", origin=found.url.rstrip("/"))


@asynccontextmanager
async def read(*lines: ClientWebSocketResponse) -> AsyncIterator[None]:
    """Read what desks paint, as an open page does: whoever does not read does not answer the server either."""

    async def read_all(line: ClientWebSocketResponse) -> None:
        async for _painted in line:
            pass

    reading = [asyncio.create_task(read_all(line)) for line in lines]
    yield
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)


async def until_painted(line: ClientWebSocketResponse, words: str) -> None:
    """Wait until a desk has painted some words."""
    seen = b""
    while words.encode() not in seen:
        message = await line.receive(PATIENCE)
        assert message.type is WSMsgType.BINARY, message
        seen += message.data


async def status_of(client: ClientSession, url: str, **headers: str) -> int:
    async with client.get(url, headers=headers) as answer:
        return answer.status


async def refused_line(client: ClientSession, url: str, **headers: str) -> int:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect(f"{url}desk", headers=headers)
    return refusal.value.status


async def test_foreign_pages_and_names_are_refused(running: Serving, client: ClientSession) -> None:
    port = running.url.rstrip("/").rpartition(":")[2]
    assert await status_of(client, running.url) == 200
    assert await status_of(client, running.url, Host=f"localhost:{port}") == 200
    assert await status_of(client, running.url, Host="evil.example") == 403
    assert await status_of(client, running.url, Origin="http://evil.example") == 403
    assert await status_of(client, f"{running.url}static/js/textual.js", Host=f"evil.example:{port}") == 403
    assert await refused_line(client, running.url, Origin="http://evil.example") == 403
    assert await refused_line(client, running.url, Origin=f"http://localhost:{port}") == 403
    assert await refused_line(client, running.url, Origin="null") == 403
    assert await refused_line(client, running.url) == 403
    assert running.desks() == []


async def test_a_full_class_says_so_and_a_free_desk_is_given_again(running: Serving, client: ClientSession) -> None:
    lines = [await take_desk(client, running) for _place in range(2)]
    async with read(*lines):
        await running.until_desks(2)
        async with client.get(running.url) as answer:
            assert answer.status == 503
            assert "All desks of this class are taken" in await answer.text()
        assert await refused_line(client, running.url, Origin=running.url.rstrip("/")) == 503
        await lines[0].close()
        await running.until_desks(1)
        # the server is told last of all that the desk's folder is gone
        while await status_of(client, running.url) != 200:
            await asyncio.sleep(0.05)


async def test_nothing_a_browser_says_reaches_a_command_line(running: Serving, client: ClientSession) -> None:
    line = await take_desk(client, running, "&world=x&order=--database&width=7")
    await running.until_desks(1)
    (desk,) = running.desks()
    words = Path(f"/proc/{desk}/cmdline").read_text().split("\0")
    order = {"world": "training", "on": "", "config": "", "language": "en", "theme": "dark"}
    assert json.loads(words[5]) == order
    assert words[1:3] == ["-P", "-c"]
    assert not any("--database" in word or "&" in word for word in words)
    assert b"COLUMNS=100" in Path(f"/proc/{desk}/environ").read_bytes().split(b"\0")
    assert not line.closed


async def test_a_page_that_talks_nonsense_loses_its_desk(running: Serving, client: ClientSession) -> None:
    for said in ("no json", '["resize", {"width": "x"}]', '["unknown"]', "[" * 5000):
        line = await take_desk(client, running)
        await line.send_str(said)
        while not line.closed:
            await line.receive(PATIENCE)
        await running.until_desks(0)


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGKILL, -9)])
async def test_m23_no_desk_outlives_the_server(
    running: Serving, client: ClientSession, how: signal.Signals, code: int
) -> None:
    painted, starting = [await take_desk(client, running) for _place in range(2)]
    async with read(starting):
        await until_painted(painted, "operatore-prova")
        await running.until_desks(2)
        assert await running.end(how) == code
    await running.until_desks(0)
    await starting.close()


RESTLESS = """\
import pathlib, sys
from counter_app import launch
from counter_app.serving import child
def make_it_anew(*_args, **_options):
    print(flush=True)
    while True:
        pathlib.Path(sys.argv[1], "world", "deeper").mkdir(parents=True, exist_ok=True)
launch.run = make_it_anew
child.main(sys.argv[2], sys.argv[1])
"""


async def test_m23_nothing_is_left_of_a_desk_that_makes_its_folder_anew(tmp_path: Path) -> None:
    folder, order = tmp_path / "desk", processes.Order("training", "", "", "en", "dark")
    folder.mkdir()
    words = [sys.executable, "-c", RESTLESS, str(folder), order.to_wire()]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as desk:
        assert desk.stdout is not None
        assert desk.stdin is not None
        desk.stdout.readline()
        desk.stdin.close()
        assert desk.wait(PATIENCE) == child.GONE
        desk.stdout.read()  # ends with the last process that could write into it
    assert not folder.exists()


async def test_m23_a_browser_that_is_silent_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEARTBEAT", 0.2)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    order = processes.Order("training", "", "", "en", "dark")
    course = server.Course("127.0.0.1", 0, doors.door("127.0.0.1"), 1, order)
    async with TestClient(TestServer(server.Classroom(course).application())) as client:
        # a cable that is pulled: the other end neither answers nor says goodbye
        origin = f"http://{client.host}:{client.port}"
        line = await client.ws_connect("/desk", origin=origin, autoping=False)
        assert list(tmp_path.iterdir())
        await until(lambda: not list(tmp_path.iterdir()))
        await line.close()


def test_m23_the_helpers_of_a_desk_are_killed_with_it() -> None:
    program = (
        "import subprocess, sys, time; "
        "sleeping = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(900)'], start_new_session=True); "
        "print(sleeping.pid, flush=True); time.sleep(900)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True) as desk:
        assert desk.stdout is not None
        helper = os.pidfd_open(int(desk.stdout.readline()))
        processes.kill(desk.pid)
        assert desk.wait() == -signal.SIGKILL
    ended, _write, _except = select.select([helper], [], [], PATIENCE)
    os.close(helper)
    assert ended
