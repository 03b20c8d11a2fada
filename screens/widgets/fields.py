"""Fields: a label on the left, an input, a word beside it and a message under it."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from counter_app.i18n import _
from screens.widgets.lines import say

SCAN_STARTS = "%*;"
"""Signs a card reader sends before what it read; nobody begins a fiscal code with one of them."""

_CODE_IN_A_SCAN = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")


@runtime_checkable
class GoesOn(Protocol):
    """A screen that knows which field comes after one."""

    def go_on_from(self, widget: Widget) -> None:
        """Go to the field after `widget`, or do the main action after the last one."""


class DeskInput(Input):
    """A field of one line: Enter goes on, up and down move between fields, no bell, no blinking.

    Args:
        value: what stands in it at first.
        width: columns.
        id: id of the field, part of the contract with scenarios.
        password: shows bullets.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    class Hinted(Message):
        """The field has something to say about what stands in it."""

        def __init__(self, field: DeskInput, word: str, problem: str) -> None:
            super().__init__()
            self.field = field
            self.word = word
            """A word or two for beside the field."""
            self.problem = problem
            """Why what stands there cannot be used; empty while it can."""

        @property
        def control(self) -> DeskInput:
            """The field."""
            return self.field

    def __init__(self, value: str = "", *, width: int = 24, id: str | None = None, password: bool = False) -> None:  # noqa: A002 - textual's name
        super().__init__(value or None, id=id, password=password, compact=True)
        self.cursor_blink = False
        self.styles.width = width

    async def action_submit(self) -> None:
        """Enter goes on at once, not by a message: what is typed ahead, a password above all, belongs further on."""
        if isinstance(self.screen, GoesOn):
            self.screen.go_on_from(self)
        else:
            await super().action_submit()

    async def _on_key(self, event: events.Key) -> None:
        """Hand on a key that was under way when the focus left; take Enter before the keys behind it.

        As a binding it would travel up to the app first, while what is typed ahead already lands in this field.
        """
        focused = self.screen.focused
        if focused is not None and focused is not self:
            event.stop()
            event.prevent_default()
            focused.post_message(events.Key(event.key, event.character))
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()

    def restricted(self) -> None:
        """Stay silent: the bell of a desk is heard across the counter."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say a word about the new value."""
        word, problem = self.hint(event.value)
        self.post_message(self.Hinted(self, word, problem))

    def hint(self, value: str) -> tuple[str, str]:
        """Return (word beside the field, problem under it) for `value`; fields that check as typed override it."""
        del value
        return "", ""


class PasswordInput(DeskInput):
    """A password: bullets only, never copied."""

    def __init__(self, *, id: str, width: int = 24) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, width=width, password=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """An emptied password leaves the message that emptied it."""
        if not event.value:
            event.prevent_default()

    def action_copy(self) -> None:
        """A password leaves the field only with the command it belongs to."""

    def action_cut(self) -> None:
        """As `action_copy`."""


class CodeInput(DeskInput):
    """A fiscal code, checked while it is typed; accepts what a health card reader sends.

    A scan is recognised by its first sign and by shape, not by speed; its Enter never starts the main action.
    """

    def __init__(self, value: str = "", *, id: str = "fiscal-code") -> None:  # noqa: A002 - textual's name
        super().__init__(value, id=id, width=20)
        self._scan: str | None = None

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert in capitals, without blanks."""
        super().replace("".join(text.split()).upper(), start, end)

    async def _on_key(self, event: events.Key) -> None:
        if self.screen.focused is not self:
            return
        if self._scan is None and not (event.character and event.character in SCAN_STARTS):
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self._take_scan(self._scan or "")
        elif event.is_printable:
            self._scan = (self._scan or "") + (event.character or "")

    async def action_submit(self) -> None:
        """Enter submits, unless it ends a scan."""
        if self._scan is None:
            await super().action_submit()
        else:
            self._take_scan(self._scan)

    @property
    def scanning(self) -> bool:
        """Whether a card reader is in the middle of what it types."""
        return self._scan is not None

    def _on_paste(self, event: events.Paste) -> None:
        found = _CODE_IN_A_SCAN.search(event.text.upper())
        if found and event.text[:1] in SCAN_STARTS:
            event.stop()
            event.prevent_default()
            self._take_scan(event.text)

    def _take_scan(self, text: str) -> None:
        self._scan = None
        found = _CODE_IN_A_SCAN.search(text.upper())
        if found:
            self.value = found.group()
            self.cursor_position = len(self.value)
        else:
            self.post_message(
                self.Hinted(self, "", _("The card reader sent no fiscal code: read the card again or type it."))
            )

    def hint(self, value: str) -> tuple[str, str]:
        """Tell how far the code is, or why it cannot become one."""
        from counter_app.identity import fiscal_code  # noqa: PLC0415 - the first paint does without

        if not value:
            return "", ""
        problem = fiscal_code.check_as_typed(value)
        if problem:
            return "", problem
        needed = fiscal_code.PROVISIONAL_LENGTH if value[0].isdigit() else fiscal_code.LENGTH
        if len(value) < needed:
            return _("{count} of {needed}").format(count=len(value), needed=needed), ""
        return (_("✓ provisional code") if value[0].isdigit() else _("✓ well formed")), ""


class DateInput(DeskInput):
    """A date: typed `10052016`, shown `10/05/2016`."""

    STROKES_FROM: ClassVar[int] = 1
    """Digits from which on the strokes are set."""

    def __init__(self, value: str = "", *, id: str) -> None:  # noqa: A002 - textual's name
        super().__init__(value, id=id, width=14)

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert, and set the strokes where only digits were typed; typed strokes end a day or month of one digit."""
        super().replace(text, start, end)
        digits = self.value.replace("/", "")
        if not text or self.cursor_position < len(self.value) or not digits.isdigit() or len(digits) > 8:
            return
        if "/" in text:
            *ended, last = self.value.split("/")
            parts = (*(part.zfill(2) for part in ended), last)
        elif len(digits) >= self.STROKES_FROM:
            parts = tuple(part for part in (digits[:2], digits[2:4], digits[4:]) if part)
        else:
            return
        self.value = "/".join(parts)
        self.cursor_position = len(self.value)

    def on_mount(self) -> None:
        """Say what is to be typed."""
        if not self.value:
            self.post_message(self.Hinted(self, *self.hint("")))

    def on_blur(self) -> None:
        """Say what is wrong with what was left there, be it half a date."""
        if self.value and not self.hint(self.value)[0]:
            self.post_message(self.Hinted(self, "", self._problem()))

    def _problem(self) -> str:
        from counter_app.errors import BadInputError  # noqa: PLC0415 - the first paint does without

        try:
            self.day()
        except BadInputError as error:
            return error.message
        return ""

    def day(self) -> date:
        """Return the date that stands in the field.

        Raises:
            BadInputError: naming this field.
        """
        from counter_app.identity.typed_dates import parse_date  # noqa: PLC0415 - the first paint does without

        return parse_date(self.value, self.id or "")

    def hint(self, value: str) -> tuple[str, str]:
        """Check a date that is complete."""
        if len(value) < 10:
            return (_("day month year") if not value else ""), ""
        problem = self._problem()
        return ("" if problem else "✓"), problem


