"""A step in a reader's words: what is typed, chosen, marked and pressed, without the ids of the scenario file.

Nothing here knows what an earlier step read off paper: a secret stays the placeholder the file writes. A password is
told as bullets. Also here: the words the screens give for it, and what they say of themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from counter_app.i18n import _, localised, show_date
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.scenario import Fill, Step

BULLETS = "••••••••"
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


class How(StrEnum):
    """How something is done: with the keyboard into a field, from a list, in a box, as keys, or by the world itself."""

    TYPED = "typed"
    CHOSEN = "chosen"
    MARKED = "marked"
    KEYS = "keys"
    HAPPENS = "happens"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done in a step."""

    how: How
    what: str
    """The field's label, or what it is that happens; empty for keys."""
    values: tuple[str, ...]
    """What goes in; the keys; empty for a mark that is set."""


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's own words for what scenarios name by id; what is missing is told by its id."""

    keys: Mapping[str, str]
    """Textual's name of a key -> the key as the interface writes it."""
    fields: Mapping[str, str]
    """Id of a field -> its label."""
    boxes: frozenset[str]
    """Ids of the fields that are marked."""
    options: Mapping[tuple[str, str], str]
    """Id of a field and of an option in it -> the option's words."""


def deeds(step: Step, words: Words) -> tuple[Deed, ...]:
    """Return what is done in a step, in the order in which it is done (interfaces.md)."""
    return (*_around(step), *(_filled(fill, words) for fill in step.fills), *_pressed(step, words))


def shown_key(key: str, names: Mapping[str, str]) -> str:
    """Return a key as the interface writes it: `F9`, `Alt+8`, `^T`; a letter as it is.

    Args:
        key: Textual's name of it.
        names: Textual's names -> the keys as the interface writes them.
    """
    if key in names:
        return names[key]
    *modifiers, last = key.split("+")
    shown = names.get(last, last.upper() if modifiers else last)
    return "+".join((*(word.capitalize() for word in modifiers), shown))


def is_secret(field: str) -> bool:
    """Whether a field with this id takes a password: ids are a contract, and those of passwords say so."""
    return "password" in field


def _around(step: Step) -> Iterator[Deed]:
    """Tell what happens around the keyboard."""
    if step.desk:
        yield Deed(How.HAPPENS, _("At desk"), (step.desk,))
    if step.date is not None:
        yield Deed(How.HAPPENS, _("The date becomes"), (show_date(step.date),))
    if step.advance is not None:
        yield Deed(How.HAPPENS, _("Time passes"), (_span(step.advance),))
    if step.printer:
        states = {"ok": _("works"), "jam": _("jams"), "stopped": _("is stopped"), "gone": _("does not answer")}
        yield Deed(How.HAPPENS, _("The printer"), (states[step.printer],))
    if step.restart:
        yield Deed(How.HAPPENS, _("The program"), (_("is cut off and started again"),))
    if step.read:
        yield Deed(How.HAPPENS, _("Read off paper"), (f"${{{step.read.name}}}",))
    if step.scan:
        yield Deed(How.TYPED, _("The scanner reads"), (step.scan,))


def _filled(fill: Fill, words: Words) -> Deed:
    label = words.fields.get(fill.field, fill.field)
    if fill.field in words.boxes:
        return Deed(How.MARKED, label, () if fill.text == "yes" else (_("not marked"),))
    option = words.options.get((fill.field, fill.text))
    if option is not None:
        return Deed(How.CHOSEN, label, (option,))
    return Deed(How.TYPED, label, (BULLETS if is_secret(fill.field) else fill.text,))


def _pressed(step: Step, words: Words) -> Iterator[Deed]:
    if step.press:
        yield Deed(How.KEYS, "", tuple(shown_key(key, words.keys) for key in step.press))


def _span(span: timedelta) -> str:
    left = int(span.total_seconds())
    parts = []
    for length, unit in _UNITS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class NormWords:
    """A norm as a lesson explains it."""

    title: str
    act: str
    text: str


def norm_words(name: str) -> NormWords | None:
    """Return the words of a shipped norm, None where there is no such norm."""
    norm = load_shipped().norms.get(name)
    if norm is None:
        return None
    return NormWords(localised(norm.title), localised(norm.act.title), localised(norm.text))


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A key: as the interface writes it, what it does in a word, what it does in a sentence (may be empty)."""

    shown: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A screen that explains itself."""

    id: str
    name: str
    help: str
    keys: tuple[KeyWords, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Screens that belong together."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What the screens say of themselves."""

    keys: tuple[KeyWords, ...]
    """The keys that are the same everywhere."""
    chapters: tuple[Chapter, ...]
