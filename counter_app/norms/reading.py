"""Reading the files of acts, norms and services: every entry is checked, an error names file and entry (M22)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, NoReturn, TypeVar

from counter_app.i18n import LANGUAGES, _
from counter_app.identity.typed_dates import FIRST_YEAR, LAST_YEAR
from counter_app.norms.facts import Audience, Category
from counter_app.norms.keys import KEYS
from counter_app.norms.norm import Act, CatalogueError, Norm, Settled, Subject
from counter_app.norms.services import Service
from counter_app.norms.terms import ServiceUse
from counter_app.norms.values import is_day, one_of, some_of

Choice = TypeVar("Choice", bound=StrEnum)

TITLE_LENGTH = 34
"""Characters of a title that the calendar has room for beside its lines."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("id", "title", "act", "from", "source", "status", "text")
_OPTIONAL = ("until", "noted", "ends", "values")
_SERVICE_KEYS = ("code", "name", "use", "audience", "categories", "norm")


class NormFile(NamedTuple):
    """One file, its TOML parsed and its tables not read yet."""

    name: str
    document: dict[str, object]

    @property
    def has_norms(self) -> bool:
        """Whether it holds norms, and so needs a subject."""
        return "norm" in self.document


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


def parse(file: str, content: bytes) -> NormFile:
    """Return one file of TOML in UTF-8 with its tables not read yet.

    Args:
        file: its name, for the errors; without its suffix it is the id of the subject.
        content: `subject`, `[[act]]`, `[[norm]]` and `[[service]]` tables.

    Raises:
        CatalogueError: when it is not TOML, or holds something else.
    """
    try:
        document = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        broken(file, "-", _("it is not valid TOML: {error}").format(error=error))
    for name in document:
        if name not in ("subject", "act", "norm", "service"):
            broken(file, name, _("the key is not known here"))
    return NormFile(file, document)


def read_acts(file: NormFile) -> Iterator[Act]:
    """Yield the acts of a file.

    Raises:
        CatalogueError: naming file and entry.
    """
    for name, entry in _entries(file, "act", "id"):
        yield _ActEntry(file.name, name, entry).act()


def read_subject(file: NormFile) -> Subject:
    """Return what the norms of a file are about.

    Raises:
        CatalogueError: when it does not say so in each language.
    """
    table = _Table(file.name, "subject", file.document)
    table.check_keys(("subject",), ("act", "norm", "service"))
    return Subject(file.name.rpartition(".")[0], table.texts("subject"))


def read_norms(file: NormFile, acts: Mapping[str, Act]) -> Iterator[Norm]:
    """Yield the norms of a file.

    Args:
        file: parsed.
        acts: every act by id.

    Raises:
        CatalogueError: naming file and entry.
    """
    subject = file.name.rpartition(".")[0]
    for name, entry in _entries(file, "norm", "id"):
        yield _NormEntry(file.name, name, entry).norm(subject, acts)


def read_services(file: NormFile) -> Iterator[Service]:
    """Yield the services of a file.

    Raises:
        CatalogueError: naming file and entry.
    """
    for name, entry in _entries(file, "service", "code"):
        yield _ServiceEntry(file.name, name, entry).service()


def _entries(file: NormFile, table: str, named: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the tables of an array with what errors call them: their name, or their place where they have none."""
    entries = file.document.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        broken(file.name, table, _("write each entry as a table [[{table}]]").format(table=table))
    for place, entry in enumerate(entries, 1):
        name = entry.get(named)
        yield name if isinstance(name, str) else f"#{place}", entry


class _Table:
    """One table while it is read."""

    def __init__(self, file: str, name: str, raw: dict[str, object]) -> None:
        self.file = file
        self.name = name
        self.raw = raw

    def fail(self, problem: str) -> NoReturn:
        broken(self.file, self.name, problem)

    def wrong(self, key: str, expected: str) -> NoReturn:
        self.fail(_("{key} must be {expected}").format(key=key, expected=expected))

    def check_keys(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        for key in required:
            if key not in self.raw:
                self.fail(_("the key {key} is missing").format(key=key))
        for key in self.raw:
            if key not in required and key not in optional:
                self.fail(_("the key {key} is not known").format(key=key))

    def id(self, key: str) -> str:
        found = self.raw[key]
        if not isinstance(found, str) or not _ID.fullmatch(found):
            self.wrong(key, _("lower-case words joined by hyphens"))
        return found

    def text(self, found: object, key: str) -> str:
        if not isinstance(found, str) or not found.strip():
            self.wrong(key, _("a text"))
        return found

    def texts(self, key: str) -> Mapping[str, str]:
        found = self.raw[key]
        if not isinstance(found, dict) or set(found) != set(LANGUAGES):
            self.wrong(key, _("a text in each language: {names}").format(names=", ".join(LANGUAGES)))
        return {language: self.text(found[language], f"{key}.{language}") for language in LANGUAGES}

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        try:
            return one_of(choices)(self.raw[key])
        except ValueError as error:
            self.wrong(key, str(error))

    def day(self, key: str) -> date | None:
        found = self.raw.get(key)
        if found is None:
            return None
        if not isinstance(found, date) or not is_day(found):
            self.wrong(key, _("a date"))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.wrong(
                key,
                _("a date between {first} and {last}; what has no end leaves it out").format(
                    first=FIRST_YEAR, last=LAST_YEAR
                ),
            )
        return found


class _ActEntry(_Table):
    """One `[[act]]` table."""

    def act(self) -> Act:
        self.check_keys(("id", "title"), ("published",))
        return Act(self.id("id"), self.texts("title"), self.day("published"), self.file)


class _ServiceEntry(_Table):
    """One `[[service]]` table."""

    def service(self) -> Service:
        self.check_keys(_SERVICE_KEYS)
        try:
            categories = some_of(Category)(self.raw["categories"])
        except ValueError as error:
            self.wrong("categories", str(error))
        return Service(
            code=self.id("code"),
            name=self.texts("name"),
            use=self.choice("use", ServiceUse),
            audience=self.choice("audience", Audience),
            categories=frozenset(categories),
            norm=self.id("norm"),
            file=self.file,
        )


class _NormEntry(_Table):
    """One `[[norm]]` table."""

    def norm(self, subject: str, acts: Mapping[str, Act]) -> Norm:
        self.check_keys(_REQUIRED, _OPTIONAL)
        since = self.day("from") or self.wrong("from", _("a date"))
        until = self.day("until")
        if until is not None and until < since:
            self.fail(_("it begins on {since}, after it ends on {until}").format(since=since, until=until))
        act = acts.get(self.id("act"))
        if act is None:
            self.fail(_("the act {act} is not known").format(act=self.raw["act"]))
        return Norm(
            id=self.id("id"),
            title=self._title(),
            act=act,
            published=act.published or since,
            since=since,
            until=until,
            source=self.text(self.raw["source"], "source"),
            settled=self.choice("status", Settled),
            noted=self._noted(),
            text=self.texts("text"),
            ends=self._ends(),
            values=self._values(),
            subject=subject,
            file=self.file,
        )

    def _title(self) -> Mapping[str, str]:
        titles = self.texts("title")
        if max(map(len, titles.values())) > TITLE_LENGTH:
            self.wrong("title", _("a text of at most {most} characters").format(most=TITLE_LENGTH))
        return titles

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
            if name in values:
                self.fail(_("it sets {key} twice").format(key=name))
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
