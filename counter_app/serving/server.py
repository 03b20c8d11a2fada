"""The server of a class: one page, one line to each browser, and the documents a browser asks for."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import textual_serve
from aiohttp import WSMsgType, web
from textual_serve.download_manager import DownloadManager

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.serving.desks import ServedDesk
from counter_app.serving.doors import Door, netloc, reachable
from counter_app.serving.processes import Order

HEARTBEAT = 10
"""Seconds between two questions whether a browser is still there; half as long is waited for the answer."""
CLOSING = 2
"""Seconds a browser is given to say goodbye."""
LARGEST = 500
"""Columns or lines beyond which no terminal is believed."""

_STATIC = Path(textual_serve.__file__).parent / "static"
_PAGES = files("counter_app.serving") / "page"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_CONTENT = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_CONTENT),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Nothing is asked for from outside, and no other page can hold ours in a frame."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a class is served.

    Attributes:
        host: address or name to listen on.
        port: 0 = any that is free.
        door: who may come in.
        seats: how many browsers at the same time.
        order: what each desk is started with.
    """

    host: str
    port: int
    door: Door
    seats: int
    order: Order


def serve(course: Course, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; every desk ends with it.

    Args:
        course: what is served.
        announce: called with the server's address once it can be reached.

    Raises:
        BadInputError: when it cannot listen there.
    """
    asyncio.run(_serve(course, announce))


async def _serve(course: Course, announce: Callable[[str], None]) -> None:
    runner = web.AppRunner(Classroom(course).application(), access_log=None, shutdown_timeout=CLOSING)
    await runner.setup()
    try:
        site = web.TCPSite(runner, course.host, course.port)
        try:
            await site.start()
        except OSError as error:
            place, number = netloc(course.host, course.port), error.errno or 0
            why = (
                os.strerror(number) if number > 0 else error.strerror
            )  # a name that is not found has numbers of its own
            raise BadInputError(_("{place} cannot be used: {why}.").format(place=place, why=why)) from error
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        port = runner.addresses[0][1]
        announce(f"{course.door.public_origin or f'http://{netloc(reachable(course.host), port)}'}/")
        await ended.wait()
    finally:
        await runner.cleanup()


class Classroom:
    """The desks that are taken, and the answers to browsers.

    Args:
        course: what is served.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._desks: set[ServedDesk] = set()
        self._downloads = DownloadManager()

    def application(self) -> web.Application:
        """Return the web application."""
        application = web.Application(middlewares=[self._door])
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/page/{name}", self._part),
                web.get("/desk", self._desk),
                web.get("/download/{key}", self._download),
                web.static("/static", _STATIC),
            ]
        )
        application.on_response_prepare.append(_add_headers)
        application.on_shutdown.append(self._end)
        return application

    @web.middleware
    async def _door(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if not self._course.door.admits(host, origin, from_a_page=request.path == "/desk"):
            raise web.HTTPForbidden(text=_("This server does not answer to that name, or to that page."))
        return await handler(request)

    async def _page(self, _request: web.Request) -> web.Response:
        full = len(self._desks) >= self._course.seats
        words = {
            "lang": i18n.language(),
            "theme": self._course.order.theme,
            "title": _("Sportello PIN · training"),
            "opening": _("Your training desk is being prepared…"),
            "full": _("All desks of this class are taken. Wait until one is free, then reload this page."),
            "ended": _("This session has ended; its world is gone."),
            "again": _("Enter: a new desk"),
        }
        text = Template((_PAGES / ("full.html" if full else "desk.html")).read_text("utf-8"))
        body = text.substitute({name: escape(word) for name, word in words.items()})
        return web.Response(text=body, content_type="text/html", status=503 if full else 200)

    async def _part(self, request: web.Request) -> web.Response:
        kind = {"page.js": "text/javascript", "page.css": "text/css"}.get(request.match_info["name"])
        if kind is None:
            raise web.HTTPNotFound
        return web.Response(text=(_PAGES / request.match_info["name"]).read_text("utf-8"), content_type=kind)

    async def _desk(self, request: web.Request) -> web.WebSocketResponse:
        """Give a browser a desk for as long as its line holds."""
        if len(self._desks) >= self._course.seats:
            raise web.HTTPServiceUnavailable
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=CLOSING)
        desk = ServedDesk(self._course.order, websocket, self._downloads)
        self._desks.add(desk)
        try:
            await websocket.prepare(request)
            await desk.start(_size(request.query.get("width"), 80), _size(request.query.get("height"), 24))
            async for message in websocket:
                if message.type is not WSMsgType.TEXT or not await _obey(message.data, desk, websocket):
                    break
        finally:
            await desk.stop()
            self._desks.discard(desk)
        return websocket

    async def _download(self, request: web.Request) -> web.Response:
        """Hand out a document a desk delivers; each address is good once."""
        key = request.match_info["key"]
        try:
            paper = await self._downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        body = b"".join([piece async for piece in self._downloads.download(key)])
        if not body:  # the desk ended meanwhile
            raise web.HTTPNotFound
        name = paper.file_name if _FILE_NAME.fullmatch(paper.file_name) else "document.pdf"
        disposition = f'attachment; filename="{name}"'
        return web.Response(body=body, content_type="application/pdf", headers={"Content-Disposition": disposition})

    async def _end(self, _application: web.Application) -> None:
        await asyncio.gather(*(desk.stop() for desk in self._desks))


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _size(text: str | None, default: int) -> int:
    return min(max(int(text), 1), LARGEST) if text is not None and text.isdecimal() else default


async def _obey(text: str, desk: ServedDesk, websocket: web.WebSocketResponse) -> bool:
    """Do what a page says; return whether it could be understood."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return False
    match message:
        case ["stdin", str(typed)]:
            await desk.send_bytes(typed.encode("utf-8", "replace"))
        case ["resize", {"width": int(width), "height": int(height)}]:
            await desk.set_terminal_size(_size(str(width), 80), _size(str(height), 24))
        case ["ping", str(sent)]:
            await websocket.send_json(["pong", sent])
        case ["focus"]:
            await desk.focus()
        case ["blur"]:
            await desk.blur()
        case _:
            return False
    return True
