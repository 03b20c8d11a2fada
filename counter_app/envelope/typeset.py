"""Drawing on A4 in millimetres from the upper left corner, with text that wraps, shrinks and never leaves its box."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from typing import NamedTuple

import font_roboto
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from counter_app.envelope.layout import FOLD_MARK_LENGTH, FOLDS, MARGIN, PAGE, Rect
from counter_app.envelope.texts import NO_BREAK, WATERMARK

REGULAR, BOLD = "Roboto", "RobotoBold"
MM = 72 / 25.4
"""Points in a millimetre."""
SMALLEST = 5.0
"""Points below which no text is shrunk; what still does not fit is cut and ends in an ellipsis."""
LEADING = 1.22
ASCENT = 0.93
"""Share of the type size between the top of a line and its baseline (Roboto's own ascender)."""


def printable(text: str) -> str:
    """Return text composed (NFC), with runs of white space collapsed and control and format characters dropped.

    A no-break space stays what it is.
    """
    spaced = "".join(" " if character.isspace() and character != NO_BREAK else character for character in text)
    composed = unicodedata.normalize("NFC", " ".join(word for word in spaced.split(" ") if word))
    return "".join(character for character in composed if unicodedata.category(character)[0] != "C")


@cache
def _register_fonts() -> None:
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, font_roboto.font_files[name]))


@cache
def _advance(character: str, font: str) -> float:
    """Return the width of one character in ems. Only single characters are remembered, never a text."""
    _register_fonts()
    return float(pdfmetrics.stringWidth(character, font, 1))


def text_width(text: str, size: float, font: str = REGULAR) -> float:
    """Return the width of a line in millimetres (`size` in points; the fonts are set without kerning)."""
    return sum(_advance(character, font) for character in text) * size / MM


def _split_long(word: str, size: float, font: str, width: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, font) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def wrap(text: str, size: float, font: str, width: float) -> list[str]:
    """Break text into lines no wider than `width` millimetres; a word wider than that is broken anywhere."""
    lines: list[str] = []
    for word in printable(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, font) <= width:
            lines[-1] = longer
        else:
            lines.extend(_split_long(word, size, font, width))
    return [line.replace(NO_BREAK, " ") for line in lines if line]


class Setting(NamedTuple):
    """Lines ready to be drawn at one type size (points)."""

    size: float
    lines: list[str]

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return len(self.lines) * self.size * LEADING / MM


def fit(paragraphs: tuple[str, ...], box: Rect, size: float, font: str = REGULAR) -> Setting:
    """Set paragraphs into a box: wrapped at `size`, smaller as long as they do not fit, cut at the smallest size.

    Args:
        paragraphs: texts, each beginning on its own line.
        box: millimetres.
        size: type size wanted, in points.
        font: `REGULAR` or `BOLD`.
    """
    while True:
        lines = [line for paragraph in paragraphs for line in wrap(paragraph, size, font, box.width)]
        setting = Setting(size, lines)
        if setting.height <= box.height or size <= SMALLEST:
            break
        size = max(SMALLEST, size - 0.25)
    room = max(1, int(box.height * MM / (size * LEADING)))
    return (
        setting if len(lines) <= room else Setting(size, [*lines[: room - 1], _cut(lines[room - 1], box, size, font)])
    )


def _cut(line: str, box: Rect, size: float, font: str) -> str:
    while line and text_width(line + "…", size, font) > box.width:
        line = line[:-1]
    return line + "…"


