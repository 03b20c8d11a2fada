"""The page on rights is the table of rights as it stands (M01)."""

from __future__ import annotations

from pathlib import Path

from counter_app.desk.rights import table
from counter_app.desk.rights_page import page

FILE = Path(__file__).parents[2] / "docs" / "rights.md"


def test_m01_the_committed_page_on_rights_is_the_one_made_today() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "docs/rights.md is out of date: run `make manual`"


def test_m01_the_page_tells_every_use_case_in_both_languages() -> None:
    text = page()
    for right in table().values():
        assert all(f"**{right.names[language]}**" in text for language in ("it", "en"))
        assert all(text.count(f"`{name}`") == 2 for name in right.use_cases)
