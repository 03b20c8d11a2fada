"""People who cannot sign: what stands for their signature (DPR 445/2000 art. 4; the witness is office practice)."""

from __future__ import annotations

from collections.abc import Iterable

from counter_app.desk.commands import Unsigned
from counter_app.desk.fields import problems, required
from counter_app.desk.views import UnsignedView
from counter_app.envelope.content import SignatureInstead
from counter_app.envelope.paper_texts import IMPEDIMENT
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import documents
from counter_app.identity.folding import clean, fold
from data.database import Session
from data.queries import rows
from data.tables import UnableToSign
from data.vocabulary import Impediment

CANNOT_SIGN = "cannot-sign"
CAUSE = "impediment"
WITNESS, WITNESS_KIND, WITNESS_NUMBER = "witness-name", "witness-kind", "witness-number"
ATTESTED = "impediment-attested"

TOLD = (CAUSE, WITNESS, WITNESS_KIND, WITNESS_NUMBER)
"""What the form prints of it; the attestation comes after."""

NORMS = ("m02-cannot-sign", "desk-witness")


def missing(unsigned: Unsigned) -> tuple[str, ...]:
    """Return the ids of the fields still to be filled, in their order; the attestation comes last."""
    filled = {
        CAUSE: unsigned.cause is not None,
        WITNESS: bool(clean(unsigned.witness_name)),
        WITNESS_KIND: bool(unsigned.witness_document_kind),
        WITNESS_NUMBER: bool(clean(unsigned.witness_document_number)),
        ATTESTED: unsigned.attested,
    }
    return tuple(name for name, there in filled.items() if not there)


def check(unsigned: Unsigned, parties: Iterable[str]) -> None:
    """Go on only with a declaration that is whole, and a witness who is nobody else in the case.

    Args:
        unsigned: what stands for the signature.
        parties: full names of who asks, of who the PIN is for and of the operator.

    Raises:
        BadInputError: naming the field.
    """
    for field in missing(unsigned):
        raise BadInputError(_("This cannot stay empty."), field)
    for error in wrong(unsigned, parties):
        raise error


def wrong(unsigned: Unsigned, parties: Iterable[str]) -> tuple[BadInputError, ...]:
    """Return what is wrong with what was typed of a declaration, whole or not, naming the fields; see `check`."""
    names = {_words(party) for party in parties}

    def witness() -> None:
        name = unsigned.witness_name
        if clean(name) and _words(required(name, WITNESS)) in names:
            raise BadInputError(_("The witness is somebody else: neither who asks, nor the operator."), WITNESS)

    def paper() -> None:
        kind = unsigned.witness_document_kind
        if kind and not documents.kind(kind).accepted:
            raise BadInputError(_("This paper identifies nobody: ask for another document."), WITNESS_KIND)

    return problems(witness, paper)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())


def keep(session: Session, identification_id: int, unsigned: Unsigned) -> None:
    """Write what stands for the signature of an identification."""
    rows.insert(
        session,
        UnableToSign,
        identification_id=identification_id,
        cause=unsigned.cause,
        attested=unsigned.attested,
        witness_name=required(unsigned.witness_name, WITNESS),
        witness_document_kind=unsigned.witness_document_kind,
        witness_document_number=required(unsigned.witness_document_number, WITNESS_NUMBER, 40),
    )


def on_paper(unsigned: Unsigned | UnsignedView | None) -> SignatureInstead | None:
    """Return what is printed in place of the signature lines, None where there is a signature."""
    if unsigned is None or unsigned.cause is None:
        return None
    kind = documents.kind(unsigned.witness_document_kind).names["it"]
    return SignatureInstead(
        cause=IMPEDIMENT[Impediment(unsigned.cause)],
        witness=unsigned.witness_name,
        witness_document=f"{kind} {unsigned.witness_document_number}",
    )
