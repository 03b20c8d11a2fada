"""Reads the pages of a played run as a strict browser would, and follows what they point at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"br", "img", "meta"}
HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass
class Element:
    """One element: its attributes, the text in it, and where it stands."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    """Tags it stands in, the outermost first."""
    text: str = ""

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


@dataclass
class Page(HTMLParser):
    """A page, taken apart.

    Args:
        path: the file.
    """

    path: Path
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.source = self.path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()
        assert self._open == [], "elements left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop()
        assert opened.tag == tag, f"<{opened.tag}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, css_class: str = "") -> list[Element]:
        """Return the elements with this tag, and this class where one is given, in the order of the page."""
        return [one for one in self.elements if one.tag == tag and (not css_class or css_class in one.classes)]

    def check(self) -> None:
        """Hold the page against what every page must be: whole, alone, accessible, and pointing at what is there."""
        assert self.source.startswith("<!DOCTYPE html>")
        assert self.all("html")[0].attributes["lang"] in ("it", "en")
        assert self.all("title")[0].text.strip()
        assert "://" not in self.source
        assert {one.tag for one in self.elements} & {"script", "link", "iframe", "object", "embed", "form"} == set()
        assert not [one for one in self.elements for name in one.attributes if name.startswith("on")]
        ids = [one.attributes["id"] for one in self.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        self._check_headings()
        for one in self.elements:
            for name in ("src", "href"):
                if name in one.attributes:
                    self._check_target(one.attributes[name])
        assert all(one.attributes["alt"].strip() for one in self.all("img"))

    def _check_headings(self) -> None:
        levels = [HEADINGS.index(one.tag) for one in self.elements if one.tag in HEADINGS]
        assert levels[0] == 0
        assert levels.count(0) == 1
        assert all(below - above <= 1 for above, below in pairwise(levels)), levels

    def _check_target(self, reference: str) -> None:
        parts = urlsplit(reference)
        assert (parts.scheme, parts.netloc, parts.query) == ("", "", ""), reference
        assert not parts.path.startswith("/"), reference
        target = self.path.parent / unquote(parts.path) if parts.path else self.path
        assert target.is_file(), reference
        if parts.fragment:
            assert f'id="{parts.fragment}"' in target.read_text(encoding="utf-8"), reference
