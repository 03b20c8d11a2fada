"""Screens that cover the desk: the terminal is too small, or the archive does not open."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from counter_app import faults
from counter_app.errors import SportelloError
from counter_app.i18n import _
from screens import keys
from screens.base import DeskScreen


class TooSmallScreen(Screen[None]):
    """Plain words while the terminal is below 80 x 24; what is behind comes back with the window."""

    def __init__(self) -> None:
        super().__init__(id="too-small")

    def compose(self) -> ComposeResult:
        """One sentence that fits anywhere."""
        yield Static("", id="too-small-words", markup=False)

    def on_mount(self) -> None:
        """Say the size."""
        self._show(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """Say the new size."""
        self._show(event.size.width, event.size.height)

    def _show(self, width: int, height: int) -> None:
        self.query_one("#too-small-words", Static).update(
            _("The terminal is too small: 80x24 is needed, here it is {width}x{height}.").format(
                width=width, height=height
            )
        )


class OpeningFaultScreen(DeskScreen[None]):
    """The archive does not open: what happened, F5 to try again, Ctrl+Q to quit.

    Args:
        error: what the opening raised.
        archive: whether it is the archive that does not open; otherwise the norms cannot be read.
    """

    AUTO_FOCUS = None
    HELP = _(
        "Without its archive the desk cannot work. Try again with F5; "
        "if it does not help, give the reference to the help desk."
    )
    BINDINGS = [*keys.bindings(refresh=_("try again"), quit=_("quit"))]

    def __init__(self, error: Exception, *, archive: bool = True) -> None:
        super().__init__(id="opening-fault")
        known = isinstance(error, SportelloError)
        self._words = str(error) if known else _("Something unexpected happened.")
        self._heading = _("The archive does not open") if archive else _("The norms cannot be read")
        self._reference = faults.report(error)

    def compose_content(self) -> ComposeResult:
        """Say what happened and which key to press."""
        with Vertical(classes="page"):
            yield Static(self._heading, classes="question", markup=False)
            yield Static(self._words, classes="paragraph", markup=False)
            yield Static(_("Reference: {number}").format(number=self._reference), classes="quiet", markup=False)
            yield Static(_("F5 tries again · Ctrl+Q quits"), classes="paragraph", markup=False)

    def action_read_again(self) -> None:
        """Try again."""
        app = self.desk_app
        self.dismiss(None)
        app.open_archive()
