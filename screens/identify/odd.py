"""A document that is odd but not refused: a supervisor may confirm it, with a reason."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widgets import Static

from counter_app.desk import identification
from counter_app.desk.commands import ConfirmDocument
from counter_app.desk.views import Approval
from counter_app.i18n import _
from counter_app.identity.documents import DocumentCheck
from screens import keys, second_person
from screens.base import DeskDialog, desk_work
from screens.identify.case import DOCUMENT
from screens.identify.kept import KeptCase
from screens.marks import Bullets
from screens.second_person import SecondPersonDialog
from screens.widgets.fields import DeskInput, Field


class OddDocumentDialog(DeskDialog[str]):
    """Asks why an odd document is good, then for a supervisor. Dismisses with the supervisor's username, or None.

    Args:
        command: whose document it is and what was typed of it; reason and confirmation come with the answers here.
        check: what is odd about it.
    """

    AUTO_FOCUS = f"#{identification.ODD_REASON}"
    CSS_PATH = "../styles/visit.tcss"
    DIALOG_TITLE = _("An odd document")
    HELP = _(
        "What is odd stops nobody: you can go on. If you want to be covered, write why the document is good all the "
        "same and press F9: a supervisor confirms it here, and the register keeps it. A document that is refused "
        "cannot be confirmed by anybody."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("back to the document"))]

    def __init__(self, command: ConfirmDocument, check: DocumentCheck) -> None:
        super().__init__(id="odd-document")
        self._command = command
        self._warned = tuple(warning.message for warning in check.warnings)

    def compose_content(self) -> ComposeResult:
        """What is odd, and the reason."""
        yield Bullets(self._warned, id="odd-warnings", sign="!")
        yield Field(_("Good because"), DeskInput(id=identification.ODD_REASON, width=38))
        yield Static(_("F9 calls a supervisor, who confirms it here."), classes="quiet", markup=False)

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 calls a supervisor, who confirms it here."))

    def action_confirm(self) -> None:
        """Call the supervisor, once the reason is written."""
        self.clear_field_errors()
        reason = self.query_one(f"#{identification.ODD_REASON}", DeskInput).value.strip()
        if not reason:
            self.show_field_error(identification.ODD_REASON, _("This cannot stay empty."))
            return
        what = _("This document is good, although it is odd: {reason}").format(reason=reason)
        deed = identification.deed_of_document(self._command.visit_id, self._command.document)
        command = replace(self._command, reason=reason)
        dialog = SecondPersonDialog(what, second_person.a_supervisor(), deed)
        self.app.push_screen(dialog, lambda approval: self._confirmed(command, approval))

    def _confirmed(self, command: ConfirmDocument, approval: Approval | None) -> None:
        if approval is not None:
            self._keep(replace(command, approval=approval))

    @desk_work
    async def _keep(self, command: ConfirmDocument) -> None:
        self.dismiss(await self.case(identification.confirm_document, command))


class OddDocuments(KeptCase):
    """What an identification does about a document that is odd: the rest of it is the wizard's."""

    odd: reactive[bool] = reactive(False, repaint=False, bindings=True)
    """Something about the document of whoever asks is to be looked at twice, and nobody has confirmed it."""
    _confirmed: tuple[ConfirmDocument, DocumentCheck, str] | None = None
    """What was confirmed, what was odd about it, who confirmed it."""

    def confirmed_by(self, check: DocumentCheck) -> str:
        """Return who has confirmed the document as it is typed now, empty where nobody has.

        Args:
            check: of it today; what was not odd when it was confirmed, nobody has confirmed.
        """
        if self._confirmed is None:
            return ""
        command, confirmed, username = self._confirmed
        then = (command.document, command.owner_id, confirmed.warnings)
        return username if then == (self._typed.document(), self._owner_id, check.warnings) else ""

    @property
    def _owner_id(self) -> int | None:
        """The representative whose document it is, None where it is the person's."""
        asking = self._request.asking
        return asking.id if asking else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a document to confirm only on its step, and only while it is odd."""
        if action == "odd" and not (self.step == DOCUMENT and self.odd):
            return False
        return super().check_action(action, parameters)

    def action_odd(self) -> None:
        """Have a supervisor confirm a document that is odd but not refused."""
        if self.complete(self.step):
            command = ConfirmDocument(
                self.card.visit_id, self._typed.document(), "", str(uuid4()), None, self._owner_id
            )
            check = self._request.check()
            dialog = OddDocumentDialog(command, check)
            self.app.push_screen(dialog, lambda username: self._odd_confirmed(command, check, username))

    def _odd_confirmed(self, command: ConfirmDocument, check: DocumentCheck, username: str | None) -> None:
        if username:
            self._confirmed = command, check, username
            self.look_again()
            self.status(_("Confirmed by {username}: the register keeps it.").format(username=username), "good")
