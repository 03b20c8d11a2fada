"""The cases a supervisor is to decide on: held by a note until then, at every desk."""

from __future__ import annotations

from rich.console import Group
from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import reviews, suspicions
from counter_app.desk.review_views import SuspicionView
from counter_app.i18n import _, ngettext
from counter_app.identity.fiscal_code import mask
from screens import keys
from screens.base import DeskScreen, desk_read
from screens.marks import numbered
from screens.review import GO_ON, ReviewScreen, noted

LIST = "suspicions"


class SuspicionsScreen(DeskScreen[None]):
    """The list of the cases to review; Enter decides on one."""

    AUTO_FOCUS = f"#{LIST}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Somebody has written a note on each of these cases: until a supervisor decides, nothing is issued to the "
        "person at any desk, and the person hears only that the office is checking. Choose one and press Enter, let it "
        "go on or reject it, with a reason. Whoever wrote the note does not decide on it; the only supervisor of an "
        "office does, and a colleague confirms the decision."
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
        if view.own and not view.seconded:
            self.status(_("You wrote this note: another supervisor decides on it."), "bad")
        else:
            self._look(view)

    @desk_read
    async def _look(self, view: SuspicionView) -> None:
        found = await self.case(reviews.look, view.id)
        self.app.push_screen(ReviewScreen(found), self._decided)

    def _decided(self, decision: str | None) -> None:
        if decision is not None:
            words = _("The case goes on.") if decision == GO_ON else _("The case is rejected.")
            self.query_one("#suspicions-note", Static).update(words)
            self.action_read_again()

    def action_leave(self) -> None:
        """Go back home."""
        self.desk_app.go_home()


def _line(number: int, view: SuspicionView) -> Group:
    who = f"{view.person.surname} {view.person.name[:1]}.  {mask(view.person.fiscal_code)}"
    return numbered(number, who, (view.note, noted(view.raised_by, view.desk, view.raised_at)))
