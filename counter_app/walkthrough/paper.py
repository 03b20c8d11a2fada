"""Reads what the desk printed in a training world, as a person who opens the envelope would.

It understands the PDF this program writes, no other: text shown line by line in fonts that carry their own table of
characters. Only the player uses it, and only on the tray of a training printer (architecture.md, rule 5).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from counter_app.envelope import paper_texts, texts

SECRET, SERIAL, CODE = "secret", "serial", "code"

_SECRET = re.compile(r"[A-Z0-9]{4}(?: [A-Z0-9]{4})+")
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9-]*[A-Z0-9]")
_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"/Length (\d+)\b.*?>>\s*stream\r?\n", re.DOTALL)
_FONT_NAME = re.compile(rb"/(F[0-9+]+) (\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_SHOWN = re.compile(rb"/(F[0-9+]+) [-\d.]+ Tf|\(((?:[^\\()]|\\.)*)\)\s*Tj", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f]+>)")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def read(sheet: Path, what: str) -> str:
    """Return what stands on a sheet; "" where it does not stand there.

    Args:
        sheet: a PDF this program printed.
        what: `secret` (without the blanks it is printed with), `serial` or `code` (the verification code).
    """
    lines = text_lines(sheet.read_bytes())
    if what == SECRET:
        return next((line.replace(" ", "") for line in lines if _SECRET.fullmatch(line)), "")
    return _after(lines, texts.SERIAL.it if what == SERIAL else paper_texts.CODE)


def _after(lines: list[str], label: str) -> str:
    """Return the first word in capitals and digits after a label, on its line or at the beginning of a later one."""
    for number, line in enumerate(lines):
        start = line.find(label)
        if start >= 0:
            rest = [line[start + len(label) :], *lines[number + 1 :]]
            return next((match.group() for text in rest if (match := _TOKEN.search(text))), "")
    return ""


def text_lines(pdf: bytes) -> list[str]:
    """Return the texts a PDF of this program shows, in the order they were set."""
    objects = {match.group(1): match.group(2) for match in _OBJECT.finditer(pdf)}
    fonts = _fonts(objects)
    shown: list[str] = []
    for body in objects.values():
        if b"/Filter [ /ASCII85Decode /FlateDecode ]" in body:
            shown += _texts(_content(body), fonts)
    return shown


def _fonts(objects: dict[bytes, bytes]) -> dict[bytes, dict[int, str]]:
    """Return each font's table of characters, by the name the pages call it."""
    tables: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in _FONT_NAME.findall(body):
            table = _TO_UNICODE.search(objects.get(number, b""))
            if table:
                tables[name] = _characters(_content(objects[table.group(1)]))
    return tables


def _content(body: bytes) -> bytes:
    match = _STREAM.search(body)
    if match is None:
        return b""
    data = body[match.end() : match.end() + int(match.group(1))]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data)


def _characters(table: bytes) -> dict[int, str]:
    characters: dict[int, str] = {}
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, _last, targets in _RANGE.findall(section):
            for offset, target in enumerate(_HEX.findall(targets)):
                characters[int(first, 16) + offset] = _unicode(target)
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        characters.update((int(code, 16), _unicode(target)) for code, target in _CHAR.findall(section))
    return characters


def _unicode(target: bytes) -> str:
    return bytes.fromhex(target.decode("ascii")).decode("utf-16-be")


def _texts(content: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    font: dict[int, str] = {}
    for match in _SHOWN.finditer(content):
        if match.group(1) is not None:
            font = fonts.get(match.group(1), {})
        else:
            codes = _ESCAPED.sub(_unescaped, match.group(2))
            yield "".join(font.get(code, "") for code in codes)


def _unescaped(match: re.Match[bytes]) -> bytes:
    text = match.group(1)
    if text[:1].isdigit():
        return bytes([int(text, 8) & 0xFF])
    return _CONTROL.get(text, text)
