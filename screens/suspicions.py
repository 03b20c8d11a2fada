"""The cases a supervisor is to decide on: held by a note until then, at every desk."""

from __future__ import annotations

from datetime import datetime

from rich.console import Group
from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, RadioSet, Static
from textual.widgets.option_list import Option

from counter_app.clock import ROME
from counter_app.desk import suspicions
from counter_app.desk.commands import DecideSuspicion
from counter_app.desk.views import SuspicionView
from counter_app.i18n import _, ngettext, show_date
from counter_app.identity.fiscal_code import mask
from screens import keys
from screens.base import DeskDialog, DeskScreen, desk_read, desk_work
from screens.marks import RoundMark, RoundSet, numbered
from screens.widgets.fields import DeskInput, Field

LIST, DECISION = "suspicions", "review-decision"
GO_ON, REJECT = "go-on", "reject"


class SuspicionsScreen(DeskScreen[None]):
    """The list of the cases to review; Enter decides on one."""

    AUTO_FOCUS = f"#{LIST}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Somebody has written a note on each of these cases: until a supervisor decides, nothing is issued to the "
        "person at any desk, and the person hears only that the office is checking. Choose one and press Enter, let it "
        "go on or reject it, with a reason. Whoever wrote the note does not decide on it."
    )
    BINDINGS = [*keys.bindings(refresh=_("read again"), leave=_("home")), *keys.choices()]

    def __init__(self) -> None:
        super().__init__(id="suspicions")
        self._views: tuple[SuspicionView, ...] = ()

    def compose_content(self) -> ComposeResult:
        """Yield the heading and the list."""
        yield Static("", id="suspicions-heading", classes="question", markup=False)
        yield OptionList(id=LIST, markup=False, compact=True)
        yield Static("", id="suspicions-note", markup=False)

    def on_mount(self) -> None:
        """Read the list."""
        super().on_mount()
        self.title_text = _("CASES TO REVIEW")
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Read the list again."""
        self._views = await self.case(suspicions.undecided)
        count = len(self._views)
        heading = ngettext("{count} case waits for a decision.", "{count} cases wait for a decision.", count)
        text = heading.format(count=count) if count else _("No case waits for a decision.")
        self.query_one("#suspicions-heading", Static).update(text)
        shown = self.query_one(f"#{LIST}", OptionList)
        chosen = shown.highlighted or 0
        shown.set_options([Option(_line(number, view), id=str(view.id)) for number, view in enumerate(self._views, 1)])
        shown.highlighted = min(chosen, count - 1) if count else None

    @on(OptionList.OptionSelected, f"#{LIST}")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Ask what becomes of the chosen case."""
        event.stop()
        self._review(next(item for item in self._views if str(item.id) == event.option.id))

    def action_choose(self, number: int) -> None:
        """Choose a case by its number."""
        if number <= len(self._views):
            self.query_one(f"#{LIST}", OptionList).highlighted = number - 1
            self._review(self._views[number - 1])

    def _review(self, view: SuspicionView) -> None:
        if view.own:
            self.status(_("You wrote this note: another supervisor decides on it."), "bad")
        else:
            self.app.push_screen(ReviewDialog(view), self._decided)

    def _decided(self, decision: str | None) -> None:
        if decision is not None:
            words = _("The case goes on.") if decision == GO_ON else _("The case is rejected.")
            self.query_one("#suspicions-note", Static).update(words)
            self.action_read_again()

    def action_leave(self) -> None:
        """Go back home."""
        self.desk_app.go_home()


class DecisionSet(RoundSet):
    """The two decisions; none is chosen at first."""

    BINDINGS = [*keys.choices(2)]

    def __init__(self) -> None:
        marks = (
            RoundMark(_("1  let the case go on: nothing is wrong"), id=GO_ON),
            RoundMark(_("2  reject it: nothing is issued to this person"), id=REJECT),
        )
        super().__init__(*marks, id=DECISION, compact=True)

    def action_choose(self, number: int) -> None:
        """Choose by digit."""
        self.query_one(f"#{(GO_ON, REJECT)[number - 1]}", RoundMark).value = True


class ReviewDialog(DeskDialog[str]):
    """Decides on one case. Dismisses with `go-on`, `reject` or None.

    Args:
        view: the case.
    """

    AUTO_FOCUS = f"#{DECISION}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Read the note, look at the documents of the case, talk to whoever wrote it. If nothing is wrong the case goes "
        "on at once, at every desk. If it is rejected, whoever asks for this person is told, in neutral words, that "
        "the request cannot be accepted; a new note opens the question again. The reason is kept in the register. F9 "
        "decides."
    )
    BINDINGS = [*keys.bindings(confirm=_("decide"), leave=_("back to the list"))]

    def __init__(self, view: SuspicionView) -> None:
        super().__init__(id="review")
        self._view = view

    @property
    def dialog_title(self) -> str:
        """Whose case."""
        return f"{self._view.person.full_name} · {self._view.person.fiscal_code}"

    def compose_content(self) -> ComposeResult:
        """The note, the two decisions, the reason."""
        yield Static(_noted(self._view), classes="quiet", markup=False)
        yield Static(self._view.note, id="review-note", markup=False)
        yield DecisionSet()
        yield Field(_("Reason"), DeskInput(id=suspicions.GROUND, width=48))

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 decides."))

    def action_confirm(self) -> None:
        """Decide, once a decision is chosen."""
        self.clear_field_errors()
        pressed = self.query_one(f"#{DECISION}", RadioSet).pressed_button
        if pressed is None or not pressed.id:
            self.show_field_error(DECISION, _("Choose a decision."))
        else:
            self._decide(pressed.id)

    @desk_work
    async def _decide(self, decision: str) -> None:
        ground = self.query_one(f"#{suspicions.GROUND}", DeskInput).value
        await self.case(suspicions.decide, DecideSuspicion(self._view.id, decision == GO_ON, ground))
        self.dismiss(decision)


def _line(number: int, view: SuspicionView) -> Group:
    who = f"{view.person.surname} {view.person.name[:1]}.  {mask(view.person.fiscal_code)}"
    return numbered(number, who, (view.note, _noted(view)))


def _noted(view: SuspicionView) -> str:
    words = _("noted by {who}, desk {desk}, {moment}")
    return words.format(who=view.raised_by, desk=view.desk, moment=_moment(view.raised_at))


def _moment(moment: datetime) -> str:
    local = moment.astimezone(ROME)
    return f"{show_date(local.date())} {local:%H:%M}"
