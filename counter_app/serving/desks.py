"""The desks of a class: a process and a folder for each browser, and nothing left of either when the browser goes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from aiohttp import web
from textual_serve import download_manager
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from counter_app.serving import processes

# A desk that does not give a piece of a document in this time has what it gave so far sent as if it were whole.
download_manager.DOWNLOAD_TIMEOUT = 120


class ServedDesk(AppService):
    """A training desk of its own for one browser.

    Args:
        order: what to start it with.
        websocket: the line to the browser.
        downloads: the documents on their way to browsers.
    """

    def __init__(self, order: processes.Order, websocket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        async def close() -> None:
            await websocket.close()

        super().__init__(
            "",  # a shell's command line: there is none here
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=downloads,
        )
        self._order = order
        self._folder = Path(tempfile.mkdtemp(prefix="sportello-training-"))

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await asyncio.create_subprocess_exec(
            *processes.command(self._order, self._folder),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=processes.environment(width, height),
            start_new_session=True,
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the desk paints until it ends, however that is, and then end the browser's session too."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """Kill the desk and remove every trace of it; may be called again."""
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        if self._process is not None:
            if self._process.returncode is None:
                processes.kill(self._process.pid)
            await self._process.wait()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
