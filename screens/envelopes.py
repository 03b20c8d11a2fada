"""Envelopes in doubt: numbered, neither handed over nor spoiled. Each is settled, none is printed again."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.clock import ROME
from counter_app.desk import envelopes
from counter_app.desk.commands import DeclareHandedOver
from counter_app.desk.views import Approval, EnvelopeView, Refused
from counter_app.i18n import _, ngettext, show_date
from counter_app.identity.fiscal_code import mask
from data.vocabulary import EnvelopeState, SpoilReason
from screens import keys, labels, second_person
from screens.base import DeskDialog, DeskScreen, desk_read, desk_work
from screens.issue.spoil import SpoilDialog
from screens.refusal import RefusalScreen
from screens.second_person import SecondPersonDialog
from screens.widgets.fields import DeskInput, Field

SPOIL, DECLARE = "spoil", "declare"
LIST = "envelopes"
REASON = "declare-reason"


class EnvelopesScreen(DeskScreen[None]):
    """The list of envelopes in doubt; Enter settles one."""

    AUTO_FOCUS = f"#{LIST}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "An envelope is in doubt when the program or the printer stopped before it was handed over or spoiled. "
        "Choose it and press Enter. Normally it is spoiled and the person gets a new envelope with a new PIN. Only "
        "if the person certainly left with it, a second person, a supervisor, declares that with their own password; "
        "not while the office is completing a check on the person. "
        "No envelope is ever printed again."
    )
    BINDINGS = [*keys.bindings(refresh=_("read again"), leave=_("home"))]

    def __init__(self) -> None:
        super().__init__(id="envelopes")
        self._views: tuple[EnvelopeView, ...] = ()

    def compose_content(self) -> ComposeResult:
        """Yield the heading and the list."""
        yield Static("", id="envelopes-heading", classes="question", markup=False)
        yield OptionList(id=LIST, markup=False, compact=True)
        yield Static("", id="envelopes-note", markup=False)

    def on_mount(self) -> None:
        """Read the list."""
        super().on_mount()
        self.title_text = _("ENVELOPES IN DOUBT")
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Read the list again."""
        self._views = await self.case(envelopes.in_doubt)
        count = len(self._views)
        heading = ngettext("{count} envelope is to be settled.", "{count} envelopes are to be settled.", count)
        text = heading.format(count=count) if count else _("No envelope is in doubt.")
        self.query_one("#envelopes-heading", Static).update(text)
        shown = self.query_one(f"#{LIST}", OptionList)
        chosen = shown.highlighted or 0
        shown.set_options([Option(_line(view), id=view.serial) for view in self._views])
        shown.highlighted = min(chosen, count - 1) if count else None

    @on(OptionList.OptionSelected, f"#{LIST}")
    def settle(self, event: OptionList.OptionSelected) -> None:
        """Ask how the chosen envelope is settled."""
        event.stop()
        view = next(item for item in self._views if item.serial == event.option.id)
        self.app.push_screen(SettleDialog(view), lambda choice: self._settle(view, choice))

    def _settle(self, view: EnvelopeView, choice: str | None) -> None:
        if choice == SPOIL:
            self.app.push_screen(SpoilDialog(view, SpoilReason.IN_DOUBT), self._spoiled)
        elif choice == DECLARE:
            self._prepare(view)

    @desk_work
    async def _prepare(self, view: EnvelopeView) -> None:
        refused = await self.case(envelopes.prepare_declare, view.serial)
        if refused is None:
            self.app.push_screen(DeclareDialog(view), lambda answer: self._declared(view, answer))
        else:
            self._show_refusal(view, refused)

    def _spoiled(self, view: EnvelopeView | None) -> None:
        if view is not None:
            words = _("Envelope {serial} is spoiled: destroy it if it exists. A new one gets a new PIN.")
            self._tell(words.format(serial=view.serial))

    def _declared(self, view: EnvelopeView, answer: EnvelopeView | Refused | None) -> None:
        if isinstance(answer, Refused):
            self._show_refusal(view, answer)
        elif answer is not None:
            self._tell(_("Envelope {serial} is declared handed over; its PIN is active.").format(serial=answer.serial))

    def _show_refusal(self, view: EnvelopeView, refused: Refused) -> None:
        self.app.push_screen(RefusalScreen(refused.decision, view.person.full_name, view.visit_id))

    def _tell(self, words: str) -> None:
        self.query_one("#envelopes-note", Static).update(words)
        self.action_read_again()

    def action_leave(self) -> None:
        """Go back home."""
        self.desk_app.go_home()


