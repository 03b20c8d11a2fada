"""The first start: which office this is, and who its first supervisor is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from counter_app.desk import office
from counter_app.desk.commands import OpenOffice
from counter_app.desk.fields import own_code
from counter_app.errors import BadInputError
from counter_app.i18n import _
from screens import keys
from screens.base import DeskScreen, desk_work
from screens.widgets.fields import CodeInput, DeskInput, Field, PasswordInput


class WelcomeScreen(DeskScreen[None]):
    """Opens the office. Ends logged in as its first supervisor."""

    CSS_PATH = "styles/welcome.tcss"
    AUTO_FOCUS = "#office-code"
    HELP = _(
        "This archive is empty: it becomes the archive of the office written here. The heading stands on top of every "
        "printed document. The first supervisor can then add the operators. The password has at least 12 characters "
        "(office practice); a short sentence is easier to remember than a word. F9 opens the office."
    )
    BINDINGS = [*keys.bindings(confirm=_("open the office"))]

    def __init__(self) -> None:
        super().__init__(id="welcome")

    def compose_content(self) -> ComposeResult:
        """Ten fields in two groups."""
        settings = self.desk_app.settings
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(_("First start: the office opens its archive"), classes="question", markup=False)
            yield Static(_("THE OFFICE"), classes="group", markup=False)
            yield Field(_("Code"), DeskInput(settings.office, id="office-code", width=10), _("for instance 0500"))
            yield Field(_("Name"), DeskInput(id="office-name", width=34))
            yield Field(_("Heading, line 1"), DeskInput(id="office-heading-1", width=34), _("on every sheet"))
            yield Field(_("Heading, line 2"), DeskInput(id="office-heading-2", width=34), _("postal address"))
            yield Field(_("This desk"), DeskInput(settings.desk, id="desk-name", width=10))
            yield Static(_("THE FIRST SUPERVISOR"), classes="group", markup=False)
            yield Field(_("Username"), DeskInput(id="supervisor-username", width=30))
            yield Field(_("First name and surname"), DeskInput(id="supervisor-name", width=34))
            yield Field(_("Fiscal code"), CodeInput(id="supervisor-code"), _("nobody serves themselves"))
            yield Field(_("Password"), PasswordInput(id="supervisor-password", width=30), _("at least 12 characters"))
            yield Field(_("Password again"), PasswordInput(id="supervisor-password-again", width=30))

    def _text(self, field_id: str) -> str:
        return self.query_one(f"#{field_id}", DeskInput).value

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 opens the office."))

    def action_confirm(self) -> None:
        """Open the office."""
        self.clear_field_errors()
        self._open()

    @desk_work
    async def _open(self) -> None:
        password = self._text("supervisor-password")
        if password != self._text("supervisor-password-again"):
            raise BadInputError(_("The two passwords differ: type them again."), "supervisor-password-again")
        command = OpenOffice(
            office_code=self._text("office-code"),
            office_name=self._text("office-name"),
            heading=(self._text("office-heading-1"), self._text("office-heading-2")),
            desk=self._text("desk-name"),
            username=self._text("supervisor-username"),
            full_name=self._text("supervisor-name"),
            password=password,
            fiscal_code=own_code(self._text("supervisor-code"), "supervisor-code"),
        )
        await self.desk_app.log_in(await self.plain_case(office.open_office, self.counter, command))
