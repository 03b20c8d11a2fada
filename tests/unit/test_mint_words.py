"""What secrets are made of."""

from __future__ import annotations

from itertools import cycle

import pytest

from counter_app.credentials.mint_helper import generate
from counter_app.credentials.secrets_words import ALPHABET, FRAGMENTS, is_offensive, looks_like


def written(word: str, pick: int = 0) -> str | None:
    """Return a word in look-alikes, or nothing where a letter has none."""
    shapes = [looks_like(letter) for letter in word.upper()]
    return "".join(shape[pick % len(shape)] for shape in shapes) if all(shapes) else None


def test_m06_no_look_alikes_no_vowels() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 24
    assert not set(ALPHABET) & set("01OILAEU")
    for pair in ("2Z", "5S", "6G", "8B", "UV", "0O", "1I", "1L"):
        assert len(set(pair) & set(ALPHABET)) <= 1, pair


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_m06_an_offensive_fragment_is_caught_or_cannot_be_written(fragment: str) -> None:
    for pick in (0, 1):
        look = written(fragment, pick)
        if look is None:
            assert set(fragment.upper()) & set("IL")
        else:
            assert is_offensive(f"PWPW{look}WPWP")


@pytest.mark.parametrize("text", ["M3RD4WPW", "WPFVCKPW", "WP4R53WP", "C422WPWP", "WPWP88WP", "PVTT4N4W"])
def test_m06_look_alikes_do_not_hide_a_word(text: str) -> None:
    assert is_offensive(text)


@pytest.mark.parametrize("text", ["7KQW9MHT4RXC2PDY", "PWPWPWPW"])
def test_m06_ordinary_secrets_pass(text: str) -> None:
    assert not is_offensive(text)


def test_m06_every_character_can_stand_at_every_place() -> None:
    for place in range(16):
        for wanted in ALPHABET:
            rest = cycle("PYRH")
            drawn = iter([next(rest) if index != place else wanted for index in range(16)])
            assert generate(16, lambda _alphabet, drawn=drawn: next(drawn))[place] == wanted  # type: ignore[misc]


def test_m06_an_offensive_draw_is_drawn_again() -> None:
    draws = iter("M3RD4PWTXPWTXPWT" + "PWTXPWTXPWTXPWTX")
    assert generate(16, lambda _alphabet: next(draws)) == "PWTXPWTXPWTXPWTX"


def test_m06_the_chooser_is_offered_the_whole_alphabet_each_time() -> None:
    offered: list[str] = []

    def choose(alphabet: str) -> str:
        offered.append(alphabet)
        return "PWTX"[len(offered) % 4]

    generate(16, choose)
    assert offered == [ALPHABET] * 16


def test_m06_five_hundred_secrets_are_distinct_and_clean() -> None:
    secrets = [generate(16) for _ in range(500)]
    assert len(set(secrets)) == 500
    assert all(len(secret) == 16 and set(secret) <= set(ALPHABET) and not is_offensive(secret) for secret in secrets)


@pytest.mark.parametrize("length", [0, 7, 65, -1])
def test_m06_no_secret_of_another_length(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        generate(length)
