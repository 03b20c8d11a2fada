"""The envelope's geometry, before anything is drawn."""

from __future__ import annotations

import pytest

from counter_app.envelope import layout
from counter_app.envelope.layout import Rect

PAGE_2 = {
    "sender": layout.SENDER,
    "note": layout.RESERVED_NOTE,
    "barcode": layout.BARCODE,
    "serial": layout.SERIAL_LINE,
    "front note": layout.FRONT_NOTE,
    "back shield": layout.BACK_SHIELD,
    "flap shield": layout.FLAP_SHIELD,
    "flap watermark": layout.FLAP_WATERMARK,
    "back watermark": layout.BACK_WATERMARK,
    "front watermark": layout.FRONT_WATERMARK,
}


def test_m03_three_panels_of_a4() -> None:
    assert layout.FOLDS == (99.0, 198.0)
    assert (layout.PAGE.width, layout.PAGE.height) == (210, 297)


def test_m03_the_blind_area_lies_in_one_panel() -> None:
    assert layout.SECRET_PANEL.contains(layout.BLIND)


@pytest.mark.parametrize(
    ("area", "on_the_other_side"),
    [
        (Rect(0, 0, 210, 99), Rect(0, 198, 210, 99)),
        (Rect(15, 100, 20, 10), Rect(15, 187, 20, 10)),
    ],
)
def test_m03_short_edge_flip_keeps_x_and_mirrors_y(area: Rect, on_the_other_side: Rect) -> None:
    assert layout.behind(area) == on_the_other_side
    assert layout.behind(layout.behind(area)) == area


def test_m03_both_shields_cover_the_blind_area_with_play() -> None:
    straight_behind = Rect(30, 131, 150, 36)
    over_once_folded = Rect(30, 31, 150, 36)
    assert layout.behind(layout.BLIND) == straight_behind
    assert layout.folded_over(layout.BLIND) == over_once_folded
    assert layout.BACK_SHIELD.contains(straight_behind.grown(layout.REGISTER_PLAY))
    assert layout.FLAP_SHIELD.contains(over_once_folded.grown(layout.REGISTER_PLAY))
    assert layout.BACK.contains(layout.BACK_SHIELD)
    assert layout.FLAP.contains(layout.FLAP_SHIELD)


def test_m03_the_safe_window_is_seen_wherever_the_sheet_slides() -> None:
    for slide_x in (0.0, 5.0, layout.ENVELOPE_PLAY_X):
        for slide_y in (0.0, 5.0, layout.ENVELOPE_PLAY_Y):
            # A DL envelope, its window 20 mm from the right and the lower edge, over the front panel.
            seen = Rect(220 - 20 - 100 - slide_x, 198 + 110 - 20 - 45 - slide_y, 100, 45)
            assert seen.contains(layout.WINDOW_SAFE)
            assert layout.WINDOW_SWEEP.contains(seen)


def test_m03_the_front_holds_the_window() -> None:
    assert layout.FRONT.contains(layout.WINDOW_SWEEP)
    assert layout.PAGE.height - layout.WINDOW_SAFE.bottom >= 15


@pytest.mark.parametrize("name", PAGE_2)
def test_m03_nothing_but_the_address_has_a_place_in_the_window(name: str) -> None:
    assert not PAGE_2[name].meets(layout.WINDOW_SWEEP)


@pytest.mark.parametrize("name", PAGE_2)
def test_m03_every_place_is_printable(name: str) -> None:
    assert layout.PRINTABLE.contains(PAGE_2[name])


def test_m03_places_of_page_2_do_not_overlap() -> None:
    names = list(PAGE_2)
    for index, name in enumerate(names):
        for other in names[index + 1 :]:
            assert not PAGE_2[name].meets(PAGE_2[other]), (name, other)
