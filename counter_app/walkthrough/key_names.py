"""Names of keys as scenarios write them: Textual's."""

from __future__ import annotations

import difflib
import re
import unicodedata

from counter_app.i18n import _

_MODIFIERS = re.compile(r"((ctrl|shift|alt)\+)*")
_NAMED_KEYS = frozenset(
    ("enter", "escape", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown")
) | {"space", "up", "down", "left", "right", *(f"f{number}" for number in range(1, 25))}
_KEYS_OTHERWISE = {
    "invio": "enter",
    "return": "enter",
    "esc": "escape",
    "spazio": "space",
    "canc": "delete",
    "del": "delete",
    "su": "up",
    "giù": "down",
    "sinistra": "left",
    "destra": "right",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "fine": "end",
    "inizio": "home",
}
"""What somebody may call a key, and Textual's name of it."""


def is_key(key: str) -> bool:
    """Whether Textual knows a key of this name: `f9`, `ctrl+t`, `a`, `full_stop`."""
    name = _MODIFIERS.sub("", key, count=1)
    if len(name) == 1 or name in _NAMED_KEYS:
        return not name.isspace()
    try:
        return name == name.lower() and bool(unicodedata.lookup(name.replace("_", " ").upper()))
    except KeyError:
        return False


def no_key(key: str) -> str:
    """Return what to tell somebody who wrote a key nobody has, with the one that was probably meant."""
    found = _("expected a key by its Textual name (f9, enter, ctrl+t), found {found}").format(found=repr(key))
    *modifiers, last = key.lower().strip().split("+")
    near = _KEYS_OTHERWISE.get(last) or next(iter(difflib.get_close_matches(last, _NAMED_KEYS, n=1)), "")
    return f"{found}; {_('is {near} meant?').format(near='+'.join((*modifiers, near)))}" if near else found
