"""What can be seen of a desk around each key, as plain values: the recorder's material."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter_app.walkthrough.scenario import PersonExpectation
from counter_app.walkthrough.worlds import Texts

NOTHING = Texts("", "")


class FieldKind(StrEnum):
    """How a field takes what is chosen or typed."""

    TEXT = "text"
    PASSWORD = "password"  # noqa: S105 - a kind of field
    SELECT = "select"
    RADIO = "radio"
    LIST = "list"
    CHECKBOX = "checkbox"


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """A field that can have the focus."""

    id: str
    kind: FieldKind
    value: str = field(default="", repr=False)
    """A text; the option's id, empty where none is chosen; `yes` or `no`: as a scenario fills it."""
    label: Texts = NOTHING
    """As the screen shows it; empty where it has none."""
    momentary: bool = False
    """Whether what is chosen is data of the moment, which no file should name."""


@dataclass(frozen=True, slots=True)
class KeySeen:
    """A key, or a paste where `key` is empty."""

    key: str
    """Textual's name."""
    char: str = field(default="", repr=False)
    """The character it types; a paste's whole text."""
    inner: bool = False
    """The field in focus takes it for itself, or nobody does: it edits, moves within, scrolls."""
    choice: bool = False
    """It chooses by number."""
    walks: bool = False
    """It can go from field to field."""
    moves_date: bool = False
    """It asks for another business date."""
    quits: bool = False
    """It asks to close the program."""
    shown: Texts = NOTHING
    """As the interface writes it."""
    does: Texts = NOTHING
    """What it does, in a word or two; empty where the interface does not say."""


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """A sheet that came out of the training printer."""

    kind: str
    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What stands on it: `secret`, `serial`, `code` -> text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A desk at rest."""

    screen: str
    """Id as scenarios know it; empty for a screen they cannot name."""
    focus: str = ""
    """Id of the widget in focus."""
    field: str = ""
    """Id of the field the focus is in, an open list of it included."""
    fields: tuple[FieldSeen, ...] = ()
    """In the order of the focus."""
    chain: tuple[str, ...] = ()
    """Ids of everything that can have the focus, in its order; empty ones have none."""
    stack: tuple[str, ...] = ()
    """Ids of the screens that are open, the lowest first."""
    scanning: bool = False
    """A card reader is in the middle of what it types."""
    refused: str = ""
    """The deciding norm of a refusal on the screen."""
    norm: str = ""
    """The first norm of a norm sheet on the screen."""
    today: date = date.min
    """Business date."""
    person: PersonExpectation | None = None
    """What a person of the world holds, where an act has just concerned it."""
    events: tuple[str, ...] = ()
    """Register events of this desk since it was last looked at, oldest first."""
    papers: tuple[PaperSeen, ...] = ()
    """What was printed at this desk since it was last looked at."""

    @property
    def place(self) -> str:
        """Where the focus is."""
        return self.field or self.focus

    @property
    def in_focus(self) -> FieldSeen | None:
        """The field the focus is in."""
        return self.named(self.field)

    def named(self, name: str) -> FieldSeen | None:
        """Return the field with this id."""
        return next((one for one in self.fields if one.id == name), None)

    def looks_like(self, other: Seen) -> bool:
        """Whether nothing but the focus differs, as far as fields go."""
        return (self.chain, self.fields) == (other.chain, other.fields)
