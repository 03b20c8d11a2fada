"""Holds what is on the screens against what `walkthrough ids` lists of them (M26, interfaces.md)."""

from __future__ import annotations

from textual.widget import Widget
from textual.widgets import Checkbox, Input, OptionList, RadioButton, RadioSet, Select

from counter_app.walkthrough.telling import is_secret
from screens.walkthrough import ids
from screens.walkthrough.expectations import screen_id
from screens.walkthrough.settling import DeskApp
from screens.walkthrough.words import words
from screens.widgets.fields import Field

WIDGETS: tuple[tuple[type[Widget], str], ...] = (
    (Input, ids.INPUT),
    (Select, ids.SELECT),
    (RadioSet, ids.RADIO),
    (OptionList, ids.LIST),
    (Checkbox, ids.CHECKBOX),
)


def kind_of(widget: Widget) -> str:
    return next((name for kind, name in WIDGETS if isinstance(widget, kind)), ids.TEXT)


def options_of(widget: Widget) -> set[str]:
    if isinstance(widget, Select):
        return {str(value) for _prompt, value in widget._options if value is not Select.NULL}
    if isinstance(widget, RadioSet):
        return {str(button.id) for button in widget.query("RadioButton")}
    if isinstance(widget, OptionList):
        return {option.id for option in widget.options if option.id}
    return {"yes", "no"} if isinstance(widget, Checkbox) else set()


def label_of(widget: Widget) -> str:
    """Return what stands beside a field, "" where nothing does."""
    if isinstance(widget, Checkbox):
        return widget.label.plain
    return next((holder._label for holder in widget.ancestors if isinstance(holder, Field)), "")


def words_of_options(widget: Widget) -> dict[str, str]:
    """Return option id -> what a reader sees of it, where an option is a line of text."""
    if isinstance(widget, Select):
        return {str(value): str(prompt) for prompt, value in widget._options if value is not Select.NULL}
    if isinstance(widget, RadioSet):
        return {str(button.id): button.label.plain for button in widget.query(RadioButton)}
    if isinstance(widget, OptionList):
        return {option.id: option.prompt for option in widget.options if option.id and isinstance(option.prompt, str)}
    return {}


WORDS = words()
KNOWN = {
    (f"{screen.id}/{step}" if step else screen.id, screen.kind): fields
    for screen in ids.screens()
    for step, fields in screen.steps
}


class Comparison:
    """Holds each screen the player meets against what is listed."""

    def __init__(self) -> None:
        self.met: dict[str, set[str]] = {}
        self.wrong: list[str] = []

    def __call__(self, app: DeskApp) -> None:
        name = screen_id(app)
        listed = {field.id: field for field in KNOWN.get((name, type(app.screen)), ())}
        if (name, type(app.screen)) not in KNOWN:
            self.wrong.append(f"{name} ({type(app.screen).__name__}) is not listed")
        for widget in app.screen.focus_chain:
            if widget.id:
                self.met.setdefault(name, set()).add(widget.id)
                self._compare(name, widget, listed.get(widget.id))
        self.met.setdefault(name, set())

    def _compare(self, name: str, widget: Widget, field: ids.FieldIds | None) -> None:
        if field is None:
            self.wrong.append(f"{name}: {widget.id} is not listed")
        elif kind_of(widget) != field.widget:
            self.wrong.append(f"{name}: {widget.id} is listed as {field.widget}, it is a {kind_of(widget)}")
        elif field.options and not options_of(widget) <= set(field.options):
            self.wrong.append(f"{name}: {widget.id} has options {options_of(widget)}")
        else:
            self._compare_words(name, widget)

    def _compare_words(self, name: str, widget: Widget) -> None:
        """Pages and manual call a field and its options what the screen calls them, and know what is a password."""
        field = widget.id or ""
        label = label_of(widget)
        if label and WORDS.fields.get(field) != label:
            self.wrong.append(f"{name}: {field} is labelled {label}, its words are {WORDS.fields.get(field)}")
        for option, shown in words_of_options(widget).items():
            told = WORDS.options.get((field, option), "")
            if told and not shown.endswith(told):
                self.wrong.append(f"{name}: {field} offers {shown}, its words are {told}")
        if isinstance(widget, Input) and widget.password != is_secret(field):
            self.wrong.append(f"{name}: {field} is {'a password' if widget.password else 'no password'}")