class BornInput(DateInput):
    """A birth date of which perhaps only the year is known: `1980`, or a date as everywhere."""

    STROKES_FROM = 5

    def span(self) -> tuple[date, date] | None:
        """Return the first and the last day it can be, None where nothing is known.

        Raises:
            BadInputError: naming this field.
        """
        from counter_app.identity.typed_dates import parse_born  # noqa: PLC0415 - the first paint does without

        return parse_born(self.value, self.id or "")

    def hint(self, value: str) -> tuple[str, str]:
        """Say what a year alone is taken for."""
        from counter_app.identity.typed_dates import is_year  # noqa: PLC0415 - as above

        if not value:
            return "", ""
        return (_("the whole year"), "") if is_year(value) else super().hint(value)


class Field(Vertical):
    """A labelled field. The label is on the left; with `wide` it has room for a sentence.

    Args:
        label: what to write in it.
        widget: the input, or any other focusable widget.
        note: a few words that always stand beside it.
    """

    def __init__(self, label: str, widget: Widget, note: str = "") -> None:
        super().__init__(classes="field")
        self._label = label
        self._widget = widget
        self._note = note
        self._label_line = Static(label, classes="field-label", markup=False)
        self._word = Static(note, classes="field-word", markup=False)
        self.message = Static("", classes="field-message", markup=False)
        """The line under the field."""

    @property
    def name_shown(self) -> str:
        """What the field is called on the screen: its label, or the words beside it."""
        return self._label or self._note

    @property
    def empty(self) -> bool:
        """Whether nothing was typed or chosen in it."""
        from textual.widgets import Select  # noqa: PLC0415 - the first paint does without

        widget = self._widget
        return widget.is_blank() if isinstance(widget, Select) else not getattr(widget, "value", True)

    def compose(self) -> ComposeResult:
        """Label, field, word; the message below is there only while there is one."""
        with Horizontal(classes="field-row"):
            yield self._label_line
            yield self._widget
            yield self._word
        yield self.message

    def on_descendant_focus(self) -> None:
        """Light the label up while the cursor is in the field; the field itself would have all in it styled again."""
        self._label_line.add_class("-here")

    def on_descendant_blur(self) -> None:
        """The cursor left."""
        self._label_line.remove_class("-here")

    def show_error(self, message: str) -> None:
        """Show a message under the field; an empty one takes it away."""
        say(self.message, f"✕ {message}" if message else "")
        self.message.set_class(bool(message), "-there")
        self.message.remove_class("-warning")
        self.set_class(bool(message), "-wrong")

    def show_word(self, word: str) -> None:
        """Show a word or two beside the field; an empty one brings the note back."""
        say(self._word, word or self._note)

    def on_select_changed(self) -> None:
        """What was said of it was said of another choice; what is typed has its own word, see `DeskInput.Hinted`."""
        self.show_error("")

    def on_checkbox_changed(self) -> None:
        """As `on_select_changed`."""
        self.show_error("")

    def on_desk_input_hinted(self, event: DeskInput.Hinted) -> None:
        """Pass on what the field says about itself."""
        event.stop()
        self.show_word(event.word)
        self.show_error(event.problem)
