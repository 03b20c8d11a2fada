"""The register of acts: entries chained per desk by an HMAC (architecture.md, rule 8)."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from counter_app.errors import FaultError
from counter_app.i18n import _, show_date
from data.database import Session
from data.queries import register as queries
from data.tables import RegisterEntry

HEADS = "register.heads"
LONGEST_HEAD = 1024
"""Bytes of a head's file; a desk's name has at most 60 characters."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one entry records."""

    desk: str
    """Name of the chain, `office/desk`."""
    at: datetime
    business_date: date
    event: str
    operator: str = ""
    visit_id: int | None = None
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Facts about the person or the act; only their digest enters the chain."""


def genesis(key: bytes, desk: str) -> bytes:
    """Return what the first entry of a desk's chain points back to."""
    return hmac.digest(key, b"sportello-pin register\0" + desk.encode(), "sha256")


def digest_details(salt: bytes, text: str) -> bytes:
    """Return the salted digest of an entry's details: it survives their erasure and betrays nothing of them."""
    return hashlib.sha256(salt + text.encode()).digest()


def entry_mac(key: bytes, entry: RegisterEntry | queries.NewEntry) -> bytes:
    """Return the MAC an entry must bear: over every column of it, the previous entry's MAC included."""
    parts = (
        entry.desk,
        str(entry.seq),
        entry.at.isoformat(timespec="microseconds"),
        entry.business_date.isoformat(),
        entry.event,
        entry.operator,
        "" if entry.visit_id is None else str(entry.visit_id),
        entry.subject,
        entry.details_digest.hex(),
        entry.previous.hex(),
    )
    message = b"".join(len(part).to_bytes(4, "big") + part for part in map(str.encode, parts))
    return hmac.digest(key, message, "sha256")


class Heads:
    """The last entry of each desk, kept outside the database: a cut tail shows.

    Args:
        folder: a private folder of the desk's state.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / HEADS
        self._lock = threading.Lock()
        self._files: dict[str, Path] = {}

    def _file(self, desk: str) -> Path:
        if desk not in self._files:
            self._files[desk] = self._folder / f"{hashlib.sha256(desk.encode()).hexdigest()[:16]}.json"
        return self._files[desk]

    def all(self) -> dict[str, tuple[int, bytes]]:
        """Return desk -> (sequence number, MAC) of every head kept here."""
        files = sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
        return {desk: (seq, mac) for desk, seq, mac in filter(None, map(_read_head, files))}

    def of(self, desk: str) -> tuple[int, bytes] | None:
        """Return the head kept of one desk."""
        head = _read_head(self._file(desk))
        return None if head is None else head[1:]

    def advance(self, desk: str, seq: int, mac: bytes) -> None:
        """Remember a newer head; an older one than what is kept is ignored (commits can overtake one another)."""
        text = json.dumps({"desk": desk, "seq": seq, "mac": mac.hex()}).encode()
        with self._lock:
            file = self._file(desk)
            if not _overtake(file, seq, text):
                self._begin(file, text)

    def _begin(self, file: Path, text: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as target:
                target.write(text)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)


def _overtake(file: Path, seq: int, text: bytes) -> bool:
    """Write a head over an older one, which is never longer: in place, in one call, within one block of the disk.

    A new file moved to its name would be as safe, and would cost the act more than its rows.

    Returns:
        Whether there was a head to be read; a newer one stays as it is.
    """
    with contextlib.suppress(FileNotFoundError), _opened(file, os.O_RDWR) as descriptor:
        kept = _parsed(os.read(descriptor, LONGEST_HEAD))
        if kept is not None and kept[1] < seq:
            os.pwrite(descriptor, text, 0)
        return kept is not None
    return False


def _read_head(file: Path) -> tuple[str, int, bytes] | None:
    """Return a head, None where there is none to be read: the next act writes it anew."""
    with contextlib.suppress(OSError), _opened(file, os.O_RDONLY) as descriptor:
        return _parsed(os.read(descriptor, LONGEST_HEAD))
    return None


@contextlib.contextmanager
def _opened(file: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(file, flags | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _parsed(text: bytes) -> tuple[str, int, bytes] | None:
    try:
        head = json.loads(text)
        return head["desk"], int(head["seq"]), bytes.fromhex(head["mac"])
    except (ValueError, KeyError, TypeError):
        return None


class Register:
    """Writes entries inside the acts' own transactions.

    Args:
        key: the chain's key, from a file outside the database.
        heads: where the last entries are remembered.
        forward_only: refuse acts dated before the newest entry (every office; not training).
    """

    def __init__(self, key: bytes, heads: Heads, *, forward_only: bool) -> None:
        self._key = key
        self._forward_only = forward_only
        self.heads = heads

    def append(self, session: Session, act: Act) -> None:
        """Add an act to its desk's chain, within the caller's transaction.

        Raises:
            FaultError: when the act's business date lies before the newest entry's (the clock was set back).
        """
        last = queries.tail(session, act.desk)
        self._refuse_past(act.business_date, last.newest)
        salt, text = secrets.token_bytes(16), canonical(act.details)
        entry = queries.NewEntry(
            desk=act.desk,
            seq=last.seq + 1,
            at=act.at,
            business_date=act.business_date,
            event=act.event,
            operator=act.operator,
            visit_id=act.visit_id,
            subject=act.subject,
            details_digest=digest_details(salt, text),
            previous=last.mac if last.seq else genesis(self._key, act.desk),
        )
        entry = entry._replace(mac=entry_mac(self._key, entry))
        queries.append(session, entry, salt, text)
        heads = session.info.setdefault("heads", {})
        if act.desk in heads or self._goes_on_from_head(session, last, act.desk):
            heads[act.desk] = (entry.seq, entry.mac)

    def _goes_on_from_head(self, session: Session, last: queries.Tail, desk: str) -> bool:
        """Return whether the head kept outside is a row of this chain.

        Where it is not, rows were cut off and others written in their place: the old head stays, as the evidence.
        """
        kept = self.heads.of(desk)
        if kept is None:
            return True
        row = last if last.seq == kept[0] else queries.at(session, desk, kept[0])
        return row is not None and row.mac == kept[1]

    def _refuse_past(self, business_date: date, newest: date | None) -> None:
        if self._forward_only and newest is not None and business_date < newest:
            raise FaultError(
                _(
                    "The computer's date ({today}) lies before the last act on record ({newest}). "
                    "Set the clock right and try again."
                ).format(today=show_date(business_date), newest=show_date(newest))
            )

    def committed(self, session: Session) -> None:
        """Remember the heads a committed transaction wrote."""
        for desk, (seq, mac) in session.info.pop("heads", {}).items():
            # the act is on record and must not be told as failed; the next act's head overtakes this one
            with contextlib.suppress(OSError):
                self.heads.advance(desk, seq, mac)


def canonical(details: Mapping[str, Any]) -> str:
    """Return details as canonical JSON: sorted keys, dates in ISO form."""
    return json.dumps(dict(details), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
