"""The fields of a person who is entered from the document: their ids, their widgets, their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.suggester import Suggester
from textual.widgets import Checkbox, Input, Static
from textual.widgets._select import SelectOverlay

from counter_app.desk import people
from counter_app.desk import person_rules as rules
from counter_app.desk.commands import NewPerson
from counter_app.errors import BadInputError
from counter_app.i18n import _, ngettext, show_date
from counter_app.identity import fiscal_code, places
from counter_app.identity.fiscal_code import FiscalCode
from data.vocabulary import Sex
from screens.marks import Choice, MarkBox, go_on_from
from screens.widgets.fields import CodeInput, DateInput, DeskInput, Field

CODE, SURNAME, NAME = "fiscal-code", "surname", "name"
BORN, SEX, PLACE = "born", "sex", "birth-place"
REASON = "mismatch-reason"
CITIZENSHIP, RESIDENCE, ITALIAN = "citizenship", "residence", "italian-document"
ADDRESS = rules.ADDRESS
EMAIL, MOBILE, PEC = "email", "mobile", "pec"
WARD, DECEASED = "ward", "deceased-on"
"""Only for somebody the archive knows already."""

FIELD_OF = {"surname": SURNAME, "name": NAME, "birth-date": BORN, "sex": SEX, "place": PLACE}
"""Part of the code, as `fiscal_code.agrees` names it -> field that holds it."""

ORDER = (CODE, SURNAME, NAME, BORN, SEX, PLACE, REASON, CITIZENSHIP, RESIDENCE, ITALIAN, *ADDRESS, EMAIL, MOBILE, PEC)
"""Every field, from the top."""

WIDE = 32
HIGH = 32
"""From so many lines on, the groups stand apart."""


class CountryInput(DeskInput):
    """A country: the two letters of ISO 3166, in capitals."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - textual's name
        super().__init__(rules.HOME, id=id, width=6)
        self.max_length = len(rules.HOME)

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert in capitals."""
        super().replace(text.upper(), start, end)


class PlaceSuggester(Suggester):
    """Knows how the name of a place goes on, among the places there were on the day of birth.

    Args:
        born: tells the day, None while it cannot be read.
    """

    def __init__(self, born: Callable[[], date | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._born = born

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole name, None where there is none or the day of birth is not known yet."""
        born = self._born()
        # the table is read when it is asked for the first time
        return None if born is None else await asyncio.to_thread(places.completion, value, born)


class PlaceInput(DeskInput):
    """A place of birth: the right arrow completes it."""

    def __init__(self) -> None:
        super().__init__(id=PLACE, width=WIDE)
        self.suggester = PlaceSuggester(lambda: Typed(self.screen).born)


