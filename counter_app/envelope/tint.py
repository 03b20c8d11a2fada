"""The security tint: print so dense and so like a secret that light through the paper gives nothing away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from counter_app.envelope.layout import Rect
from counter_app.envelope.typeset import BOLD, MM, Sheet, text_width

_SHAPES = "23456789CDFHJKMNPQRTVWXY"
# A sign after every second character: no run of tint can be taken for a secret's four, by eye or by a program.
_SIGNS = "#%&@$§"
_HATCH_STEP = 1.9
# Light passes through gray but not through toner: a gray tint would only pale around a black secret. So the characters
# are as large as the secret's and darker than it, and what is between them is as dark as what they hide.
_LAYERS = (
    # size in points, rows, gray
    (24.0, 6, 0.0),
    (19.0, 7, 0.30),
    (9.0, 15, 0.15),
)
_ASCENT, _DESCENT = 0.82, 0.28
"""What the tallest and the deepest sign take above and below the baseline, as shares of the type size."""


def _numbers(seed: str) -> Iterator[int]:
    """Yield the same bytes for the same seed, on every version of Python: the tint is decoration, not a secret."""
    yield from hashlib.shake_256(seed.encode()).digest(65536)


def row(numbers: Iterator[int], width: float, size: float) -> str:
    """Return characters that fill `width` millimetres at `size` points, less than one character short."""
    text, used = "", 0.0
    while True:
        source = _SIGNS if len(text) % 3 == 2 else _SHAPES
        character = source[next(numbers) % len(source)]
        used += text_width(character, size, BOLD)
        if used > width:
            return text
        text += character


def draw_tint(sheet: Sheet, area: Rect, seed: str) -> None:
    """Cover an area, edge to edge and nothing beyond it, with layers of characters and two hatches."""
    numbers = _numbers(seed)
    for size, rows, gray in _LAYERS:
        first = area.y + _ASCENT * size / MM
        step = (area.bottom - _DESCENT * size / MM - first) / (rows - 1)
        for index in range(rows):
            text = row(numbers, area.width, size)
            spare = (area.width - text_width(text, size, BOLD)) * MM / max(1, len(text) - 1)
            sheet.spaced(area.x, first + index * step, text, size, spare, gray)
    _hatch(sheet, area)
    sheet.frame(area, width=0.3, gray=0.2)


def _hatch(sheet: Sheet, area: Rect) -> None:
    start = -area.height
    while start < area.width:
        left, right = max(0.0, start), min(area.width, start + area.height)
        for y_left, y_right in (
            (area.y + left - start, area.y + right - start),
            (area.bottom - (left - start), area.bottom - (right - start)),
        ):
            sheet.rule(area.x + left, y_left, area.x + right, y_right, width=0.2, gray=0.1)
        start += _HATCH_STEP
