"""What secrets are made of: an alphabet nobody misreads, and the words that must not appear in one (M06).

The alphabet is the capitals and digits less everything that can be mistaken when it is read, dictated or copied:

- no `0` and no `O`, none of `1 I L`; of `2 Z`, `5 S`, `6 G`, `8 B` only the digit stays;
- no vowels at all (and no `U`, which passes for `V`), so that no word can be spelled in letters.

24 characters: 16 of them carry 73 bits, 8 carry 36.

What can still be read as a word is written with look-alikes, `3` for E or `4` for A. `looks_like` says which characters
of the alphabet pass for a letter. A word with I or L cannot be written at all: they are imitated by 1, which is not in
the alphabet (nor is 0; a `Q` passes for O at a stretch). Offensive fragments are given in plain letters and turned into
patterns.
"""

from __future__ import annotations

import re

ALPHABET = "23456789CDFHJKMNPQRTVWXY"

_IMITATIONS = {"A": "4", "B": "8", "E": "3", "G": "69", "O": "Q", "S": "5", "T": "T7", "U": "V", "Z": "2"}

FRAGMENTS = (
    # Italian
    *("arrapat", "bagasc", "baldracc", "bastard", "battona", "bocchin", "cacca", "cagar", "cagat", "cagna", "cazz"),
    *("cesso", "checca", "chiava", "coglion", "culo", "deficient", "demente", "fanc", "fessa", "fica"),
    *("figa", "finocchi", "fott", "fregn", "frocio", "fuhrer", "gnocca", "handicap", "idiota", "madonn", "mafia"),
    *("maiala", "merd", "mignott", "minch", "mort", "nazi", "negr", "palle"),
    *("peder", "pene", "peto", "pipp", "pirla", "pisci", "pompa", "porca", "porco", "puttan", "racch"),
    *("scem", "schiav", "scopa", "sega", "sesso", "sfiga", "spermat", "strega", "stronz", "stupr", "succhia", "tetta"),
    *("tette", "topa", "tossic", "troia", "tromba", "urina", "vacca", "vaff", "zecca", "zoccol"),
    # English
    *("anus", "arse", "ass", "bastard", "bitch", "bollock", "boob", "bugger", "butt", "cock", "coon", "crap", "cunt"),
    *("damn", "dead", "death", "dick", "dumb", "dyke", "fag", "fart", "feck", "fuck", "gay", "gook"),
    *("homo", "jerk", "jew", "kkk", "moron", "nude", "paki", "penis", "perv", "piss", "poo", "porn", "prat"),
    *("prick", "pube", "puss", "queer", "rape", "retard", "satan", "scum", "sex", "shag", "shit", "slag", "slut"),
    *("spaz", "spunk", "stupid", "suck", "tard", "tit", "turd", "twat", "vag", "wank", "whore", "wog", "xxx"),
    # Words without their vowels, as they are written in messages
    *("cnt", "czz", "dmn", "fck", "fgt", "fnc", "fttt", "mrd", "ngr", "prn", "pttn", "stfu", "strnz", "vffn", "wtf"),
    # Numbers that are slogans
    *("88", "666"),
)


def looks_like(letter: str) -> str:
    """Return the characters of the alphabet that pass for a capital letter or a digit; empty if none does."""
    return _IMITATIONS.get(letter, letter if letter in ALPHABET else "")


def _pattern(word: str) -> str | None:
    """Return a regular expression for a word in look-alikes, or nothing if it cannot be written."""
    shapes = [looks_like(letter) for letter in word.upper()]
    return "".join(f"[{shape}]" for shape in shapes) if all(shapes) else None


_OFFENSIVE = re.compile("|".join(sorted({pattern for word in FRAGMENTS if (pattern := _pattern(word))})))


def is_offensive(text: str) -> bool:
    """Return whether a text of the alphabet, read across its groups, can be taken for an offensive word."""
    return _OFFENSIVE.search(text) is not None
