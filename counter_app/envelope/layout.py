"""Where things stand on the envelope's sheet: pure geometry, millimetres from the upper left corner.

The sheet is A4, printed on both sides and turned on the short edge, then folded twice into three panels of 99 mm.

Page 1 is the inside, top to bottom: heading, secret, instructions. Page 2 is the outside: `FLAP` (back of the
instructions), `BACK` (back of the secret), `FRONT` (back of the heading). Fold the lowest panel of page 1 up over the
secret, then the upper panel down: the secret faces the instructions, `FRONT` and `BACK` are what a hand or an eye
meets, and both read upright because the sheet was turned on the short edge.

Two shields of dense print stand between the secret and the light: one on `BACK`, straight behind it, one on `FLAP`,
over it once folded. Each is larger than the blind area by the usual play of duplex printing and folding.

The address is where Italian post looks for it: lower right, nothing beside it and at least 15 mm white below it, sender
at the upper left. A window envelope is office practice, not law; we take DL (220 x 110 mm) with a window of
100 x 45 mm, 20 mm from the right and the lower edge. The folded sheet (210 x 99 mm) slides inside by 10 and 11 mm, so
there are two rectangles: what the window shows wherever the sheet slides (the address stays in it) and what it may
show (nothing else stands in it). Without an envelope the folded sheet, glued on its three open edges, is one itself: no
text comes nearer to them than 8 mm.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rect:
    """A rectangle in millimetres; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Abscissa of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Ordinate of the lower edge."""
        return self.y + self.height

    def contains(self, other: Rect) -> bool:
        """Return whether `other` lies wholly inside."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def meets(self, other: Rect) -> bool:
        """Return whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def grown(self, by: float) -> Rect:
        """Return the rectangle larger by `by` millimetres on every side (smaller if negative)."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


PAGE = Rect(0, 0, 210, 297)
"""A4, upright."""

MARGIN = 5.0
"""What an office printer cannot print on, at every edge."""

PRINTABLE = PAGE.grown(-MARGIN)

FOLDS = (99.0, 198.0)
"""Ordinates of the two folds, the same on both pages."""

FOLD_MARK_LENGTH = 4.0
"""The folds are marked by short lines at both edges, so that no line crosses the panels."""

TEXT_LEFT, TEXT_RIGHT = 15.0, 195.0
"""Text keeps clear of the edges, where the glue is."""

COLUMN_GAP = 8.0

HEADING_PANEL = Rect(0, 0, 210, 99)
SECRET_PANEL = Rect(0, 99, 210, 99)
INSTRUCTIONS_PANEL = Rect(0, 198, 210, 99)
"""The panels of page 1."""

FLAP = Rect(0, 0, 210, 99)
BACK = Rect(0, 99, 210, 99)
FRONT = Rect(0, 198, 210, 99)
"""The panels of page 2."""

BLIND = Rect(30, 130, 150, 36)
"""The only place on either page where the secret may stand (page 1)."""

REGISTER_PLAY = 5.0
"""How far duplex printing and folding may miss; the shields are larger than the blind area by this."""


def behind(area: Rect) -> Rect:
    """Return where an area of page 1 lies on page 2, straight through the sheet turned on the short edge."""
    return Rect(area.x, PAGE.height - area.bottom, area.width, area.height)


def folded_over(area: Rect) -> Rect:
    """Return what of page 2 covers an area of the secret's panel once the lowest panel is folded up over it."""
    facing = Rect(area.x, 2 * FOLDS[1] - area.bottom, area.width, area.height)
    return behind(facing)


BACK_SHIELD = behind(BLIND).grown(REGISTER_PLAY)
FLAP_SHIELD = folded_over(BLIND).grown(REGISTER_PLAY)

ENVELOPE_PLAY_X, ENVELOPE_PLAY_Y = 10.0, 11.0
"""How far the folded sheet slides in a DL envelope."""

WINDOW_WIDTH, WINDOW_HEIGHT = 100.0, 45.0
WINDOW_FROM_RIGHT, WINDOW_FROM_BOTTOM = 20.0, 20.0

WINDOW_SAFE = Rect(
    210 - WINDOW_FROM_RIGHT - WINDOW_WIDTH + ENVELOPE_PLAY_X,
    297 - WINDOW_FROM_BOTTOM - WINDOW_HEIGHT + ENVELOPE_PLAY_Y,
    WINDOW_WIDTH - ENVELOPE_PLAY_X,
    WINDOW_HEIGHT - ENVELOPE_PLAY_Y,
)
"""What the window shows of page 2 wherever the sheet slides: the address stands inside."""

WINDOW_SWEEP = Rect(
    WINDOW_SAFE.x - ENVELOPE_PLAY_X,
    WINDOW_SAFE.y - ENVELOPE_PLAY_Y,
    WINDOW_SAFE.width + 2 * ENVELOPE_PLAY_X,
    WINDOW_SAFE.height + 2 * ENVELOPE_PLAY_Y,
)
"""What the window may show of page 2: nothing but the address stands inside."""

SENDER = Rect(TEXT_LEFT, 206, 102, 24)
"""Issuing office, upper left of the front."""

RESERVED_NOTE = Rect(125, 206, 70, 22)
"""Who may open the envelope, upper right of the front."""

BARCODE = Rect(TEXT_LEFT, 256, 70, 12)
"""The serial as Code 128, quiet zones included, left of the window."""

SERIAL_LINE = Rect(TEXT_LEFT, 269, 70, 5)
FRONT_NOTE = Rect(TEXT_LEFT, 277, 70, 13)

COLLECTED_BY = Rect(129, 21, 66, 10)
"""Who takes the envelope for the recipient, below serial and date on the upper panel."""

HEADING_WATERMARK = Rect(TEXT_LEFT, 86, 180, 9)
SECRET_WATERMARK = Rect(TEXT_LEFT, 186, 180, 9)
INSTRUCTIONS_WATERMARK = Rect(TEXT_LEFT, 278, 180, 8)
FLAP_WATERMARK = Rect(TEXT_LEFT, 84, 180, 9)
BACK_WATERMARK = Rect(TEXT_LEFT, 184, 180, 9)
FRONT_WATERMARK = Rect(TEXT_LEFT, 236, 70, 12)
"""Where a training sheet says so: each panel, clear of window, blind area and shields."""
