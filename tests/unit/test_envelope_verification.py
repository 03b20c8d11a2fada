"""The keyed short code of a loose sheet."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from counter_app.credentials.secrets_words import ALPHABET, is_offensive
from counter_app.envelope.verification import matches, verification_code

KEY = bytes(range(32))
DAY = date(2016, 5, 10)
SHEET = ("request-form", "RM0123-2016-000317", DAY)


def test_m02_the_code_is_short_readable_and_stable() -> None:
    code = verification_code(KEY, *SHEET)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert code == verification_code(KEY, *SHEET)


@pytest.mark.parametrize(
    ("key", "sheet"),
    [
        (bytes(32), SHEET),
        (KEY, ("receipt", *SHEET[1:])),
        (KEY, (SHEET[0], "RM0123-2016-000318", DAY)),
        (KEY, (*SHEET[:2], DAY + timedelta(days=1))),
        (KEY, ("request-form|18", "RM0123-2016-000317", DAY)),
    ],
)
def test_m02_another_key_or_sheet_has_another_code(key: bytes, sheet: tuple[str, str, date]) -> None:
    assert verification_code(key, *sheet) != verification_code(KEY, *SHEET)
    assert not matches(verification_code(key, *sheet), KEY, *SHEET)


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ".replace("-", " - ")]
)
def test_m02_a_code_is_recognised_as_people_type_it(change: object) -> None:
    assert callable(change)
    assert matches(change(verification_code(KEY, *SHEET)), KEY, *SHEET)


@pytest.mark.parametrize("typed", ["", "XXXX-XXXX", "è", "XXXX-XXX"])
def test_m02_anything_else_is_not(typed: str) -> None:
    assert not matches(typed, KEY, *SHEET)


def test_m02_no_code_reads_as_a_word() -> None:
    codes = [verification_code(KEY, "receipt", str(number), DAY).replace("-", "") for number in range(2000)]
    assert not any(is_offensive(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_m02_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        verification_code(b"short", *SHEET)
