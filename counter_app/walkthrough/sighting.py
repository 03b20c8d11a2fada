"""What can be seen of the desk at one moment, and whether it is what a step leads to (M26)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from counter_app.walkthrough.scenario import NO_PIN, Expectation, PinExpectation, filled_in


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of the desk at one moment, and what was done since the step began.

    Attributes:
        screen: id, with the step of a wizard.
        text: what can be read on the screen, white space collapsed.
        refused: norms the refusal on the screen cites.
        values: field id -> what stands in it, for the fields whose content a rule reads; the focused one is left out,
            somebody may still be typing in it.
        complaints: ids of the fields that show a message.
        pressed: keys pressed since the step began.
        events: register events of this desk since the step began, looks aside.
        prints: kinds of the documents printed at this desk since the step began.
        pins: fiscal code -> what the archive holds of that person's PIN, for the people the lesson asks about now.
    """

    screen: str
    text: str = ""
    refused: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    complaints: Collection[str] = ()
    pressed: Sequence[str] = ()
    events: Sequence[str] = ()
    prints: Sequence[str] = ()
    pins: Mapping[str, object] = field(default_factory=dict)


def reached(expect: Expectation, sight: Sight, read: Mapping[str, str]) -> bool:
    """Return whether a trainee has come where a step leads.

    Where the player holds a step to the letter, a trainee may take another way there: the focus may stand elsewhere on
    the screen, the event need not be the newest, and a document may have been printed once more.

    Args:
        expect: what the step leads to.
        sight: what can be seen now.
        read: what earlier steps read off paper, by name.
    """
    return (
        expect.screen in ("", sight.screen)
        and (not expect.refused or expect.refused in sight.refused)
        and (not expect.register or expect.register in sight.events)
        and (expect.printed is None or _printed(expect.printed.document, expect.printed.count, sight))
        and all(_words(text, read) in sight.text for text in expect.shows)
        and not any(_words(text, read) in sight.text for text in expect.hides)
        and (expect.person is None or pin_agrees(expect.person.pin, sight.pins.get(expect.person.fiscal_code)))
    )


def _printed(document: str, count: int, sight: Sight) -> bool:
    found = list(sight.prints).count(document)
    return found >= count if count else found == 0


def _words(text: str, read: Mapping[str, str]) -> str:
    return " ".join(filled_in(text, dict(read)).split())


def plain(text: str) -> str:
    """Return what two ways of writing one value have in common: letters and digits, in capitals."""
    return "".join(character for character in text.upper() if character.isalnum())


def pin_agrees(expected: PinExpectation | None, found: object) -> bool:
    """Return whether the PIN an archive holds is the one expected; None = none expected."""
    if expected is None or not isinstance(found, Mapping):
        return expected is None and found in (NO_PIN, None)
    return all(plain_value(found.get(name)) == plain_value(value) for name, value in wanted_of_pin(expected).items())


def wanted_of_pin(expected: PinExpectation) -> dict[str, Any]:
    """Return what is expected of a PIN, without what does not matter."""
    values = {field.name: getattr(expected, field.name) for field in fields(expected)}
    return {name: value for name, value in values.items() if value is not None}


def plain_value(value: object) -> object:
    """Return a value as an archive's answer writes it: dates in ISO form."""
    return value.isoformat() if isinstance(value, date) else value
