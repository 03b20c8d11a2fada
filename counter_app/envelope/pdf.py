"""The sealed envelope as a print-ready PDF: A4, two sides, three panels (M03, M06; the geometry is in `layout`)."""

from __future__ import annotations

from counter_app.envelope import layout, texts
from counter_app.envelope.code128 import QUIET_MODULES, module_widths
from counter_app.envelope.content import EnvelopeData
from counter_app.envelope.layout import Rect
from counter_app.envelope.texts import Both
from counter_app.envelope.tint import draw_tint
from counter_app.envelope.typeset import BOLD, MM, REGULAR, Sheet, fit, printable, text_width

GROUP = 4
"""Characters of a secret between two spaces."""

BULLET = "•"
_MODULE = 0.33
_SECRET_SIZE, _SECRET_SPACING = 25.0, 2.0
_SECRET_GRAY = 0.25
"""Paler than the tint that hides it (see `tint`), and still ten times darker than paper."""

_SOFT = 0.35
"""Gray of the second language."""

_COLUMN = (layout.TEXT_RIGHT - layout.TEXT_LEFT - layout.COLUMN_GAP) / 2
_INDENT = 5.0
_RIGHT_COLUMN = layout.TEXT_LEFT + _COLUMN + layout.COLUMN_GAP


def grouped(secret: str) -> str:
    """Return a secret as it is printed: groups of four characters, one space between."""
    return " ".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))


def render_envelope(data: EnvelopeData, secret: str) -> bytes:
    """Return the envelope's PDF; the same data and secret give the same bytes.

    Args:
        data: what is printed around the secret.
        secret: characters of the initial PIN without spaces, or `BULLET * data.initial_length` for a preview.

    Raises:
        ValueError: if the secret's length is not `data.initial_length`, or the serial cannot be a barcode.
    """
    if len(secret) != data.initial_length:
        raise ValueError("the secret has another length than the envelope says")
    sheet = Sheet(title=f"{texts.SERIAL.it} {printable(data.serial)}", duplex="DuplexFlipShortEdge")
    sheet.fold_marks(texts.FOLD_LABELS)
    _heading_panel(sheet, data)
    _secret_panel(sheet, data, secret)
    _instructions_panel(sheet, data)
    sheet.next_page()
    sheet.fold_marks()
    _flap(sheet, data)
    _back(sheet, data)
    _front(sheet, data)
    return sheet.finish()


def _two_columns(
    sheet: Sheet, y: float, height: float, text: Both, size: float, font: str = REGULAR, indent: float = 0.0
) -> float:
    """Draw Italian left, English right, at one type size; return the ordinate below the longer one."""
    boxes = [Rect(x + indent, y, _COLUMN - indent, height) for x in (layout.TEXT_LEFT, _RIGHT_COLUMN)]
    size = min(fit((part,), box, size, font).size for part, box in zip(text, boxes, strict=True))
    return max(
        sheet.paragraphs(box, (part,), size, font, gray)
        for part, box, gray in zip(text, boxes, (0.0, _SOFT), strict=True)
    )


def _both(text: Both, **values: object) -> Both:
    return Both(text.it.format(**values), text.en.format(**values))


def _heading(sheet: Sheet, box: Rect, lines: tuple[str, ...]) -> None:
    """Draw an office's heading, its name in bold."""
    name = fit(lines[:1], Rect(box.x, box.y, box.width, box.height / 2), 11, BOLD)
    below = sheet.setting(box.x, box.y, name, BOLD)
    sheet.paragraphs(Rect(box.x, below + 0.5, box.width, box.bottom - below - 0.5), lines[1:], 9)


def _right_aligned(sheet: Sheet, y: float, text: str, size: float, font: str = REGULAR) -> None:
    sheet.line(layout.TEXT_RIGHT - text_width(text, size, font), y, text, size, font)


def _heading_panel(sheet: Sheet, data: EnvelopeData) -> None:
    """What it is, for whom, and that it is already active."""
    _heading(sheet, Rect(layout.TEXT_LEFT, 10, 110, 20), data.office_heading)
    _right_aligned(sheet, 14, f"{texts.SERIAL.it} {printable(data.serial)}", 9.5, BOLD)
    _right_aligned(sheet, 19, f"{data.business_date:%d/%m/%Y}", 9.5)
    if data.collected_by:
        line = texts.COLLECTED_BY.format(who=printable(data.collected_by))
        sheet.paragraphs(layout.COLLECTED_BY, (line,), 8.5)
    sheet.rule(layout.TEXT_LEFT, 32, layout.TEXT_RIGHT, 32, width=0.4)
    labels = texts.KIND[data.kind]
    title = Both(texts.TITLE.it.format(kind=labels.it), texts.TITLE.en.format(kind=labels.en))
    y = _two_columns(sheet, 36, 8, title, 16, BOLD)
    greeting = _both(texts.GREETING, name=printable(data.recipient_name))
    y = _two_columns(sheet, y + 3, 10, Both(greeting.it + ",", greeting.en + ","), 10, BOLD)
    y = _two_columns(sheet, y + 0.5, 20, texts.WHAT_IT_IS[data.kind], 10)
    _two_columns(sheet, y + 2, 9, texts.ALREADY_ACTIVE, 10, BOLD)
    if data.training:
        sheet.watermark(layout.HEADING_WATERMARK)


