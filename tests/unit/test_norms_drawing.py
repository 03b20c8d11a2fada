"""The timeline as characters: days on columns, a line for each norm, readable without colours (M22)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import i18n
from counter_app.norms.norm import CitedNorm
from counter_app.norms.timeline import load_shipped
from screens.norms.drawing import LINES, SIGNS, Axis, label

CATALOGUE = load_shipped()
days = st.dates(date(2012, 1, 1), date(2030, 12, 31))


def cited(norm_id: str, on: date, known_on: date) -> CitedNorm:
    i18n.choose("en")
    try:
        return CATALOGUE.law(on, known_on).cite(CATALOGUE.norm(norm_id))
    finally:
        i18n.choose(i18n.DEFAULT_LANGUAGE)


def test_m22_each_january_stands_above_its_column() -> None:
    axis = Axis.over([date(2012, 3, 1), date(2015, 6, 30)], 50)
    numbers = axis.numbers()
    assert len(numbers) == 50
    for year in (2012, 2013, 2014, 2015, 2016):
        place = axis.column(date(year, 1, 1))
        assert numbers[place : place + 2] == str(year)[2:]


@pytest.mark.parametrize("width", [10, 20, 40, 100])
def test_m22_the_years_never_run_into_one_another(width: int) -> None:
    axis = Axis.over([date(2012, 1, 1), date(2026, 11, 26)], width)
    assert all(len(number) == 2 for number in axis.numbers().split())


@given(days, days, st.integers(1, 200))
def test_m22_later_days_never_stand_further_left(first: date, second: date, width: int) -> None:
    axis = Axis.over([date(2012, 1, 1), date(2030, 12, 31)], width)
    earlier, later = sorted((first, second))
    assert 0 <= axis.column(earlier) <= axis.column(later) < width


@pytest.mark.parametrize(
    ("norm_id", "on", "known_on", "sign", "crossed"),
    [
        ("m06-working-length-16", "2012-06-01", "2012-06-01", "●", "┿"),
        ("m06-working-length-16", "2014-06-01", "2014-06-01", "○", "│"),
        ("m16-no-new-pin", "2020-08-01", "2020-08-01", "…", "│"),
        ("m16-no-new-pin", "2020-10-01", "2020-10-01", "●", "┿"),
        ("m17-companies-keep-pin", "2022-01-01", "2022-01-01", "!", "┊"),
    ],
)
def test_m22_a_bar_says_by_its_line_where_a_norm_stands(
    norm_id: str, on: str, known_on: str, sign: str, crossed: str
) -> None:
    day, known = date.fromisoformat(on), date.fromisoformat(known_on)
    norm = cited(norm_id, day, known)
    axis = Axis.over([date(2012, 1, 1), date(2026, 1, 1)], 120)
    bar = axis.bar(norm, day).plain
    assert len(bar) == 120
    assert label(norm, 30).plain.startswith(f"{sign} ")
    assert bar[axis.column(day)] == crossed
    assert bar[axis.column(norm.since)] in {LINES[norm.status], crossed}
    assert SIGNS[norm.status] == sign


def test_m22_a_long_title_is_cut_to_its_columns() -> None:
    norm = cited("m16-exceptions", date(2020, 10, 1), date(2020, 10, 1))
    assert len(label(norm, 12).plain) == 12
    assert "…" in label(norm, 12).plain
