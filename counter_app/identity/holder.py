"""The second document of a case: of the person the PIN is for, where somebody else asks. Own fields, same rules."""

from __future__ import annotations

from dataclasses import replace

from counter_app.identity.documents import NOTHING, DocumentCheck, FieldMessage, IdentityDocument
from counter_app.identity.folding import clean

_ORDINARY, _OWN = "document-", "holder-"


def field(name: str) -> str:
    """Return the id of this document's field for one of the ordinary ones, `holder-number` for `document-number`."""
    return name.replace(_ORDINARY, _OWN, 1)


def named(check: DocumentCheck) -> DocumentCheck:
    """Return a check that names the fields of this document."""
    return replace(
        check,
        missing=tuple(map(field, check.missing)),
        errors=tuple(FieldMessage(field(item.field), item.message) for item in check.errors),
        warnings=tuple(FieldMessage(field(item.field), item.message) for item in check.warnings),
    )


def nothing_typed(document: IdentityDocument) -> bool:
    """Return whether the document was left out whole."""
    return replace(document, number=clean(document.number), issuer=clean(document.issuer)) == NOTHING
