"""Fiscal codes: read, refused with the reason, checked while typed, computed, compared (M02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.identity import fiscal_code
from counter_app.identity.fiscal_code import agrees, check_as_typed, compute, homocodes, mask, parse
from data.vocabulary import Sex

MARIO = "RSSMRA80A01H501U"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.mark.parametrize(
    "typed",
    [
        MARIO,
        "rssmra80a01h501u",
        " RSS MRA 80A01 H501U ",
        "RSSMRA80A01H501U\n",
        "RSSMRA80\u00a0A01\u200bH501U",
        "\ufeffRSSMRA80A01H501U\x00\u202e",
    ],
)
def test_m02_case_blanks_and_invisible_characters_do_not_matter(typed: str) -> None:
    assert parse(typed).text == MARIO


def test_m02_a_code_tells_sex_dates_and_place() -> None:
    code = parse(MARIO)
    assert (code.sex, code.place_code, code.provisional, code.homocodic) == (Sex.MALE, "H501", False, False)
    assert code.birth_dates == (date(1980, 1, 1), date(2080, 1, 1))
    assert code.birth_date(date(2016, 5, 10)) == date(1980, 1, 1)
    assert code.base == str(code) == MARIO


@pytest.mark.parametrize(
    ("on", "born"),
    [
        (date(2016, 5, 9), date(1916, 5, 10)),
        (date(2016, 5, 10), date(2016, 5, 10)),
        (date(2021, 1, 1), date(2016, 5, 10)),
        (date(1916, 5, 9), None),
    ],
)
def test_m02_the_latest_birth_date_not_after_the_business_date_counts(on: date, born: date | None) -> None:
    code = parse(compute("Rossi", "Mario", date(2016, 5, 10), Sex.MALE, "H501"))
    assert code.birth_date(on) == born


def test_m02_29_february_of_year_00_exists_in_one_century_only() -> None:
    code = parse(compute("Rossi", "Mario", date(2000, 2, 29), Sex.FEMALE, "H501"))
    assert code.birth_dates == (date(2000, 2, 29),)


def test_m02_a_provisional_code_tells_nothing_of_its_holder() -> None:
    code = parse("1234567 001 7")
    assert code.provisional
    assert (code.text, code.base, code.homocodic) == ("12345670017", "12345670017", False)
    assert (code.sex, code.place_code, code.birth_dates, code.birth_date(date(2016, 5, 10))) == (None, None, (), None)
    assert homocodes(code) == ()
    assert agrees(code, "Anybody", "At All", date(1980, 1, 1), Sex.MALE, "H501") == ()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter 16 characters or 11 digits."),
        (" \u200b\t", "Enter 16 characters or 11 digits."),
        ("RSSMRA80A01H501", "Characters typed: 15. The code takes 16."),
        ("RSSMRA80A01H501UU", "Characters typed: 17. The code takes 16."),
        ("1234567001", "Characters typed: 10. The code takes 11."),
        ("123456700177", "Characters typed: 12. The code takes 11."),
        ("R5SMRA80A01H501U", "Character 2 must be a letter from A to Z."),
        ("RSSMRÀ80A01H501U", "Character 6 must be a letter from A to Z."),
        ("RSSMRAſ0A01H501U", "Character 7 must be a digit, or one of L M N P Q R S T U V in its place."),
        ("RSSMRA８0A01H501U", "Character 7 must be a digit, or one of L M N P Q R S T U V in its place."),
        ("RSSMRA8OA01H501U", "Character 8 must be a digit, or one of L M N P Q R S T U V in its place."),
        ("RSSMRA-80A01H501U", "Character 7 must be a digit, or one of L M N P Q R S T U V in its place."),
        ("RSSMRA80F01H501U", "Character 9 is the month: one of A B C D E H L M P R S T."),
        ("RSSMRA80101H501U", "Character 9 is the month: one of A B C D E H L M P R S T."),
        ("RSSMRA80A01H501X", "The check character at the end does not match the others: read the code again."),
        ("RSSMRA80A01H50LU", "The check character at the end does not match the others: read the code again."),
        ("12345670018", "The last digit does not match the others: read the code again."),
        ("1234567O017", "Character 8 must be a digit: a code that begins with one has 11 digits."),
        ("1234567٠017", "Character 8 must be a digit: a code that begins with one has 11 digits."),
        ("RSSMRA80D31H501X", "31 April does not exist."),
        ("RSSMRA80D71H501X", "31 April does not exist."),
        ("RSSMRA80DTMH501X", "31 April does not exist."),
        ("RSSMRA81B29H501X", "29 February does not exist in a year that ends in 81."),
        ("RSSMRA81B69H501X", "29 February does not exist in a year that ends in 81."),
    ],
)
def test_m02_a_code_that_cannot_be_is_refused_with_the_reason(typed: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse(typed)
    assert (caught.value.message, caught.value.field) == (message, "fiscal-code")


@pytest.mark.parametrize("day", ["00", "32", "39", "40", "72", "79", "80", "85", "99", "LL", "PN", "QL", "TN", "UR"])
def test_m02_days_are_01_to_31_and_41_to_71(day: str) -> None:
    first15 = f"RSSMRA80A{day}H501"
    with pytest.raises(BadInputError, match="Characters 10 and 11 are the day"):
        parse(first15 + fiscal_code.check_character(first15))


@pytest.mark.parametrize("day", ["01", "31", "41", "71", "LM", "PM", "QM", "TM"])
def test_m02_the_first_and_last_days_are_read(day: str) -> None:
    first15 = f"RSSMRA80A{day}H501"
    assert parse(first15 + fiscal_code.check_character(first15)).text[9:11] == day


@pytest.mark.parametrize(
    ("typed", "can_become"),
    [
        ("", True),
        ("r", True),
        ("RSSMRA", True),
        ("RSSMRA8", True),
        ("RSSMRAU", True),
        ("RSSMRAA", False),
        ("RS1", False),
        ("RSSMRA80G", False),
        ("RSSMRA80B2", True),
        ("RSSMRA80B3", False),
        ("RSSMRA80BP", False),
        ("RSSMRA80D3", True),
        ("RSSMRA80D31", False),
        ("RSSMRA80A8", False),
        ("RSSMRA80A7", True),
        ("RSSMRA80B29", True),
        ("RSSMRA00B29", True),
        ("RSSMRA82B29", False),
        ("RSSMRA80A01H501", True),
        ("RSSMRA80A01H501U", True),
        ("RSSMRA80A01H501V", False),
        ("RSSMRA80A01H501U1", False),
        ("1234567001", True),
        ("12345670017", True),
        ("12345670018", False),
        ("123456700170", False),
        ("12A", False),
    ],
)
def test_m02_a_message_comes_as_soon_as_it_cannot_become_a_code(typed: str, can_become: bool) -> None:
    assert (check_as_typed(typed) is None) == can_become


@pytest.mark.parametrize(
    ("surname", "name", "expected"),
    [
        ("Rossi", "Mario", "RSSMRA"),
        ("Fo", "Gianfranco", "FOXGFR"),
        ("Aiello", "Ai", "LLAAIX"),
        ("D'Alò", "Nicolò", "DLANCL"),
        ("DE LUCA", "Anna Maria", "DLCNMR"),
        ("Müller", "Jürgen", "MLLJGN"),
        ("Strauß", "Noè", "STRNOE"),
        ("Đorđević", "Łukasz", "DRDLSZ"),
        ("Ørsted", "Ñu", "RSTNUX"),
        ("Thapa", "", "THPXXX"),
        ("Xu", "X", "XUXXXX"),
    ],
)
def test_m02_letters_are_taken_from_the_names_as_the_decree_says(surname: str, name: str, expected: str) -> None:
    assert compute(surname, name, date(1980, 1, 1), Sex.MALE, "h501")[:6] == expected


@pytest.mark.parametrize(
    ("surname", "place", "field"), [("Иванов", "H501", "surname"), ("", "H501", "surname")]
    + [("Rossi", place, "place-code") for place in ("", "H50", "H5011", "5501", "HA01", "H٥٠١", "À501")],
)  # fmt: skip
def test_m02_a_code_cannot_be_computed_from_anything(surname: str, place: str, field: str) -> None:
    with pytest.raises(BadInputError) as caught:
        compute(surname, "Mario", date(1980, 1, 1), Sex.MALE, place)
    assert caught.value.field == field


def test_m02_the_127_homocodes_begin_at_the_right() -> None:
    variants = homocodes(MARIO)
    assert len({*variants, MARIO}) == 128
    assert variants[0] == "RSSMRA80A01H50MM"
    assert {"RSSMRA80A01H5LMX", "RSSMRA80A01HRLMS"} <= set(variants)
    for variant in map(parse, variants):
        assert (variant.homocodic, variant.base) == (True, MARIO)
        assert (variant.birth_dates, variant.sex, variant.place_code) == (parse(MARIO).birth_dates, Sex.MALE, "H501")
    assert homocodes(variants[60]) == variants


@pytest.mark.parametrize("code", [MARIO, "RSSMRA80A01H50MM", "RSSMRA80A01HRLMS"])
@pytest.mark.parametrize(
    ("changes", "disagreeing"),
    [
        ({}, ()),
        ({"place_code": None}, ()),
        ({"place_code": "h501"}, ()),
        ({"surname": "Verdi"}, ("surname",)),
        ({"name": "Carlo"}, ("name",)),
        ({"born": date(1980, 1, 2)}, ("birth-date",)),
        ({"born": date(1880, 1, 1)}, ()),
        ({"born": date(1881, 1, 1)}, ("birth-date",)),
        ({"sex": Sex.FEMALE}, ("sex",)),
        ({"place_code": "F205"}, ("place",)),
        ({"surname": "Иванов", "sex": Sex.FEMALE, "place_code": "F205"}, ("surname", "sex", "place")),
    ],
)
def test_m02_what_does_not_agree_is_named(
    code: str, changes: dict[str, str | date | None], disagreeing: tuple[str, ...]
) -> None:
    person = {"surname": "Rossi", "name": "Mario", "born": date(1980, 1, 1), "sex": Sex.MALE, "place_code": "H501"}
    assert agrees(code, **{**person, **changes}) == disagreeing  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "masked"), [(MARIO, "RSSMRA••••••501U"), ("12345670017", "123••••••17")])
def test_lists_show_half_a_code(code: str, masked: str) -> None:
    assert mask(code) == mask(parse(code)) == masked


@pytest.mark.parametrize(
    ("typed", "masked"), [("", ""), ("RSSM", "RSSM"), ("RSSMRA80A0", "RSSMRA••••"), (MARIO + "X", "RSSMRA" + "•" * 11)]
)
def test_lists_show_the_beginning_of_what_is_no_code(typed: str, masked: str) -> None:
    assert mask(typed) == masked


NAMES = st.text(st.sampled_from("ABCDEFGIJKLMNOPRSTUVXYZaeiou àèìòùçñøđł'-’"), max_size=20)
SURNAMES = NAMES.map(lambda text: text + "a")
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PLACE_CODES = st.from_regex("[A-MZ][0-9]{3}", fullmatch=True)


@settings(max_examples=200, deadline=None, database=None)
@given(SURNAMES, NAMES, BIRTHS, st.sampled_from(Sex), PLACE_CODES, st.integers(0, 127))
def test_m02_a_computed_code_and_its_homocodes_are_read_back(
    surname: str, name: str, born: date, sex: Sex, place_code: str, variant: int
) -> None:
    base = compute(surname, name, born, sex, place_code)
    code = parse((base, *homocodes(base))[variant])
    assert born in code.birth_dates
    assert (code.base, code.sex, code.place_code, code.homocodic) == (base, sex, place_code, variant > 0)
    assert agrees(code, surname, name, born, sex, place_code) == ()
    for length in range(17):
        assert check_as_typed(code.text[:length]) is None, code.text[:length]


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(max_size=20) | st.text(st.sampled_from("ABDHLMPT0123456789"), max_size=17))
def test_m02_what_is_typed_is_read_or_refused_never_a_fault(text: str) -> None:
    try:
        code = parse(text)
    except BadInputError:
        return
    assert check_as_typed(text) is None
    assert parse(code.text) == code
