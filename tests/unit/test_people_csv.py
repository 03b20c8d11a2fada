"""Files of people as they come: what is read, and in which words everything else is refused (M02)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.identity.fiscal_code import agrees, compute, homocodes, parse
from counter_app.importing.columns import NAMES, OF_A_REJECT, OPTIONAL, REQUIRED, quoted, unquoted
from counter_app.importing.csv_file import LONGEST_LINE, CsvFile
from counter_app.importing.person_rows import BadRowError, PersonReader
from data.queries.imports import COLUMNS, UNKNOWN
from data.vocabulary import Sex
from tests.support.people_files import COLUMNS as FILE_COLUMNS
from tests.support.people_files import lines, one, people, write

TODAY = date(2016, 5, 10)
CODE = one()["fiscal_code"]
HEADER = ";".join(FILE_COLUMNS)
PROVISIONAL = "01234562013"


@pytest.fixture(autouse=True)
def english() -> Any:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


def read(file: Path) -> list[tuple[int, Any]]:
    """Return each row's line, with its columns or its problems."""
    with CsvFile(file, REQUIRED, (*OPTIONAL, *OF_A_REJECT)) as source:
        reader = PersonReader(source.header, TODAY)
        found: list[tuple[int, Any]] = []
        for line, cells in source.rows():
            try:
                found.append((line, reader.read(cells)))
            except BadRowError as error:
                found.append((line, error.problems))
        return found


def read_text(folder: Path, text: str | bytes) -> list[tuple[int, Any]]:
    file = folder / "people.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(file)


def columns(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip((*COLUMNS, "differs", "reason"), row, strict=True))


def read_one(folder: Path, **changes: str) -> dict[str, Any]:
    ((_line, row),) = read(write(folder / "people.csv", [one(**changes)]))
    return columns(row)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_m02_a_row_becomes_what_the_archive_keeps(tmp_path: Path) -> None:
    assert read_one(tmp_path, email=" maria@posta.example ", address_2="00100 ROMA RM", ward="sì") == {
        "fiscal_code": CODE,
        "provisional": 0,
        "surname": "Rossi",
        "name": "Maria",
        "search_surname": "ROSSI",
        "search_name": "MARIA",
        "sex": "F",
        "born": "1980-01-01",
        "birth_place_code": "H501",
        "birth_place": "Roma (RM)",
        "citizenship": "IT",
        "residence": "IT",
        "italian_document": UNKNOWN,
        "ward": 1,
        "deceased_on": "",
        "address": "Via Roma 1\n00100 ROMA RM",
        "email": "maria@posta.example",
        "mobile": "",
        "pec": "",
        "differs": "",
        "reason": "",
    }


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_m02_both_separators_line_ends_and_a_bom(tmp_path: Path, separator: str, begin: str, end: str) -> None:
    text = begin + lines(one(), one(), separator=separator).replace("\n", end)
    found = read_text(tmp_path, text)
    assert [line for line, _row in found] == [2, 3]
    assert all(columns(row)["fiscal_code"] == CODE for _line, row in found)


def test_m02_columns_in_any_order_and_capitals(tmp_path: Path) -> None:
    person = one()
    text = ",".join(name.upper() for name in reversed(NAMES)) + "\n"
    text += ",".join(person.get(name, "") for name in reversed(NAMES)) + "\n"
    ((_line, row),) = read_text(tmp_path, text)
    assert columns(row)["search_surname"] == "ROSSI"


def test_m02_only_the_columns_that_must_be_there(tmp_path: Path) -> None:
    person = one()
    text = ";".join(REQUIRED) + "\n" + ";".join(person[name] for name in REQUIRED) + "\n"
    ((_line, row),) = read_text(tmp_path, text)
    assert columns(row)["birth_place"] == "Roma (RM)"


def test_m02_a_line_is_the_physical_one_the_row_begins_on(tmp_path: Path) -> None:
    first = f'{CODE};"Ros\nsi";Maria;F;1980-01-01;Via Roma 1'
    text = f"fiscal_code;surname;name;sex;born;address_1\n{first}\n\n;;;;;\n{first}\n{first.replace(';F;', ';X;')}\n"
    found = read_text(tmp_path, text)
    assert [line for line, _row in found] == [2, 6, 8]
    assert columns(found[0][1])["surname"] == "Ros si"
    assert found[2][1] == (("sex", "F or M."),)


