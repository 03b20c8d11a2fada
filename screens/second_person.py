"""The second person of a two-person act: another account's name and password, for this act alone."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from counter_app.desk import second_person
from counter_app.desk.commands import ConfirmDeed
from counter_app.desk.views import Approval, Deed, LoginRefused
from counter_app.errors import NotAllowedError
from counter_app.i18n import _
from screens import keys
from screens.base import DeskDialog, desk_work
from screens.widgets.fields import DeskInput, Field, PasswordInput

USERNAME, PASSWORD = "second-username", "second-password"


class SecondPersonDialog(DeskDialog[Approval]):
    """Asks a second person to confirm one act at this desk. Dismisses with the confirmation, or None.

    Args:
        what: the act, in a sentence the second person reads before typing.
        who: which account can confirm it, in a sentence.
        deed: exactly what is confirmed.
    """

    AUTO_FOCUS = f"#{USERNAME}"
    CSS_PATH = "styles/visit.tcss"
    DIALOG_TITLE = _("A second person confirms")
    HELP = _(
        "This act needs two persons. Call a colleague to this desk: they read what is to be done and type their own "
        "username and password. Enter confirms. The confirmation is good for this act only, once, and for a minute. "
        "A wrong password counts on the colleague's account."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("nobody confirms"))]

    def __init__(self, what: str, who: str, deed: Deed) -> None:
        super().__init__(id="second-person")
        self._what = what
        self._who = who
        self._deed = deed

    def compose_content(self) -> ComposeResult:
        """Say what is confirmed, and ask who confirms it."""
        yield Static(self._what, id="second-what", markup=False)
        yield Static(self._who, classes="quiet", markup=False)
        yield Field(_("Username"), DeskInput(id=USERNAME))
        yield Field(_("Password"), PasswordInput(id=PASSWORD))

    def tell(self, error: Exception) -> None:
        """Who may not be the second person is told beside the name; all else in a dialog."""
        if isinstance(error, NotAllowedError):
            self.show_field_error(USERNAME, error.message)
        else:
            super().tell(error)

    def main_action(self) -> None:
        """Enter is enough: the password is the confirmation."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Confirm, once both fields are filled."""
        self.clear_field_errors()
        for field in (USERNAME, PASSWORD):
            if not self.query_one(f"#{field}", DeskInput).value.strip():
                self.show_field_error(field, _("This cannot stay empty."))
                return
        self._confirm()

    @desk_work
    async def _confirm(self) -> None:
        secret = self.query_one(f"#{PASSWORD}", PasswordInput)
        username, password = self.query_one(f"#{USERNAME}", DeskInput).value.strip(), secret.value
        with self.prevent(PasswordInput.Changed):
            secret.value = ""
        answer = await self.case(second_person.confirm, ConfirmDeed(self._deed, username, password))
        if isinstance(answer, LoginRefused):
            self.show_field_error(PASSWORD, answer.message)
        else:
            self.dismiss(answer)


def a_supervisor() -> str:
    """Return who confirms what only a supervisor may."""
    return _("A supervisor, not the operator logged in, confirms it:")


def anybody() -> str:
    """Return who confirms what any colleague may."""
    return _("A colleague, operator or supervisor, not the one logged in, confirms it:")