class SexChoice(Choice):
    """Sex as the code tells it: M and F choose, without opening the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m,M", f"take('{Sex.MALE}')", show=False),
        Binding("f,F", f"take('{Sex.FEMALE}')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__([(_("M  male"), Sex.MALE), (_("F  female"), Sex.FEMALE)], id=SEX)

    def action_take(self, sex: str) -> None:
        """Choose and go on."""
        self.value = Sex(sex)
        self.call_after_refresh(go_on_from, self)

    @on(SelectOverlay.UpdateSelection)
    def go_on(self) -> None:
        """Go on once an entry of the list was chosen, the same as before or another one."""
        # the list gives the focus back through the application's queue: what goes on must come after that
        self.call_later(self.app.call_later, go_on_from, self)


class DocumentBox(MarkBox):
    """Whether the person holds an Italian identity document: there where it is asked, marked as is taken for granted.

    Only a hand makes it say something of its own: what is not shown, or nobody touched, changes nothing.
    """

    known: bool | None = None
    """What the archive says, None where it says nothing."""

    def __init__(self) -> None:
        super().__init__(_("holds an Italian identity document"), id=ITALIAN)
        self._granted = self._by_hand = False

    def toggle(self) -> Self:
        """Mark it or take the mark away: from now on it stays as it is."""
        self._by_hand = True
        return super().toggle()

    def tell(self, told: str) -> None:
        """Say what was told before; see `told`."""
        self._by_hand = True
        self.value = told == "yes"

    def follow(self, citizenship: str, residence: str) -> None:
        """Be there or not, and marked or not, as the two countries have it."""
        self._granted = rules.document_held(citizenship, self.known)
        if not self._by_hand:
            self.value = self._granted
        self.query_ancestor(Field).display = rules.document_asked(citizenship, residence, self.known)

    @property
    def told(self) -> str:
        """`yes` or `no` where it was told that it is not as is taken for granted, else empty."""
        if not self.query_ancestor(Field).display or self.value == self._granted:
            return ""
        return "yes" if self.value else "no"

    @property
    def answer(self) -> bool | None:
        """What is known with it of the person, None where nobody was asked and the archive says nothing."""
        return self.value if self.query_ancestor(Field).display else self.known


class Typed:
    """What is typed in the form.

    Args:
        screen: where the fields stand.
    """

    def __init__(self, screen: DOMNode) -> None:
        self._screen = screen

    def text(self, name: str) -> str:
        """Return what stands in a text field, without blanks around it."""
        return self._screen.query_one(f"#{name}", Input).value.strip()

    def value(self, name: str) -> str:
        """Return what stands in any field: a text, `M` or `F`, `yes` for a marked box, what a box was told."""
        if name == ITALIAN:
            return self.box.told
        if name == WARD:
            return "yes" if self._screen.query_one(f"#{WARD}", Checkbox).value else ""
        return self.sex if name == SEX else self.text(name)

    def put(self, name: str, value: str) -> None:
        """Write into any field what `value` told of it."""
        if name == ITALIAN:
            self.box.tell(value)
        elif name == WARD:
            self._screen.query_one(f"#{WARD}", Checkbox).value = value == "yes"
        elif name != SEX:
            self._screen.query_one(f"#{name}", Input).value = value
        elif value:
            self._screen.query_one(f"#{SEX}", SexChoice).value = Sex(value)
        else:
            self._screen.query_one(f"#{SEX}", SexChoice).clear()

    @property
    def sex(self) -> str:
        """`M` or `F`, empty while not chosen."""
        return self._screen.query_one(f"#{SEX}", SexChoice).selection or ""

    @property
    def born(self) -> date | None:
        """The birth date, None while there is none that can be read."""
        try:
            return self._screen.query_one(f"#{BORN}", DateInput).day()
        except BadInputError:
            return None

    @property
    def box(self) -> DocumentBox:
        """The box that asks for an Italian identity document."""
        return self._screen.query_one(f"#{ITALIAN}", DocumentBox)

    def ask_document(self) -> None:
        """Let the box be there where it is asked."""
        self.box.follow(self.text(CITIZENSHIP), self.text(RESIDENCE))

    @property
    def lacks_postcode(self) -> bool:
        """Whether an Italian address is typed without its postcode."""
        return rules.lacks_postcode(tuple(self.text(line) for line in ADDRESS), self.text(RESIDENCE))

    def differing(self, code: FiscalCode, day: date) -> tuple[str, ...]:
        """Return the fields that hold something else than a definitive code says.

        Args:
            code: the code.
            day: to look the place up on.
        """
        born, sex, place = self.born, self.sex, people.birth_place_code(code, self.text(PLACE), day)
        surname, name = self.text(SURNAME), self.text(NAME)
        odd = fiscal_code.agrees(code, surname, name, born or date.min, Sex(sex or Sex.MALE), place)
        fields = map(FIELD_OF.__getitem__, odd)
        return tuple(field for field in fields if (born if field == BORN else self.value(field)))

    def command(self) -> NewPerson:
        """Return the command to register what is typed, once nothing of it is missing or wrong.

        Raises:
            BadInputError: when it is not.
        """
        code = fiscal_code.parse(self.text(CODE))
        born = self._screen.query_one(f"#{BORN}", DateInput).day()
        return NewPerson(
            fiscal_code=str(code),
            surname=self.text(SURNAME),
            name=self.text(NAME),
            born=born,
            sex=Sex(self.sex),
            birth_place_code=people.birth_place_code(code, self.text(PLACE), born),
            birth_place=self.text(PLACE),
            citizenship=self.text(CITIZENSHIP),
            residence=self.text(RESIDENCE),
            italian_document=self.box.answer,
            address=tuple(self.text(line) for line in ADDRESS),
            email=self.text(EMAIL),
            mobile=self.text(MOBILE),
            pec=self.text(PEC),
            mismatch_reason=self.text(REASON),
        )


def form(question: str, code: str) -> ComposeResult:
    """Who they are, where they live, how they can be reached.

    Args:
        question: stands above.
        code: the fiscal code as typed before.
    """
    yield Static(question, classes="question", markup=False)
    with Vertical(classes="group"):
        yield Field(_("Fiscal code"), CodeInput(code))
        yield Field(_("Surname"), DeskInput(id=SURNAME, width=WIDE))
        yield Field(_("Name"), DeskInput(id=NAME, width=WIDE))
        yield Field(_("Born on"), DateInput(id=BORN))
        yield Field(_("Sex"), SexChoice())
        yield Field(_("Place of birth"), PlaceInput(), _("→ completes"))
        yield Field(_("Why"), DeskInput(id=REASON, width=WIDE))
    with Vertical(classes="group"):
        yield Field(_("Citizenship"), CountryInput(id=CITIZENSHIP))
        yield Field(_("Lives in"), CountryInput(id=RESIDENCE), _("country"))
        yield Field("", DocumentBox())
        yield Field(_("Address"), DeskInput(id=ADDRESS[0], width=WIDE), _("street"))
        yield Field("", DeskInput(id=ADDRESS[1], width=WIDE), _("postcode, town"))
        yield Field("", DeskInput(id=ADDRESS[2], width=WIDE), _("where needed"))
    with Vertical(classes="group"):
        yield Field(_("E-mail"), DeskInput(id=EMAIL, width=WIDE), _("optional"))
        yield Field(_("Mobile number"), DeskInput(id=MOBILE, width=22), _("optional"))
        yield Field("PEC", DeskInput(id=PEC, width=WIDE), _("optional"))


def names() -> dict[str, str]:
    """Return field -> what it is called in a sentence, from the top."""
    return {
        CODE: _("fiscal code"),
        SURNAME: _("surname"),
        NAME: _("name"),
        BORN: _("birth date"),
        SEX: _("sex"),
        PLACE: _("place of birth"),
        REASON: "",
        CITIZENSHIP: _("citizenship"),
        RESIDENCE: _("country of residence"),
        ITALIAN: _("Italian document"),
        **dict.fromkeys(ADDRESS, _("address")),
        EMAIL: _("e-mail"),
        MOBILE: _("mobile number"),
        PEC: "PEC",
        WARD: _("guardianship"),
        DECEASED: _("death"),
    }


def birth_choices(births: Iterable[date], today: date) -> str:
    """Return the birth dates a code can stand for, each with its key and the age it means today."""
    return " · ".join(_dated(number, born, today) for number, born in enumerate(births, 1))


def warn(field: Field, words: str) -> None:
    """Show under a field what wants a second look; empty words take back what was said so. An error stays."""
    if field.has_class("-wrong"):
        return
    if words:
        field.message.update(f"! {words}")
        field.message.add_class("-there")
    elif field.message.has_class("-warning"):
        field.show_error("")
    field.message.set_class(bool(words), "-warning")


def _dated(number: int, born: date, today: date) -> str:
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    years = ngettext("{count} year old", "{count} years old", age).format(count=age)
    return f"Alt+{number} {show_date(born)}, {years}"