@pytest.mark.parametrize("written", ["1980-01-01", "01/01/1980", "1.1.1980", "01011980", " 1980-01-01"])
def test_m02_dates_as_programs_and_people_write_them(tmp_path: Path, written: str) -> None:
    assert read_one(tmp_path, born=written)["born"] == "1980-01-01"


def test_m02_codes_that_follow_from_the_data_agree(tmp_path: Path) -> None:
    rows = list(people(300))
    found = [columns(row) for _line, row in read(write(tmp_path / "people.csv", rows))]
    assert [row["fiscal_code"] for row in found] == [row["fiscal_code"] for row in rows]
    assert not any(row["differs"] for row in found)


@given(
    surname=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ' àèìòùÀÈÌÒÙ-", min_size=1, max_size=20).filter(
        lambda text: any(char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for char in text)
    ),
    name=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ àèìòù", max_size=20),
    born=st.dates(date(1900, 1, 1), date(2016, 5, 10)),
    sex=st.sampled_from(Sex),
    place=st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
)
def test_m02_the_computed_code_always_parses_and_agrees(
    surname: str, name: str, born: date, sex: Sex, place: str
) -> None:
    """What lets the reader take such a code without looking further."""
    code = compute(surname, name, born, sex, place)
    assert str(parse(code)) == code
    assert agrees(code, surname, name, born, sex, place) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"fiscal_code": " rssmra80a41 h501y"}, {"fiscal_code": CODE}),
        ({"fiscal_code": homocodes(CODE)[0]}, {"fiscal_code": homocodes(CODE)[0], "birth_place_code": "H501"}),
        ({"fiscal_code": homocodes(CODE)[-1]}, {"differs": "", "birth_place": "Roma (RM)"}),
        ({"fiscal_code": PROVISIONAL, "birth_place": "Lagos"}, {"provisional": 1, "birth_place_code": ""}),
        ({"fiscal_code": PROVISIONAL, "birth_place": "Nigeria"}, {"birth_place_code": "Z335"}),
        ({"fiscal_code": PROVISIONAL, "birth_place_code": "Z335"}, {"birth_place": "Nigeria"}),
        ({"birth_place_code": "h501"}, {"birth_place_code": "H501"}),
        ({"birth_place": "ROMA (RM)"}, {"birth_place": "ROMA (RM)", "birth_place_code": "H501"}),
        ({"birth_place_code": "H501", "birth_place": "Roma"}, {"birth_place": "Roma", "differs": ""}),
        ({"born": "1980-01-02", "mismatch_reason": "atto di nascita"}, {"differs": "birth-date"}),
        ({"surname": "Bianchi", "sex": "m", "mismatch_reason": "x"}, {"differs": "surname sex", "reason": "x"}),
        ({"birth_place_code": "F205", "mismatch_reason": "x"}, {"differs": "place", "birth_place": "Milano (MI)"}),
        ({"mismatch_reason": "needless"}, {"differs": "", "reason": ""}),
        ({"citizenship": "rs", "residence": "fr"}, {"citizenship": "RS", "residence": "FR"}),
        ({"italian_document": "NO", "ward": "1"}, {"italian_document": 0, "ward": 1}),
        ({"deceased_on": "31/12/2015"}, {"deceased_on": "2015-12-31"}),
        ({"mobile": "'+39 333 1234567"}, {"mobile": "+39 333 1234567"}),
    ],
)
def test_m02_what_people_really_have(tmp_path: Path, changes: dict[str, str], expected: dict[str, Any]) -> None:
    row = read_one(tmp_path, **changes)
    assert {name: row[name] for name in expected} == expected


# --- twenty kinds of broken files, each in its words -----------------------------------------------------------------

