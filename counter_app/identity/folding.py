"""Text as people and scanners deliver it: cleaned for keeping, folded for searching."""

from __future__ import annotations

from unicodedata import category, combining, normalize

# Letters that no decomposition turns into A-Z.
_LETTERS = str.maketrans(
    {
        "Đ": "D",
        "Ð": "D",
        "Ø": "O",
        "Ł": "L",
        "Ħ": "H",
        "Ŧ": "T",
        "Ŋ": "N",
        "Æ": "AE",
        "Œ": "OE",
        "Þ": "TH",
        "ẞ": "SS",
        "Ə": "E",
    }
)
# An apostrophe in all the shapes keyboards and word processors give it; the stand-alone accents are used as one.
_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‛ʹʻʼʽˈ′＇"))
_DROPPED = frozenset({"Cc", "Cf", "Cs"})
# What `fold` does to the characters most names are made of, in one table because a search folds thousands of them.
_ASCII: dict[int, str | None] = {ord(char): " " for char in map(chr, range(128)) if not char.isalnum()}
_ASCII |= {
    ord(char): None for char in map(chr, range(128)) if char in "'`" or not (char.isprintable() or char.isspace())
}


def clean(text: str) -> str:
    """Return `text` without anything that is not visible text (architecture, rule 10).

    Line breaks, tabs and every other white space become one space; the ends are trimmed. Control characters (C0, C1),
    bidirectional overrides, zero-width characters and lone surrogates are dropped. Letters come out composed (NFC).

    Args:
        text: what was typed, pasted, scanned or imported.
    """
    if text.isascii() and text.isprintable():
        # most texts are clean already, and looking costs a third of taking them apart
        return text if "  " not in text and text.strip(" ") == text else " ".join(text.split())
    visible = "".join(char for char in " ".join(text.split()) if category(char) not in _DROPPED)
    return " ".join(normalize("NFC", visible).split())


def fold(text: str) -> str:
    """Return `text` for searching: upper case, no accents, only letters, digits and single spaces.

    Apostrophes vanish (`D'Angelò` -> `DANGELO`, as an accent typed as an apostrophe does: `NICOLO'` -> `NICOLO`);
    hyphens and every other sign become a space (`Rossi-Bianchi` -> `ROSSI BIANCHI`). Letters of other scripts stay,
    so that a name in them never folds to nothing.

    Args:
        text: a name of a person or a place, or the beginning of one.
    """
    if text.isascii():
        return " ".join(text.upper().translate(_ASCII).split())
    folded = _without_accents(clean(text).translate(_APOSTROPHES))
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def _without_accents(text: str) -> str:
    upper = normalize("NFKD", text).upper().translate(_LETTERS)
    return "".join(char for char in normalize("NFKD", upper) if not combining(char))
