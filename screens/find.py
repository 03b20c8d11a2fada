"""Find a person by what is known of surname, name and birth date: few hits, never an open list (principle 5)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import search, visits
from counter_app.desk.archive_views import HitsView, PageStart, PersonHit
from counter_app.desk.commands import SearchPeople
from counter_app.i18n import _, ngettext, show_date
from screens import keys
from screens.base import DeskScreen, desk_work
from screens.labels import cut
from screens.widgets.fields import BornInput, DeskInput, Field

BORN = "find-born"
WIDEST_NAME = 34
NOTHING = HitsView((), 0)


class FindScreen(DeskScreen["int | str"]):
    """Three fields and the people they fit, a page at a time, with half-masked codes.

    Ends on the card of the person, or dismisses with their number, or with the code of whoever was registered.

    Args:
        comes_back: whether a case waits for this person: then no card is opened and no way leads home.
        title: of the case that waits.
    """

    CSS_PATH = "styles/find.tcss"
    AUTO_FOCUS = "#find-surname"
    HELP = _(
        "With surname, name and birth date as the document shows them, the search finds that very person. Where "
        "something is not sure, write less: the beginning of the surname (three letters or more), of the name if you "
        "know it, the year of birth if the day is not sure. Accents, capitals and apostrophes do not matter. "
        "Enter on the last field searches, F2 from any field. Choose the person with the arrows and Enter, or with the "
        "number; F8 and F7 turn the page. Ask for the birth date before you choose among namesakes. "
        "Where too many people fit nobody is shown. "
        "The register keeps each list that was shown and each card that was opened. Opened from a case, the search "
        "comes back to it, with the person chosen; Esc comes back without."
    )
    BINDINGS = [
        Binding("escape", "come_back", _("leave"), id="leave"),  # the same key where a case waits
        *keys.bindings(
            search=_("search"), new=_("new person"), back=_("page back"), next=_("page on"), leave=_("home")
        ),
        # the list would take them to move within the page
        Binding("pageup", "step_back", _("page back"), show=False, priority=True, id="page-back"),
        Binding("pagedown", "step_on", _("page on"), show=False, priority=True, id="page-next"),
        *keys.choices(),
    ]

    def __init__(self, *, comes_back: bool = False, title: str = "") -> None:
        super().__init__(id="find")
        self._comes_back = comes_back
        self.set_reactive(FindScreen.title_text, title)
        self._view = NOTHING
        self._asked = SearchPeople("")
        self._starts: list[PageStart | None] = []

    def compose_content(self) -> ComposeResult:
        """The fields, then the hits."""
        with Vertical(classes="page"):
            yield Static(_("Search by data"), classes="question", markup=False)
            yield Field(_("Surname"), DeskInput(id="find-surname", width=34), _("whole, or how it begins"))
            yield Field(_("Name"), DeskInput(id="find-name", width=34), _("if you know it"))
            yield Field(_("Born on"), BornInput(id=BORN), _("date, or year alone"))
            yield Static("", id="find-count", classes="quiet", markup=False)
            yield OptionList(id="hits", markup=False, compact=True)

    def on_mount(self) -> None:
        """No list before a search."""
        super().on_mount()
        self._show(NOTHING)

    def go_on_from(self, widget: Widget) -> None:
        """Enter on the last field searches, also while a list stands below it."""
        if widget.id == BORN:
            self.main_action()
        else:
            super().go_on_from(widget)

    def main_action(self) -> None:
        """Enter on the last field searches."""
        self.action_search()

    @on(Input.Changed)
    def forget(self) -> None:
        """What stands in the fields now is not what the list below was found by."""
        if self._view is not NOTHING:
            self._show(NOTHING)

    @desk_work
    async def action_search(self) -> None:
        """Search with what stands in the fields."""
        self.clear_field_errors()
        asked = self._typed()
        view = await self.case(search.find, asked)
        # a key that came meanwhile has made other words of them
        if self.is_attached and asked == self._typed():
            self._asked, self._starts = asked, [None]
            self._show(view)

    def _typed(self) -> SearchPeople:
        born = self.query_one(f"#{BORN}", BornInput).span()
        surname, name = (self.query_one(f"#{field}", DeskInput).value for field in ("find-surname", "find-name"))
        return SearchPeople(surname, name, born)

    @desk_work
    async def _turn_to(self, starts: list[PageStart | None]) -> None:
        """Show the page whose start is the last of `starts`."""
        view = await self.case(search.find, self._asked, starts[-1])
        if self._view is not NOTHING:
            self._starts = starts
            self._show(view)

    def action_new(self) -> None:
        """Register a person from the document, as on the home screen."""
        self.desk_app.open_person_new(back=self._registered if self._comes_back else None)

    def _registered(self, code: str | None) -> None:
        if code:
            self.dismiss(code)

    def action_step_on(self) -> None:
        """Turn to the next page."""
        if self._view.next is not None:
            self._turn_to([*self._starts, self._view.next])

    def action_step_back(self) -> None:
        """Turn back to the page before."""
        if len(self._starts) > 1:
            self._turn_to(self._starts[:-1])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn the page only where there is one, and to go where the search came from."""
        if action == ("leave" if self._comes_back else "come_back"):
            return False
        if action == "step_on" and self._view.next is None:
            return False
        if action == "step_back" and len(self._starts) < 2:
            return False
        return super().check_action(action, parameters)

    def _show(self, view: HitsView) -> None:
        self._view = view
        if view is NOTHING:
            self._starts = []
        shown = self.query_one("#hits", OptionList)
        lines = _lines(view.hits)
        shown.set_options([Option(line, id=str(hit.person_id)) for line, hit in zip(lines, view.hits, strict=True)])
        shown.display = bool(view.hits)
        self.query_one("#find-count", Static).update("" if view is NOTHING else _words(view))
        self.refresh_bindings()
        if view.hits:
            shown.highlighted = 0
            self.set_focus(shown)

    @on(OptionList.OptionSelected, "#hits")
    def choose_hit(self, event: OptionList.OptionSelected) -> None:
        """Open the card of the chosen person."""
        event.stop()
        self.open_person(int(event.option.id or 0))

    def action_choose(self, number: int) -> None:
        """Open the card of the numbered person."""
        if number <= len(self._view.hits):
            self.open_person(self._view.hits[number - 1].person_id)

    @desk_work
    async def open_person(self, person_id: int) -> None:
        """Open a visit and show the card, or give the person to the case that waits for them.

        Args:
            person_id: of the archive.
        """
        if self._comes_back:
            self.dismiss(person_id)
            return
        view = await self.case(visits.open_visit, person_id, uuid4().hex)
        self.desk_app.open_card(view)

    def action_leave(self) -> None:
        """Go home; what was typed here is no draft."""
        self.desk_app.go_home()

    def action_come_back(self) -> None:
        """Go back to the case without a person."""
        self.dismiss(None)


