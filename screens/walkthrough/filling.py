"""Fills a field as a person at the keyboard would: only where the focus can go, lists by their keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.widget import Widget
from textual.widgets import Checkbox, Input, OptionList, RadioSet, Select, TextArea

from counter_app.i18n import _
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.settling import DeskApp, at_rest, hand_in, press, settle, until

YES, NO = "yes", "no"


async def fill(app: DeskApp, field: str, text: str) -> None:
    """Put `text` into the field with this id.

    Args:
        app: a running application, in whose context this runs.
        field: id of a widget of the current screen.
        text: a text for Input and TextArea, the id of an option for Select, RadioSet and OptionList (which is
            highlighted, not pressed), `yes` or `no` for a Checkbox.

    Raises:
        StepFailed: there is no such field, it cannot have the focus, or it does not take the text.
    """
    widget = _field(app, field)
    app.screen.set_focus(widget)
    await settle(app)
    if isinstance(widget, Input | TextArea):
        await _type(app, widget, field, text)
    elif isinstance(widget, Select):
        await _select(app, widget, field, text)
    elif isinstance(widget, RadioSet):
        await _choose_button(app, widget, field, text)
    elif isinstance(widget, OptionList):
        await _highlight(app, widget, field, text)
    elif isinstance(widget, Checkbox):
        await _tick(app, widget, field, text)
    else:
        raise StepFailed(f"fill {field}", _("this cannot be filled in"))


def _field(app: DeskApp, field: str) -> Widget:
    widget = app.screen.query_one_optional(f"#{field}", Widget)
    if widget is None:
        there = ", ".join(node.id for node in app.screen.focus_chain if node.id) or "-"
        raise StepFailed(f"fill {field}", _("no such field here; there are: {there}").format(there=there))
    if widget not in app.screen.focus_chain:
        raise StepFailed(f"fill {field}", _("it cannot have the focus (hidden or disabled)"))
    return widget


async def _type(app: DeskApp, widget: Input | TextArea, field: str, text: str) -> None:
    widget.clear()
    await settle(app)
    if not text:
        return
    hand_in(app, events.Paste(text))
    await at_rest(app)
    # on a busy machine the paste may still be on its way
    if not await until(app, lambda: bool(widget.value if isinstance(widget, Input) else widget.text)):
        raise StepFailed(f"fill {field}", _("it stayed empty"))


async def _select(app: DeskApp, widget: Select[object], field: str, text: str) -> None:
    values = [value for _prompt, value in widget._options]
    index = _index(field, text, [None if value is Select.NULL else str(value) for value in values])
    await press(app, ("enter", "home", *["down"] * index, "enter"))
    await _taken(app, field, text, lambda: str(widget.value))


async def _choose_button(app: DeskApp, widget: RadioSet, field: str, text: str) -> None:
    ids = [button.id for button in widget.query("RadioButton")]
    _index(field, text, ids)
    for _attempt in ids:
        if widget._selected is not None and ids[widget._selected] == text:
            break
        await press(app, ("down",))
    pressed = widget.pressed_button
    if pressed is None or pressed.id != text:
        await press(app, ("space",))
    await _taken(app, field, text, lambda: widget.pressed_button.id if widget.pressed_button else None)


async def _highlight(app: DeskApp, widget: OptionList, field: str, text: str) -> None:
    ids = [option.id for option in widget.options]
    index = _index(field, text, ids)
    if widget.options[index].disabled:
        raise StepFailed(f"fill {field} = {text}", _("this option cannot be chosen now"))
    await press(app, ("home",))
    for _attempt in ids:
        if widget.highlighted == index:
            break
        await press(app, ("down",))
    await _taken(
        app, field, text, lambda: widget.highlighted_option.id if widget.highlighted_option is not None else None
    )


async def _tick(app: DeskApp, widget: Checkbox, field: str, text: str) -> None:
    if text not in (YES, NO):
        raise StepFailed(f"fill {field} = {YES} | {NO}", text)
    if widget.value != (text == YES):
        await press(app, ("space",))
    await _taken(app, field, text, lambda: YES if widget.value else NO)


def _index(field: str, text: str, ids: Sequence[str | None]) -> int:
    if text not in ids:
        known = ", ".join(name for name in ids if name) or "-"
        raise StepFailed(f"fill {field} = {text}", _("the options are: {known}").format(known=known))
    return ids.index(text)


async def _taken(app: DeskApp, field: str, text: str, value: Callable[[], str | None]) -> None:
    if not await until(app, lambda: value() == text):
        raise StepFailed(f"fill {field} = {text}", value() or "-")
