"""What a scanned file is, told by its content alone: a name proves nothing, and may be anything (M02)."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

HEAD_BYTES = TAIL_BYTES = 2048
"""Bytes at both ends of a file that tell what it is and whether it is whole."""


class MediaType(StrEnum):
    """The kinds of file a scanner makes and the archive takes."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"

    @property
    def short(self) -> str:
        """The kind as people call it; also, in lower case, the ending of a file's name."""
        return self.name


_BEGINNINGS = (
    (b"%PDF-", MediaType.PDF),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
)


def media_type(head: bytes) -> MediaType | None:
    """Return what a file is by its first bytes, None where it is nothing the archive takes.

    Args:
        head: its beginning.
    """
    return next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)


def whole(kind: MediaType, head: bytes, tail: bytes, size: int) -> bool:
    """Return whether a file has the end its kind must have: one still being written has not.

    Args:
        kind: what it is.
        head: its first bytes.
        tail: its last bytes.
        size: of the whole file, in bytes.
    """
    return _ENDS[kind](head, tail, size)


def _tiff_ends(head: bytes, _tail: bytes, size: int) -> bool:
    """A TIFF file names the place of its directory, which writers put last."""
    place = int.from_bytes(head[4:8], "little" if head.startswith(b"II") else "big")
    return 0 < place < size


_ENDS: dict[MediaType, Callable[[bytes, bytes, int], bool]] = {
    MediaType.PDF: lambda _head, tail, _size: b"%%EOF" in tail,
    MediaType.JPEG: lambda _head, tail, _size: b"\xff\xd9" in tail,
    MediaType.PNG: lambda _head, tail, _size: b"IEND" in tail,
    MediaType.TIFF: _tiff_ends,
}
