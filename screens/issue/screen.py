"""The envelope: printed, checked from outside, handed over. Only after the hand-over is recorded the screen says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import copies, issuing, visits
from counter_app.desk.commands import HandOver
from counter_app.desk.views import EnvelopeView, Refused
from counter_app.errors import FaultError
from counter_app.i18n import _
from counter_app.norms.decide import CitedNorm
from data.vocabulary import AttachmentKind, SpoilReason, VisitOutcome
from screens import keys, labels
from screens.base import CaseFailed, desk_read, desk_work
from screens.copies.scanner import ScannerDialog
from screens.dialogs import ConfirmDialog
from screens.issue import preview, words
from screens.issue.spoil import SpoilDialog
from screens.marks import Bullets, MarkBox
from screens.norms import NormSheet
from screens.refusal import RefusalScreen
from screens.wizard import FOR_ANOTHER_RAIL, ISSUE_RAIL, Missing, WizardScreen

PRINTING = "printing"
CHECKING = "envelope"
HANDED_OVER = "handed-over"
IN_DOUBT = "in-doubt"
SPOILED = "spoiled"

REISSUE = "reissue"
END = "end"


class IssueScreen(WizardScreen[str]):
    """Prints a reserved envelope at once, has it checked, hands it over or spoils it.

    Dismisses with `reissue` where a new envelope is wanted after a spoiled one; otherwise it ends the visit itself.

    Args:
        view: the envelope just reserved.
        norms: the norms the issue rests on.
    """

    AUTO_FOCUS = ""  # nothing: after a window Enter still belongs to the screen
    CSS_PATH = "../styles/visit.tcss"
    HELP = _(
        "First the envelope is printed. Then look at it from outside: is the seal intact, has the person signed the "
        "receipt? Mark both with the space bar, then F9 hands it over; from that moment the PIN is active, and only "
        "then give it to the person. Alt+Y still archives a copy whose scan came late, until then.\n\n"
        "If something is wrong with the envelope, Alt+S spoils it. No key prints an envelope again: two papers with "
        "one PIN must never exist. A new envelope gets a new PIN."
    )
    RAIL = ISSUE_RAIL
    STEPS = (PRINTING, CHECKING, HANDED_OVER, IN_DOUBT, SPOILED)
    BINDINGS = [
        *keys.bindings("why", "unfold", "spoil", "note", "copies"),
        *keys.bindings(print=_("receipt"), confirm=_("hand over"), leave=_("leave")),
        Binding("enter", "go_on", _("go on"), show=False),
        *keys.choices(2),
    ]

    def __init__(self, view: EnvelopeView, norms: Sequence[CitedNorm] = ()) -> None:
        super().__init__(id="issue")
        self._norms = tuple(norms)
        self.view = view
        self.visit_id = view.visit_id
        self._why = ""
        self._key = str(uuid4())
        self._archived: tuple[AttachmentKind, ...] = ()

    @property
    def rail(self) -> tuple[str, ...]:
        """The rail of the identification this envelope came from."""
        return ISSUE_RAIL if self.view.representative is None else FOR_ANOTHER_RAIL

    @property
    def rail_step(self) -> str:
        """All of it is the rail's last step."""
        return CHECKING

    def compose_step(self, step: str) -> ComposeResult:
        """Yield the widgets of one stage."""
        if step == PRINTING:
            yield Static(words.printing(self.view.serial), classes="question", markup=False)
            yield Static(words.printing_detail(), markup=False)
        elif step == CHECKING:
            yield Static(words.to_check(), classes="question", markup=False)
            yield Static("", id="envelope-drawing", markup=False)
            yield Static("", id="envelope-printed", markup=False)
            yield MarkBox(_("The seal is intact"), id="seal-intact")
            yield MarkBox(_("The receipt is signed"), id="receipt-signed")
            yield Static(words.who_signs(self.view), id="who-signs", markup=False)
            yield Static(_("Something wrong with it? Alt+S spoils it."), id="spoil-hint", classes="quiet", markup=False)
        elif step == HANDED_OVER:
            with Vertical(id="hand-over"):
                yield Static(words.hand_over(self.view), id="hand-over-now", markup=False)
                yield Static(_("WHAT TO TELL THE PERSON"), classes="heading", markup=False)
                yield Bullets(id="hand-over-words")
                yield Static(_("Enter ends the visit and empties the screen."), classes="quiet", markup=False)
        elif step == IN_DOUBT:
            yield Static("", id="doubt-words", markup=False)
        else:
            yield Static("", id="spoiled-words", markup=False)
            yield OptionList(id="spoiled-next", markup=False, compact=True)

    def on_mount(self) -> None:
        """Start printing at once."""
        super().on_mount()
        self.title_text = _("{kind} · {person}").format(
            kind=labels.pin_kind(self.view.kind).upper(),
            person=words.acting(self.view),
        )
        self.go_to(PRINTING)
        self._print()

    @desk_work
    async def _print(self) -> None:
        try:
            view = await self.case(issuing.print_envelope, self.view.serial)
        except CaseFailed:
            self._doubt()
            return
        self.view = view
        if not words.accepted(view):
            self._why = words.printed(view)
            self._doubt()
            return
        heading = self.actor.office.heading
        inside = labels.pin_kind(view.kind)
        drawing = preview.drawing(view, heading[0] if heading else self.actor.office.name, inside)
        self.query_one("#envelope-drawing", Static).update(drawing)
        self.query_one("#envelope-printed", Static).update(words.printed(view))
        self.go_to(CHECKING)

    @desk_work
    async def action_print_out(self) -> None:
        """Print the receipt, the first time where it failed or once more; the envelope itself never again."""
        self.view = await self.case(issuing.print_receipt, self.view.serial, str(uuid4()))
        self.query_one("#envelope-printed", Static).update(words.printed(self.view))

    def tell(self, error: Exception) -> None:
        """A printer that fails is told on the screen, where the envelope in doubt is; all else in a dialog."""
        if self.step == PRINTING and isinstance(error, FaultError):
            self._why = error.message
        else:
            super().tell(error)

    def _doubt(self) -> None:
        self.query_one("#doubt-words", Static).update(words.in_doubt(self.view.serial, self._why))
        self.go_to(IN_DOUBT)

    def missing(self, step: str) -> tuple[Missing, ...]:
        """Return which of the two checks is not made."""
        if step != CHECKING:
            return ()
        wanted = (Missing("seal-intact", _("seal intact")), Missing("receipt-signed", _("receipt signed")))
        return tuple(item for item in wanted if not self.query_one(f"#{item.field}", MarkBox).value)

    def wanted(self, step: str) -> Sequence[str]:
        """Return which copies are still to be archived before the hand-over."""
        if step != CHECKING:
            return ()
        return copies.still_wanted(self.counter, self._archived, for_another=self.view.representative is not None)

    @desk_read
    async def read_copies(self) -> None:
        """Ask which copies the visit has by now."""
        if copies.available(self.counter):
            self._archived = tuple(copy.kind for copy in await self.case(copies.of_visit, self.view.visit_id))
            self.refresh_panes()

    @desk_read
    async def action_copies(self) -> None:
        """Show what the scanner has made meanwhile; after the hand-over say what becomes of a late scan."""
        await self.case(copies.waiting, self.view.visit_id)
        wanted = copies.kinds(for_another=self.view.representative is not None)
        self.app.push_screen(ScannerDialog(self.view.visit_id, wanted), lambda _result: self.read_copies())

    def deciding(self, step: str) -> tuple[CitedNorm, ...]:  # noqa: ARG002 - the same at every stage
        """Return the norms the issue rests on."""
        return self._norms

    def step_changed(self, step: str) -> None:
        """Only the check has something missing, and lacks copies: what is printed is not disturbed by asking."""
        self.set_class(step != CHECKING, "-nothing-asked")
        if step == CHECKING:
            self.read_copies()

    def action_why(self) -> None:
        """Show the norms the issue rests on."""
        self.app.push_screen(NormSheet(self._norms))

    def main_action(self) -> None:
        """Enter after the last box never hands over: say which key does."""
        if self.step == CHECKING and self.complete(CHECKING):
            self.status(_("F9 hands over the envelope."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys of the stage only."""
        stages = {
            "confirm": (CHECKING,),
            "spoil": (CHECKING, IN_DOUBT),
            "print_out": (CHECKING,),
            "go_on": (HANDED_OVER,),
            "choose": (SPOILED,),
            "copies": (CHECKING, HANDED_OVER, IN_DOUBT) if copies.available(self.counter) else (),
        }
        if action in stages and self.step not in stages[action]:
            return False
        return super().check_action(action, parameters)

    def action_confirm(self) -> None:
        """Hand the envelope over, once both checks are made."""
        if self.complete(CHECKING):
            self._hand_over(HandOver(self.view.serial, seal_intact=True, receipt_signed=True, key=self._key))

    @desk_work
    async def _hand_over(self, command: HandOver) -> None:
        answer = await self.case(issuing.hand_over, command)
        if isinstance(answer, Refused):
            self.app.push_screen(RefusalScreen(answer.decision, self.view.person.full_name, self.view.visit_id))
            return
        self.view = answer
        lines = words.to_tell(answer, self.counter.norms, self.counter.clock.today())
        self.query_one("#hand-over-words", Bullets).show_lines(lines)
        self.go_to(HANDED_OVER)

    def action_spoil(self) -> None:
        """Ask the reason and spoil the envelope."""
        if not self.busy:
            reason = SpoilReason.PRINTER_FAILED if self.step == IN_DOUBT else None
            self.app.push_screen(SpoilDialog(self.view, reason), self._spoiled)

    def _spoiled(self, view: EnvelopeView | None) -> None:
        if view is None:
            return
        self.view = view
        self.query_one("#spoiled-words", Static).update(words.spoiled(view))
        options = self.query_one("#spoiled-next", OptionList)
        options.set_options(
            [
                Option(_("1  issue a new envelope, with a new PIN"), id=REISSUE),
                Option(_("2  end the visit without a PIN"), id=END),
            ]
        )
        options.highlighted = 0
        self.go_to(SPOILED)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen after spoiling."""
        event.stop()
        self._after_spoiling(event.option.id or END)

    def action_choose(self, number: int) -> None:
        """Choose by digit what to do after spoiling."""
        self._after_spoiling((REISSUE, END)[number - 1])

    def _after_spoiling(self, choice: str) -> None:
        if choice == REISSUE:
            self.dismiss(REISSUE)
        else:
            self._end(VisitOutcome.ABANDONED)

    def action_go_on(self) -> None:
        """Enter after the hand-over ends the visit."""
        self._end(VisitOutcome.DONE)

    def action_leave(self) -> None:
        """Leave; an envelope still open is never left silently."""
        self._leave()

    def settle_first(self, go_on: Callable[[], object]) -> bool:
        """End the visit before anything else."""
        self._leave(go_on)
        return True

    def _leave(self, go_on: Callable[[], object] | None = None) -> None:
        if self.busy:
            self.status(_("One moment, please…"), "wait")
        elif self.step == HANDED_OVER:
            self._end(VisitOutcome.DONE, go_on)
        elif self.step == SPOILED:
            self._end(VisitOutcome.ABANDONED, go_on)
        else:
            question = _("Leave envelope {serial} in doubt?").format(serial=self.view.serial)
            detail = _(
                "It is neither handed over nor spoiled. It stays on the list of envelopes in doubt until somebody "
                "settles it."
            )
            self.app.push_screen(
                ConfirmDialog(question, _("leave it in doubt"), detail),
                lambda sure: self._end(VisitOutcome.ABANDONED, go_on) if sure else None,
            )

    @desk_work
    async def _end(self, outcome: VisitOutcome, go_on: Callable[[], object] | None = None) -> None:
        await self.case(visits.close, self.view.visit_id, outcome)
        self.desk_app.go_home()
        if go_on is not None:
            go_on()