GOOD = lines(one()).splitlines()[1]
BROKEN_FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "Line 1 must name the columns: it is empty."),
    "blank header": ("\n" + lines(one()), "Line 1 must name the columns: it is empty."),
    "no header": (GOOD, f"Line 1: there is no column “{CODE.lower()}”."),
    "tabs": (lines(one(), separator="\t"), "Line 1: there is no column “fiscal_code surname"),
    "unknown column": (lines(one()).replace("born", "birthday"), "Line 1: there is no column “birthday”."),
    "missing columns": (
        "surname;name\nRossi;Maria\n",
        "Line 1: columns are missing: fiscal_code, sex, born, address_1.",
    ),
    "double column": (lines(one()).replace("ward", "born"), "Line 1: the column “born” stands there twice."),
    "quote left open": (HEADER + "\n" + GOOD + '\n"' + GOOD, "Line 3: a quotation mark is opened and never closed."),
    "quote left open in a long file": (
        HEADER + '\n"' + (GOOD + "\n") * 2500,
        "Line 2: a quotation mark is opened and never closed.",
    ),
    "text after a quote": (HEADER + '\n"R"ossi;', "Line 2: after a closing quotation mark comes neither"),
    "quote in the header": ('"fiscal_code;surname\n', "Line 1: a quotation mark is opened and never closed."),
    "carriage returns alone": (
        lines(one(), one()).replace("\n", "\r"),
        "Line 1 ends with a carriage return alone",
    ),
    "carriage return in a row": (HEADER + "\n" + GOOD + "\r" + GOOD, "Line 2 ends with a carriage return alone"),
    "Latin-1": (lines(one(), one(name="Nicolò")).encode("latin-1"), "Line 3 is not UTF-8 (byte 0xF2 after “"),
    "half a character": (lines(one()).encode().replace(b"Rossi", b"Ross\xc3"), "Line 2 is not UTF-8 (byte 0xC3"),
    "lone surrogate": (lines(one()).encode().replace(b"Rossi", b"Ros\xed\xa0\x80si"), "Line 2 is not UTF-8 (byte 0xED"),
    "UTF-16": (lines(one()).encode("utf-16"), "This is a spreadsheet or UTF-16 text"),
    "spreadsheet": (b"PK\x03\x04" + bytes(100), "This is a spreadsheet or UTF-16 text"),
    "endless line": (HEADER + "\n" + "x" * LONGEST_LINE, f"Line 2 is longer than {LONGEST_LINE} bytes"),
}


@pytest.mark.parametrize("kind", BROKEN_FILES)
def test_m02_a_broken_file_is_refused_in_words_that_name_the_line(tmp_path: Path, kind: str) -> None:
    text, words = BROKEN_FILES[kind]
    with pytest.raises(BadInputError) as caught:
        read_text(tmp_path, text)
    assert caught.value.message.startswith(words)


def test_m02_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInputError) as caught:
            read(file)
        assert str(file) in caught.value.message


DIFFERS = "The fiscal code says otherwise about {}: correct the row, or write here why it is right."
BAD_ROWS: list[tuple[dict[str, str], str, str]] = [
    ({"fiscal_code": ""}, "fiscal_code", "Enter 16 characters or 11 digits."),
    ({"fiscal_code": CODE[:-1] + "X"}, "fiscal_code", "The check character at the end does not match the others"),
    ({"fiscal_code": "RSSMRA80A41H501É"}, "fiscal_code", "Character 16 must be a letter"),
    ({"surname": " \u200b"}, "surname", "This cannot stay empty."),
    ({"surname": "--"}, "surname", "This cannot stay empty."),
    ({"name": "x" * 81}, "name", "At most 80 characters."),
    ({"sex": "W"}, "sex", "F or M."),
    ({"born": ""}, "born", "Type the date"),
    ({"born": "1980-02-30"}, "born", "30 February does not exist."),
    ({"born": "01/01/80"}, "born", "Type the year with four digits."),
    ({"born": "2016-05-11"}, "born", "The birth date lies after today."),
    ({"birth_place_code": "ROMA"}, "birth_place_code", "A place code is a letter and three digits."),
    ({"birth_place_code": "H501", "birth_place": "Milano"}, "birth_place", "This is another place"),
    ({"fiscal_code": PROVISIONAL}, "birth_place", "This cannot stay empty."),
    ({"citizenship": "ITA"}, "citizenship", "Two letters (ISO 3166), for instance IT."),
    ({"ward": "maybe"}, "ward", "yes or no."),
    ({"deceased_on": "1979-12-31"}, "deceased_on", "The day of death lies after today, or before the birth."),
    ({"address_1": ""}, "address_1", "This cannot stay empty."),
    ({"address_2": "x" * 81}, "address_2", "At most 80 characters."),
    ({"email": "x" * 121}, "email", "At most 120 characters."),
    ({"email": "maria@posta"}, "email", "An e-mail address looks like name@example.it."),
    ({"mobile": "333-1"}, "mobile", "A mobile number has digits only"),
    ({"pec": "maria"}, "pec", "An e-mail address looks like name@example.it."),
    ({"born": "1980-01-02"}, "mismatch_reason", DIFFERS.format("born")),
    ({"birth_place": "Milano", "name": "Anna"}, "mismatch_reason", DIFFERS.format("name, birth_place_code")),
]