def _words(view: HitsView) -> str:
    """Return what the search found, and where in it one stands."""
    count = view.count
    if view.too_many:
        return _(
            "More than {count} people: nobody is shown. Add letters of the surname, the name, or the year of birth."
        ).format(count=count)
    if not view.hits and view.whole:
        return _("Nobody in the archive has exactly this surname. For how one begins, type three letters or more.")
    if not view.hits:
        return _(
            "Nobody in the archive has these data, or data that begin so. Check them against the document; "
            "F3 registers a person."
        )
    if view.exact:
        return ngettext(
            "{count} person with exactly these data", "{count} people with exactly these data", count
        ).format(count=count)
    words = ngettext("{count} person whose data begin so", "{count} people whose data begin so", count).format(
        count=count
    )
    if view.pages == 1:
        return words
    return words + " · " + _("page {page} of {pages}").format(page=view.page, pages=view.pages)


def _lines(hits: Sequence[PersonHit]) -> list[str]:
    """Return a line for each person, in columns."""
    widest = min(max((len(hit.full_name) for hit in hits), default=0), WIDEST_NAME)
    return [_line(number, hit, widest) for number, hit in enumerate(hits, 1)]


def _line(number: int, hit: PersonHit, width: int) -> str:
    where = _("{place} · deceased").format(place=hit.birth_place) if hit.deceased else hit.birth_place
    return f"{number:<2} {cut(hit.full_name, width):<{width}}  {hit.masked_code:<16}  {show_date(hit.born)}  {where}"
