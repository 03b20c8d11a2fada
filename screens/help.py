"""F1: what the screen is for and which keys work on it, made from the one table of keys."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from counter_app.i18n import _
from screens import keys
from screens.base import CaseScreen, DeskDialog

KEY_WIDTH = 14


class HelpDialog(DeskDialog[None]):
    """Explains a screen.

    Args:
        about: the screen that was on top when F1 was pressed.
    """

    DIALOG_TITLE = _("Help")
    AUTO_FOCUS = "#help-text"
    CSS_PATH = "styles/help.tcss"
    BINDINGS = [*keys.bindings(leave=_("close"))]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__(id="help")
        self._purpose = about.HELP if isinstance(about, CaseScreen) and about.HELP else ""
        self._keys = key_lines(about)

    def compose_content(self) -> ComposeResult:
        """The purpose, then the keys; the arrows scroll."""
        with VerticalScroll(id="help-text"):
            yield Static(self._purpose, id="help-purpose", markup=False)
            yield Static(Content("\n").join([*self._keys, *_general()]), id="help-keys", markup=False)

    def key_enter(self) -> None:
        """Enter closes too."""
        self.dismiss(None)


def key_lines(screen: Screen[Any]) -> list[Content]:
    """Return a line for each key of the table that works on `screen` now, in the table's order."""
    words: dict[str, str] = {}
    choices = False
    for active in screen.active_bindings.values():
        name = active.binding.id or ""
        choices = choices or name.startswith("choice-")
        if name in keys.BY_ID and active.enabled:
            words[name] = active.binding.description
    lines = [_line(keys.BY_ID[name], words[name]) for name in sorted(words, key=keys.ORDER.__getitem__)]
    if choices:
        lines.append(_row("Alt+1 … Alt+9", _("numbered choices"), _("The bare digit where no field has the cursor.")))
    return lines


def _general() -> list[Content]:
    return [
        Content(""),
        _row("Enter", _("next field"), _("On the last field: the screen's main action. It never makes an act final.")),
        _row("Tab, ↑ ↓", _("between fields"), ""),
        _row(_("dates"), "10052016", _("Typed like this, shown 10/05/2016.")),
    ]


def _line(key: keys.Key, words: str) -> Content:
    shown = key.shown if not key.second else f"{key.shown}, {_second(key.second)}"
    return _row(shown, words or key.words, key.help)


def _second(name: str) -> str:
    return "Alt+" + name.removeprefix("alt+").upper()


def _row(shown: str, words: str, sentence: str) -> Content:
    return Content.assemble(
        (f"{shown:<{KEY_WIDTH}}", "bold $accent"), (words, "bold"), f"  {sentence}" if sentence else ""
    )
