"""The locked desk: nothing of the visit is on the screen; the same operator's password brings it back."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from counter_app.i18n import _
from screens import keys
from screens.base import CaseFailed, DeskScreen, desk_work
from screens.widgets.fields import Field, PasswordInput


class LockedScreen(DeskScreen[None]):
    """Base of a mode of its own: what was on the desk goes on unseen and comes back untouched."""

    CSS_PATH = "styles/lock.tcss"
    AUTO_FOCUS = "#unlock-password"
    HELP = _(
        "The desk is locked. Type the password of the operator named here, or end that session with F3. Where "
        "something is not saved, the screen says what, and F3 ends the session when it is pressed again."
    )
    BINDINGS = [*keys.bindings(new=_("another operator"))]

    def __init__(self) -> None:
        super().__init__(id="locked")
        self._warned = False
        """What ending the session loses has been told: the next F3 ends it."""

    def compose_content(self) -> ComposeResult:
        """Who is expected, and the field."""
        with Vertical(classes="page"):
            yield Static(_("The desk is locked"), classes="question", markup=False)
            yield Static("", id="locked-who", classes="quiet", markup=False)
            yield Field(_("Password"), PasswordInput(id="unlock-password", width=30))
            yield Static("", id="locked-kept", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Ask."""
        super().on_mount()
        self._ask()

    def on_screen_resume(self) -> None:
        """Ask anew each time the desk is locked; the first time comes before there is anything to fill."""
        if self.is_mounted:
            self._ask()

    def _ask(self) -> None:
        self._password.value = ""
        self._warned = False
        self.clear_field_errors()
        self.refresh_header()
        self.query_one("#locked-kept", Static).update(_kept(self.desk_app.unsaved_words))
        actor = self.desk_app.actor
        if actor is not None:
            self.query_one("#locked-who", Static).update(actor.full_name)
        self.set_focus(self._password)

    @property
    def _password(self) -> PasswordInput:
        return self.query_one("#unlock-password", PasswordInput)

    @on(Input.Changed)
    def take_back_warning(self) -> None:
        """Whoever types a password does not end the session."""
        if self._warned:
            self._warned = False
            self.status("")

    def main_action(self) -> None:
        """Resume."""
        if self._password.value:
            self._resume()
        else:
            self.show_field_error("unlock-password", _("Type your password."))

    @desk_work
    async def _resume(self) -> None:
        password, self._password.value = self._password.value, ""
        self.clear_field_errors()
        try:
            refused = await self.desk_app.resume(password)
        except Exception as error:
            self.tell(error)
            raise CaseFailed from error
        if refused is not None:
            self.show_field_error("unlock-password", refused.message)
            # what is not saved waits for the supervisor who unlocks the account: passers-by can type wrong passwords
            if refused.locked and not self.desk_app.unsaved:
                self.desk_app.log_out()

    def tell(self, error: Exception) -> None:
        """Stay on this screen: a dialog would open behind the lock."""
        from counter_app import faults  # noqa: PLC0415 - only a fault needs it

        self.status(_("It did not work. Reference: {number}").format(number=faults.report(error)), "bad")

    def action_new(self) -> None:
        """End the session of the operator who is away; a draft stays for whoever resumes it, the rest is told first."""
        if self.desk_app.unsaved and not self._warned:
            self._warned = True
            self.status(_("F3 again ends the session and loses what is not saved."), "bad")
        else:
            self.desk_app.log_out()


def _kept(unsaved: str) -> str:
    """Return what the lock screen says of what is behind it."""
    if not unsaved:
        return _("What was open is kept. F3 ends this session so that another operator can log in.")
    return _(
        "What was open comes back with the password. Not saved yet: {what}. F3 ends this session without it, so that "
        "another operator can log in."
    ).format(what=unsaved)
