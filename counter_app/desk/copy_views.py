"""Views of scanned copies: what lies in the scanner's folder, what is archived, what is open to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from data.vocabulary import AttachmentKind


@dataclass(frozen=True, slots=True)
class ScanView:
    """A file in the scanner's folder."""

    id: str
    shown: str
    """Its name, cleaned and cut; it may hold a person's name and is kept nowhere."""
    at: datetime
    size: int
    kind: str
    """What it is by its content, `PDF`; empty where it is nothing the archive takes."""
    unfit: str
    """Why it cannot be attached, in the interface's language; empty where it can."""


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy in the archive, never its content."""

    id: int
    kind: AttachmentKind
    on: date
    """Business date it was archived on."""
    at: datetime
    operator: str
    """Full name of who archived it."""
    size: int
    media: str
    """`PDF`."""


@dataclass(frozen=True, slots=True)
class ScannerView:
    """The scanner's folder beside what a visit has already."""

    scans: tuple[ScanView, ...]
    """The newest first."""
    archived: tuple[CopyView, ...]


@dataclass(frozen=True, slots=True)
class ArchivedView:
    """What came of archiving a copy."""

    kind: AttachmentKind
    removed: bool
    """Whether the file is gone from the scanner's folder."""
    again: bool
    """Whether it was archived before already, and only its file was left."""


@dataclass(frozen=True, slots=True)
class OpenedCopy:
    """A copy laid open for a viewer; it goes when it is put away."""

    file_name: str
    path: Path
    content: bytes = field(repr=False)
    """Out of `repr`: it is somebody's document."""
