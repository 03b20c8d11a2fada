"""The short code by which an office tells a genuine loose sheet: keyed, so that nobody can compute it outside."""

from __future__ import annotations

import hmac
from datetime import date

from counter_app.credentials.secrets_words import ALPHABET, is_offensive

CODE_LENGTH = 8


def verification_code(key: bytes, kind: str, number: str, business_date: date) -> str:
    """Return the code of one sheet, `XXXX-XXXX`, in the alphabet of secrets (no look-alikes, no words).

    Args:
        key: the document key (`KeyRing.document_key`), at least 16 bytes.
        kind: what the sheet is, a `PrintedKind`.
        number: number of the visit or the envelope.
        business_date: the day on the sheet.

    Raises:
        ValueError: for a key that is too short.
    """
    if len(key) < 16:
        raise ValueError("the document key is too short")
    attempt = 0
    while True:
        # Lengths before texts: no two different sheets give the same message.
        message = f"{attempt}|{len(kind)}|{kind}|{len(number)}|{number}|{business_date.isoformat()}"
        value = int.from_bytes(hmac.digest(key, message.encode(), "sha256"), "big")
        characters = ""
        for _place in range(CODE_LENGTH):
            value, index = divmod(value, len(ALPHABET))
            characters += ALPHABET[index]
        if not is_offensive(characters):
            return f"{characters[:4]}-{characters[4:]}"
        attempt += 1


def matches(code: str, key: bytes, kind: str, number: str, business_date: date) -> bool:
    """Return whether a code, as somebody typed it, is the sheet's; takes the same time whichever character is wrong.

    Args:
        code: upper or lower case, with or without hyphen and spaces.
        key, kind, number, business_date: as for `verification_code`.
    """
    typed = "".join(code.upper().split()).replace("-", "")
    expected = verification_code(key, kind, number, business_date).replace("-", "")
    return hmac.compare_digest(typed.encode(), expected.encode())