class Sheet:
    """A PDF of A4 pages: the same input gives the same bytes.

    Args:
        title: the document's title, without people's data.
        duplex: how a reader offers to print it: `DuplexFlipShortEdge` or `Simplex`.
    """

    def __init__(self, title: str, duplex: str) -> None:
        _register_fonts()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(PAGE.width * MM, PAGE.height * MM),
            invariant=1,
            pageCompression=1,
            # reportlab's own first font is not embedded, and print shops refuse a file that names one.
            initialFontName=REGULAR,
            lang="it-IT",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("INPS")
        self._canvas.setCreator("Sportello PIN")
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("Duplex", duplex)

    def next_page(self) -> None:
        """End the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """End the document and return it."""
        self._canvas.save()
        return self._buffer.getvalue()

    def line(self, x: float, y: float, text: str, size: float, font: str = REGULAR, gray: float = 0.0) -> None:
        """Draw one line, baseline at `y`."""
        self._canvas.setFillGray(gray)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x * MM, (PAGE.height - y) * MM, text)

    def spaced(self, x: float, y: float, text: str, size: float, spacing: float, gray: float = 0.0) -> None:
        """Draw one bold line, `spacing` points between characters, spaces included."""
        self._canvas.setFillGray(gray)
        self._canvas.setFont(BOLD, size)
        self._canvas.drawString(x * MM, (PAGE.height - y) * MM, text, charSpace=spacing)

    def paragraphs(
        self, box: Rect, texts: tuple[str, ...], size: float, font: str = REGULAR, gray: float = 0.0
    ) -> float:
        """Draw paragraphs into a box (see `fit`) and return the ordinate below the last line."""
        setting = fit(texts, box, size, font)
        return self.setting(box.x, box.y, setting, font, gray)

    def setting(self, x: float, y: float, setting: Setting, font: str = REGULAR, gray: float = 0.0) -> float:
        """Draw lines already set, top at `y`, and return the ordinate below the last one."""
        step = setting.size * LEADING / MM
        for index, text in enumerate(setting.lines):
            self.line(x, y + index * step + setting.size * ASCENT / MM, text, setting.size, font, gray)
        return y + len(setting.lines) * step

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.2, gray: float = 0.0) -> None:
        """Draw a straight line `width` millimetres thick."""
        self._canvas.setStrokeGray(gray)
        self._canvas.setLineWidth(width * MM)
        self._canvas.line(x1 * MM, (PAGE.height - y1) * MM, x2 * MM, (PAGE.height - y2) * MM)

    def frame(self, box: Rect, width: float = 0.3, gray: float = 0.0, radius: float = 0.0) -> None:
        """Draw the outline of a box, its corners rounded by `radius` millimetres."""
        self._canvas.setStrokeGray(gray)
        self._canvas.setLineWidth(width * MM)
        self._canvas.roundRect(
            box.x * MM, (PAGE.height - box.bottom) * MM, box.width * MM, box.height * MM, radius * MM, stroke=1, fill=0
        )

    def fill(self, box: Rect, gray: float = 0.0) -> None:
        """Fill a box."""
        self._canvas.setFillGray(gray)
        self._canvas.rect(
            box.x * MM, (PAGE.height - box.bottom) * MM, box.width * MM, box.height * MM, stroke=0, fill=1
        )

    def fold_marks(self, labels: tuple[str, ...] = ()) -> None:
        """Mark both folds at both edges of the page, upper first, with a small label beside the left mark."""
        for y, label in zip(FOLDS, labels, strict=False):
            self.line(MARGIN + FOLD_MARK_LENGTH + 1, y + 0.7, label, 6, gray=0.35)
        for y in FOLDS:
            for x in (MARGIN, PAGE.width - MARGIN - FOLD_MARK_LENGTH):
                self.rule(x, y, x + FOLD_MARK_LENGTH, y, width=0.25, gray=0.35)

    def watermark(self, box: Rect) -> None:
        """Write across a box that the sheet is for training only."""
        size = min(box.height * MM / LEADING, 100 * box.width / text_width(WATERMARK, 100, BOLD))
        x = box.x + (box.width - text_width(WATERMARK, size, BOLD)) / 2
        baseline = box.y + (box.height + 0.71 * size / MM) / 2
        self.line(x, baseline, WATERMARK, size, BOLD, gray=0.62)
