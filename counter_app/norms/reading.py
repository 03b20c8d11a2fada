"""Reading one file of norms: every entry is checked, and an error names the file and the entry (M22)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NoReturn

from counter_app.i18n import LANGUAGES, _
from counter_app.norms.keys import KEYS, is_day
from counter_app.norms.norm import CatalogueError, Norm, Settled

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("id", "act", "from", "source", "status", "text")
_OPTIONAL = ("published", "until", "noted", "ends", "values")


def broken(file: str, entry: str, problem: str) -> NoReturn:
    """Refuse the catalogue.

    Args:
        file: name of the norm file.
        entry: id of the norm, or `#3` for the third one where it has none.
        problem: what is wrong, in the interface's language.

    Raises:
        CatalogueError: always.
    """
    raise CatalogueError(
        _("Norms, file {file}, entry {entry}: {problem}.").format(file=file, entry=entry, problem=problem)
    )


def read_norms(file: str, content: bytes) -> list[Norm]:
    """Return the norms of one file, in its order.

    Args:
        file: its name, for the errors.
        content: TOML in UTF-8 with `[[norm]]` tables.

    Raises:
        CatalogueError: when the file or an entry is not as it should be.
    """
    try:
        document = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        broken(file, "-", _("it is not valid TOML: {error}").format(error=error))
    entries = document.pop("norm", None)
    for name in document:
        broken(file, name, _("the key is not known here"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        broken(file, "norm", _("it holds no [[norm]] entry"))
    return [_Entry(file, place, entry).norm() for place, entry in enumerate(entries, 1)]


class _Entry:
    """One `[[norm]]` table while it is read."""

    def __init__(self, file: str, place: int, raw: dict[str, object]) -> None:
        self.file = file
        self.raw = raw
        self.name = raw["id"] if isinstance(raw.get("id"), str) else f"#{place}"

    def fail(self, problem: str) -> NoReturn:
        broken(self.file, str(self.name), problem)

    def wrong(self, key: str, expected: str) -> NoReturn:
        self.fail(_("{key} must be {expected}").format(key=key, expected=expected))

    def norm(self) -> Norm:
        self._keys()
        since = self._day("from") or self.wrong("from", _("a date"))
        until = self._day("until")
        if until is not None and until < since:
            self.fail(_("it begins on {since}, after it ends on {until}").format(since=since, until=until))
        return Norm(
            id=self._id(),
            act=self._texts("act"),
            published=self._day("published") or since,
            since=since,
            until=until,
            source=self._text(self.raw["source"], "source"),
            settled=self._status(),
            noted=self._noted(),
            text=self._texts("text"),
            ends=self._ends(),
            values=self._values(),
            file=self.file,
        )

    def _keys(self) -> None:
        for key in _REQUIRED:
            if key not in self.raw:
                self.fail(_("the key {key} is missing").format(key=key))
        for key in self.raw:
            if key not in _REQUIRED and key not in _OPTIONAL:
                self.fail(_("the key {key} is not known").format(key=key))

    def _id(self) -> str:
        found = self.raw["id"]
        if not isinstance(found, str) or not _ID.fullmatch(found):
            self.wrong("id", _("lower-case words joined by hyphens"))
        return found

    def _day(self, key: str) -> date | None:
        found = self.raw.get(key)
        if found is not None and not is_day(found):
            self.wrong(key, _("a date"))
        return found if isinstance(found, date) else None

    def _text(self, found: object, key: str) -> str:
        if not isinstance(found, str) or not found.strip():
            self.wrong(key, _("a text"))
        return found

    def _texts(self, key: str) -> Mapping[str, str]:
        found = self.raw[key]
        if not isinstance(found, dict) or set(found) != set(LANGUAGES):
            self.wrong(key, _("a text in each language: {names}").format(names=", ".join(LANGUAGES)))
        return {language: self._text(found[language], f"{key}.{language}") for language in LANGUAGES}

    def _status(self) -> Settled:
        for settled in Settled:
            if self.raw["status"] == settled.value:
                return settled
        self.wrong("status", _("one of: {names}").format(names=", ".join(Settled)))

    def _noted(self) -> bool:
        found = self.raw.get("noted", False)
        if not isinstance(found, bool):
            self.wrong("noted", _("true or false"))
        return found

    def _ends(self) -> tuple[str, ...]:
        found = self.raw.get("ends", [])
        if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
            self.wrong("ends", _("a list of norm ids"))
        return tuple(found)

    def _values(self) -> Mapping[str, object]:
        found = self.raw.get("values", {})
        if not isinstance(found, dict):
            self.wrong("values", _("a table"))
        values: dict[str, object] = {}
        for name, raw in _flat(found):
            if name not in KEYS:
                self.fail(_("the value {key} is not known").format(key=name))
            try:
                values[name] = KEYS[name].read(raw)
            except ValueError as error:
                self.wrong(name, str(error))
        return MappingProxyType(values)


def _flat(table: dict[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Yield the leaves of nested TOML tables under their dotted names."""
    for key, raw in table.items():
        if isinstance(raw, dict):
            yield from _flat(raw, f"{above}{key}.")
        else:
            yield f"{above}{key}", raw
