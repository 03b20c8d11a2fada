"""A loose sheet filled from the top down: heading, sections, fields, and a new page when there is no room."""

from __future__ import annotations

from counter_app.envelope import paper_texts as words
from counter_app.envelope.content import PaperHead
from counter_app.envelope.layout import TEXT_LEFT, TEXT_RIGHT, Rect
from counter_app.envelope.texts import Both
from counter_app.envelope.typeset import BOLD, REGULAR, Setting, Sheet, fit, printable, text_width, wrap

_TOP, _BOTTOM = 12.0, 276.0
_FOOT = Rect(TEXT_LEFT, 280, TEXT_RIGHT - TEXT_LEFT, 8)
_WATERMARK = Rect(TEXT_LEFT, 36, TEXT_RIGHT - TEXT_LEFT, 8)
_SOFT = 0.35
_GAP = 4.0
_INDENT = 6.0


class Flow:
    """One document of A4 pages, printed on one side.

    Args:
        head: office, day, visit, verification code.
        title: what the document is.
    """

    left = TEXT_LEFT
    width = TEXT_RIGHT - TEXT_LEFT

    def __init__(self, head: PaperHead, title: Both) -> None:
        self.sheet = Sheet(title=title.it, duplex="Simplex")
        self.y = _TOP
        self._head = head
        self._page = 1
        self._page_head()
        self.y = self.sheet.paragraphs(Rect(self.left, self.y, self.width, 9), (title.it,), 17, BOLD)
        self.y = self.sheet.paragraphs(Rect(self.left, self.y, self.width, 6), (title.en,), 11, gray=_SOFT)

    def _page_head(self) -> None:
        """Draw office and references; on every page, because loose pages part."""
        head = self._head
        name = fit(head.office_heading[:1], Rect(self.left, _TOP, 110, 9), 11, BOLD)
        below = self.sheet.setting(self.left, _TOP, name, BOLD)
        rest = Rect(self.left, below + 0.5, 110, 31 - below)
        self.sheet.paragraphs(rest, head.office_heading[1:], 9)
        references = (
            f"{words.VISIT} {head.visit_number}",
            f"{head.business_date:%d/%m/%Y}",
            f"{words.CODE} {head.verification_code}",
        )
        for index, (text, font) in enumerate(zip(references, (BOLD, REGULAR, BOLD), strict=True)):
            size, (line,) = fit((text,), Rect(0, 0, 66, 4), 9.5, font)
            self.sheet.line(TEXT_RIGHT - text_width(line, size, font), _TOP + 4 + 4.6 * index, line, size, font)
        self.sheet.rule(self.left, 33, TEXT_RIGHT, 33, width=0.4)
        if head.training:
            self.sheet.watermark(_WATERMARK)
        foot = Rect(_FOOT.x, _FOOT.y, _FOOT.width - 25, _FOOT.height)
        self.sheet.paragraphs(foot, tuple(words.CODE_NOTE), 7.5, gray=_SOFT)
        page = words.PAGE.format(number=self._page)
        self.sheet.line(TEXT_RIGHT - text_width(page, 7.5), _FOOT.y + 2.5, page, 7.5, gray=_SOFT)
        self.y = 47.0 if head.training else 38.0

    def finish(self) -> bytes:
        """End the document and return it."""
        return self.sheet.finish()

    def room(self, height: float) -> None:
        """Begin a new page unless `height` millimetres are left on this one."""
        if self.y + height > _BOTTOM:
            self.sheet.next_page()
            self._page += 1
            self._page_head()

    def gap(self, height: float) -> None:
        """Leave `height` millimetres blank."""
        self.y += height

    def _lines(self, x: float, width: float, text: str, size: float, font: str = REGULAR, gray: float = 0.0) -> None:
        """Draw one paragraph line by line, over as many pages as it takes."""
        for line in wrap(text, size, font, width):
            setting = Setting(size, [line])
            self.room(setting.height)
            self.y = self.sheet.setting(x, self.y, setting, font, gray)

    def section(self, title: Both) -> None:
        """Begin a section, never at the very foot of a page."""
        self.room(20)
        self.gap(3.5)
        self.y = self.sheet.paragraphs(Rect(self.left, self.y, self.width, 6), (title.it,), 11, BOLD)
        indent = text_width(title.it, 11, BOLD) + 3
        self.sheet.line(self.left + indent, self.y - 1.1, title.en, 8.5, gray=_SOFT)
        self.sheet.rule(self.left, self.y + 0.2, TEXT_RIGHT, self.y + 0.2, width=0.15, gray=_SOFT)
        self.gap(1.6)

    def text(self, text: str, *, bold: bool = False) -> None:
        """Draw one paragraph."""
        self._lines(self.left, self.width, text, 10, BOLD if bold else REGULAR)

    def item(self, mark: str, text: Both) -> None:
        """Draw a paragraph behind a mark, its second text smaller below."""
        self.room(9)
        self.sheet.setting(self.left, self.y, Setting(10, [mark]))
        self._lines(self.left + _INDENT, self.width - _INDENT, text.it, 10)
        self._lines(self.left + _INDENT, self.width - _INDENT, text.en, 8.5, gray=_SOFT)
        self.gap(1.0)

    def choice(self, text: Both, *, chosen: bool) -> None:
        """Draw a box, crossed if `chosen`, and what it stands for."""
        self.room(9)
        box = Rect(self.left, self.y + 0.5, 3.4, 3.4)
        self.sheet.frame(box, width=0.3)
        if chosen:
            self.sheet.rule(box.x + 0.6, box.y + 0.6, box.right - 0.6, box.bottom - 0.6, width=0.4)
            self.sheet.rule(box.x + 0.6, box.bottom - 0.6, box.right - 0.6, box.y + 0.6, width=0.4)
        self.item("", text)

    def note(self, text: Both) -> None:
        """Draw a small remark."""
        self.gap(3)
        self._lines(self.left, self.width, text.it, 8.5)
        self._lines(self.left, self.width, text.en, 8.5, gray=_SOFT)

    def fields(self, *pairs: tuple[Both, str]) -> None:
        """Draw labels with their values side by side, each on a line that can be written on."""
        self._cells(pairs, value_height=9.0, value_size=10.5)

    def signature_lines(self, *pairs: tuple[Both, str]) -> None:
        """Draw labels with room to sign below."""
        self._cells(pairs, value_height=13.0, value_size=9.5)

    def _cells(self, pairs: tuple[tuple[Both, str], ...], value_height: float, value_size: float) -> None:
        width = (self.width - _GAP * (len(pairs) - 1)) / len(pairs)
        settings = [fit((value,), Rect(0, 0, width, value_height - 0.6), value_size) for _label, value in pairs]
        height = max([value_height - 3.4, *(setting.height for setting in settings)])
        self.room(height + 5)
        for index, ((label, value), setting) in enumerate(zip(pairs, settings, strict=True)):
            x = self.left + index * (width + _GAP)
            caption = fit((f"{label.it} · {label.en}",), Rect(x, 0, width, 3.6), 7.5)
            self.sheet.setting(x, self.y, caption, gray=_SOFT)
            if printable(value):
                self.sheet.setting(x, self.y + 3.6, setting)
            self.sheet.rule(x, self.y + 4 + height, x + width, self.y + 4 + height, width=0.15, gray=_SOFT)
        self.y += height + 5
