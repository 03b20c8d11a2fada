"""What the coach says: the data of the case, which keys do a step, and what a wrong turn was."""

from __future__ import annotations

from collections.abc import Iterable

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Checkbox, Input, OptionList, RadioSet, Select

from counter_app.i18n import _
from counter_app.walkthrough.scenario import Fill, Step
from counter_app.walkthrough.turns import Turn, WrongTurn
from screens import keys, labels
from screens.walkthrough.settling import DeskApp
from screens.widgets.fields import CodeInput, DateInput, Field


def case_data(app: DeskApp, steps: Iterable[Step]) -> list[tuple[str, str]]:
    """Return what the person brings for the texts on the screen: label and text of each, the first step's first.

    Args:
        app: the running application.
        steps: from the trainee's step on.
    """
    found: dict[str, tuple[str, str]] = {}
    for step in steps:
        for fill in step.fills:
            widget = _widget(app, fill.field)
            there = isinstance(widget, Input) and widget in app.screen.focus_chain
            if there and widget is not None and fill.field not in found and "${" not in fill.text:
                found[fill.field] = (label_of(widget), _as_shown(widget, fill.text))
    return list(found.values())


def hint_lines(app: DeskApp, step: Step) -> list[str]:
    """Return which keys do a step, a line for each field and one for the keys after them."""
    lines = [_fill_words(app, fill) for fill in step.fills]
    if step.scan:
        lines.append(_("pass the card over the reader, or type: {text}").format(text=step.scan.strip()))
    if step.press:
        pressed = " ".join(keys.written(key) for key in step.press)
        lines.append(_("press {keys}").format(keys=pressed))
    return [line[:1].upper() + line[1:] for line in lines]


def turn_words(app: DeskApp, turn: WrongTurn) -> str:
    """Return what a wrong turn was, and the way back."""
    if turn.kind is Turn.SCREEN:
        words = _("This step does not lead to “{screen}”. Esc goes back; Alt+X begins the lesson again.")
        return words.format(screen=labels.screen(turn.what))
    if turn.kind is Turn.ACT:
        words = _("“{event}” was recorded: the lesson does not ask for it here. If you cannot go on, Alt+X.")
        return words.format(event=labels.event(turn.what))
    if turn.kind is Turn.REFUSED:
        return _("A rule refuses this; the refusal says why and what to do instead. Esc goes back.")
    widget = _widget(app, turn.what)
    label = label_of(widget) if widget is not None else turn.what
    if turn.kind is Turn.FIELD:
        return _("“{field}” cannot be taken like this: the message is under the field.").format(field=label)
    wanted = _as_shown(widget, turn.wanted) if widget is not None else turn.wanted
    return _("“{field}”: the case has {wanted}.").format(field=label, wanted=option_words(widget, wanted))


def label_of(widget: Widget) -> str:
    """Return what the screen calls a field."""
    for holder in widget.ancestors:
        if isinstance(holder, Field) and holder.label:
            return holder.label
    if isinstance(widget, Checkbox):
        return widget.label.plain
    if isinstance(widget, CodeInput):
        return _("Fiscal code")
    return widget.id or ""


def option_words(widget: Widget | None, option: str) -> str:
    """Return the words of an option of a list; the option itself where the widget has no such one."""
    if isinstance(widget, RadioSet):
        buttons = (button for button in widget.query("RadioButton").results() if button.id == option)
        return next((str(getattr(button, "label", option)) for button in buttons), option)
    if isinstance(widget, Select):
        return next((str(prompt) for prompt, value in widget._options if value == option), option)
    if isinstance(widget, OptionList):
        prompts = (str(each.prompt) for each in widget.options if each.id == option)
        return labels.ACTIONS.get(option) or next((prompt.strip() for prompt in prompts), option)
    return option


def _fill_words(app: DeskApp, fill: Fill) -> str:
    widget = _widget(app, fill.field)
    label = label_of(widget) if widget is not None else fill.field
    if isinstance(widget, Checkbox):
        return _("mark “{field}” (Space)").format(field=label)
    if isinstance(widget, Input) or widget is None:
        shown = fill.text if widget is None else _as_shown(widget, fill.text)
        return _("type {text} in “{field}”").format(text=shown, field=label)
    return _("choose “{option}”").format(option=option_words(widget, fill.text))


def _as_shown(widget: Widget, text: str) -> str:
    if isinstance(widget, DateInput) and text.isdigit() and len(text) == 8:
        return f"{text[:2]}/{text[2:4]}/{text[4:]}"
    return text


def _widget(app: DeskApp, name: str) -> Widget | None:
    screen: Screen[object] = app.screen
    return screen.query_one_optional(f"#{name}", Widget)
