"""The timeline of norms as lines of characters: one column is some months, one line a norm (M22).

Every state has a line of its own, so that the picture reads without colours: in force thick, coming dotted, ended thin,
noted only as dots.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from counter_app.norms.norm import CitedNorm, NormStatus

SIGNS = {NormStatus.IN_FORCE: "●", NormStatus.NOT_YET: "…", NormStatus.ENDED: "○", NormStatus.NOTED: "!"}
LINES = {NormStatus.IN_FORCE: "━", NormStatus.NOT_YET: "┅", NormStatus.ENDED: "─", NormStatus.NOTED: "·"}
CROSSED = {NormStatus.IN_FORCE: "┿", NormStatus.NOT_YET: "┋", NormStatus.ENDED: "┼", NormStatus.NOTED: "┊"}
STYLES = {NormStatus.IN_FORCE: "", NormStatus.NOT_YET: "", NormStatus.ENDED: "dim", NormStatus.NOTED: "dim"}
"""No colours: they would vanish on the bar that marks the chosen line."""
SHOWN, TODAY, BARE = "▼", "▽", "│"
YEAR_ROOM = 3
"""Columns a year's number needs, its blank included."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days on columns.

    Attributes:
        first: the day of the first column, 1 January.
        years: how many years the columns hold.
        width: how many columns there are.
    """

    first: date
    years: int
    width: int

    @classmethod
    def over(cls, days: Iterable[date], width: int) -> Axis:
        """Return the axis that holds all these days in whole years, and one year more for what comes."""
        found = sorted(days)
        first = found[0].replace(month=1, day=1)
        return cls(first, found[-1].year - first.year + 2, max(width, 1))

    def column(self, day: date) -> int:
        """Return the column of a day, the first or the last one for a day outside."""
        of_year = (day - day.replace(month=1, day=1)).days / 366
        place = int((day.year - self.first.year + of_year) / self.years * self.width)
        return min(max(place, 0), self.width - 1)

    def numbers(self) -> str:
        """Return the line of years, each of two digits above its January, as many as there is room for."""
        step = 1
        while self.years > 1 and step < self.years and self.width / self.years * step < YEAR_ROOM:
            step += 1
        line = [" "] * self.width
        for number in range(0, self.years, step):
            place = int(number / self.years * self.width)
            if place + 2 <= self.width:
                line[place : place + 2] = f"{(self.first.year + number) % 100:02}"
        return "".join(line)

    def pointers(self, on: date, today: date) -> str:
        """Return the line that points at the day shown, and at the business date where that is another column."""
        line = [" "] * self.width
        line[self.column(today)] = TODAY
        line[self.column(on)] = SHOWN
        return "".join(line)

    def bar(self, norm: CitedNorm, on: date) -> Content:
        """Return a norm as a line over the days it is in force, crossed by the day shown."""
        begins, ends = self.column(norm.since), self.width - 1
        if norm.until is not None:
            ends = self.column(norm.until)
        line = [LINES[norm.status] if begins <= place <= ends else " " for place in range(self.width)]
        here = self.column(on)
        line[here] = BARE if line[here] == " " else CROSSED[norm.status]
        style = STYLES[norm.status]
        return Content.assemble(("".join(line[:here]), style), (line[here], "bold"), ("".join(line[here + 1 :]), style))


def label(norm: CitedNorm, width: int) -> Content:
    """Return a norm's sign and title in so many columns."""
    title = norm.title if len(norm.title) <= width - 2 else f"{norm.title[: width - 3]}…"
    return Content.styled(f"{SIGNS[norm.status]} {title.ljust(width - 2)}", STYLES[norm.status])
