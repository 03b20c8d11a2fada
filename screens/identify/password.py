"""The operator's password, asked again at the act of issuing: the last key before an envelope is numbered."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.desk import issuing
from counter_app.desk.commands import ReserveEnvelope
from counter_app.desk.views import EnvelopeView, LoginRefused, Refused
from counter_app.errors import BadInputError
from counter_app.i18n import _
from screens import keys
from screens.base import DeskDialog, desk_work
from screens.widgets.fields import Field, PasswordInput

FIELD = "operator-password"


class PasswordDialog(DeskDialog[EnvelopeView | Refused | BadInputError]):
    """Asks the password and reserves the envelope (transaction 1). Dismisses with what came of it, or None.

    A wrong password is told in the dialog and may be typed again; bad input of the wizard's own fields goes back to it.

    Args:
        question: what the password confirms, for whom.
        command: makes the command from the password typed.
    """

    CSS_PATH = "../styles/visit.tcss"
    DIALOG_TITLE = _("Your password")
    HELP = _(
        "The password of the operator who is logged in, asked again because a PIN is about to be issued in their name. "
        "Enter reserves the envelope and starts printing; Esc goes back to the form. After several wrong passwords the "
        "account is locked until a supervisor unlocks it."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("back to the form"))]

    def __init__(self, question: str, command: Callable[[str], ReserveEnvelope]) -> None:
        super().__init__(id="password")
        self._question = question
        self._command = command

    def compose_content(self) -> ComposeResult:
        """Say what is confirmed and ask for the password."""
        yield Static(self._question, id="password-question", markup=False)
        yield Field(_("Password"), PasswordInput(id=FIELD))

    def main_action(self) -> None:
        """Enter is enough: the password is the confirmation."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Reserve the envelope with the password typed."""
        password = self.query_one(f"#{FIELD}", PasswordInput)
        if not password.value:
            self.show_field_error(FIELD, _("Type your password."))
            return
        self.clear_field_errors()
        self._reserve(password.value)

    @desk_work
    async def _reserve(self, password: str) -> None:
        try:
            answer = await self.case(issuing.reserve, self._command(password))
        except BadInputError as error:
            self.dismiss(error)
            return
        if not isinstance(answer, LoginRefused):
            self.dismiss(answer)
            return
        with self.prevent(PasswordInput.Changed):
            self.query_one(f"#{FIELD}", PasswordInput).value = ""
        self.show_field_error(FIELD, answer.message)
