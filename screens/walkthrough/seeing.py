"""What a person in front of the screen can read on it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Checkbox, Input, OptionList, RadioSet, Select, Static, TextArea

from counter_app.walkthrough.recorder.observing import FieldKind
from screens.walkthrough.filling import NO, YES
from screens.walkthrough.settling import DeskApp
from screens.widgets.fields import CodeInput, DateInput

ASIDE = "-aside"
"""Class of a widget that stands beside the desk's screen, as a coach's panel does: it is no part of what is seen."""

GAP = "\n"
"""Stands between the texts of two widgets: no collapsed text holds one."""


def collapsed(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return " ".join(text.split())


def seen(app: DeskApp) -> str:
    """Return the collapsed text of every visible widget, one per line, the whole screen first.

    A widget's text is what is painted of it, and what it holds.

    A word cut off by the edge of a visible widget counts as seen, a widget scrolled out of view does not.
    """
    screen = app.screen
    rows = screen._compositor.render_strips()
    for aside in screen.query(f".{ASIDE}"):
        rows = _without(rows, aside.region)
    texts: dict[str, None] = {}
    largest_first = sorted(screen._compositor.visible_widgets.items(), key=lambda item: -item[1][0].area)
    for widget, (region, clip) in largest_first:
        shown = region.intersection(clip)
        if shown and widget.visible and not widget.has_class(ASIDE):
            texts[collapsed(_painted(rows, shown))] = None
            texts.update((collapsed(text), None) for text in _texts_in(widget))
    texts.pop("", None)
    return GAP.join(texts)


def _painted(rows: list[Strip], region: Region) -> str:
    """Cut a region out of the painted screen."""
    return " ".join(row.crop(region.x, region.right).text for row in rows[region.y : region.bottom])


def _without(rows: list[Strip], region: Region) -> list[Strip]:
    """Blank a region of the painted screen."""
    blank = Strip([Segment(" " * region.width)])
    return [
        Strip.join([row.crop(0, region.x), blank, row.crop(region.right)]) if region.y <= y < region.bottom else row
        for y, row in enumerate(rows)
    ]


def values_read(app: DeskApp) -> dict[str, str]:
    """Return field id -> value for the codes, dates and choices on the screen, the one with the focus left out."""
    return {
        widget.id: held(widget)[1]
        for widget in app.screen.query("CodeInput, DateInput, Select, RadioSet")
        if widget.id and not widget.has_focus and not widget.has_pseudo_class("focus-within")
    }


def value_left(app: DeskApp, key: str) -> dict[str, str]:
    """Return field id -> value of the code or date, or of the choice in a list, that a key leaves as it is.

    Args:
        app: a running application.
        key: about to work; in a list Enter chooses, and the digit of an option.
    """
    focused = app.focused
    by_number = _numbered(app, key)
    if by_number:
        return by_number
    known = isinstance(focused, CodeInput | DateInput) or (isinstance(focused, OptionList) and key == "enter")
    return {focused.id: held(focused)[1]} if known and focused is not None and focused.id else {}


def _numbered(app: DeskApp, key: str) -> dict[str, str]:
    """Return the list on the screen and the option a digit chooses in it; nothing where no digit chooses in a list."""
    digit = key.removeprefix("alt+")
    lists = [widget for widget in app.screen.focus_chain if isinstance(widget, OptionList)]
    if not digit.isdecimal() or len(lists) != 1 or (digit == key and isinstance(app.focused, Input | TextArea)):
        return {}
    names = dict(enumerate((option.id for option in lists[0].options if option.id), start=1))
    name = names.get(int(digit))
    return {lists[0].id: name} if lists[0].id and name else {}


def held(widget: Widget) -> tuple[FieldKind | None, str]:
    """Return of what kind a field is and what it holds, as a scenario fills it; None for what no scenario can fill."""
    if isinstance(widget, Input):
        return (FieldKind.PASSWORD if widget.password else FieldKind.TEXT), widget.value
    if isinstance(widget, TextArea):
        return FieldKind.TEXT, widget.text
    if isinstance(widget, Select):
        return FieldKind.SELECT, "" if widget.value is Select.NULL else str(widget.value)
    if isinstance(widget, RadioSet):
        pressed = widget.pressed_button
        return FieldKind.RADIO, (pressed.id or "") if pressed is not None else ""
    if isinstance(widget, OptionList):
        option = widget.highlighted_option
        return FieldKind.LIST, (option.id or "") if option is not None else ""
    if isinstance(widget, Checkbox):
        return FieldKind.CHECKBOX, YES if widget.value else NO
    return None, ""


def complaints(app: DeskApp) -> tuple[str, ...]:
    """Return the ids of the fields on the screen that show a message."""
    return tuple(
        widget.id
        for field in app.screen.query(".field.-wrong")
        for widget in field.query("*")
        if widget.id and widget.can_focus
    )


def _texts_in(widget: Widget) -> Iterator[str]:
    if isinstance(widget, Input):
        yield "" if widget.password else widget.value
    elif isinstance(widget, TextArea):
        yield widget.text
    elif isinstance(widget, Static) and isinstance(widget.visual, Content):
        yield widget.visual.plain