@pytest.mark.parametrize(("changes", "column", "words"), BAD_ROWS, ids=lambda value: str(value)[:40])
def test_m02_a_bad_row_names_its_column_and_reason(
    tmp_path: Path, changes: dict[str, str], column: str, words: str
) -> None:
    ((line, problems),) = read(write(tmp_path / "people.csv", [one(**changes)]))
    assert line == 2
    ((found, reason),) = problems
    assert found == column
    assert reason.startswith(words)


def test_m02_everything_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    ((_line, problems),) = read(
        write(tmp_path / "people.csv", [one(fiscal_code="?", sex="", citizenship="XX", address_1="", deceased_on="x")])
    )
    assert [column for column, _reason in problems] == ["fiscal_code", "sex", "citizenship", "deceased_on"]


def test_m02_a_row_with_other_cells_than_columns(tmp_path: Path) -> None:
    found = read_text(tmp_path, f"{HEADER}\n{GOOD};\n{GOOD}\n{CODE};Rossi\n")
    assert found[0][1] == (("", "Cells in this row: 19; columns in line 1: 18."),)
    assert found[2][1] == (("", "Cells in this row: 2; columns in line 1: 18."),)
    assert columns(found[1][1])["fiscal_code"] == CODE


# --- naughty strings -------------------------------------------------------------------------------------------------

NAUGHTY = {
    "Ros\u200fsi": "Rossi",
    "\u202eissoR": "issoR",
    "Ros\x00si": "Rossi",
    "Ros\ufeffsi": "Rossi",
    "Ros\x1b[31msi": "Ros[31msi",
    "Ros\x07\x08si": "Rossi",
    "Ros\u2028si": "Ros si",
    "Rossi\u0301": "Rossí",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞alg": None,
    "\U0001f600 Rossi": "\U0001f600 Rossi",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 Rossi": "\U0001f468\U0001f469\U0001f467 Rossi",
    "Rossi'; DROP TABLE person; --": "Rossi'; DROP TABLE person; --",
    "[bold]Rossi[/]": "[bold]Rossi[/]",
    "${pin} {surname} %s": "${pin} {surname} %s",
    "=HYPERLINK(1)": "=HYPERLINK(1)",
    "'=1+1": "=1+1",
    "-Rossi": "-Rossi",
    "@SUM(A1)": "@SUM(A1)",
    "\t+1": "+1",
    "李": "李",
    "Ωμέγα": "Ωμέγα",
    "محمد": "محمد",
    "D'Angelò": "D'Angelò",
    "NULL": "NULL",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "../../etc/passwd": "../../etc/passwd",
}


@pytest.mark.parametrize(("typed", "kept"), NAUGHTY.items(), ids=lambda value: ascii(value))
def test_m02_naughty_strings_are_data_without_control_characters(tmp_path: Path, typed: str, kept: str | None) -> None:
    row = read_one(tmp_path, surname=typed, mismatch_reason="as the document has it")
    assert kept is None or row["surname"] == kept
    assert not any(category(char) in ("Cc", "Cf") for char in row["surname"])


@pytest.mark.parametrize("cell", ["=1", "+39", "-x", "@a", "plain", "", "'quoted"])
def test_rule10_a_formula_is_quoted_on_export_and_unquoted_on_import(cell: str) -> None:
    assert not quoted(cell).startswith(("=", "+", "-", "@"))
    assert unquoted(quoted(cell)) == cell
