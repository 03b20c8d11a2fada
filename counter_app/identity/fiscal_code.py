"""The fiscal code (D.M. Finanze 13813 of 23 December 1976): read, checked while it is typed, computed, compared.

A code is refused only for what no assigned code can be: another shape, an impossible day, a wrong check character.
Whether the place is known and whether the letters fit the person are questions beside it (`places.known`, `agrees`):
the code the Agenzia delle Entrate assigned is the only valid one, also where it differs from the computed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity.folding import clean, fold
from counter_app.identity.typed_dates import days_in, month_name
from data.vocabulary import Sex

FIELD = "fiscal-code"
LENGTH = 16
PROVISIONAL_LENGTH = 11

_MONTHS = "ABCDEHLMPRST"
_FEMALE = 40
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_VOWELS = "AEIOU"

_HOMOCODE_LETTERS = "LMNPQRSTUV"
_TO_DIGITS = str.maketrans(_HOMOCODE_LETTERS, _DIGITS)
_TO_LETTERS = str.maketrans(_DIGITS, _HOMOCODE_LETTERS)
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_DIGIT_OR_LETTER = frozenset(_DIGITS + _HOMOCODE_LETTERS)
_MONTH_PLACE = 8

_ODD_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_EVEN_VALUES = tuple(range(26))
_ODD, _EVEN = (
    bytes.maketrans(f"{_LETTERS}{_DIGITS}".encode(), bytes((*values, *values[:10])))
    for values in (_ODD_VALUES, _EVEN_VALUES)
)
"""Value of each sign in an odd and in an even place; a million codes are checked when an archive is imported."""
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


@dataclass(frozen=True, slots=True)
class FiscalCode:
    """A fiscal code that `parse` has found well formed.

    A provisional code (11 digits) tells nothing of its holder: its `sex` and `place_code` are None, it has no birth
    dates.

    Args:
        text: the code in capitals, without blanks.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def provisional(self) -> bool:
        """Whether it is the numeric code of 11 digits, in use until the definitive one is assigned."""
        return len(self.text) == PROVISIONAL_LENGTH

    @property
    def homocodic(self) -> bool:
        """Whether letters stand for digits because two people's codes would have been equal."""
        return not self.provisional and any(self.text[place] not in _DIGITS for place in _DIGIT_PLACES)

    @property
    def base(self) -> str:
        """The code before homocody: digits restored, check character computed anew."""
        if not self.homocodic:
            return self.text
        first15 = _with(self.text, _DIGIT_PLACES, _TO_DIGITS)
        return first15 + check_character(first15)

    @property
    def sex(self) -> Sex | None:
        """The sex the day field tells."""
        if self.provisional:
            return None
        return Sex.FEMALE if self._day_field > _FEMALE else Sex.MALE

    @property
    def birth_dates(self) -> tuple[date, ...]:
        """The birth dates it can stand for, earliest first: in the 1900s and in the 2000s, where the day exists."""
        if self.provisional:
            return ()
        month = _MONTHS.index(self.text[_MONTH_PLACE]) + 1
        years = (1900 + self._year_field, 2000 + self._year_field)
        day = self._day_field % _FEMALE
        return tuple(date(year, month, day) for year in years if day <= days_in(month, year))

    @property
    def place_code(self) -> str | None:
        """The Belfiore code of the place of birth, with its digits restored."""
        return None if self.provisional else self.text[11] + self.text[12:15].translate(_TO_DIGITS)

    def birth_date(self, on: date) -> date | None:
        """Return the latest of the birth dates that is not after `on`; None where there is none.

        Args:
            on: the business date. Who is older than a hundred is told apart by the document, not by the code.
        """
        return max((born for born in self.birth_dates if born <= on), default=None)

    @property
    def _year_field(self) -> int:
        return int(self.text[6:8].translate(_TO_DIGITS))

    @property
    def _day_field(self) -> int:
        return int(self.text[9:11].translate(_TO_DIGITS))


def parse(text: str) -> FiscalCode:
    """Return the fiscal code somebody typed, pasted or scanned; case and blanks do not matter.

    Args:
        text: 16 characters, or the 11 digits of a provisional code.

    Raises:
        BadInputError: with the first thing that is wrong with it, for the field `fiscal-code`.
    """
    code = _canonical(text)
    problem = _problem(code) or _too_short(code)
    if problem:
        raise BadInputError(problem, field=FIELD)
    return FiscalCode(code)


def check_as_typed(text: str) -> str | None:
    """Return why what has been typed so far cannot become a fiscal code, None while it still can.

    Args:
        text: the field as it stands after a key press.
    """
    return _problem(_canonical(text))


