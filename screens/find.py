"""Find a person by surname, name and birth date: exact data, few hits, never an open list (screens.md, principle 5)."""

from __future__ import annotations

from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import people, visits
from counter_app.desk.commands import FindByData
from counter_app.desk.views import PersonHit
from counter_app.i18n import _, ngettext, show_date
from screens import keys
from screens.base import DeskScreen, desk_work
from screens.widgets.fields import DateInput, DeskInput, Field


class FindScreen(DeskScreen[None]):
    """Three fields and the people they fit, with half-masked codes."""

    CSS_PATH = "styles/find.tcss"
    AUTO_FOCUS = "#find-surname"
    HELP = _(
        "Type surname, name and birth date as the document shows them; accents and capitals do not matter. "
        "Enter on the last field searches. Choose the person with the arrows and Enter, or with the number."
    )
    BINDINGS = [*keys.bindings(search=_("search"), leave=_("home")), *keys.choices()]

    def __init__(self) -> None:
        super().__init__(id="find")
        self._hits: tuple[PersonHit, ...] = ()

    def compose_content(self) -> ComposeResult:
        """The fields, then the hits."""
        with Vertical(classes="page"):
            yield Static(_("Search by data"), classes="question", markup=False)
            yield Field(_("Surname"), DeskInput(id="find-surname", width=34))
            yield Field(_("Name"), DeskInput(id="find-name", width=34))
            yield Field(_("Born on"), DateInput(id="find-born"))
            yield Static("", id="find-count", classes="quiet", markup=False)
            yield OptionList(id="hits", markup=False, compact=True)

    def on_mount(self) -> None:
        """No list before a search."""
        super().on_mount()
        self._show(())

    def main_action(self) -> None:
        """Enter on the last field searches."""
        self.action_search()

    @desk_work
    async def action_search(self) -> None:
        """Search with what stands in the fields."""
        self.clear_field_errors()
        self._show(())
        born = self.query_one("#find-born", DateInput).day()
        surname = self.query_one("#find-surname", DeskInput).value
        name = self.query_one("#find-name", DeskInput).value
        self._show(await self.case(people.find_by_data, FindByData(surname, name, born)))
        count = len(self._hits)
        words = ngettext("{count} person found", "{count} people found", count).format(count=count)
        self.query_one("#find-count", Static).update(
            words if count else _("Nobody in the archive has exactly these data. Check them against the document.")
        )

    def _show(self, hits: tuple[PersonHit, ...]) -> None:
        self._hits = hits
        shown = self.query_one("#hits", OptionList)
        shown.set_options([Option(_line(number, hit), id=str(hit.person_id)) for number, hit in enumerate(hits, 1)])
        shown.display = bool(hits)
        self.query_one("#find-count", Static).update("")
        if hits:
            shown.highlighted = 0
            self.set_focus(shown)

    @on(OptionList.OptionSelected, "#hits")
    def choose_hit(self, event: OptionList.OptionSelected) -> None:
        """Open the card of the chosen person."""
        event.stop()
        self.open_person(int(event.option.id or 0))

    def action_choose(self, number: int) -> None:
        """Open the card of the numbered person."""
        if number <= len(self._hits):
            self.open_person(self._hits[number - 1].person_id)

    @desk_work
    async def open_person(self, person_id: int) -> None:
        """Open a visit and show the card.

        Args:
            person_id: of the archive.
        """
        view = await self.case(visits.open_visit, person_id, uuid4().hex)
        self.desk_app.open_card(view)

    def action_leave(self) -> None:
        """Go home; what was typed here is no draft."""
        self.desk_app.go_home()


def _line(number: int, hit: PersonHit) -> str:
    return f"{number}  {hit.full_name}  ·  {hit.masked_code}  ·  {show_date(hit.born)}"
