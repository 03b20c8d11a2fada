"""Files of fictitious people, the same ones each time, for tests and benchmarks of the import."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from counter_app.identity import places
from counter_app.identity.fiscal_code import compute
from data.vocabulary import Sex

COLUMNS = (
    "fiscal_code",
    "surname",
    "name",
    "sex",
    "born",
    "birth_place_code",
    "birth_place",
    "citizenship",
    "residence",
    "italian_document",
    "ward",
    "deceased_on",
    "address_1",
    "address_2",
    "email",
    "mobile",
    "pec",
    "mismatch_reason",
)
"""Those every row of `people` tells, in this order."""

_FIRST, _MIDDLE = "BCDFGLMNPRSTV", ("lla", "rri", "nta", "ste", "cco", "vi", "ma", "re")
_THEN, _LAST = ("", "la", "to", "ce", "bi", "du"), ("ni", "ssi", "lo", "ri")
_FEMALE = ("Maria", "Anna", "Giulia", "Rosa", "Lucia", "Elena", "Sara", "Chiara", "Paola", "Carla", "Zoë", "Agata")
_MALE = ("Mario", "Luca", "Paolo", "Carlo", "Bruno", "Nicolò", "Aldo", "Dino", "Elio", "Ivo", "Livio", "Remo")
_FIRST_DAY, _DAYS = date(1935, 1, 1), 27000


@cache
def _surnames() -> tuple[str, ...]:
    begins = [first + vowel for first in _FIRST for vowel in "aeiou"]
    return tuple("".join(parts) for parts in product(begins, _MIDDLE, _THEN, _LAST))


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(code for code in places._rows_by_code() if places.place_on(code, date(1935, 1, 1))))


def people(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield people with different fiscal codes, as rows of a file."""
    dice = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < count:
        surname, sex = dice.choice(_surnames()), dice.choice((Sex.FEMALE, Sex.MALE))
        name = " ".join(dice.sample(_FEMALE if sex is Sex.FEMALE else _MALE, dice.choice((1, 1, 2))))
        born = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
        place = dice.choice(_places())
        code = compute(surname, name, born, sex, place)
        if code in seen:
            continue
        seen.add(code)
        yield {
            "fiscal_code": code,
            "surname": surname,
            "name": name,
            "sex": str(sex),
            "born": born.isoformat(),
            "birth_place_code": place,
            "birth_place": (places.name_on(place, born) or "") if dice.random() < 0.5 else "",
            "citizenship": "IT",
            "residence": "IT",
            "italian_document": "",
            "ward": "no",
            "deceased_on": "",
            "address_1": f"Via {dice.choice(_surnames())} {dice.randrange(1, 300)}",
            "address_2": f"{dice.randrange(10000, 98000)} FIRENZE FI",
            "email": f"{surname}{len(seen)}@posta.example".lower() if dice.random() < 0.4 else "",
            "mobile": f"3{dice.randrange(10**9):09}" if dice.random() < 0.6 else "",
            "mismatch_reason": "",
        }


def write(file: Path, rows: Iterable[dict[str, str]], separator: str = ";", **options: Any) -> Path:
    """Write rows as a file of people and return it."""
    with file.open("w", encoding=options.pop("encoding", "utf-8"), newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, delimiter=separator, restval="", **options)
        writer.writeheader()
        writer.writerows(rows)
    return file


def one(**changes: str) -> dict[str, str]:
    """Return the row of one person, Maria Rossi, with some cells changed."""
    told = {
        "fiscal_code": "RSSMRA80A41H501Y",
        "surname": "Rossi",
        "name": "Maria",
        "sex": "F",
        "born": "1980-01-01",
        "address_1": "Via Roma 1",
    }
    return {**dict.fromkeys(COLUMNS, ""), **told, **changes}


def lines(*rows: dict[str, str], separator: str = ";") -> str:
    """Return rows as the text of a file, cells unquoted."""
    return "\n".join([separator.join(COLUMNS), *(separator.join(row[name] for name in COLUMNS) for row in rows)]) + "\n"
