"""A password of one's own, in place of the temporary one a supervisor told: asked before anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter_app.desk import operators
from counter_app.desk.commands import ChoosePassword
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError
from counter_app.i18n import _
from screens import keys
from screens.base import DeskScreen, desk_work
from screens.widgets.fields import Field, PasswordInput

NEW, AGAIN = "new-password", "new-password-again"


class PasswordChangeScreen(DeskScreen[None]):
    """Asks for a new password, twice; ends logged in.

    Args:
        actor: who has logged in with the temporary one.
        password: the temporary one.
    """

    CSS_PATH = "styles/lock.tcss"
    AUTO_FOCUS = f"#{NEW}"
    HELP = _(
        "The password you logged in with is a temporary one that a supervisor knows. Choose another that only you "
        "know: at least 12 characters (office practice); a short sentence is easier to remember than a word. Enter on "
        "the second field, or F9, sets it and logs you in; Esc goes back to the login."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("back to the login"))]

    def __init__(self, actor: Actor, password: str) -> None:
        super().__init__(id="password-change")
        self._who = actor
        self._password = password

    def compose_content(self) -> ComposeResult:
        """Who it is, and the two fields."""
        with Vertical(classes="page"):
            yield Static(_("Choose a password of your own"), classes="question", markup=False)
            yield Static(self._who.full_name, id="password-change-who", classes="quiet", markup=False)
            yield Field(_("New password"), PasswordInput(id=NEW, width=30), _("at least 12 characters"))
            yield Field(_("New password again"), PasswordInput(id=AGAIN, width=30))
            yield Static(
                _("The one you logged in with was temporary: it opens nothing else."), classes="quiet", markup=False
            )

    def main_action(self) -> None:
        """Enter is enough: it has been typed twice."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Set the new password."""
        self.clear_field_errors()
        self._set()

    @desk_work
    async def _set(self) -> None:
        chosen = self.query_one(f"#{NEW}", PasswordInput).value
        if chosen != self.query_one(f"#{AGAIN}", PasswordInput).value:
            raise BadInputError(_("The two passwords differ: type them again."), AGAIN)
        command = ChoosePassword(self._password, chosen)
        answer = await self.plain_case(operators.choose_password, self.counter, self._who, command)
        if isinstance(answer, Actor):
            await self.desk_app.log_in(answer)
        else:
            self.show_field_error(NEW, answer.message)

    def action_leave(self) -> None:
        """Go back to the login: nobody is logged in."""
        self.dismiss(None)
