"""Drives the form for a new person by keyboard, and looks at what it leaves in the archive."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select
from textual.containers import VerticalScroll
from textual.widgets import Input, Select

from counter_app.identity.fiscal_code import compute
from data.tables import Person, RegisterDetails, RegisterEntry
from data.vocabulary import Sex
from tests.ui.driving import desk, log_in, paste, press, register_events, where

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from data.database import Session

CODE = compute("Zurlini", "Zefiro", date(1977, 7, 7), Sex.MALE, "H501")
PROVISIONAL = "98765430016"
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=str)


def text(pilot: Pilot[int], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field}", Input).value


def sex(pilot: Pilot[int]) -> object:
    return pilot.app.screen.query_one("#sex", Select).selection


def there(pilot: Pilot[int], field: str) -> bool:
    return pilot.app.screen.query_one(f"#{field}") in pilot.app.screen.focus_chain


def at(pilot: Pilot[int], field: str) -> None:
    """Assert that the cursor is in a field, and that the field can be seen."""
    assert where(pilot) == ("person-new", field)
    focused, page = pilot.app.focused, pilot.app.screen.query_one(VerticalScroll)
    assert focused is not None
    assert focused.region.height
    assert page.region.contains_region(focused.region)


async def typing(pilot: Pilot[int], **fields: str) -> None:
    """Type each field where the cursor must be, and press Enter after it."""
    for name, words in fields.items():
        at(pilot, name.replace("_", "-"))
        if words:
            await paste(pilot, words)
        await press(pilot, "enter")


async def to_form(pilot: Pilot[int], code: str = CODE) -> None:
    """Type a code on the home screen and press F3."""
    await log_in(pilot)
    if code:
        await paste(pilot, code)
    await press(pilot, "f3")
    at(pilot, "surname" if code else "fiscal-code")


def archived(pilot: Pilot[int], code: str) -> Person | None:
    def read(session: Session) -> Person | None:
        return session.exec(select(Person).where(Person.fiscal_code == code)).first()

    counter = desk(pilot).counter
    assert counter is not None
    return counter.read(read)


def acts(pilot: Pilot[int]) -> list[str]:
    """Return the register's events, looks at cards aside."""
    return [event for event in register_events(desk(pilot)) if not event.endswith(".viewed")]


def details(pilot: Pilot[int]) -> dict[str, Any]:
    """Return the details of the newest registration."""

    def read(session: Session) -> dict[str, Any]:
        statement = (
            select(RegisterDetails)
            .join(RegisterEntry, col(RegisterEntry.id) == RegisterDetails.entry_id)
            .where(RegisterEntry.event == "person.registered")
            .order_by(col(RegisterEntry.id).desc())
        )
        found = session.exec(statement).first()
        assert found is not None
        kept: dict[str, Any] = json.loads(found.text or "{}")
        return kept

    counter = desk(pilot).counter
    assert counter is not None
    return counter.read(read)
