"""`sportello serve` in a real Chromium: a whole case by keyboard, a document downloaded, browsers that vanish."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pdfplumber
import pytest

from tests.support import chromium
from tests.support.chromium import Browser, Page
from tests.support.served import Serving, serving

ROSSI = "RSSMRA80A01H501U"
OF_THE_BROWSER = ("F1", "F3", "F5", "F6", "F7", "F12", "Control+p", "Control+g", "Alt+f", "Alt+1")
"""Keys a browser has other ideas about."""
HELP = "Explains this screen and lists its keys."

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def program() -> str:
    """Return the browser; without one the test is skipped, and the end of the run says so."""
    found = chromium.found()
    if found is None:
        pytest.skip(f"{chromium.SKIPPED}: there is no Chromium on this machine (Debian: apt-get install chromium)")
    return found


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Serving]:
    """Give a server at work."""
    async with serving(tmp_path / "server") as running:
        yield running


@pytest.fixture
async def browser(program: str) -> AsyncIterator[Browser]:
    """Give a browser."""
    async with chromium.browser(program) as running:
        yield running


async def log_in(page: Page) -> None:
    await page.wait_for("Alt+1  operatore")
    await page.press("Alt+1")
    await page.wait_for("••••••••")
    await page.press("Enter")
    await page.wait_for("Who is at the counter?", "Alt+T date")


async def identify(page: Page) -> None:
    """Take a person from the home screen to a request form that is signed."""
    await page.type(ROSSI)
    await page.press("Enter")
    await page.wait_for("ROSSI MARIO", "TODAY ONE CAN")
    await page.press("Enter")
    await page.wait_for("In what quality is the person")
    await page.press("Enter")
    await page.wait_for("Which identity document")
    await page.press("Enter")
    await page.wait_for("Italian passport")
    await page.press("Enter")
    await page.wait_for("Usually issued by")
    for text in ("CA00000AA", "Comune di Firenze", "12032015", "12032025"):
        await page.type(text)
        await page.press("Enter")
    await page.wait_for("[ ] The photo shows the person")
    await page.press(" ", "Enter", " ", "Enter", " ", "Enter")
    await page.wait_for("[ ] The request form is signed")
    await page.press("F4")
    await page.wait_for("form M0500-0000001, verification code")
    await page.press(" ", "Enter", " ")
    await page.wait_for("nothing ✓")


async def hand_over(page: Page) -> None:
    """Take a signed form to an envelope whose PIN is active."""
    await page.press("F9")
    await page.wait_for("Your password")
    await page.type("operatore-prova")
    await page.press("Enter")
    await page.wait_for("[ ] The seal is intact")
    await page.press(" ", "Enter", " ")
    await page.wait_for("[✓] The receipt is signed")
    await page.press("F9")
    await page.wait_for("Hand over the envelope")


async def open_help(page: Page) -> None:
    """Press F1 until it helps: to a desk that reads late, an Escape with a key close behind it is that key with Alt."""
    end = time.monotonic() + chromium.PATIENCE
    await asyncio.sleep(1)
    await page.press("F1")
    while HELP not in (seen := await page.text()):
        assert time.monotonic() < end, seen
        await asyncio.sleep(1)
        await page.press("F1")


async def try_keys(page: Page) -> None:
    """Press the keys a browser has other ideas about: they reach the desk, and the browser leaves them alone."""
    await page.wait_for("Alt+1  operatore")
    for key in OF_THE_BROWSER:
        await page.press(key, "Escape")
    await open_help(page)
    prevented = await page.evaluate("window.prevented")
    assert {key: prevented[key] for key in OF_THE_BROWSER} == dict.fromkeys(OF_THE_BROWSER, True)
    await page.press("Escape")
    await page.wait_for("Alt+1  operatore", gone=HELP)


async def test_m23_a_case_in_a_browser_by_keyboard_and_its_receipt_downloaded(
    served: Serving, browser: Browser
) -> None:
    page = await browser.open(served.url)
    await try_keys(page)
    await log_in(page)
    await identify(page)
    await hand_over(page)
    await page.press("Control+g")
    await page.wait_for("Printed papers", "receipt · R0500-0000001")
    await page.press("Enter")
    receipt = await browser.downloaded()
    assert receipt.name == "receipt-R0500-0000001.pdf"
    with pdfplumber.open(receipt) as pdf:
        words = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "R0500-0000001" in words
    assert ROSSI in words
    asked = await page.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)")
    assert set(asked) == {served.url.rstrip("/")}, "nothing is asked for from outside"
    await page.press("Escape")
    await page.wait_for("Enter ends the visit", gone="Printed papers")
    await page.press("Control+q")
    await page.wait_for("Close the program?")
    await page.press("F9")
    await page.wait_for_page("This session has ended")
    await served.until_desks(0)
    await page.press("Enter")
    await served.until_desks(1)


async def test_m23_a_browser_that_vanishes_leaves_no_desk(served: Serving, program: str) -> None:
    for moment in ("starting", "painted", "painted-again"):
        async with chromium.browser(program) as browser:
            page = await browser.open(served.url)
            await served.until_desks(1)
            if moment != "starting":
                await page.wait_for("Alt+1  operatore")
            browser.kill()
            await served.until_desks(0)
    assert served.process.returncode is None
