"""Copies encrypted at rest: AES-256-GCM under a key outside the database, bound to what they belong to (ADR 0012)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from counter_app.errors import FaultError
from counter_app.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_SEAL, _DIGEST = b"sportello copies: seal", b"sportello copies: digest"


def digest(key: bytes, content: bytes) -> str:
    """Return what tells a copy from every other one to whoever has the key, and nothing of it to anybody else.

    Args:
        key: of the key ring.
        content: the copy.
    """
    return hmac.new(_derived(key, _DIGEST), content, hashlib.sha256).hexdigest()


def seal(key: bytes, content: bytes, bound_to: str) -> bytes:
    """Return a copy encrypted, its nonce first.

    Args:
        key: of the key ring.
        content: the copy.
        bound_to: what it belongs to; it cannot be opened as something else's.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, content, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Return a copy as it was.

    Raises:
        FaultError: when it was changed, belongs to something else, or was sealed with another key.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - the start does not wait for it

    try:
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise FaultError(
            _("This copy cannot be opened: it was changed, or sealed with another key. Nothing of it is shown.")
        ) from None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - the start does not wait for it

    return AESGCM(_derived(key, _SEAL))


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, purpose, hashlib.sha256).digest()
