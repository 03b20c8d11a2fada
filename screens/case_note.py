"""A quiet note on the case. Nothing on the screen says what it is for: the person at the counter may look at it."""

from __future__ import annotations

from uuid import uuid4

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.desk import suspicions
from counter_app.desk.commands import NoteSuspicion
from counter_app.i18n import _
from screens import keys
from screens.base import DeskDialog, desk_work
from screens.widgets.fields import DeskInput, Field


class CaseNoteDialog(DeskDialog[None]):
    """Asks for a note and keeps it. When it closes, the screen below is as it was.

    Args:
        visit_id: the visit.
    """

    AUTO_FOCUS = f"#{suspicions.NOTE}"
    CSS_PATH = "styles/visit.tcss"
    DIALOG_TITLE = _("Note on the case")
    HELP = _(
        "A note for the supervisor, who looks at the case before anything is issued, at whatever desk. Write what is "
        "to be looked at and press F9: the screen stays as it is, and you can go on. The sentence in the box can be "
        "said to the person. Whoever writes a note never decides on it alone."
    )
    BINDINGS = [*keys.bindings(confirm=_("keep"), leave=_("leave it"))]

    def __init__(self, visit_id: int) -> None:
        super().__init__(id="case-note")
        self._visit = visit_id
        self._key = str(uuid4())

    def compose_content(self) -> ComposeResult:
        """The note, and what can be said."""
        yield Field(_("Note"), DeskInput(id=suspicions.NOTE, width=50))
        yield Static(suspicions.sentence(), id="case-note-say", classes="quiet", markup=False)

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 keeps the note."))

    def action_confirm(self) -> None:
        """Keep the note."""
        self.clear_field_errors()
        self._keep()

    @desk_work
    async def _keep(self) -> None:
        text = self.query_one(f"#{suspicions.NOTE}", DeskInput).value
        await self.case(suspicions.note, NoteSuspicion(self._visit, text, self._key))
        self.dismiss(None)
