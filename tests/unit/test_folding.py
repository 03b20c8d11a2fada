"""Text of people: never control characters (architecture, rule 10), found whatever its accents."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.identity.folding import clean, fold


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Rossi", "Rossi"),
        ("  Rossi \t Mario\r\n", "Rossi Mario"),
        ("Ro\x00ss\x1bi\x7f", "Rossi"),
        ("Ro\x85ssi\x9b", "Ro ssi"),
        ("\u202eissoR\u202c", "issoR"),
        ("\u2066Ros\u200bsi\u2069\ufeff", "Rossi"),
        ("Ros\u00adsi", "Rossi"),
        ("De\u00a0Luca\u2028", "De Luca"),
        ("Nicolo\u0300", "Nicolò"),
        ("Dell'Orto [red]x[/red]", "Dell'Orto [red]x[/red]"),
        ("a\ud800b", "ab"),
        ("\u200b \u200b", ""),
    ],
)
def test_only_visible_text_is_kept(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("rossi", "ROSSI"),
        ("D'Angelò", "DANGELO"),
        ("D’Angelo", "DANGELO"),
        ("NICOLO'", "NICOLO"),
        ("Nicolò", "NICOLO"),
        ("NICOLO´", "NICOLO"),
        ("Rossi-Bianchi", "ROSSI BIANCHI"),
        ("Rossi\u2011Bianchi", "ROSSI BIANCHI"),
        ("  de \t luca ", "DE LUCA"),
        ("S. Giovanni, 2", "S GIOVANNI 2"),
        ("Müller", "MULLER"),
        ("Strauß", "STRAUSS"),
        ("Đorđević", "DORDEVIC"),
        ("Łódź", "LODZ"),
        ("Ørsted Ærø Þór", "ORSTED AERO THOR"),
        ("Núñez", "NUNEZ"),
        ("Işıl Şahin", "ISIL SAHIN"),
        ("İstanbul", "ISTANBUL"),
        ("Ștefan Țurcanu", "STEFAN TURCANU"),
        ("Nguyễn", "NGUYEN"),
        ("Иван", "ИВАН"),
        ("Ro\x00ssi", "ROSSI"),
        ("Ro\u200bssi", "ROSSI"),
        ("", ""),
        ("-'-", ""),
    ],
)
def test_names_are_folded_for_searching(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(max_examples=500, deadline=None, database=None)
@given(st.text(st.characters(codec=None), max_size=30))
def test_cleaned_text_is_printable_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert clean(cleaned) == cleaned


@settings(max_examples=500, deadline=None, database=None)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(clean(text)) == folded
