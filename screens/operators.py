"""The operators' accounts, for a supervisor: list, add, unlock, disable, temporary password."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, RadioSet, Static
from textual.widgets.option_list import Option

from counter_app.desk import operators
from counter_app.desk.commands import AddOperator, ResetOperator
from counter_app.desk.fields import checked_password
from counter_app.desk.views import Approval, OperatorView
from counter_app.errors import BadInputError
from counter_app.i18n import _, ngettext
from data.vocabulary import Role
from screens import keys, labels, second_person
from screens.base import DeskDialog, DeskScreen, desk_read, desk_work
from screens.dialogs import ConfirmDialog
from screens.marks import RoundMark, RoundSet
from screens.second_person import SecondPersonDialog
from screens.widgets.fields import CodeInput, DeskInput, Field, PasswordInput

UNLOCK, DISABLE, RESET = 1, 2, 3


class OperatorsScreen(DeskScreen[None]):
    """Every account with its role and state; the numbers act on the highlighted one."""

    CSS_PATH = "styles/operators.tcss"
    AUTO_FOCUS = "#operators"
    HELP = _(
        "The accounts of this office. With the arrows choose one, then 1 unlocks it after too many wrong passwords or "
        "opens it again, 2 disables it: its acts stay in the register, what waits for it is free at its desk again; "
        "3 gives it a temporary password. F3 adds an "
        "account. A new account and a temporary password are confirmed by a second person. Nobody administers their "
        "own. Whether supervisors issue PINs too stands in the settings."
    )
    BINDINGS = [*keys.bindings("refresh", new=_("new account"), leave=_("home")), *keys.choices(RESET)]

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
        """Ask before the highlighted account is changed."""
        account = self._chosen()
        if account is None:
            return
        if number == RESET:
            self._prepare_reset(account)
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

    @desk_work
    async def _prepare_reset(self, account: OperatorView) -> None:
        await self.case(operators.prepare_reset, account.id)
        self.app.push_screen(ResetDialog(account), self._was_reset)

    def _was_reset(self, account: OperatorView | None) -> None:
        if account is not None:
            self._show_ready(_("{username} chooses a new password at the next login."), account.username)

    def action_new(self) -> None:
        """Add an account."""
        self.app.push_screen(NewOperatorDialog(), self._added)

    def _added(self, account: OperatorView | None) -> None:
        if account is not None:
            self._show_ready(_("The account {username} is ready."), account.username)

    @desk_read
    async def _show_ready(self, words: str, username: str) -> None:
        self._show(await self.case(operators.listed))
        self.status(words.format(username=username), "good")

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
        "The account is personal. Its owner's fiscal code is asked because nobody serves themselves or a colleague. "
        "Tell the password to its owner only: it is a temporary one of at least 12 characters (office practice), and "
        "at the first login another is chosen. "
        "The role is chosen with the arrows and Enter. F9 adds the account; a second person confirms it."
    )
    BINDINGS = [*keys.bindings(confirm=_("add"), leave=_("leave it"))]

    def __init__(self) -> None:
        super().__init__(id="operator-new")

    def compose_content(self) -> ComposeResult:
        """Username, name, fiscal code, role, password twice."""
        yield Field(_("Username"), DeskInput(id="operator-username", width=30))
        yield Field(_("First name and surname"), DeskInput(id="operator-name", width=36))
        yield Field(_("Fiscal code"), CodeInput(id="operator-code"))
        yield Field(_("Role"), RoleSet())
        yield Field(_("Password"), PasswordInput(id="operator-password", width=30))
        yield Field(_("Password again"), PasswordInput(id="operator-password-again", width=30))

    def _text(self, field_id: str) -> str:
        return self.query_one(f"#{field_id}", DeskInput).value

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 adds the account."))

    def action_confirm(self) -> None:
        """Add the account, once somebody else has confirmed it."""
        self.clear_field_errors()
        self._prepare()

    @desk_work
    async def _prepare(self) -> None:
        password = self._text("operator-password")
        if password != self._text("operator-password-again"):
            raise BadInputError(_("The two passwords differ: type them again."), "operator-password-again")
        pressed = self.query_one("#operator-role", RadioSet).pressed_button
        role = Role(pressed.id) if pressed is not None and pressed.id else Role.OPERATOR
        username, name, code = (self._text(f"operator-{part}") for part in ("username", "name", "code"))
        command = AddOperator(username, name, role, password, code)
        if not await self.case(operators.prepare_add, command):
            self.dismiss(await self.case(operators.add, command))
            return
        what = _("New account {username}, {role}, for {name}.").format(
            username=username, role=labels.role(role), name=name
        )
        dialog = SecondPersonDialog(what, second_person.anybody(), operators.deed_of_new(command))
        self.app.push_screen(dialog, lambda approval: self._confirmed(command, approval))

    def _confirmed(self, command: AddOperator, approval: Approval | None) -> None:
        if approval is not None:
            self._add(replace(command, approval=approval))

    @desk_work
    async def _add(self, command: AddOperator) -> None:
        self.dismiss(await self.case(operators.add, command))


class ResetDialog(DeskDialog[OperatorView]):
    """A temporary password for an account. Dismisses with the account, or None.

    Args:
        account: whose password was lost.
    """

    CSS_PATH = "styles/operators.tcss"
    AUTO_FOCUS = "#reset-password"
    HELP = _(
        "For whoever has forgotten the password. Tell the temporary one to the owner of the account only: with it "
        "nothing can be done but choose another, at the next login. A locked account is open again. F9 sets it; a "
        "second person confirms it."
    )
    BINDINGS = [*keys.bindings(confirm=_("set it"), leave=_("leave it"))]

    def __init__(self, account: OperatorView) -> None:
        super().__init__(id="operator-reset")
        self._account = account

    @property
    def dialog_title(self) -> str:
        """Whose password."""
        return _("Temporary password for {name}").format(name=self._account.full_name)

    def compose_content(self) -> ComposeResult:
        """The temporary password, twice."""
        yield Field(_("Password"), PasswordInput(id="reset-password", width=30))
        yield Field(_("Password again"), PasswordInput(id="reset-password-again", width=30))

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 sets the temporary password."))

    def action_confirm(self) -> None:
        """Set it, once somebody else has confirmed it."""
        self.clear_field_errors()
        self._prepare()

    @desk_work
    async def _prepare(self) -> None:
        password, again = (
            self.query_one(f"#{name}", PasswordInput).value for name in ("reset-password", "reset-password-again")
        )
        checked_password(password, "reset-password")
        if password != again:
            raise BadInputError(_("The two passwords differ: type them again."), "reset-password-again")
        command = ResetOperator(self._account.id, password)
        if not await self.case(operators.prepare_reset, self._account.id):
            self.dismiss(await self.case(operators.reset, command))
            return
        what = _("The account {username} of {name} gets a temporary password.").format(
            username=self._account.username, name=self._account.full_name
        )
        dialog = SecondPersonDialog(what, second_person.anybody(), operators.deed_of_reset(self._account))
        self.app.push_screen(dialog, lambda approval: self._confirmed(command, approval))

    def _confirmed(self, command: ResetOperator, approval: Approval | None) -> None:
        if approval is not None:
            self._reset(replace(command, approval=approval))

    @desk_work
    async def _reset(self, command: ResetOperator) -> None:
        self.dismiss(await self.case(operators.reset, command))


def _choices() -> Content:
    choices = (
        (UNLOCK, _("unlock or open again")),
        (DISABLE, _("disable")),
        (RESET, _("temporary password")),
    )
    return Content("\n").join(
        Content.assemble((str(number), "bold $accent"), f"  {words}") for number, words in choices
    )


def _line(account: OperatorView) -> str:
    state = labels.operator_state(account.state)
    count = account.failed_attempts
    tries = "\n   " + ngettext("{count} wrong try", "{count} wrong tries", count).format(count=count) if count else ""
    due = "\n   " + _("temporary password, not changed yet") if account.password_due else ""
    role = labels.role(account.role)
    return f"{account.username:<18} {account.full_name:<24} {role:<13} {state}{tries}{due}"