def check_character(first15: str) -> str:
    """Return the 16th character of a code.

    Args:
        first15: its first 15 characters, capitals and digits.
    """
    signs = first15.encode("ascii")
    return _LETTERS[(sum(signs[::2].translate(_ODD)) + sum(signs[1::2].translate(_EVEN))) % 26]


def numeric_check_digit(first10: str) -> str:
    """Return the 11th digit of a provisional code.

    Args:
        first10: its first ten digits: seven of the serial number, three of the office.
    """
    total = sum(int(digit) for digit in first10[::2]) + sum(_DOUBLED[int(digit)] for digit in first10[1::2])
    return str(-total % 10)


def compute(surname: str, name: str, born: date, sex: Sex, place_code: str) -> str:
    """Return the code that follows from a person's data, before homocody.

    Args:
        surname: the surname at birth (a woman's maiden name).
        name: the given names; empty where the person has none.
        born: the date of birth.
        sex: as the code tells it.
        place_code: Belfiore code of the place of birth, a letter and three digits.

    Raises:
        BadInputError: the surname has no letter from A to Z, or the place code has another shape.
    """
    letters = surname_part(surname)
    if letters == "XXX" and "X" not in fold(surname):
        raise BadInputError(
            _("The surname has no letter from A to Z: type it as the document transcribes it."), "surname"
        )
    place = place_code.upper()
    if len(place) != 4 or place[0] not in _LETTERS or not (place[1:].isascii() and place[1:].isdigit()):
        raise BadInputError(_("A place code is a letter and three digits."), field="place-code")
    first15 = letters + name_part(name) + date_part(born, sex) + place
    return first15 + check_character(first15)


def homocodes(code: FiscalCode | str) -> tuple[str, ...]:
    """Return the 127 codes that homocody can make of this one, fewest letters first, from the right.

    Args:
        code: a definitive code, itself a homocode or not. A provisional code has no homocodes.
    """
    fiscal_code = _as_code(code)
    if fiscal_code.provisional:
        return ()
    base = fiscal_code.base
    numbers = range(1, len(_DIGIT_PLACES) + 1)
    chosen = (places for number in numbers for places in combinations(reversed(_DIGIT_PLACES), number))
    firsts = (_with(base, places, _TO_LETTERS) for places in chosen)
    return tuple(first15 + check_character(first15) for first15 in firsts)


def agrees(
    code: FiscalCode | str, surname: str, name: str, born: date, sex: Sex, place_code: str | None
) -> tuple[str, ...]:
    """Return which of a person's data do not agree with a code: a reason to look twice, not proof of an error (M02).

    Args:
        code: the code; homocodes count as the code they stand for, a provisional code agrees with everybody.
        surname: the surname at birth.
        name: the given names.
        born: the date of birth.
        sex: as the code tells it.
        place_code: Belfiore code of the place of birth; None where it is not known.

    Returns:
        Some of `surname`, `name`, `birth-date`, `sex`, `place`, in this order.
    """
    fiscal_code = _as_code(code)
    if fiscal_code.provisional:
        return ()
    base = fiscal_code.base
    parts = {
        "surname": base[:3] == surname_part(surname),
        "name": base[3:6] == name_part(name),
        "birth-date": born in fiscal_code.birth_dates or _older_than_the_code(born, base),
        "sex": fiscal_code.sex == sex,
        "place": place_code is None or base[11:15] == place_code.upper(),
    }
    return tuple(part for part, same in parts.items() if not same)


def mask(code: FiscalCode | str) -> str:
    """Return a code half hidden, for lists (`RSSMRA••••••501U`): the birth date is what it hides.

    Args:
        code: a code of either length, or what somebody typed so far of one.
    """
    text = str(code)
    shown = {LENGTH: (6, 4), PROVISIONAL_LENGTH: (3, 2)}.get(len(text), (6, 0))
    return text[: shown[0]] + "•" * (len(text) - sum(shown)) + text[len(text) - shown[1] :]


def _as_code(code: FiscalCode | str) -> FiscalCode:
    return code if isinstance(code, FiscalCode) else parse(code)


def _canonical(text: str) -> str:
    joined = "".join((text if text.isascii() else clean(text)).split())
    return joined.upper() if joined.isascii() else joined


def _with(code: str, places: tuple[int, ...], table: dict[int, int]) -> str:
    """The first 15 characters of a code, those at `places` exchanged."""
    return "".join(char.translate(table) if at in places else char for at, char in enumerate(code[:15]))


# --- the parts of a code ---------------------------------------------------------------------------------------------


