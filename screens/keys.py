"""The one table of keys: footer, help, palette and the list of ids are made from it (screens.md, principle 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.binding import Binding

from counter_app.i18n import _

# Textual reads these as the letters a Mac's Alt key makes, or as a shell's word moves: here they are Alt and a key.
for _sent in (*"0123456789", "b", "f"):
    cast("dict[str, object]", ANSI_SEQUENCES_KEYS).pop(f"\x1b{_sent}", None)

CHOICES = 9
"""Numbered choices end at nine: one digit each."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing the keyboard does everywhere in the same way."""

    id: str
    """Stable id, also the name under which an office can move the key."""
    key: str
    """Textual's name of the key."""
    second: str
    """A second way for terminals that eat the first one; empty where the key cannot be eaten."""
    words: str
    """What it does, in a word or two, for the footer."""
    help: str
    """What it does, in a sentence, for the help screen."""
    shown: str
    """The key as the interface writes it."""
    action: str = ""
    """Name of the action; empty = the id."""
    everywhere: bool = False
    """Bound once by the app and valid above dialogs too."""

    @property
    def second_shown(self) -> str:
        """The second way as the interface writes it, empty where there is none."""
        return f"Alt+{self.second.removeprefix('alt+').upper()}" if self.second else ""

    def written(self, *, web: bool) -> str:
        """Return the way to name where there is room for one.

        Args:
            web: in a browser, which may keep the first one to itself.
        """
        return self.second_shown if web and self.key in KEPT_BY_BROWSERS else self.shown


KEPT_BY_BROWSERS = frozenset({"ctrl+t"})
"""Keys no page ever hears of: the browser opens a tab."""


KEYS: tuple[Key, ...] = (
    Key(
        "help",
        "f1",
        "alt+h",
        _("help"),
        _("Explains this screen and lists its keys."),
        "F1",
        "desk_help",
        everywhere=True,
    ),
    Key("search", "f2", "alt+f", _("search"), _("Searches a person by surname, name and birth date."), "F2"),
    Key("new", "f3", "alt+n", _("new"), _("Adds something new to what is shown."), "F3"),
    Key("print", "f4", "alt+p", _("print"), _("Prints what the screen offers on paper."), "F4", "print_out"),
    Key("refresh", "f5", "alt+r", _("refresh"), _("Reads the archive again."), "F5", "read_again"),
    Key("why", "f6", "alt+w", _("why?"), _("Shows the norm that decides, with its act and text."), "F6"),
    Key("back", "f7", "alt+b", _("back"), _("Goes one step back."), "F7", "step_back"),
    Key("next", "f8", "alt+a", _("next"), _("Goes one step on."), "F8", "step_on"),
    Key("confirm", "f9", "alt+c", _("confirm"), _("Confirms: the only key that makes an act final."), "F9"),
    Key("spoil", "alt+s", "", _("spoil"), _("Spoils this envelope, with a reason."), "Alt+S"),
    Key("correct", "alt+e", "", _("correct"), _("Corrects what the archive says of the person."), "Alt+E"),
    Key("note", "ctrl+o", "alt+o", _("note"), _("Writes a note on the case."), "^O", "app.note"),
    Key("odd", "alt+v", "", _("supervisor"), _("Has a supervisor confirm an odd document."), "Alt+V"),
    Key("copies", "alt+y", "", _("copies"), _("Shows the scanned copies: what to archive, what is archived."), "Alt+Y"),
    Key("settings", "alt+0", "", _("settings"), _("Shows the settings: the office's, your own, the desk's."), "Alt+0"),
    Key("leave", "escape", "", _("leave"), _("Leaves this screen; a draft is never lost silently."), "Esc"),
    Key("unfold", "alt+i", "", _("panes"), _("Unfolds the panes that a narrow window folds."), "Alt+I"),
    Key("lock", "f12", "alt+l", _("lock"), _("Locks the desk and blanks the screen."), "F12", "lock", everywhere=True),
    Key(
        "date",
        "ctrl+t",
        "alt+t",
        _("date"),
        _("Moves the business date (training only)."),
        "^T",
        "move_date",
        everywhere=True,
    ),
    Key(
        "papers",
        "ctrl+g",
        "alt+g",
        _("printed"),
        _("Shows what this desk has printed (training only)."),
        "^G",
        everywhere=True,
    ),
    Key(
        "palette",
        "ctrl+p",
        "alt+k",
        _("commands"),
        _("Opens the list of commands: type a word to find one."),
        "^P",
        "command_palette",
        everywhere=True,
    ),
    Key("quit", "ctrl+q", "", _("quit"), _("Closes the program, after asking."), "^Q", everywhere=True),
)

BY_ID = {key.id: key for key in KEYS}
ORDER = {key.id: place for place, key in enumerate(KEYS)}

EVERYWHERE = frozenset(name for key in KEYS if key.everywhere for name in (key.key, key.second) if name)
"""Keys that work on every screen and do nothing with the case."""

COMMITTING = frozenset({"confirm", "print_out", "step_on", "new", "search"})
"""Actions that must not start again while one of them is under way."""

DROPPED_FIRST = ("papers", "refresh", "date", "lock", "palette", "why", "copies")
"""What a narrow footer leaves to F1 before anything else."""

HIDDEN = frozenset({"leave", "note", "quit", "settings", "unfold"})
"""Keys the footer shows only when a screen gives them words of its own."""


def bindings(*ids: str, **words: str) -> list[Binding]:
    """Return the bindings of a screen.

    Args:
        ids: ids of the table, in any order; the footer has the table's order.
        words: id -> what the key does on this screen, instead of the table's word (`leave=...` makes Esc visible).
    """
    result: list[Binding] = []
    for name in ids + tuple(name for name in words if name not in ids):
        result += _pair(BY_ID[name], words.get(name, ""))
    return result


def everywhere() -> list[Binding]:
    """Return the bindings of the app: help, lock, date, paper, palette and quit, valid on every screen and dialog."""
    return [binding for key in KEYS if key.everywhere for binding in _pair(key, "")]


def choices(count: int = CHOICES) -> list[Binding]:
    """Return the bindings of numbered choices: Alt+digit anywhere, the bare digit where no field has the focus.

    The action is `choose(n)`, n from 1.
    """
    return [
        Binding(key, f"choose({number})", str(number), show=False, id=f"choice-{number}{suffix}")
        for number in range(1, count + 1)
        for key, suffix in ((f"alt+{number}", ""), (str(number), "-bare"))
    ]


def _pair(key: Key, words: str) -> list[Binding]:
    action = key.action or key.id
    show = bool(words) or key.id not in HIDDEN
    first = Binding(
        key.key, action, words or key.words, show=show, priority=key.everywhere, id=key.id, tooltip=key.help
    )
    if not key.second:
        return [first]
    second = Binding(
        key.second,
        action,
        words or key.words,
        show=False,
        priority=key.everywhere,
        id=f"{key.id}-second",
        tooltip=key.help,
    )
    return [first, second]
