"""Home: who is at the counter? The person in front of the desk is the only question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from counter_app.desk import handovers, people, visits
from counter_app.desk.desk_views import PersonDraftView
from counter_app.desk.rights import may
from counter_app.errors import BadInputError
from counter_app.i18n import _, ngettext
from counter_app.identity import fiscal_code
from screens import keys, labels
from screens.base import DeskScreen, desk_read, desk_work
from screens.dialogs import ConfirmDialog
from screens.widgets.fields import CodeInput, Field
from screens.widgets.panes import SidePane

if TYPE_CHECKING:
    from counter_app.counter import Counter
    from counter_app.desk.views import Actor, CardView, DraftView, HomeView, NewsItem

FIND, ENVELOPES, FIRST_DRAFT, REVIEWS, LOOKUPS, CALENDAR, OPERATORS, SETTINGS = 1, 2, 3, 6, 7, 8, 9, 0
"""Numbers of the choices; the cases left half-way stand between."""

STYLES: list[str | PurePath] = [*sorted((Path(__file__).parent / "styles").glob("*.tcss"))]
"""The style sheets of all screens: read one by one as screens open, each would have all that is shown styled anew."""


class HomeScreen(DeskScreen[None]):
    """The question, the field, and what the desk should know."""

    CSS_PATH = STYLES
    AUTO_FOCUS = "#fiscal-code"
    HELP = _(
        "Type, paste or scan the fiscal code of the person at the counter and press Enter: their card says what can be "
        "done today and what not. Without a code, Alt+1 searches by surname, name and birth date; F3 registers "
        "somebody who is not in the archive yet. Cases left half-way stand under WAITING, and so does what was typed "
        "of a person when the desk was locked or its line cut; Alt and their number take them up again. So they take "
        "over a case that a colleague handed to you, at whatever desk, or take back one that you handed over and "
        "nobody has taken yet."
    )
    BINDINGS = [*keys.bindings("search", "refresh", "why", "settings", new=_("new person"), leave=""), *keys.choices()]

    def __init__(self) -> None:
        super().__init__(id="home")
        self._view: HomeView | None = None
        self._notice = ""
        """To be said once the screen has been read again: reading takes the line away."""

    def compose_content(self) -> ComposeResult:
        """The question on the left, today, news and waiting cases on the right or below."""
        with Horizontal(id="home-columns"):
            with Vertical(id="home-question"):
                yield Static(_("Who is at the counter?"), classes="question", markup=False)
                yield Static(_("Fiscal code or card"), id="home-label", markup=False)
                yield Field("", CodeInput())
                yield Static("", id="home-choices", markup=False)
            with VerticalScroll(id="home-panes", can_focus=False):
                yield SidePane(_("TODAY"), id="pane-today")
                yield SidePane(_("WAITING"), id="pane-waiting", folds=False)
                yield SidePane(_("GOOD TO KNOW"), id="pane-news", folds=False)

    def on_mount(self) -> None:
        """Read the counts."""
        super().on_mount()
        self._show_choices()
        self.action_read_again()

    @property
    def _code(self) -> CodeInput:
        return self.query_one("#fiscal-code", CodeInput)

    def start_again(self, notice: str = "") -> None:
        """Be empty for the next person."""
        self.clear_field_errors()
        self._code.value = ""
        self.set_focus(self._code)
        self.refresh_header()
        self._notice = notice
        self.action_read_again()

    def date_moved(self) -> None:
        """The counts and the news belong to the day."""
        self.action_read_again()

    @desk_read
    async def action_read_again(self) -> None:
        """Read counts, waiting cases and news."""
        self._view = await self.case(visits.home)
        if self.is_attached:
            self._show(self._view)
            self.status(self._notice, "good")
            self._notice = ""

    def _show(self, view: HomeView) -> None:
        self.query_one("#pane-today", SidePane).show_lines(_today(view))
        self.query_one("#pane-waiting", SidePane).show_lines(_waiting(view))
        self.query_one("#pane-news", SidePane).show_lines(_news(view.news))
        self.refresh_bindings()
        self._show_choices()

    def _show_choices(self) -> None:
        choices = [(FIND, _("surname, name and birth date"))]
        if self._view is not None and self._view.in_doubt:
            choices.append((ENVELOPES, _("settle the envelopes in doubt")))
        if may(self.counter, self.actor, "see-lookups"):
            choices.append((LOOKUPS, _("look-ups without an act")))
        choices.append((CALENDAR, _("calendar of the norms")))
        if may(self.counter, self.actor, "administer-operators"):
            choices.append((OPERATORS, _("operators' accounts")))
        choices.append((SETTINGS, _("settings")))
        lines = [Content.assemble((f"Alt+{number}", "bold $accent"), f"  {words}") for number, words in choices]
        for shown in self.query("#home-choices").results(Static):
            shown.update(Content("\n").join(lines))

    # --- keys --------------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Search by data."""
        from screens.find import FindScreen  # noqa: PLC0415 - screens know each other only when they are shown

        self.app.push_screen(FindScreen())

    def action_new(self) -> None:
        """Register a person from the document; a code that was typed goes along."""
        self.desk_app.open_person_new(self._code.value)

    def action_settings(self) -> None:
        """Show the settings."""
        self.desk_app.open_settings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to ask why of while no norm changes near the day."""
        if action == "why" and self._view is not None and not self._view.news:
            return False
        return super().check_action(action, parameters)

    def action_why(self) -> None:
        """Show the norms that change near the day."""
        from screens.norms import NormSheet  # noqa: PLC0415 - as above

        if self._view is not None and self._view.news:
            self.app.push_screen(NormSheet([norm for item in self._view.news for norm in item.norms]))

    def action_choose(self, number: int) -> None:
        """Search, settle envelopes, take a draft up again, see look-ups or the calendar, administer the accounts."""
        if number == FIND:
            self.action_search()
        elif number == ENVELOPES:
            from screens.envelopes import EnvelopesScreen  # noqa: PLC0415 - as above

            self.app.push_screen(EnvelopesScreen())
        elif number == REVIEWS:
            self._open_reviews()
        elif number == LOOKUPS:
            self.desk_app.open_lookups()
        elif number == CALENDAR:
            self.desk_app.open_calendar()
        elif number == OPERATORS:
            self.desk_app.open_operators()
        elif self._view is not None and number - FIRST_DRAFT < len(_left(self._view)):
            self._take_up(_left(self._view)[number - FIRST_DRAFT])

    def _take_up(self, draft: DraftView | PersonDraftView) -> None:
        """Go on with what was left here or handed over; ask before a case is taken back."""
        if isinstance(draft, PersonDraftView):
            self._take_up_form(draft)
        elif draft.offered:
            self._have(handovers.take_over, draft.visit_id)
        elif draft.waits_for:
            question = _("Take the case back from {name}?").format(name=draft.waits_for)
            detail = _("It was not taken yet. It goes on at this desk, where you left it.")
            dialog = ConfirmDialog(question, _("take it back"), detail)
            self.app.push_screen(dialog, lambda sure: self._have(handovers.take_back, draft.visit_id) if sure else None)
        else:
            self.open_person(draft.person.id)

    def _take_up_form(self, left: PersonDraftView) -> None:
        """Go on registering somebody; the card of whose data were being corrected leads on to the form."""
        from screens.person_new import PersonNewScreen  # noqa: PLC0415 - as above

        if left.person is None:
            self.app.push_screen(PersonNewScreen(left=left))
        else:
            self.open_person(left.person.id)

    @desk_work
    async def _have(self, take: Callable[[Counter, Actor, int], CardView], visit_id: int) -> None:
        """Go on with a handed case; where somebody was faster, say so beside what now stands here."""
        try:
            view = await self.case(take, visit_id)
        except BadInputError as error:
            self._view = await self.case(visits.home)
            self._show(self._view)
            self.status(error.message, "bad")
            return
        self.desk_app.open_card(view, go_on=True)

    def _open_reviews(self) -> None:
        if may(self.counter, self.actor, "decide-suspicion"):
            self.desk_app.open_suspicions()

    def action_leave(self) -> None:
        """Empty the field: nothing of the person stays."""
        self._code.value = ""
        self.clear_field_errors()

    def main_action(self) -> None:
        """Enter on the code opens the person's card."""
        self.clear_field_errors()
        self.open_by_code()

    @desk_work
    async def open_by_code(self) -> None:
        """Find the person by the code that was typed and open their card."""
        code = fiscal_code.parse(self._code.value)
        hit = await self.case(people.find_by_code, code)
        if hit is None:
            self.show_field_error("fiscal-code", _not_there())
            return
        view = await self.case(visits.open_visit, hit.person_id, uuid4().hex)
        self.desk_app.open_card(view)

    @desk_work
    async def open_person(self, person_id: int) -> None:
        """Open the card of a person known by id.

        Args:
            person_id: of the archive.
        """
        view = await self.case(visits.open_visit, person_id, uuid4().hex)
        self.desk_app.open_card(view)


