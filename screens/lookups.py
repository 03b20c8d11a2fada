"""Look-ups without an act, for a supervisor: who looked at whom, and did nothing for them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.clock import ROME
from counter_app.desk import lookups
from counter_app.desk.archive_views import LookedUpView, LookupsView
from counter_app.i18n import _, ngettext, show_date
from screens import keys
from screens.base import DeskDialog, DeskScreen, desk_read, desk_work
from screens.labels import cut

LIST, PEOPLE = "lookups", "looked-up"


class LookupsScreen(DeskScreen[None]):
    """A line for each day and operator; Enter shows whose cards were opened for nothing."""

    CSS_PATH = "styles/lookups.tcss"
    AUTO_FOCUS = f"#{LIST}"
    HELP = _(
        "The archive serves whoever is at the counter. Each line is a day and an operator: how many lists of people "
        "were shown to them (by a search, or by the form of a person's data, which says who has a code already and who "
        "is called the same), how many cards they opened, and how many of these visits ended without an act. A few are "
        "ordinary: a question answered, somebody who thought better of it. Enter shows whose cards they were; the "
        "register keeps that you looked. A case left half-way is not counted. The list goes back thirty days "
        "(office practice)."
    )
    BINDINGS = [*keys.bindings("refresh", leave=_("home"))]

    def __init__(self) -> None:
        super().__init__(id="lookups")
        self._views: tuple[LookupsView, ...] = ()

    def compose_content(self) -> ComposeResult:
        """The heading, the columns and the list."""
        with Vertical(classes="page"):
            yield Static(_("Look-ups without an act"), classes="question", markup=False)
            yield Static("", id="lookups-note", classes="quiet", markup=False)
            yield Static("", id="lookups-columns", markup=False)
            yield OptionList(id=LIST, markup=False, compact=True)

    def on_mount(self) -> None:
        """Read the list."""
        super().on_mount()
        self.action_read_again()

    def date_moved(self) -> None:
        """The thirty days end on another one."""
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Read the list."""
        self._views = await self.case(lookups.report)
        count = sum(view.without_act for view in self._views)
        words = ngettext("{count} card opened without an act", "{count} cards opened without an act", count)
        days = _("in the last {days} days").format(days=lookups.DAYS)
        self.query_one("#lookups-note", Static).update(f"{words.format(count=count)} {days}")
        columns = _columns(_("day"), _("account"), _("name"), _("lists"), _("cards"), _("without act"))
        self.query_one("#lookups-columns", Static).update(Content.styled(columns, "bold") if self._views else "")
        shown = self.query_one(f"#{LIST}", OptionList)
        place = shown.highlighted or 0
        shown.set_options([Option(_line(view), id=f"{view.day}-{view.username}") for view in self._views])
        shown.highlighted = min(place, len(self._views) - 1) if self._views else None

    @on(OptionList.OptionSelected, f"#{LIST}")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Show whose cards they were."""
        event.stop()
        view = self._views[event.option_index]
        if view.without_act:
            self._show_people(view)
        else:
            self.status(_("In each of these visits something was done."))

    @desk_work
    async def _show_people(self, view: LookupsView) -> None:
        looked = await self.case(lookups.people, view.username, view.day)
        self.app.push_screen(LookedUpDialog(view, looked))

    def action_leave(self) -> None:
        """Go home."""
        self.desk_app.go_home()


class LookedUpDialog(DeskDialog[None]):
    """The people whose cards one operator opened on one day without an act.

    Args:
        view: the line that was chosen.
        looked: the people.
    """

    CSS_PATH = "styles/lookups.tcss"
    AUTO_FOCUS = f"#{PEOPLE}"
    HELP = _(
        "Each line is a card that was opened and left without an act: the hour and the person, the code half masked. "
        "Ask the operator: there may be a good reason. That you have seen this is in the register."
    )
    BINDINGS = [*keys.bindings(leave=_("back to the list"))]

    def __init__(self, view: LookupsView, looked: tuple[LookedUpView, ...]) -> None:
        super().__init__(id="looked-up-by")
        self._view = view
        self._looked = looked

    @property
    def dialog_title(self) -> str:
        """Who, when."""
        who = self._view.full_name or self._view.username
        return _("{who}, {day}: cards opened without an act").format(who=who, day=show_date(self._view.day))

    def compose_content(self) -> ComposeResult:
        """The people."""
        lines = (Option(_person(one), id=f"looked-{number}") for number, one in enumerate(self._looked, 1))
        yield OptionList(*lines, id=PEOPLE, markup=False, compact=True)


def _columns(day: str, username: str, name: str, searches: str, cards: str, without_act: str) -> str:
    return f"{day:<10}  {cut(username, 13):<13}  {cut(name, 16):<16}  {searches:>7}  {cards:>6}  {without_act:>10}"


def _line(view: LookupsView) -> Content:
    counts = (str(count) for count in (view.searches, view.cards, view.without_act))
    return Content(_columns(show_date(view.day), view.username, view.full_name, *counts))


def _person(looked: LookedUpView) -> Content:
    hit, at = looked.hit, looked.at.astimezone(ROME)
    return Content(f"{at:%H:%M}  {cut(hit.full_name, 28):<28}  {hit.masked_code:<16}  {show_date(hit.born)}")
