"""The login: the first paint of the program. The fields take typing before the archive is open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter_app.i18n import _
from screens import keys, labels
from screens.base import DeskScreen, desk_work
from screens.widgets.fields import DeskInput, Field, PasswordInput

if TYPE_CHECKING:
    from pathlib import Path

    from counter_app.desk.views import TrainingOperator


class LoginScreen(DeskScreen[None]):
    """Who works at this desk? Username and password; in a training world the ready accounts stand beside."""

    AUTO_FOCUS = "#login-username"
    HELP = _(
        "Log in with your personal account: every act is registered with your name, "
        "the office, this desk and the date. "
        "After five wrong passwords the account is locked; a supervisor unlocks it."
    )
    BINDINGS = [*keys.choices()]

    def __init__(self) -> None:
        super().__init__(id="login")
        self._waiting = False

    def compose_content(self) -> ComposeResult:
        """The question, two fields, and the accounts of a training world."""
        with Vertical(classes="page"):
            yield Static(_("Who works at this desk?"), classes="question", markup=False)
            yield Static("", id="login-place", classes="quiet", markup=False)
            yield Field(_("Username"), DeskInput(id="login-username", width=30))
            yield Field(_("Password"), PasswordInput(id="login-password", width=30))
            yield Static(_("Enter goes on; Enter on the password logs in."), classes="quiet", markup=False)
            yield Static("", id="training-operators", markup=False)

    def on_mount(self) -> None:
        """Offer the last username of this desk."""
        super().on_mount()
        name = self._remembered()
        if name:
            self._username.value = name
            self.set_focus(self._password)
        self._show_place()

    @property
    def _username(self) -> DeskInput:
        return self.query_one("#login-username", DeskInput)

    @property
    def _password(self) -> PasswordInput:
        return self.query_one("#login-password", PasswordInput)

    def start_again(self) -> None:
        """Empty the password and wait for the next operator."""
        self._waiting = False
        self._password.value = ""
        self._username.value = self._remembered()
        self.clear_field_errors()
        self.refresh_header()
        self._show_place()
        self.set_focus(self._password if self._username.value else self._username)

    def archive_opened(self) -> None:
        """The archive is open: name the office, list the training accounts, or begin with the first start."""
        self.refresh_header()
        self._show_place()
        start = self.desk_app.start_view
        if start is not None and start.office is None:
            from screens.welcome import WelcomeScreen  # noqa: PLC0415 - the first paint does without

            self.app.push_screen(WelcomeScreen())
            return
        self._show_training()
        self.status("")
        if self._waiting:
            self._waiting = False
            self.main_action()

    def _show_place(self) -> None:
        words = self.desk_app.place or _("opening the archive…")
        self.query_one("#login-place", Static).update(words)

    def _show_training(self) -> None:
        operators = self._training_operators()
        lines = [
            f"Alt+{number}  {operator.username:<14} {operator.password:<20} {labels.role(operator.role)}"
            for number, operator in enumerate(operators, 1)
        ]
        box = self.query_one("#training-operators", Static)
        box.update("\n".join([_("Training world: ready accounts (username, password)"), *lines]) if lines else "")
        box.set_class(bool(lines), "-there")

    def _training_operators(self) -> tuple[TrainingOperator, ...]:
        start = self.desk_app.start_view
        return start.training_operators[: keys.CHOICES] if start is not None else ()

    def action_choose(self, number: int) -> None:
        """Fill in a ready account of the training world."""
        operators = self._training_operators()
        if 1 <= number <= len(operators):
            self._username.value = operators[number - 1].username
            self._password.value = operators[number - 1].password
            self.set_focus(self._password)

    def main_action(self) -> None:
        """Log in, or wait with words while the archive opens."""
        self.clear_field_errors()
        if not self._username.value.strip():
            self.show_field_error("login-username", _("Type your username."))
        elif not self._password.value:
            self.show_field_error("login-password", _("Type your password."))
        elif self.desk_app.start_view is None:
            self._waiting = True
            self.status(_("opening the archive…"), "wait")
        else:
            self._log_in()

    @desk_work
    async def _log_in(self) -> None:
        from counter_app.desk import operators  # noqa: PLC0415 - the first paint does without
        from counter_app.desk.commands import Login  # noqa: PLC0415 - as above
        from counter_app.desk.views import Actor, PasswordDue  # noqa: PLC0415 - as above

        username, password = self._username.value.strip(), self._password.value
        answer = await self.plain_case(operators.login, self.counter, Login(username, password))
        self._password.value = ""
        if isinstance(answer, Actor):
            await asyncio.to_thread(self._remember, username)
            await self.desk_app.log_in(answer)
        elif isinstance(answer, PasswordDue):
            from screens.password_change import PasswordChangeScreen  # noqa: PLC0415 - as above

            change = PasswordChangeScreen(answer.actor, password)
            self.app.push_screen(change, lambda _result: self.start_again())
        else:
            self.show_field_error("login-password", answer.message)

    # --- the last username of this desk ------------------------------------------------------------------------------

    @property
    def _memory(self) -> Path:
        return self.desk_app.settings.state_dir / "last-username"

    def _remembered(self) -> str:
        if self.desk_app.training:
            return ""
        try:
            return self._memory.read_text(encoding="utf-8").strip()[:64]
        except (OSError, UnicodeDecodeError):
            return ""

    def _remember(self, username: str) -> None:
        if self.desk_app.training:
            return
        try:
            self._memory.write_text(username, encoding="utf-8")
        except OSError:
            return