def _consonants_and_vowels(text: str) -> tuple[str, str]:
    letters = [char for char in fold(text) if char in _LETTERS]
    return "".join(char for char in letters if char not in _VOWELS), "".join(c for c in letters if c in _VOWELS)


def surname_part(surname: str) -> str:
    """Return the three letters of a surname: its consonants, then its vowels, then X."""
    consonants, vowels = _consonants_and_vowels(surname)
    return (consonants + vowels + "XXX")[:3]


def name_part(name: str) -> str:
    """Return the three letters of the given names: of more than three consonants the first, third and fourth."""
    consonants, vowels = _consonants_and_vowels(name)
    if len(consonants) > 3:
        return consonants[0] + consonants[2:4]
    return (consonants + vowels + "XXX")[:3]


def date_part(born: date, sex: Sex) -> str:
    """Return the five characters of birth date and sex."""
    day = born.day + (_FEMALE if sex == Sex.FEMALE else 0)
    return f"{born.year % 100:02}{_MONTHS[born.month - 1]}{day:02}"


def _older_than_the_code(born: date, base: str) -> bool:
    """Whether somebody born before 1900 has this code: the two digits of the year do not tell the century."""
    return born.year < 1900 and base[6:11] in (date_part(born, Sex.MALE), date_part(born, Sex.FEMALE))


# --- what is wrong with a code, or with its beginning ----------------------------------------------------------------


def _problem(code: str) -> str | None:
    """Why this is neither a code nor the beginning of one."""
    if not code:
        return None
    if code[0] in _DIGITS:
        return _number_problem(code)
    return (
        _character_problem(code)
        or (_day_problem(code) if len(code) > 9 else None)
        or (_wrong_length(code, LENGTH) if len(code) > LENGTH else None)
        or (_check_problem(code) if len(code) == LENGTH else None)
    )


def _number_problem(code: str) -> str | None:
    for at, char in enumerate(code[:PROVISIONAL_LENGTH]):
        if char not in _DIGITS:
            return _at(_("Character {position} must be a digit: a code that begins with one has 11 digits."), at)
    if len(code) > PROVISIONAL_LENGTH:
        return _wrong_length(code, PROVISIONAL_LENGTH)
    if len(code) == PROVISIONAL_LENGTH and numeric_check_digit(code[:10]) != code[10]:
        return _("The last digit does not match the others: read the code again.")
    return None


def _character_problem(code: str) -> str | None:
    for at, char in enumerate(code[:LENGTH]):
        if at == _MONTH_PLACE:
            if char not in _MONTHS:
                return _("Character 9 is the month: one of A B C D E H L M P R S T.")
        elif at in _DIGIT_PLACES:
            if char not in _DIGIT_OR_LETTER:
                return _at(_("Character {position} must be a digit, or one of L M N P Q R S T U V in its place."), at)
        elif char not in _LETTERS:
            return _at(_("Character {position} must be a letter from A to Z."), at)
    return None


def _day_problem(code: str) -> str | None:
    typed = code[9:11].translate(_TO_DIGITS)
    month = _MONTHS.index(code[_MONTH_PLACE]) + 1
    year = 2000 + int(code[6:8].translate(_TO_DIGITS))
    tens = int(typed[0]) % 4
    if len(typed) == 1:
        possible = typed[0] < "8" and tens * 10 <= days_in(month, year)
        return None if possible else _day_range()
    day = tens * 10 + int(typed[1])
    if typed[0] >= "8" or not 1 <= day <= 31:
        return _day_range()
    if day <= days_in(month, year):
        return None
    if (day, month) == (29, 2):
        return _("29 February does not exist in a year that ends in {digits}.").format(digits=f"{year % 100:02}")
    return _("{day} {month} does not exist.").format(day=day, month=month_name(month))


def _day_range() -> str:
    return _("Characters 10 and 11 are the day: 01 to 31 for a man, 41 to 71 for a woman, as the month has days.")


def _check_problem(code: str) -> str | None:
    if check_character(code[:15]) == code[15]:
        return None
    return _("The check character at the end does not match the others: read the code again.")


def _too_short(code: str) -> str | None:
    if not code:
        return _("Enter 16 characters or 11 digits.")
    needed = PROVISIONAL_LENGTH if code[0] in _DIGITS else LENGTH
    return None if len(code) == needed else _wrong_length(code, needed)


def _wrong_length(code: str, needed: int) -> str:
    return _("Characters typed: {count}. The code takes {needed}.").format(count=len(code), needed=needed)


def _at(message: str, at: int) -> str:
    return message.format(position=at + 1)
