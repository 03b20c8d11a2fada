"""Leaving a case half-way: keep the draft, abandon it or hand it over; never silently (screens.md, principle 2)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.i18n import _
from screens import keys
from screens.base import DeskDialog

KEEP = "keep"
ABANDON = "abandon"
HAND_OVER = "hand-over"


class LeaveDialog(DeskDialog[str]):
    """Asks what to do with what was typed. Dismisses with `keep`, `abandon`, `hand-over` or None."""

    CSS_PATH = "../styles/visit.tcss"
    AUTO_FOCUS = "#leave-choice"
    DIALOG_TITLE = _("The case is not finished")
    HELP = _(
        "Kept, the draft waits on the home screen of this desk and opens where it was left. Abandoned, the visit "
        "ends and what was typed is wiped, with the copies archived, except what the register keeps. Handed over, the "
        "case waits for a colleague, who goes on where it was left. Esc goes on typing."
    )
    BINDINGS = [*keys.bindings(leave=_("go on with the case")), *keys.choices(3)]

    def __init__(self) -> None:
        super().__init__(id="confirm")

    def compose_content(self) -> ComposeResult:
        """Offer all three, keeping first."""
        yield Static(_("What is to become of what was typed?"), classes="question", markup=False)
        yield OptionList(
            Option(_("1  keep the draft and go home"), id=KEEP),
            Option(_("2  abandon the case and end the visit"), id=ABANDON),
            Option(_("3  hand the case over to a colleague"), id=HAND_OVER),
            id="leave-choice",
            markup=False,
            compact=True,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with what was chosen."""
        event.stop()
        self.dismiss(event.option.id)

    def action_choose(self, number: int) -> None:
        """Answer by number."""
        self.dismiss((KEEP, ABANDON, HAND_OVER)[number - 1])
