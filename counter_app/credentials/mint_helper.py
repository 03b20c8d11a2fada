"""The short-lived process in which a secret is born and dies (architecture, rule 5; M03, M06).

`mint.Mint` starts it, writes one JSON request on its standard input, and reads one JSON answer from standard output:

    request  {"what", "length", "envelope", "printer", "pepper", "argon2"}
    answer   {"hash", "serial", "printer": {"state", "detail"}}    or    {"error": CLASS}

CLASS is a word of `MintTrouble` or `PrinterTrouble`, never the text of an exception. The secret is in no argument,
environment, message, file of ours or core dump; the memory it was in goes back to the kernel with the process.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import hmac
import json
import os
import resource
import secrets
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argon2.exceptions import VerificationError
from argon2.low_level import Type, hash_secret, verify_secret

from counter_app.credentials.keys import Argon2Parameters, create_key, read_key
from counter_app.credentials.mint_words import INITIAL_PIN, MintTrouble
from counter_app.credentials.secrets_words import ALPHABET, is_offensive
from counter_app.envelope.content import EnvelopeData
from counter_app.envelope.pdf import render_envelope
from counter_app.envelope.printers import Printable, PrinterFaultError, PrinterSpec, build_printer
from counter_app.errors import FaultError
from data.vocabulary import PrintedKind

_LONGEST_REQUEST = 65536
_LONGEST_LIFE = 120
"""Seconds after which the kernel ends the process, should the desk no longer be there to do it."""

_PR_SET_DUMPABLE = 4
_LENGTHS = range(8, 65)

_HASH_BYTES, _SALT_BYTES = 32, 16


def generate(length: int, choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a new secret: every character drawn alike from `ALPHABET`, drawn again if a word can be read in it.

    Args:
        length: characters, 8 to 64.
        choose: draws one character from the alphabet.

    Raises:
        ValueError: for another length.
    """
    if length not in _LENGTHS:
        raise ValueError("no secret has that length")
    while True:
        secret = "".join(choose(ALPHABET) for _place in range(length))
        if not is_offensive(secret):
            return secret


def _peppered(secret: str, pepper: bytes) -> bytes:
    """Return what is hashed instead of the secret: without the pepper no guess can be tried against a hash."""
    return hmac.digest(pepper, secret.encode(), "sha256")


def hash_pin(secret: str, pepper: bytes, cost: Argon2Parameters) -> str:
    """Return the Argon2id hash of a secret under the pepper, with its parameters and salt."""
    return hash_secret(
        _peppered(secret, pepper),
        secrets.token_bytes(_SALT_BYTES),
        cost.time_cost,
        cost.memory_kib,
        cost.parallelism,
        _HASH_BYTES,
        Type.ID,
    ).decode()


def verify_pin(secret: str, pepper: bytes, secret_hash: str) -> bool:
    """Return whether a secret is the one behind a hash; a malformed hash is nobody's."""
    try:
        return verify_secret(secret_hash.encode(), _peppered(secret, pepper), Type.ID)
    except VerificationError:
        return False


class _Refused(Exception):  # noqa: N818 - it is an answer
    """Why there is no secret, in one word."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def _pepper(path: Path) -> bytes:
    try:
        create_key(path)
        return read_key(path)
    except FaultError:
        raise _Refused(MintTrouble.PEPPER) from None


def _parsed(request: bytes) -> tuple[EnvelopeData, PrinterSpec, Path, Argon2Parameters]:
    try:
        wire = json.loads(request)
        envelope = EnvelopeData.from_wire(wire["envelope"])
        if wire["what"] != INITIAL_PIN or wire["length"] != envelope.initial_length:
            raise ValueError
        pepper = Path(wire["pepper"])
        if not pepper.is_absolute():
            raise ValueError
        return envelope, PrinterSpec.from_wire(wire["printer"]), pepper, Argon2Parameters(**wire["argon2"])
    except (ValueError, KeyError, TypeError):
        raise _Refused(MintTrouble.REQUEST) from None


def issue(request: bytes) -> dict[str, Any]:
    """Mint, hash, render and deliver one secret; return the answer, which does not hold it.

    Args:
        request: as the module says.
    """
    try:
        envelope, printer, pepper_path, cost = _parsed(request)
        pepper = _pepper(pepper_path)
        secret = generate(envelope.initial_length)
        secret_hash = hash_pin(secret, pepper, cost)
        document = Printable(PrintedKind.PIN_ENVELOPE, envelope.serial, render_envelope(envelope, secret))
        word = build_printer(printer).deliver(document)
    except _Refused as refused:
        return {"error": str(refused.trouble)}
    except PrinterFaultError as fault:
        return {"error": str(fault.trouble)}
    except Exception:
        return {"error": str(MintTrouble.INTERNAL)}
    return {
        "hash": secret_hash,
        "serial": envelope.serial,
        "printer": {"state": str(word.state), "detail": word.detail},
    }


def _silence(*_what: object) -> None:
    """Say nothing about an exception."""


def harden() -> None:
    """Leave no way for memory to get out: no core, no debugger of the same user, no traceback, no words.

    Standard error and standard output go nowhere afterwards.
    """
    faulthandler.disable()
    sys.excepthook = _silence
    sys.unraisablehook = _silence
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Only Linux has it; elsewhere the other measures stand.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.alarm(_LONGEST_LIFE)


def main() -> None:
    """Answer one request and end; the exit code is 0 whenever there is an answer."""
    answer_to = os.dup(1)
    harden()
    answer = issue(sys.stdin.buffer.read(_LONGEST_REQUEST))
    os.write(answer_to, json.dumps(answer).encode() + b"\n")
    # Ends at once: no finaliser runs, nothing is flushed, the pages go back to the kernel.
    os._exit(0)


if __name__ == "__main__":
    main()