def _not_there() -> str:
    return _("Not in the archive: F3 registers the person from the document, Alt+1 searches by data.")


def _today(view: HomeView) -> list[str]:
    return [
        ngettext("{count} visit", "{count} visits", view.visits).format(count=view.visits),
        ngettext("{count} PIN handed over", "{count} PINs handed over", view.handed_over).format(
            count=view.handed_over
        ),
        ngettext("{count} envelope in doubt", "{count} envelopes in doubt", view.in_doubt).format(count=view.in_doubt),
    ]


def _waiting(view: HomeView) -> list[str]:
    lines = [_line(number, left) for number, left in enumerate(_left(view), FIRST_DRAFT)]
    more = len(view.drafts) + len(view.forms) - len(lines)
    if more:
        words = ngettext("{count} more case: type the code", "{count} more cases: type the codes", more)
        lines.append(words.format(count=more))
    if view.to_review:
        words = ngettext("{count} case to review", "{count} cases to review", view.to_review)
        lines.append(f"Alt+{REVIEWS}  {words.format(count=view.to_review)}")
    return lines


def _left(view: HomeView) -> Sequence[DraftView | PersonDraftView]:
    """Return what can be taken up by a number: first who is in no archive yet, for no code leads there."""
    new = [form for form in view.forms if form.person is None]
    corrections = [form for form in view.forms if form.person is not None]
    left: tuple[DraftView | PersonDraftView, ...] = (*new, *view.drafts, *corrections)
    return left[: REVIEWS - FIRST_DRAFT]