class SettleDialog(DeskDialog[str]):
    """Asks how an envelope is settled. Dismisses with `spoil`, `declare` or None.

    Args:
        view: the envelope.
    """

    AUTO_FOCUS = "#settle-choice"
    CSS_PATH = "styles/visit.tcss"
    HELP = EnvelopesScreen.HELP
    BINDINGS = [*keys.bindings(leave=_("back to the list")), *keys.choices(2)]

    def __init__(self, view: EnvelopeView) -> None:
        super().__init__(id="settle")
        self._view = view

    @property
    def dialog_title(self) -> str:
        """The envelope's number."""
        return _("Envelope {serial}: what happened to it?").format(serial=self._view.serial)

    def compose_content(self) -> ComposeResult:
        """Offer both ways, spoiling first."""
        yield OptionList(
            Option(_("1  spoil it: it was not handed over, or nobody knows"), id=SPOIL),
            Option(_("2  declare it handed over: the person certainly has it with them"), id=DECLARE),
            id="settle-choice",
            markup=False,
            compact=True,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with what was chosen."""
        event.stop()
        self.dismiss(event.option.id)

    def action_choose(self, number: int) -> None:
        """Answer by number."""
        self.dismiss((SPOIL, DECLARE)[number - 1])


class DeclareDialog(DeskDialog[EnvelopeView | Refused]):
    """Declares, with a second person, that the holder has the envelope. Dismisses with it, the refusal, or None.

    Args:
        view: the envelope.
    """

    AUTO_FOCUS = f"#{REASON}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Write how it is known that the person has the envelope and press F9. Then a supervisor who is not the "
        "operator logged in confirms it with their own name and password: the PIN becomes active. If there is any "
        "doubt, spoil the envelope."
    )
    BINDINGS = [*keys.bindings("confirm", leave=_("back to the list"))]

    def __init__(self, view: EnvelopeView) -> None:
        super().__init__(id="declare")
        self._view = view
        self._key = str(uuid4())

    @property
    def dialog_title(self) -> str:
        """The envelope's number and its holder."""
        return _("{person} has envelope {serial}").format(person=self._view.person.full_name, serial=self._view.serial)

    def compose_content(self) -> ComposeResult:
        """Ask for the reason; who confirms it comes after."""
        yield Field(_("How it is known"), DeskInput(id=REASON, width=38))
        yield Static(_("F9 calls a supervisor, who confirms it here."), classes="quiet", markup=False)

    @property
    def _reason(self) -> str:
        return self.query_one(f"#{REASON}", DeskInput).value.strip()

    def main_action(self) -> None:
        """Enter never declares: say which key does."""
        self.status(_("F9 declares the envelope handed over."))

    def action_confirm(self) -> None:
        """Call the second person, once the reason is written."""
        self.clear_field_errors()
        if not self._reason:
            self.show_field_error(REASON, _("This cannot stay empty."))
            return
        deed = envelopes.deed_of(self._view.serial)
        what = _("Envelope {serial} is declared handed over to {person}: {reason}").format(
            serial=self._view.serial, person=self._view.person.full_name, reason=self._reason
        )
        self.app.push_screen(SecondPersonDialog(what, second_person.a_supervisor(), deed), self._confirmed)

    def _confirmed(self, approval: Approval | None) -> None:
        if approval is not None:
            self._declare(DeclareHandedOver(self._view.serial, self._reason, self._key, approval))

    @desk_work
    async def _declare(self, command: DeclareHandedOver) -> None:
        self.dismiss(await self.case(envelopes.declare_handed_over, command))


def _line(view: EnvelopeView) -> Content:
    printed = view.state is EnvelopeState.PRINTED
    state = _("the printer took it") if printed else _("it is not known whether it was printed")
    return Content.assemble(
        (view.serial, "bold"),
        f"  {view.person.surname} {view.person.name[:1]}.  {mask(view.person.fiscal_code)}\n",
        f"   {labels.IN_DOUBT} ",
        _("since {moment}, desk {desk}: {state}").format(moment=_moment(view.reserved_at), desk=view.desk, state=state),
    )


def _moment(moment: datetime) -> str:
    local = moment.astimezone(ROME)
    return f"{show_date(local.date())} {local:%H:%M}"
