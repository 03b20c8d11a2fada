"""The steps of a visit that several tests go through, by keyboard, on the training world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.walkthrough.settling import until
from tests.ui.driving import PATIENCE, ROSSI, at_rest, desk, paste, where
from tests.ui.driving import press as press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from counter_app.counter import Counter
    from counter_app.envelope.printers import TrainingPrinter

PASSWORD = "operatore-prova"


IDENTIFIED = {
    "applicant": "self",
    "document-kind": "identity-card-electronic",
    "document-number": "CA00000AA",
    "document-issuer": "Ministero dell'Interno",
    "document-issued": "12/03/2015",
    "document-expires": "12/03/2025",
    "check-photo": "yes",
    "check-intact": "yes",
    "check-data": "yes",
    "form-signed": "yes",
}
"""What a draft holds of somebody who asks for themselves, with the form signed."""


def counter_of(pilot: Pilot[int]) -> Counter:
    """Return the open counter."""
    counter = desk(pilot).counter
    assert counter is not None
    return counter


def printer_of(pilot: Pilot[int]) -> TrainingPrinter:
    """Return the training world's printer."""
    from counter_app.envelope.printers import TrainingPrinter

    printer = counter_of(pilot).printer
    assert isinstance(printer, TrainingPrinter)
    return printer


async def printed(pilot: Pilot[int]) -> None:
    """Wait while the password is looked at and the envelope is printed."""
    on_the_way = ("password", "issue/printing")
    assert await until(pilot.app, lambda: where(pilot)[0] not in on_the_way, PATIENCE), where(pilot)
    await at_rest(pilot)


async def open_card(pilot: Pilot[int], code: str = ROSSI) -> None:
    """Type a fiscal code on the home screen."""
    await paste(pilot, code)
    await press(pilot, "enter")
    assert where(pilot) == ("citizen", "actions")


async def to_document(pilot: Pilot[int]) -> None:
    """Choose the first action, and the person asking for themselves."""
    await press(pilot, "1")
    assert where(pilot) == ("identify/person", "applicant")
    await press(pilot, "enter")
    assert where(pilot) == ("identify/document", "document-kind")


async def type_document(pilot: Pilot[int], expires: str = "12032025", number: str = "CA00000AA") -> None:
    """Choose an electronic identity card and type it, field after field."""
    await press(pilot, "enter", "enter")
    for field, text in (
        ("document-number", number),
        ("document-issuer", "Ministero dell'Interno"),
        ("document-issued", "12032015"),
    ):
        assert where(pilot)[1] == field
        await paste(pilot, text)
        await press(pilot, "enter")
    assert where(pilot)[1] == "document-expires"
    await paste(pilot, expires)


async def to_form(pilot: Pilot[int]) -> None:
    """Identify the person whose card is open, up to the form with both boxes marked, by taking up a draft of that.

    The steps before are gone through by keyboard in tests of their own and in the lessons; here they would cost a
    third of each test that begins behind them.
    """
    from counter_app.desk import drafts

    app = desk(pilot)
    assert app.actor is not None
    visit_id = getattr(app.screen, "visit_id", None)
    assert visit_id is not None
    drafts.save(counter_of(pilot), app.actor, visit_id, "identify/form", IDENTIFIED)
    await press(pilot, "f5", "1")
    assert where(pilot) == ("identify/form", "privacy-given")
    await press(pilot, "space")


async def issue(pilot: Pilot[int]) -> None:
    """Confirm the form with the password; the envelope is printed."""
    await press(pilot, "f9")
    assert where(pilot) == ("password", "operator-password")
    await paste(pilot, PASSWORD)
    await pilot.press("enter")
    await printed(pilot)


async def to_envelope(pilot: Pilot[int], code: str = ROSSI) -> None:
    """Go from the home screen to a printed envelope."""
    await open_card(pilot, code)
    await to_form(pilot)
    await issue(pilot)
    assert where(pilot) == ("issue/envelope", "seal-intact")
