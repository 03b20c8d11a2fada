"""The operators' accounts, for a supervisor: list, add, unlock, disable."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, RadioSet, Static
from textual.widgets.option_list import Option

from counter_app.desk import operators
from counter_app.desk.commands import AddOperator
from counter_app.desk.views import OperatorView
from counter_app.errors import BadInputError
from counter_app.i18n import _, ngettext
from data.vocabulary import Role
from screens import keys, labels
from screens.base import DeskDialog, DeskScreen, desk_read, desk_work
from screens.dialogs import ConfirmDialog
from screens.marks import RoundMark, RoundSet
from screens.widgets.fields import DeskInput, Field, PasswordInput

UNLOCK, DISABLE = 1, 2


class OperatorsScreen(DeskScreen[None]):
    """Every account with its role and state; the numbers act on the highlighted one."""

    CSS_PATH = "styles/operators.tcss"
    AUTO_FOCUS = "#operators"
    HELP = _(
        "The accounts of this office. With the arrows choose one, then 1 unlocks it after too many wrong passwords or "
        "opens it again, 2 disables it: its acts stay in the register. F3 adds an account. "
        "Nobody administers their own."
    )
    BINDINGS = [*keys.bindings("refresh", new=_("new account"), leave=_("home")), *keys.choices(DISABLE)]

    def __init__(self) -> None:
        super().__init__(id="operators")
        self._accounts: tuple[OperatorView, ...] = ()

    def compose_content(self) -> ComposeResult:
        """The list and what the numbers do."""
        with Vertical(classes="page"):
            yield Static(_("Operators' accounts"), classes="question", markup=False)
            yield OptionList(id="operators", markup=False, compact=True)
            yield Static(_choices(), id="operators-choices", markup=False)

    def on_mount(self) -> None:
        """Read the accounts."""
        super().on_mount()
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Read the accounts."""
        self._show(await self.case(operators.listed))

    def _show(self, accounts: tuple[OperatorView, ...]) -> None:
        shown = self.query_one("#operators", OptionList)
        place = shown.highlighted or 0
        self._accounts = accounts
        shown.set_options([Option(_line(account), id=account.username) for account in accounts])
        shown.highlighted = min(place, len(accounts) - 1) if accounts else None

    def _chosen(self) -> OperatorView | None:
        place = self.query_one("#operators", OptionList).highlighted
        return self._accounts[place] if place is not None and place < len(self._accounts) else None

    def action_choose(self, number: int) -> None:
        """Ask before the highlighted account is unlocked or disabled."""
        account = self._chosen()
        if account is None:
            return
        if number == UNLOCK:
            question, yes = _("Open the account {username} again?"), _("open it")
        else:
            question, yes = _("Disable the account {username}?"), _("disable it")
        self.app.push_screen(
            ConfirmDialog(question.format(username=account.username), yes, account.full_name),
            lambda sure: self._change(number, account) if sure else None,
        )

    @desk_work
    async def _change(self, number: int, account: OperatorView) -> None:
        if number == UNLOCK:
            await self.case(operators.unlock, account.id)
        else:
            await self.case(operators.disable, account.id)
        self._show(await self.case(operators.listed))

    def action_new(self) -> None:
        """Add an account."""
        self.app.push_screen(NewOperatorDialog(), self._added)

    def _added(self, account: OperatorView | None) -> None:
        if account is not None:
            self._show_added(account.username)

    @desk_read
    async def _show_added(self, username: str) -> None:
        self._show(await self.case(operators.listed))
        self.status(_("The account {username} is ready.").format(username=username), "good")

    def action_leave(self) -> None:
        """Go home."""
        self.desk_app.go_home()


class RoleSet(RoundSet):
    """The roles; most new accounts are operators'."""

    def __init__(self) -> None:
        buttons = [RoundMark(labels.role(role), id=role, value=role is Role.OPERATOR) for role in Role]
        super().__init__(*buttons, id="operator-role", compact=True)


class NewOperatorDialog(DeskDialog[OperatorView]):
    """A new account. Dismisses with it, or None."""

    DIALOG_TITLE = _("New account")
    CSS_PATH = "styles/operators.tcss"
    AUTO_FOCUS = "#operator-username"
    HELP = _(
        "The account is personal. Tell the password to its owner only; it has at least 12 characters "
        "(office practice). "
        "The role is chosen with the arrows and Enter. F9 adds the account."
    )
    BINDINGS = [*keys.bindings(confirm=_("add"), leave=_("leave it"))]

    def __init__(self) -> None:
        super().__init__(id="operator-new")

    def compose_content(self) -> ComposeResult:
        """Username, name, role, password twice."""
        yield Field(_("Username"), DeskInput(id="operator-username", width=30))
        yield Field(_("First name and surname"), DeskInput(id="operator-name", width=36))
        yield Field(_("Role"), RoleSet())
        yield Field(_("Password"), PasswordInput(id="operator-password", width=30))
        yield Field(_("Password again"), PasswordInput(id="operator-password-again", width=30))

    def _text(self, field_id: str) -> str:
        return self.query_one(f"#{field_id}", DeskInput).value

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 adds the account."))

    def action_confirm(self) -> None:
        """Add the account."""
        self.clear_field_errors()
        self._add()

    @desk_work
    async def _add(self) -> None:
        password = self._text("operator-password")
        if password != self._text("operator-password-again"):
            raise BadInputError(_("The two passwords differ: type them again."), "operator-password-again")
        pressed = self.query_one("#operator-role", RadioSet).pressed_button
        role = Role(pressed.id) if pressed is not None and pressed.id else Role.OPERATOR
        command = AddOperator(self._text("operator-username"), self._text("operator-name"), role, password)
        self.dismiss(await self.case(operators.add, command))


def _choices() -> Content:
    return Content("\n").join(
        Content.assemble((str(number), "bold $accent"), f"  {words}")
        for number, words in ((UNLOCK, _("unlock or open again")), (DISABLE, _("disable")))
    )


def _line(account: OperatorView) -> str:
    state = labels.operator_state(account.state)
    count = account.failed_attempts
    tries = "\n   " + ngettext("{count} wrong try", "{count} wrong tries", count).format(count=count) if count else ""
    role = labels.role(account.role)
    return f"{account.username:<18} {account.full_name:<24} {role:<13} {state}{tries}"
