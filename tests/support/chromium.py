"""A real headless Chromium, driven over its own protocol: keys in, the terminal's text and downloads out."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome")
SKIPPED = "CHROMIUM TESTS SKIPPED"
PATIENCE = 90.0
"""Seconds after which a test gives up: machines may be busy."""

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
    "--window-size=1200,800",
)
_CODES = {"Enter": 13, "Escape": 27, " ": 32, "-": 189} | {f"F{number}": 111 + number for number in range(1, 13)}
_MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}

# The page keeps its terminal to itself: the first thing it adds to the object that holds it tells us where that is.
_SPY = """
window.prevented = {};
window.addEventListener("keydown", (event) => { setTimeout(() => {
  window.prevented[(event.altKey ? "Alt+" : event.ctrlKey ? "Control+" : "") + event.key] = event.defaultPrevented;
}); }, true);
Object.defineProperty(Object.prototype, "fitAddon", {
  configurable: true,
  set(addon) {
    window.terminal = this.terminal;
    Object.defineProperty(this, "fitAddon", { value: addon, writable: true });
  },
});
"""
_READ = """
(() => {
  if (!window.terminal) return document.body.innerText;
  const seen = window.terminal.buffer.active;
  const lines = Array.from({ length: window.terminal.rows }, (_, row) => seen.getLine(row)?.translateToString(true));
  return lines.join("\\n");
})()
"""


def found() -> str | None:
    """Return the browser's program, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """A tab.

    Args:
        line: to the browser.
        session: the tab's, on that line.
    """

    def __init__(self, line: aiohttp.ClientWebSocketResponse, session: str = "") -> None:
        self._line = line
        self._session = session
        self._sent = 0

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser something and return its answer."""
        self._sent += 1
        order: dict[str, Any] = {"id": self._sent, "method": method, "params": parameters}
        await self._line.send_json(order | ({"sessionId": self._session} if self._session else {}))
        async for message in self._line:
            answer = message.json()
            if answer.get("id") == self._sent and answer.get("sessionId", "") == self._session:
                assert "error" not in answer, answer
                return dict(answer["result"])
        raise AssertionError("the browser is gone")

    async def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        answer = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def text(self) -> str:
        """Return what the terminal shows; before there is one, what the page shows."""
        return str(await self.evaluate(_READ))

    async def wait_for(self, *words: str, gone: str = "") -> None:
        """Wait until the words are on the screen and those of `gone` are not."""
        end = time.monotonic() + PATIENCE
        while True:
            seen = await self.text()
            if all(word in seen for word in words) and not (gone and gone in seen):
                return
            assert time.monotonic() < end, f"{words} never came:\n{seen}"
            await asyncio.sleep(0.05)

    async def wait_for_page(self, words: str) -> None:
        """Wait until the page itself shows words, around the terminal or instead of it."""
        end = time.monotonic() + PATIENCE
        while words not in (seen := str(await self.evaluate("document.body.innerText"))):
            assert time.monotonic() < end, f"{words} never came:\n{seen}"
            await asyncio.sleep(0.05)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other: `Enter`, `F9`, `Alt+1`, or a character."""
        for name in keys:
            *held, key = name.rsplit("+", 1) if len(name) > 1 else [name]
            event: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": _CODES.get(key) or ord(key.upper())}
            event["modifiers"] = sum(_MODIFIERS[modifier] for modifier in held)
            text = {} if held else {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
            await self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **event, **text)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **event)

    async def type(self, text: str) -> None:
        """Type characters."""
        await self.press(*text)

    async def picture(self, file: Path) -> None:
        """Write a picture of the page."""
        answer = await self.ask("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(answer["data"]))


class Browser:
    """A running browser.

    Args:
        process: leads a session of its own.
        line: to it.
        downloads: where it puts what it downloads.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], line: aiohttp.ClientWebSocketResponse, downloads: Path
    ) -> None:
        self._process = process
        self._line = line
        self.downloads = downloads

    async def open(self, url: str) -> Page:
        """Open a page in a tab of its own."""
        browser = Page(self._line)
        target = (await browser.ask("Target.createTarget", url="about:blank"))["targetId"]
        attached = await browser.ask("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self._line, attached["sessionId"])
        await page.ask("Page.enable")
        await page.ask("Page.addScriptToEvaluateOnNewDocument", source=_SPY)
        await page.ask("Page.navigate", url=url)
        return page

    async def downloaded(self) -> Path:
        """Wait for a download and return its file."""
        await until(lambda: [file for file in self.downloads.iterdir() if file.suffix == ".pdf"])
        (file,) = self.downloads.iterdir()
        return file

    def kill(self) -> None:
        """Kill it and everything of it, as a power cut would."""
        kill(self._process)


async def until(reached: Callable[[], object]) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def browser(program: str) -> AsyncIterator[Browser]:
    """Start a browser with nothing in it, and leave nothing of it.

    Args:
        program: from `found`.
    """
    # a path as short as this one: the browser's sockets lie below it
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (downloads := folder / "downloads").mkdir()
        process = subprocess.Popen(
            [program, *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": made, "TMPDIR": made},
            start_new_session=True,
        )
        try:
            told = folder / "profile" / "DevToolsActivePort"
            await until(lambda: told.exists() and len(told.read_text().splitlines()) == 2)
            port, path = told.read_text().splitlines()
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as line,
            ):
                running = Browser(process, line, downloads)
                await Page(line).ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                yield running
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a browser and everything of it, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
