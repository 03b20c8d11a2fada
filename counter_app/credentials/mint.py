"""Ordering a secret: the desk's side of the mint (architecture, rule 5). No function here ever holds one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import counter_app
from counter_app.credentials.keys import OFFICE_COST, Argon2Parameters
from counter_app.credentials.mint_words import INITIAL_PIN, MintTrouble
from counter_app.envelope.printers import PrinterFaultError, PrinterSpec, PrinterTrouble, build_printer
from counter_app.errors import FaultError
from counter_app.i18n import _
from data.vocabulary import PrintedKind, PrinterState

if TYPE_CHECKING:
    from counter_app.envelope.content import EnvelopeData

# `-B`: on a full disk Python would leave half a compiled module behind, and no helper could start again.
# The helper runs the very code the desk runs, installed or not: `-P` and `-E` close every other way to it.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from counter_app.credentials.mint_helper import main; main()"
_CODE = Path(counter_app.__file__).resolve().parent.parent
# The loader's path is kept because some builds of Python find their own library through it.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LC_ALL", "LANG", "TZ")


@dataclass(frozen=True)
class MintRequest:
    """What the desk orders: an initial PIN of `envelope.initial_length` characters in this envelope (M03, M06)."""

    envelope: EnvelopeData


@dataclass(frozen=True)
class MintAnswer:
    """What the desk learns.

    Attributes:
        secret_hash: Argon2id hash of the peppered secret; out of `repr`.
        serial: the envelope's serial, as ordered.
        printer_state: the printer's word.
        printer_detail: what else the printer said.
    """

    secret_hash: str = field(repr=False)
    serial: str
    printer_state: PrinterState
    printer_detail: str


class Mint:
    """Starts one helper process for each secret.

    Args:
        pepper: the pepper's key file (`KeyRing.pepper_path`); never opened here.
        printer: where envelopes come out.
        argon2: what hashing costs.
        timeout: seconds after which a helper that has not answered is killed.
    """

    def __init__(
        self, pepper: Path, printer: PrinterSpec, argon2: Argon2Parameters = OFFICE_COST, timeout: float = 30
    ) -> None:
        self._pepper = pepper
        self._printer = printer
        self._argon2 = argon2
        self._timeout = timeout

    def issue(self, request: MintRequest) -> MintAnswer:
        """Have a secret made, hashed, and delivered to the printer inside its envelope.

        Blocks for about a fifth of a second: call it off the event loop (rule 7).

        Raises:
            FaultError: if there is no hash. What may have reached the printer's folder has been removed, but paper may
                have come out: the envelope is *in doubt* and has to be spoiled (rule 6).
        """
        order = {
            "what": INITIAL_PIN,
            "length": request.envelope.initial_length,
            "envelope": request.envelope.to_wire(),
            "printer": self._printer.to_wire(),
            "pepper": str(self._pepper.absolute()),
            "argon2": asdict(self._argon2),
        }
        try:
            return _answer(self._ask(json.dumps(order).encode()), request.envelope.serial)
        except FaultError:
            self._purge(request.envelope.serial)
            raise

    def _ask(self, order: bytes) -> bytes:
        """Run the helper and return what it wrote."""
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        try:
            done = subprocess.run(
                [sys.executable, "-B", "-P", "-E", "-c", _PROGRAM, str(_CODE)],
                input=order,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
                # A terminal's signals (a cut line, Ctrl-C) must not end a helper while paper is coming out.
                start_new_session=True,
                timeout=self._timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise FaultError(
                _("The envelope was not printed in time and printing was stopped: spoil the envelope and try again.")
            ) from None
        except OSError:
            raise FaultError(
                _("The program that prints the envelopes cannot be started: call the system's administrator.")
            ) from None
        if done.returncode != 0:
            raise FaultError(
                _("The program that prints the envelopes ended unexpectedly: spoil the envelope and try again.")
            )
        return done.stdout

    def _purge(self, serial: str) -> None:
        """Remove what a helper that failed or was killed may have left in the printer's folder."""
        try:
            build_printer(self._printer).purge(PrintedKind.PIN_ENVELOPE, serial)
        except FaultError:
            # The fault that led here is the one to tell; the folder is purged again at start.
            return


def _answer(line: bytes, serial: str) -> MintAnswer:
    """Return the helper's answer, or raise what it says went wrong; never quotes it."""
    try:
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise _fault(str(answer["error"]))
        found = MintAnswer(
            secret_hash=answer["hash"],
            serial=answer["serial"],
            printer_state=PrinterState(answer["printer"]["state"]),
            printer_detail=str(answer["printer"]["detail"]),
        )
        if found.serial != serial or not str(found.secret_hash).startswith("$argon2id$"):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FaultError(
            _("The program that prints the envelopes gave no usable answer: spoil the envelope and try again.")
        ) from None
    return found


def _fault(trouble: str) -> FaultError:
    if trouble in set(PrinterTrouble):
        return PrinterFaultError(PrinterTrouble(trouble))
    if trouble == MintTrouble.PEPPER:
        return FaultError(
            _("The key that protects the PINs cannot be used: check the keys folder and its permissions.")
        )
    return FaultError(_("The envelope could not be prepared: no PIN was made. Try again."))