def _secret_panel(sheet: Sheet, data: EnvelopeData, secret: str) -> None:
    """The secret, alone inside the blind area."""
    blind = layout.BLIND
    label = _both(texts.SECRET_LABEL, length=data.initial_length)
    sheet.paragraphs(Rect(blind.x, 115, blind.width, 6), (label.it,), 13, BOLD)
    sheet.paragraphs(Rect(blind.x, 121.5, blind.width, 5), (label.en,), 9.5, gray=_SOFT)
    sheet.frame(blind, width=0.5, radius=2)
    shown = grouped(secret)
    spacing = _SECRET_SPACING * (len(shown) - 1) / MM
    size = _SECRET_SIZE
    while text_width(shown, size, BOLD) + spacing > blind.width - 6:
        size -= 0.5
    width = text_width(shown, size, BOLD) + spacing
    middle = blind.y + (blind.height + 0.71 * size / MM) / 2
    sheet.spaced(blind.x + (blind.width - width) / 2, middle, shown, size, _SECRET_SPACING, _SECRET_GRAY)
    y = sheet.paragraphs(Rect(blind.x, 169.5, blind.width, 5), (texts.SECRET_HINT.it,), 9.5)
    sheet.paragraphs(Rect(blind.x, y + 0.5, blind.width, 5), (texts.SECRET_HINT.en,), 9.5, gray=_SOFT)
    if data.training:
        sheet.watermark(layout.SECRET_WATERMARK)


def _instructions_panel(sheet: Sheet, data: EnvelopeData) -> None:
    """How to use it, how to keep it, how to get help."""
    y = _two_columns(sheet, 206, 7, texts.HOW_TITLE, 13, BOLD) + 1.5
    for number, step in enumerate(texts.STEPS, start=1):
        text = _both(step, initial=data.initial_length, working=data.working_length)
        for x, gray in ((layout.TEXT_LEFT, 0.0), (_RIGHT_COLUMN, _SOFT)):
            sheet.paragraphs(Rect(x, y, _INDENT, 5), (f"{number}.",), 9.5, BOLD, gray)
        y = _two_columns(sheet, y, 14, text, 9.5, indent=_INDENT) + 1.2
    sheet.rule(layout.TEXT_LEFT, y + 1.3, layout.TEXT_RIGHT, y + 1.3, width=0.2, gray=_SOFT)
    y = _two_columns(sheet, y + 3, 6, texts.HELP_TITLE, 9.5, BOLD)
    _two_columns(sheet, y, layout.INSTRUCTIONS_WATERMARK.y - y, texts.HELP, 9.5)
    if data.training:
        sheet.watermark(layout.INSTRUCTIONS_WATERMARK)


def _flap(sheet: Sheet, data: EnvelopeData) -> None:
    """Back of the instructions: the shield that lies over the secret, and what is under the flap."""
    _two_columns(sheet, 10, 12, texts.UNDER_FLAP, 9.5)
    draw_tint(sheet, layout.FLAP_SHIELD, "flap")
    if data.training:
        sheet.watermark(layout.FLAP_WATERMARK)


def _back(sheet: Sheet, data: EnvelopeData) -> None:
    """Back of the secret: the shield behind it, and when not to accept the envelope."""
    _two_columns(sheet, 108, 14, texts.TAMPERED, 9.5)
    draw_tint(sheet, layout.BACK_SHIELD, "back")
    if data.training:
        sheet.watermark(layout.BACK_WATERMARK)


def _front(sheet: Sheet, data: EnvelopeData) -> None:
    """Sender, addressee, serial."""
    box = layout.SENDER
    _heading(sheet, box, data.office_heading)
    sheet.frame(layout.RESERVED_NOTE, width=0.4, radius=1.5)
    inner = layout.RESERVED_NOTE.grown(-2.5)
    y = sheet.paragraphs(Rect(inner.x, inner.y, inner.width, 5), (texts.PERSONAL.it,), 11, BOLD)
    y = sheet.paragraphs(Rect(inner.x, y, inner.width, 4), (texts.ONLY_RECIPIENT.it,), 8.5)
    y = sheet.paragraphs(Rect(inner.x, y + 0.7, inner.width, 4), (texts.PERSONAL.en,), 8.5, BOLD, _SOFT)
    sheet.paragraphs(Rect(inner.x, y, inner.width, 4), (texts.ONLY_RECIPIENT.en,), 8.5, gray=_SOFT)
    sheet.paragraphs(layout.FRONT_NOTE, texts.FOUND, 7.5)
    _address(sheet, data)
    _barcode(sheet, printable(data.serial))
    if data.training:
        sheet.watermark(layout.FRONT_WATERMARK)


def _address(sheet: Sheet, data: EnvelopeData) -> None:
    """The addressee, inside what a window shows wherever the sheet slides."""
    box = layout.WINDOW_SAFE.grown(-2)
    name = fit((data.recipient_name,), Rect(box.x, box.y, box.width, box.height * 0.45), 11.5, BOLD)
    y = sheet.setting(box.x, box.y, name, BOLD)
    sheet.paragraphs(Rect(box.x, y + 0.5, box.width, box.bottom - y - 0.5), data.address_lines, 11)


def _barcode(sheet: Sheet, serial: str) -> None:
    """The serial as Code 128, quiet zones inside the box, and in clear below."""
    box = layout.BARCODE
    widths = module_widths(serial)
    module = min(_MODULE, box.width / (sum(widths) + 2 * QUIET_MODULES))
    x = box.x + QUIET_MODULES * module
    for index, width in enumerate(widths):
        if index % 2 == 0:
            sheet.fill(Rect(x, box.y, width * module, box.height))
        x += width * module
    label = f"{texts.SERIAL.it} {serial}"
    sheet.paragraphs(layout.SERIAL_LINE, (label,), 9.5, BOLD)