def _line(number: int, left: DraftView | PersonDraftView) -> str:
    return f"Alt+{number}  {_form(left) if isinstance(left, PersonDraftView) else _draft(left)}"


def _draft(draft: DraftView) -> str:
    masked = fiscal_code.mask(draft.person.fiscal_code)
    if draft.offered:
        last = _("from {name}").format(name=draft.begun_by)
    elif draft.waits_for:
        last = _("for {name}, not taken yet").format(name=draft.waits_for)
    else:
        last = labels.left(draft.saved_at, draft.begun_by)
    return f"{masked} · {labels.step(draft.step)} · {last}"


def _form(left: PersonDraftView) -> str:
    last = labels.left(left.saved_at, left.begun_by)
    if left.person is None:
        return f"{_('new person')} · {last}"
    return f"{fiscal_code.mask(left.person.fiscal_code)} · {_('correction')} · {last}"


def _news(items: Sequence[NewsItem]) -> list[str]:
    """Return a line for each item, what comes before what has been."""
    return [_new(item) for item in items]


def _new(item: NewsItem) -> str:
    return f"· {_when(item)}: {'; '.join(norm.title for norm in item.norms)} ({item.norms[0].act})"


def _when(item: NewsItem) -> str:
    days = abs(item.days)
    if item.begins and item.days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    if item.begins:
        return ngettext("since {days} day", "since {days} days", days).format(days=days) if days else _("from today")
    if item.days > 0:
        return ngettext("ends in {days} day", "ends in {days} days", days).format(days=days)
    return ngettext("ended {days} day ago", "ended {days} days ago", days).format(days=days) if days else _("last day")
