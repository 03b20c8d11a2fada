"""The form of a person's data, copied from the document: what the code tells is not typed again (M02)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select

from counter_app.desk import people, search
from counter_app.desk import person_rules as rules
from counter_app.desk.archive_views import PersonHit
from counter_app.desk.desk_views import PersonDraftView
from counter_app.errors import BadInputError
from counter_app.i18n import _, show_date
from counter_app.identity import fiscal_code, places
from counter_app.identity.fiscal_code import FiscalCode
from screens.base import DeskScreen, desk_read, desk_work
from screens.dialogs import ConfirmDialog
from screens.person_fields import (
    ADDRESS,
    BORN,
    CITIZENSHIP,
    CODE,
    FIELD_OF,
    HIGH,
    NAME,
    ORDER,
    PLACE,
    REASON,
    RESIDENCE,
    SEX,
    SURNAME,
    Typed,
    birth_choices,
    form,
    names,
    warn,
)
from screens.person_kept import KeptForm
from screens.widgets.fields import DateInput, Field
from screens.widgets.panes import SidePane, to_correct


class PersonForm(DeskScreen[str]):
    """One form of everything the archive keeps of a person; what it does with it, its kinds say.

    Args:
        code: the fiscal code to begin with, may be empty.
        own_id: number of the person the form is about, None for a new one.
        left: what was left half-way, where the form takes it up.
        id: scenario id of the screen.
    """

    CSS_PATH = ["styles/visit.tcss", "styles/person_new.tcss"]
    AUTO_FOCUS = None
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]

    ORDER: ClassVar[tuple[str, ...]] = ORDER
    """The fields, from the top."""
    ASKS: ClassVar[str] = ""
    """The question above the form."""
    REASON_MISSING: ClassVar[str] = ""
    ENTER_SAYS: ClassVar[str] = ""
    """Which key confirms."""
    KNOWN_SAYS: ClassVar[str] = ""
    """What Enter does on a code another person of the archive has."""
    LEAVE_ASKS: ClassVar[str] = ""

    def __init__(self, code: str, own_id: int | None, left: PersonDraftView | None, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._code_before = code
        self.own_id = own_id
        self.kept = KeptForm(self, own_id, left)
        self._typed = Typed(self)
        self._code: FiscalCode | None = None
        self._known: PersonHit | None = None
        self._told: dict[str, str] = {CITIZENSHIP: rules.HOME}
        """What the code says of a field, or what follows from it, as the field shows it."""
        self._by_hand: set[str] = set()
        """Fields with a text that was typed, though it may be the very one that was proposed."""
        self._marked: frozenset[str] = frozenset()
        """Fields that are marked as differing from the code."""
        self._at_first: dict[str, str] = {}
        self._keys = defaultdict[object, str](lambda: uuid4().hex)
        """Key of each look at people: by what was asked."""

    def compose_content(self) -> ComposeResult:
        """Who they are, where they live, how they can be reached."""
        with Horizontal(id="person-columns"):
            with VerticalScroll(classes="page", can_focus=False):
                yield from form(self.ASKS, self._code_before)
                yield from self.compose_more()
            folds = not self.desk_app.own.unfolded
            yield SidePane(_("STILL MISSING"), id="pane-missing", empty=_("nothing ✓"), folds=folds)

    def compose_more(self) -> ComposeResult:
        """What only one of the forms asks; nothing here."""
        yield from ()

    def on_mount(self) -> None:
        """Begin with what is known and what the code tells; the cursor stands on the first thing to type."""
        super().on_mount()
        self._field(REASON).display = False
        self.fill_in_known()
        self._typed.ask_document()
        self._read_code()
        self._at_first = self._values()
        self.kept.take_up(self._put_back)
        self._read_code()
        first = next(filter(None, (problem.field for problem in self._problems())), SURNAME)
        self.set_focus(self.query_one(f"#{CODE if self.own_id else first}"))

    def _put_back(self, name: str, value: str) -> None:
        self._by_hand.add(name)
        self._typed.put(name, value)

    def fill_in_known(self) -> None:
        """Write what the archive knows of the person into the fields; of a new one, nothing."""

    @property
    def _reason_needed(self) -> bool:
        """Whether what stands in the form wants a reason."""
        return bool(self._marked)

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}").query_ancestor(Field)

    def _values(self) -> dict[str, str]:
        """Return what was typed: what the code told by itself is left out."""
        values = {name: self._typed.value(name) for name in self.ORDER}
        return {name: value for name, value in values.items() if value != self._told.get(name, "")}

    def keep_draft(self) -> None:
        """Save what was typed, also when this screen is about to close."""
        if self.is_mounted:
            self.kept.keep(self._typed_in())

    def _typed_in(self) -> dict[str, str]:
        """Return field -> what stands in it, where that is something else than at first."""
        now = self._values()
        return {name: now.get(name, "") for name in self.ORDER if now.get(name) != self._at_first.get(name)}

    # --- what the code tells -----------------------------------------------------------------------------------------

    @property
    def _births(self) -> tuple[date, ...]:
        """The birth dates the code can stand for today, the latest first."""
        today = self.counter.clock.today()
        dates = self._code.birth_dates if self._code is not None else ()
        return tuple(sorted((born for born in dates if born <= today), reverse=True))

    @property
    def _day(self) -> date | None:
        """The day to look places up on: the birth date, or while it is open the latest the code can mean."""
        return self._typed.born or next(iter(self._births), None)

    @on(Input.Changed, f"#{CODE}")
    def _read_code(self) -> None:
        try:
            code = fiscal_code.parse(self._typed.text(CODE))
        except BadInputError:
            code = None
        if code == self._code:
            return
        self._code, self._known = code, None
        self._fill_in()
        if code is not None:
            self._look_up(code)

    def _fill_in(self) -> None:
        """Write what the code tells into the fields that hold nothing else: what was typed is never overwritten."""
        births = self._births
        self._put(BORN, show_date(births[0]) if len(births) == 1 else "")
        self._put(SEX, (self._code.sex if self._code else None) or "")
        self._fill_in_place()
        self._look_later()

    def _fill_in_place(self) -> None:
        told = self._code.place_code if self._code else None
        day = self._day
        self._put(PLACE, (places.name_on(told, day) if told and day else None) or "")
        self._fill_in_citizenship()

    @on(Input.Changed, f"#{PLACE}")
    def _fill_in_citizenship(self) -> None:
        """Propose the ordinary citizenship, but none to who was born abroad: of them, Italians and others are many."""
        day, words = self._day, self._typed.text(PLACE)
        abroad = day is not None and people.born_abroad(self._code, words, day)
        self._put(CITIZENSHIP, "" if abroad else rules.HOME)

    def _put(self, name: str, value: str) -> None:
        untouched = name not in self._by_hand and self._typed.value(name) in ("", self._told.get(name, ""))
        self._told[name] = value
        if untouched:
            self._typed.put(name, value)

    @on(Input.Changed)
    def note_by_hand(self, event: Input.Changed) -> None:
        """Know what was typed from what was proposed: only the field one is in is typed into."""
        if event.input.has_focus:
            (self._by_hand.add if event.value else self._by_hand.discard)(event.input.id or "")

    @on(Input.Changed, f"#{BORN}")
    def born_changed(self) -> None:
        """The place is called as it was on that day."""
        self._fill_in_place()

    def action_choose(self, number: int) -> None:
        """Take one of the two birth dates a code can stand for."""
        births = self._births
        if len(births) > 1 and number <= len(births):
            field = self.query_one(f"#{BORN}", DateInput)
            field.value = show_date(births[number - 1])
            if self.focused is field:
                self.go_on_from(field)

    def date_moved(self) -> None:
        """Which birth dates are possible depends on the day."""
        self._fill_in()

    @desk_read
    async def _look_up(self, code: FiscalCode) -> None:
        known = await self.case(search.find_other, code, self._keys[code], self.own_id)
        if self._code == code:
            self._known = known
            self._look()

    # --- what is odd -------------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Compare what was left behind."""
        self._look_later()

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def _look_later(self) -> None:
        """Say what is odd once the fields have said their own word."""
        self.call_after_refresh(self._look)

    def _look(self, leaving: bool = False) -> None:
        """Mark what is odd.

        Args:
            leaving: also in the field the cursor is in, where otherwise only a mark that stands already may stay.
        """
        if not self.is_attached:
            return
        here = self.focused.id if self.focused is not None and not leaving else None
        odd = self._differing()
        self._marked = frozenset(name for name in odd if name != here or name in self._marked)
        said = {name: words for name, words in odd.items() if name in self._marked} | self._doubts()
        if here not in ADDRESS and self._typed.lacks_postcode:
            said[ADDRESS[1]] = _("No postcode: letters want it, and the envelope's window.")
        for name in (CODE, *FIELD_OF.values(), ADDRESS[1]):
            warn(self._field(name), said.get(name, ""))
            if self._answered(name):
                self._field(name).show_word(_("from the code"))
            elif name == BORN and name in said and not self._typed.text(BORN):
                self._field(name).show_word(_("which one is on the document?"))
            elif name in (SEX, PLACE):
                self._field(name).show_word("")
        self._field(CITIZENSHIP).show_word("" if self._typed.text(CITIZENSHIP) else _("as the document says"))
        self._field(REASON).display = self._reason_needed
        self._typed.ask_document()
        wanted = [_("postcode")] if self._typed.lacks_postcode else []
        self.query_one("#pane-missing", SidePane).show_lines((*map(self._said, self._problems()), *wanted))

    def _problems(self) -> tuple[BadInputError, ...]:
        """Return what is missing or wrong: what the pane says, and what F9 stops at."""
        typed = {name: self._typed.value(name) for name in self.ORDER}
        return people.problems(typed, self.counter.clock.today(), reason_needed=self._reason_needed)

    def _said(self, problem: BadInputError) -> str:
        field = problem.field or ""
        words = self.REASON_MISSING if field == REASON else names()[field]
        return to_correct(words) if self._typed.value(field) and not self.being_typed(field) else words

    def with_postcode(self, go_on: Callable[[], None]) -> None:
        """Go on, but ask first where an address that was typed here lacks its postcode.

        Args:
            go_on: writes what was typed.
        """
        if not self._typed.lacks_postcode or not self._typed_in().keys() & {RESIDENCE, *ADDRESS}:
            go_on()
            return
        detail = _("Letters want it, and the envelope's window: ask the person.")
        self.app.push_screen(
            ConfirmDialog(_("The address has no postcode: go on?"), _("go on"), detail),
            lambda sure: go_on() if sure else self.set_focus(self.query_one(f"#{ADDRESS[1]}")),
        )

    def whole(self) -> bool:
        """Return whether nothing is missing or wrong; otherwise tell it all, each at its field."""
        self.clear_field_errors()
        self._look(leaving=True)
        problems = self._problems()
        for problem in problems:
            self.tell_field(problem.field or "", problem.message)
        if problems:
            self.set_focus(self.query_one(f"#{problems[0].field}"))
        return not problems

    def _differing(self) -> dict[str, str]:
        """Return field -> what the code says, for what is typed and differs."""
        code = self._code
        if code is None or code.provisional:
            return {}
        says = {
            SURNAME: code.base[:3],
            NAME: code.base[3:6],
            BORN: _(" or ").join(show_date(day) for day in self._births),
            SEX: str(code.sex),
            PLACE: self._told.get(PLACE) or str(code.place_code),
        }
        words = _("The code says: {what}.")
        odd = self._typed.differing(code, self._day or date.min)
        return {name: words.format(what=says[name]) for name in odd}

    def _doubts(self) -> dict[str, str]:
        """Return field -> words for what wants a second look, without a reason."""
        doubts: dict[str, str] = {}
        if self._known is not None:
            doubts[CODE] = self.KNOWN_SAYS
        births = self._births
        if len(births) > 1 and not self._typed.text(BORN):
            doubts[BORN] = birth_choices(births, self.counter.clock.today())
        day = self._day
        doubt = people.place_doubt(self._code, day) if self._code is not None and day is not None else ""
        if doubt and PLACE not in self._marked:
            doubts[PLACE] = doubt
        return doubts

    # --- from field to field -----------------------------------------------------------------------------------------

    def go_on_from(self, widget: Widget) -> None:
        """Go to the next field the code left open, or say which key confirms; a known code leads elsewhere."""
        if widget.id == CODE and self._known is not None:
            self.offer(self._known)
            return
        if widget.id == CODE and self._code is None and self._typed.text(CODE):
            self.status(_("Correct the fiscal code first."), "bad")
            return
        self._look(leaving=True)
        ahead = self.ORDER[self.ORDER.index(widget.id or self.ORDER[-1]) + 1 :]
        wanted = next((name for name in ahead if self._field(name).display and not self._answered(name)), None)
        if wanted is not None:
            self.set_focus(self.query_one(f"#{wanted}"))
        else:
            self.main_action()

    def _answered(self, name: str) -> bool:
        """Whether a field holds what the code says, and nothing about it is odd."""
        told = self._told.get(name, "")
        return (
            name in FIELD_OF.values() and bool(told) and self._typed.value(name) == told and name not in self._doubts()
        )

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(self.ENTER_SAYS)

    def offer(self, known: PersonHit) -> None:
        """Offer what can be done where another person of the archive has the code; nothing here."""

    # --- pane, leaving -----------------------------------------------------------------------------------------------

    def action_unfold(self) -> None:
        """Unfold the pane in a narrow window, or fold it again; the operator finds it so the next time."""
        pane = self.query_one("#pane-missing", SidePane)
        pane.toggle()
        self.desk_app.choose_unfolded(not pane.folded)

    def action_leave(self) -> None:
        """Go; ask first where something was typed."""
        if not self.busy and not self._typed_in():
            self.go_back()
        elif not self.busy:
            self.app.push_screen(
                ConfirmDialog(self.LEAVE_ASKS, _("leave"), _("What was typed here is not kept.")),
                lambda sure: self.go_back() if sure else None,
            )

    @desk_work
    async def go_back(self) -> None:
        """Leave the form: what was kept of it goes."""
        await self.kept.forget()
        self.gone()

    def gone(self) -> None:
        """Leave the screen."""
