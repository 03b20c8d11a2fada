"""Looks for a secret where none may be: in bytes, in files, in printed documents, in the memory of a process."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from counter_app.credentials.secrets_words import ALPHABET

GROUP = f"[{ALPHABET}]{{4}}"
PRINTED = re.compile(rf"(?<!\S){GROUP}(?: {GROUP}){{3}}(?!\S)")
"""A secret as it stands on paper: four groups of four (interfaces.md)."""

UNKNOWN = re.compile(rf"(?<![A-Za-z0-9+/=$]){GROUP}(?:[ -]?{GROUP}){{3}}(?![A-Za-z0-9+/=$])")
"""A secret nobody has read yet, ungrouped too: what is left to look for when printing failed."""

CHUNK = 32 << 20
_NOT_MEMORY = ("[vvar", "[vsyscall")


_SIGNS = b" -_.\t\r\n\x00\xa0\xc2"
"""What may stand between the characters of a secret: separators, and the zero bytes of UTF-16 and UTF-32."""
_CAPITALS = bytes(range(256)).upper()


@dataclass(frozen=True)
class Secret:
    """A secret of 16 characters. Half of it betrays it too: a copy may have been overwritten in part."""

    plain: str

    def found_in(self, data: bytes) -> list[str]:
        """Return in which forms the secret stands in `data`: in any case, grouping and encoding."""
        folded = data.translate(_CAPITALS, _SIGNS)
        found = [name for name, form in self._folded_forms().items() if form in folded]
        return found + [name for name, form in self._exact_forms().items() if form in data]

    def _folded_forms(self) -> dict[str, bytes]:
        halves = {"first half": self.plain[:8], "second half": self.plain[8:]}
        texts = halves | {f"{name} reversed": text[::-1] for name, text in halves.items()}
        texts |= {f"{name} in hex": text.encode().hex().upper() for name, text in halves.items()}
        return {name: text.encode() for name, text in texts.items()}

    def _exact_forms(self) -> dict[str, bytes]:
        return {f"base64 at {at}": _base64_core(self.plain.encode(), at) for at in range(3)}


def _base64_core(data: bytes, before: int) -> bytes:
    """Return the base64 characters that depend on nothing but `data` when `before` other bytes (mod 3) precede it."""
    encoded = base64.b64encode(bytes(before) + data + bytes(3))
    return encoded[(before * 8 + 5) // 6 : (before + len(data)) * 8 // 6]


def secret_on(path: Path) -> Secret:
    """Return the secret printed in an envelope.

    Raises:
        ValueError: when there is not exactly one.
    """
    (found,) = PRINTED.findall(text_of(path.read_bytes()))
    return Secret(found.replace(" ", ""))


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF, page by page."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def insides(path: Path) -> Iterator[tuple[str, bytes]]:
    """Return every way to look into a file: its bytes, and the text a reader sees where it is a document."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:  # a server at work removes files of its own
        return
    yield "bytes", data
    if path.suffix == ".svg":
        yield "text", html.unescape(re.sub(r"<[^>]*>", "", data.decode())).encode()
    if data.startswith(b"%PDF-"):
        yield "text", text_of(data).encode()
        yield from _streams(data)


def _streams(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Return each stream of a PDF, decompressed."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for number in sorted({number for xref in document.doc.xrefs for number in xref.get_objids()}):
            stream = document.doc.getobj(number)
            if hasattr(stream, "get_data"):
                yield f"object {number}", stream.get_data()


def found_in_files(secret: Secret, paths: Iterable[Path]) -> list[str]:
    """Return where the secret stands in files (also below folders), in their names too."""
    found = []
    for path in files_below(paths):
        found += [f"{path}: {part}: {form}" for part, inside in insides(path) for form in secret.found_in(inside)]
        found += [f"{path}: name: {form}" for form in secret.found_in(str(path).encode())]
    return found


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the files among and below `paths`, hidden ones too."""
    for path in paths:
        if path.is_dir():
            yield from files_below(sorted(path.iterdir()))
        elif path.is_file():
            yield path


def memory_of(pid: int) -> Iterator[tuple[str, bytes]]:
    """Return every readable piece of a process's memory, pieces overlapping so that nothing falls between two.

    Raises:
        PermissionError: when this process may not look.
    """
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *rest = line.split()
            name = rest[-1] if len(rest) == 4 else "anonymous"
            if "r" not in rights or name.startswith(_NOT_MEMORY):
                continue
            begin, end = (int(number, 16) for number in span.split("-"))
            for at in range(begin, end, CHUNK):
                piece = _peek(memory, at, min(end, at + CHUNK + 256) - at)
                if piece:
                    yield f"{name} at {at:x}", piece


def _peek(memory: io.FileIO, at: int, size: int) -> bytes:
    """Return as much as can be read from `at` on: a mapped file may be shorter than its mapping."""
    read = bytearray()
    while len(read) < size:
        memory.seek(at + len(read))
        try:
            piece = memory.read(size - len(read))
        except OSError:
            break
        if not piece:
            break
        read += piece
    return bytes(read)


def found_in_memory(secret: Secret, pid: int) -> list[str]:
    """Return where the secret stands in a process's memory.

    Raises:
        PermissionError: when this process may not look.
    """
    return [f"{place}: {form}" for place, piece in memory_of(pid) for form in secret.found_in(piece)]
