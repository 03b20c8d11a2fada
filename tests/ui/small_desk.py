"""A small application and a small world for the player's own tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from textual import work
from textual.app import App, ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Checkbox, Input, Label, OptionList, RadioButton, RadioSet, Select, Static, TextArea
from textual.widgets.option_list import Option

from screens.walkthrough.failures import StepFailed


class Ask(ModalScreen[bool]):
    """A dialog a worker waits for."""

    BINDINGS = [("f9", "dismiss(True)", "yes"), ("escape", "dismiss(False)", "no")]

    def compose(self) -> ComposeResult:
        yield Label("Sure?")

    def __init__(self) -> None:
        super().__init__(id="ask")


class Form(Screen[None]):
    """Every kind of field, an act off the loop, a dialog, a refusal."""

    BINDINGS = [("f9", "save", ""), ("f8", "ask", ""), ("f7", "break", ""), ("f6", "quit_app", "")]
    AUTO_FOCUS = "#name"

    def __init__(self) -> None:
        super().__init__(id="form")
        self.refused_norms: tuple[str, ...] = ()

    @property
    def scenario_id(self) -> str:
        return "form/one"

    def compose(self) -> ComposeResult:
        yield Static("top", id="out", markup=False)
        yield Input(id="name", value="old")
        yield Input(id="secret", password=True)
        yield TextArea(id="note", text="old")
        yield Select([("Card", "card"), ("Passport", "passport"), ("Licence", "licence")], id="kind")
        with RadioSet(id="who"):
            yield RadioButton("me", id="self")
            yield RadioButton("other", id="parent")
            yield RadioButton("third", id="guardian")
        yield Checkbox("sealed", id="sealed")
        yield OptionList(Option("Head", disabled=True), Option("One", "one"), Option("Two", "two"), id="list")
        yield Input(id="off", disabled=True)
        yield Static("hidden words", id="gone")

    def on_mount(self) -> None:
        self.query_one("#gone").display = False

    @work
    async def action_save(self) -> None:
        await asyncio.to_thread(self.app.stage.act)  # type: ignore[attr-defined]
        self.query_one("#out", Static).update(f"saved [{self.query_one('#name', Input).value}] with\nmany   words")
        self.refused_norms = ("m16-no-new-pin", "m16-exceptions")

    @work
    async def action_ask(self) -> None:
        if await self.app.push_screen_wait(Ask()):
            self.query_one("#out", Static).update("asked")

    def action_break(self) -> None:
        raise RuntimeError("broken")

    def action_quit_app(self) -> None:
        self.app.exit()


class Small(App[None]):
    """The application under the player."""

    CSS = "Screen { layout: vertical } Input, Select, TextArea { height: 3 }"

    def __init__(self, stage: SmallStage) -> None:
        super().__init__()
        self.stage = stage
        self.moved: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return Form()

    def date_moved(self) -> None:
        self.screen.query_one("#out", Static).update(f"date {self.stage.day}")

    def tick(self) -> None:
        self.screen.query_one("#out", Static).update(f"tick {self.stage.passed}")


class SmallStage:
    """A world of one list of events and one tray."""

    first_desk = "1"

    def __init__(self, tray: Path) -> None:
        self.tray = tray
        self.events: list[str] = ["before"]
        self.released = threading.Event()
        self.released.set()
        self.day = date(2016, 5, 10)
        self.passed = timedelta()
        self.printer = ""
        self.apps = 0

    def act(self) -> None:
        """What the use case of the application does, in a thread."""
        assert self.released.wait(60)
        self.events.append("pin.handed-over")
        number = len(list(self.tray.iterdir())) + 1
        (self.tray / f"{number:03}-pin-envelope-0500-1.pdf").write_bytes(b"%PDF")

    def open_app(self, desk: str) -> App[None]:
        self.apps += 1
        return Small(self)

    def login(self, username: str) -> Mapping[str, str]:
        raise StepFailed("never called", username)

    def move_to(self, day: date) -> None:
        self.day = day

    def advance(self, by: timedelta) -> bool:
        self.passed += by
        return False

    def set_printer(self, desk: str, state: str) -> None:
        self.printer = f"{desk} {state}"

    def read_paper(self, desk: str, source: str, what: str) -> str:
        return f"{source}-{what}"

    def prints(self, desk: str) -> tuple[Path, ...]:
        return tuple(sorted(self.tray.iterdir()))

    def mark(self, desk: str) -> int:
        return len(self.events)

    def events_since(self, desk: str, mark: int) -> tuple[str, ...]:
        return tuple(self.events[mark:])

    def person_state(self, fiscal_code: str) -> Mapping[str, Any]:
        held = "pin.handed-over" in self.events
        pin = {"kind": "dispositive", "state": "active", "length": 16, "expires_on": "2016-11-10"}
        return {"fiscal_code": fiscal_code, "pin": pin if held else "none"}
