"""The reference every screen is measured against: a plain full screen of the same framework, with nothing behind it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Footer, Header, Input, Static

READY = "REFERENCE-READY"
LINES = 200


class ReferenceApp(App[None]):
    """Header, a line of text, a field, a table of 200 lines, footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "nothing", "Search"),
        ("f3", "nothing", "Issue"),
        ("ctrl+q", "quit", "Quit"),
    ]

    def action_nothing(self) -> None:
        """Do nothing: the footer has something to show."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Header()
        yield Static(READY)
        yield Input(placeholder="fiscal code", id="field")
        yield DataTable(id="table")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table and wait for keys."""
        table = self.query_one(DataTable)
        table.add_columns("Case", "Fiscal code", "Name", "State", "Date")
        for number in range(LINES):
            table.add_row(f"{number:05}", "RCCMNL83S18D969H", "RICCI MANUEL", "waiting", "21/11/2026")
        self.query_one(Input).focus()


if __name__ == "__main__":
    ReferenceApp().run()
