"""The calendar of norms: a timeline, what stands on a day, what changes next (M22)."""

from __future__ import annotations

from datetime import date
from textwrap import shorten, wrap

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from counter_app.desk import calendar
from counter_app.desk.views import CalendarView, ChangeView
from counter_app.i18n import _, ngettext, show_date
from counter_app.norms.norm import CitedNorm, NormStatus, Settled
from screens import keys
from screens.base import DeskScreen
from screens.dialogs import DateDialog
from screens.norms.drawing import SIGNS, Axis, label
from screens.norms.sheet import NormSheet, span, standing
from screens.widgets.lines import say

LIST = "norms"
LABEL_WIDTH = 36
TODAY, THAT_DAY = 1, 2
"""Choices: as known today, or as known on the day shown."""
ALL = ""


class CalendarScreen(DeskScreen[None]):
    """Shows the norms on a timeline; opened above the screen one works on."""

    AUTO_FOCUS = f"#{LIST}"
    CSS_PATH = "../styles/norms.tcss"
    HELP = _(
        "Each line is a norm over the years in which it is in force; ▼ and the upright line are the day shown, ▽ the "
        "business date. ● in force, "
        "… coming, ○ ended, ! noted and not applied. The arrows choose a norm, Enter or F6 shows its whole text. "
        "← and → choose a subject; F7 and F8 go to the change before and after; F2 goes to a date, F5 back to the "
        "business date. 1 shows what is known today, 2 what was known on the day shown."
    )
    BINDINGS = [
        *keys.bindings(
            "why",
            search=_("go to a date"),
            refresh=_("today"),
            back=_("change before"),
            next=_("change after"),
            leave=_("back"),
        ),
        *keys.choices(2),
        Binding("left", "subject(-1)", _("the subject before"), show=False),
        Binding("right", "subject(1)", _("the subject after"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="calendar")
        self._day: date | None = None
        self._subject = ALL
        self._that_day = False
        self._view: CalendarView | None = None
        self._drawn: date | None = None

    def compose_content(self) -> ComposeResult:
        """Yield the choices, the years, the norms, the one that is chosen, and what changes next."""
        with Vertical(id="calendar-content"):
            yield Static("", id="calendar-choices", markup=False)
            yield Static("", id="calendar-axis", markup=False)
            yield OptionList(id=LIST, markup=False, compact=True)
            yield Static("", id="calendar-norm", markup=False)
            yield Static("", id="calendar-next", markup=False)

    def on_mount(self) -> None:
        """Begin on the business date."""
        super().on_mount()
        self.read_day()

    def date_moved(self) -> None:
        """Go with the business date."""
        self.action_read_again()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw the lines for the new width."""
        if self._view is not None:
            self._show(self._view)

    def read_day(self) -> None:
        """Read what stands on the day shown; the norms are in memory, so that nothing is waited for."""
        day = self._day or self.counter.clock.today()
        self._show(calendar.calendar(self.counter, day, known_that_day=self._that_day, subject=self._subject))

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self, view: CalendarView) -> None:
        self._view = view
        self.title_text = " · ".join((_("CALENDAR OF THE NORMS"), show_date(view.on), _known(view)))
        say(self.query_one("#calendar-choices", Static), _choices(view, that_day=self._that_day))
        axis = self._axis(view)
        indent = " " * LABEL_WIDTH
        years = Content(f"{indent}{axis.numbers()}\n{indent}{axis.pointers(view.on, view.today)}")
        say(self.query_one("#calendar-axis", Static), years)
        self._show_norms(view, axis)
        say(self.query_one("#calendar-next", Static), _changes(view))
        # the words above and below have taken their room only then
        self.call_after_refresh(self.query_one(f"#{LIST}", OptionList).scroll_to_highlight)

    def _axis(self, view: CalendarView) -> Axis:
        shown = self.query_one(f"#{LIST}", OptionList)
        days = [norm.since for norms in view.norms.values() for norm in norms]
        width = shown.size.width or self.size.width
        return Axis.over([view.first_day, view.on, view.today, *days], width - LABEL_WIDTH - 1)

    def _show_norms(self, view: CalendarView, axis: Axis) -> None:
        shown = self.query_one(f"#{LIST}", OptionList)
        chosen = shown.highlighted_option.id if shown.highlighted_option else None
        options: list[Option] = []
        for subject, norms in view.norms.items():
            if norms and view.subject == ALL:
                options.append(Option(Content.styled(view.subjects[subject], "bold $accent"), disabled=True))
            for norm in norms:
                options.append(Option(Content.assemble(label(norm, LABEL_WIDTH), axis.bar(norm, view.on)), id=norm.id))
        shown.set_options(options)
        places = {option.id: place for place, option in enumerate(options) if not option.disabled}
        changed = view.that_day.begins + view.that_day.ends if view.that_day and not self._stayed(view) else ()
        wanted = [*(norm.id for norm in changed), chosen, *places]
        shown.highlighted = next((places[name] for name in wanted if name in places), None)
        self._show_chosen()

    def _stayed(self, view: CalendarView) -> bool:
        """Return whether the same day is drawn again: the line chosen on it stays chosen."""
        before, self._drawn = self._drawn, view.on
        return before == view.on

    def _chosen(self) -> CitedNorm | None:
        option = self.query_one(f"#{LIST}", OptionList).highlighted_option
        norms = self._view.norms.values() if self._view else ()
        return next((norm for some in norms for norm in some if option is not None and norm.id == option.id), None)

    @on(OptionList.OptionHighlighted, f"#{LIST}")
    def _show_chosen(self) -> None:
        norm = self._chosen()
        pane = self.query_one("#calendar-norm", Static)
        say(pane, Content("") if norm is None else _words(norm, pane.size.height, self.size.width - 5))

    # --- keys --------------------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, f"#{LIST}")
    def action_why(self) -> None:
        """Show the whole text of the chosen norm."""
        norm = self._chosen()
        if norm is not None:
            self.app.push_screen(NormSheet([norm]))

    def action_subject(self, step: int) -> None:
        """Go to the next or previous subject; before the first one stand all of them."""
        if self._view is not None:
            subjects = [ALL, *self._view.subjects]
            self._subject = subjects[(subjects.index(self._subject) + step) % len(subjects)]
            self.read_day()

    def action_choose(self, number: int) -> None:
        """Show what is known today, or what was known on the day shown."""
        self._that_day = number == THAT_DAY
        self.read_day()

    def action_step_back(self) -> None:
        """Go to the change before the day shown."""
        if self._view is not None and self._view.previous is not None:
            self._go_to(self._view.previous)

    def action_step_on(self) -> None:
        """Go to the change after the day shown."""
        if self._view is not None and self._view.next is not None:
            self._go_to(self._view.next.day)

    def action_search(self) -> None:
        """Ask for a date to go to."""
        if self._view is not None:
            now = _("The day shown is {date}.").format(date=show_date(self._view.on))
            self.app.push_screen(DateDialog(_("Go to a date"), now, self._view.first_day), self._go_to)

    def _go_to(self, day: date | None) -> None:
        if day is not None:
            self._day = day
            self.read_day()

    def action_read_again(self) -> None:
        """Go back to the business date."""
        self._day = None
        self.read_day()

    def action_leave(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)


def _known(view: CalendarView) -> str:
    return _("as known on {day}").format(day=show_date(view.known_on))


def _choices(view: CalendarView, *, that_day: bool) -> Content:
    subject = view.subjects[view.subject] if view.subject else _("all subjects")
    parts: list[Content | str] = [Content.assemble(("◂ ", "$accent"), (subject, "bold"), (" ▸", "$accent")), "   "]
    for number, words, on_now in (
        (TODAY, _("known today"), not that_day),
        (THAT_DAY, _("known that day"), that_day),
    ):
        sign = "(●)" if on_now else "( )"
        parts += [Content.assemble((f"{number} ", "bold $accent"), f"{sign} {words}"), "  "]
    return Content.assemble(*parts)


def _words(norm: CitedNorm, height: int, width: int) -> Content:
    stands = f"{SIGNS[norm.status]} {standing(norm.status)}, {span(norm)}"
    firm = {
        Settled.UNSETTLED: _("a reading: the acts are not clear"),
        Settled.OFFICE_PRACTICE: _("office practice"),
        Settled.SETTLED: "",
    }[norm.settled]
    if norm.status is NormStatus.ENDED and norm.ended_by:
        stands = f"{stands} ({norm.ended_by})"
    if norm.replaced_by:
        stands = f"{stands} ({_('in part replaced by {act}').format(act=', '.join(norm.replaced_by))})"
    head = " · ".join(part for part in (norm.act, stands, firm) if part)
    more = _("… (Enter: the whole text)")
    room = (height - 1 - len(wrap(head, width))) * width
    # a line is rarely full to its last column: words wrap whole
    text = shorten(norm.text, max(room * 9 // 10, 2 * len(more)), placeholder=f" {more}")
    return Content("\n").join([Content.styled(norm.title, "bold"), Content.styled(head, "$quiet"), Content(text)])


def _changes(view: CalendarView) -> Content:
    lines: list[Content] = []
    if view.that_day is not None:
        lines.append(Content.assemble((_("THAT DAY"), "bold $accent"), f"  {_change(view.that_day)}"))
    change = view.next
    if change is not None:
        days = (change.day - view.on).days
        when = ngettext("in {days} day", "in {days} days", days).format(days=days)
        words = f"  {show_date(change.day)} ({when}): {_change(change)}"
        lines.append(Content.assemble((_("NEXT CHANGE"), "bold $accent"), words))
    elif view.subject:
        lines.append(Content(_("On this subject no later change is known.")))
    else:
        lines.append(Content(_("Nothing known changes after this day.")))
    return Content("\n").join(lines)


def _change(change: ChangeView) -> str:
    parts = []
    if change.begins:
        parts.append(_("begins: {titles}").format(titles=", ".join(norm.title for norm in change.begins)))
    if change.ends:
        parts.append(_("no longer: {titles}").format(titles=", ".join(norm.title for norm in change.ends)))
    return "; ".join(parts)
