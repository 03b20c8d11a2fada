"""What of a recording may stand in a file: never what is on a sealed paper, never a password that is not the world's.

Everybody of a training world is a reference to it, and so are the passwords its login screen shows. Of anything else
that was typed by hand nobody but the trainer can say whether it is made up: it is kept, and pointed out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import category

from counter_app.credentials.passwords import MINIMUM_LENGTH
from counter_app.i18n import show_date
from counter_app.identity import documents, holder
from counter_app.walkthrough.paper import SECRET
from counter_app.walkthrough.recorder.observing import FieldKind, FieldSeen, PaperSeen
from counter_app.walkthrough.scenario import PLAYABLE_SOURCES
from counter_app.walkthrough.worlds import World

PART = 4
"""So many characters of a secret in a row are a part of it; fewer stand in ordinary words too."""

PERSONAL = (
    frozenset(
        ("fiscal-code", "surname", "name", "born", "email", "mobile", "pec", "address-1", "address-2", "address-3")
    )
    | {"find-surname", "find-name", "find-born", "contact-email", "contact-mobile", "contact-pec"}
    | {"representative-code", "appointment-number", "witness-name", "witness-number"}
    | {documents.NUMBER, holder.field(documents.NUMBER)}
)
"""Fields that hold data of a person."""

_NAMES = {SECRET: "pin"}
"""What is read -> the name it is kept under; the others are called as what they are."""


class Remark(StrEnum):
    """What somebody should look at in a recorded step."""

    BY_HAND = "by-hand"
    STAND_IN = "stand-in"
    LEFT_OUT = "left-out"
    NOT_WRITABLE = "not-writable"


@dataclass(frozen=True, slots=True)
class Printed:
    """Something on a sheet that a later step may need."""

    source: str
    what: str
    step: int
    """Number of the recorder's step that printed it."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to write of a text."""

    text: str | None = field(repr=False)
    """None = nothing."""
    placeholder: bool = False
    """Whether the text is a placeholder of something that was read."""
    remark: Remark | None = None


class Discretion:
    """Judges what was typed, knowing the world and what came out of the printer so far.

    Args:
        world: the training world of the recording.
    """

    def __init__(self, world: World) -> None:
        self._codes = frozenset(person.fiscal_code for person in world.everybody)
        self._known = frozenset(map(str.casefold, _texts_of(world)))
        self._passwords = frozenset(account.password for account in world.operators)
        self._printed: list[Printed] = []
        self._stand_ins: dict[str, str] = {}
        self.readings: dict[Printed, str] = {}
        """What steps need from paper -> its name."""

    def begin(self) -> None:
        """Judge from the first step on: what is known of paper stays, names and stand-ins are given anew."""
        self._stand_ins.clear()
        self.readings.clear()

    def printed(self, paper: PaperSeen, step: int) -> None:
        """Learn what stands on a sheet, the moment it is printed.

        Args:
            paper: the sheet.
            step: number of the step that printed it.
        """
        self._printed += [Printed(paper.kind, what, step, text) for what, text in paper.values if text]

    def judge(self, seen: FieldSeen, step: int) -> Verdict:
        """Return what to write of a field that was filled.

        Args:
            seen: the field and what went into it.
            step: number of the step in which it was filled: what was printed before it may be read.
        """
        text = visible(seen.value)
        if seen.kind not in (FieldKind.TEXT, FieldKind.PASSWORD):
            return Verdict(text)
        if self._of_the_world(text):
            return Verdict(text)
        found = self._on_paper(text, step)
        if found is not None:
            return self._read(found)
        if self.hides(text):
            return Verdict(None, remark=Remark.LEFT_OUT)
        if seen.kind is FieldKind.PASSWORD or text in self._stand_ins:
            return Verdict(self._stand_in(text), remark=Remark.STAND_IN)
        return Verdict(text, remark=Remark.BY_HAND if seen.id in PERSONAL else None)

    def _of_the_world(self, text: str) -> bool:
        """Whether a text says nothing, or what stands in the world's own file."""
        return not text or text in self._passwords or text.strip().casefold() in self._known

    def judge_scan(self, text: str, step: int) -> Verdict:
        """Return what to write of what a card reader typed, as `judge` does of a field."""
        text = visible(text)
        if self.hides(text) or self._on_paper(text, step) is not None:
            return Verdict(None, remark=Remark.LEFT_OUT)
        if "${" in text:
            return Verdict(None, remark=Remark.NOT_WRITABLE)
        ours = any(code in text.upper() for code in self._codes)
        return Verdict(text, remark=None if ours else Remark.BY_HAND)

    def hides(self, text: str) -> bool:
        """Whether a text that is not the world's holds a part of a secret, whatever stands between its characters."""
        plain = _plain(text)
        runs = {plain[start : start + PART] for start in range(len(plain) - PART + 1)}
        return any(run in _plain(one.text) for one in self._printed if one.what == SECRET for run in runs)

    def _on_paper(self, text: str, step: int) -> Printed | None:
        """Return what a text copies from a sheet printed before a step, the newest first."""
        wanted = "".join(text.split()).upper()
        there = [one for one in reversed(self._printed) if one.step < step]
        return next((one for one in there if wanted in (one.text, _plain(one.text))), None)

    def _read(self, found: Printed) -> Verdict:
        """Return the placeholder of something on paper; a sheet that cannot be read again leaves the field out."""
        same = [
            one for one in self._printed if (one.source, one.what, one.step) == (found.source, found.what, found.step)
        ]
        if found.source not in PLAYABLE_SOURCES or same[-1] != found:
            return Verdict(None, remark=Remark.LEFT_OUT)
        if found not in self.readings:
            name = _NAMES.get(found.what, found.what)
            count = sum(one.what == found.what for one in self.readings)
            self.readings[found] = f"{name}-{count + 1}" if count else name
        return Verdict(f"${{{self.readings[found]}}}", placeholder=True)

    def _stand_in(self, password: str) -> str:
        """Return another password for one that was typed: the same each time, long enough where it was long enough."""
        if password not in self._stand_ins:
            number = len(self._stand_ins) + 1
            long_enough = len(password) >= MINIMUM_LENGTH
            self._stand_ins[password] = f"segnaposto-{number:04}" if long_enough else f"breve-{number}"
        return self._stand_ins[password]


def visible(text: str) -> str:
    """Return a text without control characters and lone surrogates; blanks and ends of lines stay as they are."""
    return "".join(char for char in text if char == "\n" or category(char) not in ("Cc", "Cs"))


def _plain(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())


def _texts_of(world: World) -> Iterable[str]:
    for person in world.everybody:
        yield from (person.fiscal_code, person.surname, person.name, person.email, person.mobile, *person.address)
        yield show_date(person.born)
