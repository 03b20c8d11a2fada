"""Spoiling: a numbered envelope that will never be handed over, with the reason why."""

from __future__ import annotations

from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.widgets import Select, Static

from counter_app.desk import envelopes
from counter_app.desk.commands import SpoilEnvelope
from counter_app.desk.views import EnvelopeView
from counter_app.i18n import _
from data.vocabulary import SpoilReason
from screens import keys, labels
from screens.base import DeskDialog, desk_work
from screens.marks import Choice
from screens.widgets.fields import DeskInput, Field

REASON = "spoil-reason"
NOTE = "spoil-note"


class SpoilDialog(DeskDialog[EnvelopeView]):
    """Asks why an envelope is spoiled and spoils it. Dismisses with the spoiled envelope, or None.

    Args:
        view: the envelope.
        reason: what the reason probably is; None = nothing is suggested.
    """

    AUTO_FOCUS = f"#{REASON}"
    CSS_PATH = "../styles/visit.tcss"
    HELP = _(
        "Every numbered envelope is accounted for: one that will not be handed over is spoiled, with a reason. Its "
        "PIN can never be used. Choose the reason, write a note where the reason is another one, and confirm with "
        "F9. Then destroy the envelope. It cannot be printed again: a new envelope gets a new PIN."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("do not spoil it"))]

    def __init__(self, view: EnvelopeView, reason: SpoilReason | None = None) -> None:
        super().__init__(id="spoil")
        self._view = view
        self._suggested = reason
        self._key = str(uuid4())

    @property
    def dialog_title(self) -> str:
        """The envelope's number."""
        return _("Spoil envelope {serial}").format(serial=self._view.serial)

    def compose_content(self) -> ComposeResult:
        """Ask for the reason and the note."""
        yield Static(_("Its PIN will never be usable. This cannot be undone."), id="spoil-what", markup=False)
        reasons = [(labels.spoil_reason(reason), reason.value) for reason in SpoilReason]
        yield Field(_("Reason"), Choice(reasons, id=REASON, value=self._suggested))
        yield Field(_("Note"), DeskInput(id=NOTE, width=40))

    @on(Select.Changed, f"#{REASON}")
    def to_note(self, event: Select.Changed) -> None:
        """Go on to the note once a reason is chosen."""
        event.stop()
        if not event.select.is_blank():
            self.clear_field_errors()
            self.call_after_refresh(self.query_one(f"#{NOTE}").focus)

    def main_action(self) -> None:
        """Enter never spoils: say which key does."""
        self.status(_("F9 spoils the envelope."))

    def action_confirm(self) -> None:
        """Spoil the envelope."""
        self.clear_field_errors()
        reason = self.query_one(f"#{REASON}", Select).selection
        note = self.query_one(f"#{NOTE}", DeskInput).value.strip()
        if reason is None:
            self.show_field_error(REASON, _("Choose a reason."))
        elif reason == SpoilReason.OTHER and not note:
            self.show_field_error(NOTE, _("Write in the note why the envelope is spoiled."))
        else:
            self._spoil(SpoilEnvelope(self._view.serial, SpoilReason(reason), note, self._key))

    @desk_work
    async def _spoil(self, command: SpoilEnvelope) -> None:
        self.dismiss(await self.case(envelopes.spoil, command))
