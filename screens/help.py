"""F1: what the screen is for and which keys work on it, made from the one table of keys."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from counter_app.i18n import _
from screens import keys
from screens.base import CaseScreen, DeskDialog
from screens.widgets.lines import APART

Row = tuple[str, str, str]
"""Key, what it does in a word, what it does in a sentence."""


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
            for shown, words, sentence in [*self._keys, *general()]:
                with Horizontal(classes="help-row"):
                    yield Static(shown, classes="help-key", markup=False)
                    yield Static(Content.assemble((words, "bold"), APART, sentence), classes="help-words", markup=False)

    def key_enter(self) -> None:
        """Enter closes too."""
        self.dismiss(None)


def key_lines(screen: Screen[Any]) -> list[Row]:
    """Return (key, words, sentence) for each key of the table that works on `screen` now, in the table's order."""
    words: dict[str, str] = {}
    choices = False
    for active in screen.active_bindings.values():
        name = active.binding.id or ""
        choices = choices or name.startswith("choice-")
        if name in keys.BY_ID and active.enabled:
            words[name] = active.binding.description
    rows = [row_of(keys.BY_ID[name], words[name]) for name in sorted(words, key=keys.ORDER.__getitem__)]
    if choices:
        rows.append(choices_row())
    return rows


def choices_row() -> Row:
    """Return the line on numbered choices."""
    return "Alt+1 … 9", _("numbered choices"), _("The bare digit where no field has the cursor.")


def general() -> list[Row]:
    """Return what the keyboard does in every form."""
    return [
        (_("Enter"), _("next field"), _("On the last field: the screen's main action. It never makes an act final.")),
        ("Tab  ↑ ↓", _("between fields"), ""),
        ("10052016", _("dates"), _("Typed like this, shown 10/05/2016.")),
    ]


def row_of(key: keys.Key, words: str) -> Row:
    """Return the line on a key; `words` is what it does on the screen."""
    shown = f"{key.shown}  {key.second_shown}".rstrip()
    # where a screen gives the key a meaning of its own, the table's sentence speaks of another one
    return shown, words or key.words, key.help if words in ("", key.words) else ""
