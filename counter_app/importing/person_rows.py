"""A row of a file becomes a row of the archive, by the rules of the desk (`counter_app.desk.person_rules`).

A million rows are read: what repeats (names, places, countries) is judged once and remembered, within a limit. A row
whose fiscal code is the very code that follows from its data needs no more looking: such a code is well formed and
agrees. Any other one goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any

from counter_app.desk import people
from counter_app.desk import person_rules as rules
from counter_app.desk.fields import optional
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import fiscal_code
from counter_app.identity.folding import clean
from counter_app.identity.typed_dates import parse_date
from counter_app.importing.columns import NAMES
from counter_app.importing.csv_file import Header
from data.queries.imports import UNKNOWN
from data.vocabulary import Sex

REMEMBERED = 1 << 15
"""Texts of one column that are judged once."""
YES_NO = {"yes": 1, "sì": 1, "si": 1, "true": 1, "1": 1, "no": 0, "false": 0, "0": 0}
COLUMN_OF = {"surname": "surname", "name": "name", "birth-date": "born", "sex": "sex", "place": "birth_place_code"}
"""Part of the code, as `fiscal_code.agrees` names it -> column."""

_AGREES = ("", "")

Found = tuple[tuple[str, str], ...]
"""Column and reason of each problem of a row."""


class BadRowError(Exception):
    """A row that cannot be stored.

    Args:
        problems: column and reason of each thing that is wrong with it; the column is empty where it is the whole row.
    """

    def __init__(self, problems: Found) -> None:
        super().__init__(problems)
        self.problems = problems


class Remembered(dict[Any, Any]):
    """What was judged once, by what was read; when there is too much of it, all is forgotten.

    Args:
        judge: returns what a text, or several, mean. What it raises is not remembered.
    """

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, told: Any) -> Any:
        if len(self) >= REMEMBERED:
            self.clear()
        meant = self[told] = self._judge(told)
        return meant


class PersonReader:
    """Reads rows of people.

    Args:
        header: of the file.
        today: the business date: nobody is born or dies after it.
    """

    def __init__(self, header: Header, today: date) -> None:
        self._width = len(header.names)
        self._pick = itemgetter(*header.picks(NAMES))
        self._today = today
        self._surname = Remembered(_surname)
        self._name = Remembered(_name)
        self._sex = Remembered(_sex)
        self._birth = Remembered(self._birth_parts)
        self._place = Remembered(_place)
        self._is_place_code = Remembered(_is_place_code)
        self._standing = Remembered(_standing)

    def read(self, cells: list[str]) -> tuple[Any, ...]:
        """Return the archive's columns of a row (`data.queries.imports.COLUMNS`), what differs, and why.

        What differs is empty, or the parts that say something else than the fiscal code; then there is a reason. Every
        value is a plain text or number: SQLite's driver takes them at once, and looks around for all others.

        Raises:
            BadRowError: with everything that is wrong with the row.
        """
        if len(cells) != self._width:
            words = _("Cells in this row: {count}; columns in line 1: {wanted}.")
            raise BadRowError((("", words.format(count=len(cells), wanted=self._width)),))
        cells.append("")
        values = self._pick(cells)
        try:
            return self._row(*values)
        except BadInputError as error:
            raise BadRowError(self._problems(values, error)) from None

    def _row(
        self,
        code: str,
        surname: str,
        name: str,
        sex: str,
        born: str,
        place_code: str,
        place: str,
        citizenship: str,
        residence: str,
        italian_document: str,
        ward: str,
        deceased_on: str,
        line1: str,
        line2: str,
        line3: str,
        email: str,
        mobile: str,
        pec: str,
        reason: str,
    ) -> tuple[Any, ...]:
        kept_surname, search_surname, surname_part = self._surname[surname]
        kept_name, search_name, name_part = self._name[name]
        kept_sex = self._sex[sex]
        day, kept_day, male_part, female_part = self._birth[born]
        told, words = self._place[place_code, place]
        first15 = ""
        if told or self._is_place_code[code[11:15]]:
            told = told or code[11:15]
            if not words or people.is_place(told, words, day):
                first15 = surname_part + name_part + (male_part if kept_sex == Sex.MALE else female_part) + told
        odd: tuple[str, ...] = ()
        if not first15 or code != first15 + fiscal_code.check_character(first15):
            parsed = fiscal_code.parse(code)
            code = str(parsed)
            told, words = self._place[place_code, place]
            told = _checked_place(told, words, day) if told else people.birth_place_code(parsed, words, day)
            odd = fiscal_code.agrees(parsed, kept_surname, kept_name, day, Sex(kept_sex), told)
        return (
            code,
            1 if len(code) == fiscal_code.PROVISIONAL_LENGTH else 0,
            kept_surname,
            kept_name,
            search_surname,
            search_name,
            kept_sex,
            kept_day,
            told,
            words or rules.birth_place("", told, day),
            *self._standing[citizenship, residence, italian_document, ward],
            self._death(deceased_on, day) if deceased_on else "",
            rules.address((line1, line2, line3) if line3 else (line1, line2)),
            rules.email(email) if email else "",
            rules.mobile(mobile) if mobile else "",
            rules.pec(pec) if pec else "",
            *(_explained(odd, reason) if odd or reason else _AGREES),
        )

    def _birth_parts(self, text: str) -> tuple[date, str, str, str]:
        """Return a birth date, as the archive keeps it, and as the codes of a man and of a woman tell it."""
        day = rules.birth(parse_date(text, "born"), self._today)
        return day, day.isoformat(), fiscal_code.date_part(day, Sex.MALE), fiscal_code.date_part(day, Sex.FEMALE)

    def _death(self, text: str, born: date) -> str:
        if not clean(text):
            return ""
        day = parse_date(text, "deceased-on")
        return rules.death(day, born, self._today).isoformat()

    def _problems(self, values: Sequence[str], first: BadInputError) -> Found:
        """Return what is wrong with each column by itself, and what was met first where that is something else."""
        found = {}
        for column, text in zip(NAMES, values, strict=True):
            try:
                self._read_alone(column, text)
            except BadInputError as error:
                found[column] = error.message
        found.setdefault((first.field or "").replace("-", "_"), first.message)
        return tuple(found.items())

    def _read_alone(self, column: str, text: str) -> object:
        field = column.replace("_", "-")
        readers: dict[str, Callable[[], object]] = {
            "fiscal_code": lambda: fiscal_code.parse(text),
            "surname": lambda: _surname(text),
            "name": lambda: _name(text),
            "sex": lambda: _sex(text),
            "born": lambda: self._birth_parts(text),
            "birth_place_code": lambda: _place((text, "")),
            "birth_place": lambda: _place(("", text)),
            "citizenship": lambda: _country(text, field),
            "residence": lambda: _country(text, field),
            "italian_document": lambda: _truth(text, field),
            "ward": lambda: _truth(text, field),
            "deceased_on": lambda: self._death(text, date.min),
            "email": lambda: rules.email(text),
            "mobile": lambda: rules.mobile(text),
            "pec": lambda: rules.pec(text),
            "mismatch_reason": lambda: rules.mismatch_reason(text, needed=False),
        }
        return readers.get(column, partial(optional, text, field, rules.LINE_LENGTH))()


def _surname(text: str) -> tuple[str, str, str]:
    kept, searched = rules.searchable(text, "surname")
    return kept, searched, fiscal_code.surname_part(kept)


def _name(text: str) -> tuple[str, str, str]:
    kept, searched = rules.searchable(text, "name")
    return kept, searched, fiscal_code.name_part(kept)


def _sex(text: str) -> str:
    try:
        return Sex(clean(text).upper()).value
    except ValueError:
        raise BadInputError(_("F or M."), "sex") from None


def _is_place_code(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text[0].isupper() and text[1:].isdigit()


def _place(told: tuple[str, str]) -> tuple[str, str]:
    """Return code and name of the birth place as they are told, each empty where it is not."""
    place_code, words = told
    code = clean(place_code).upper()
    if code and not _is_place_code(code):
        raise BadInputError(_("A place code is a letter and three digits."), "birth-place-code")
    return code, optional(words, "birth-place", rules.LINE_LENGTH)


def _checked_place(place_code: str, words: str, born: date) -> str:
    other = "" if people.is_place(place_code, words, born) else people.place_called(words, born)
    if other not in ("", place_code):
        raise BadInputError(
            _("This is another place than birth_place_code says ({code}).").format(code=other), "birth-place"
        )
    return place_code


def _standing(told: tuple[str, str, str, str]) -> tuple[str, str, int, int]:
    """Return citizenship, residence, whether there is an Italian document, and whether the person is a ward."""
    citizenship, residence, italian_document, ward = told
    return (
        _country(citizenship, "citizenship"),
        _country(residence, "residence"),
        _truth(italian_document, "italian-document", UNKNOWN),
        _truth(ward, "ward", 0),
    )


def _country(text: str, field: str) -> str:
    return rules.country(clean(text) or rules.HOME, field)


def _truth(text: str, field: str, empty: int = 0) -> int:
    word = clean(text).lower()
    if word and word not in YES_NO:
        raise BadInputError(_("yes or no."), field)
    return YES_NO.get(word, empty)


def _explained(odd: tuple[str, ...], reason: str) -> tuple[str, str]:
    """Return the columns that differ from the code, and why; nothing that differs goes in without a reason."""
    if odd and not clean(reason):
        columns = ", ".join(COLUMN_OF[part] for part in odd)
        message = _("The fiscal code says otherwise about {columns}: correct the row, or write here why it is right.")
        raise BadInputError(message.format(columns=columns), "mismatch-reason")
    kept = rules.mismatch_reason(reason, needed=bool(odd))
    return (" ".join(odd), kept) if odd else _AGREES
