"""Enums and small value types every floor shares. No labels: they are the interface's."""

from enum import StrEnum


class Role(StrEnum):
    """What an operator account may do."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"


class OperatorState(StrEnum):
    """Whether an operator account can log in."""

    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


class ImportState(StrEnum):
    """Whether the people of an import are in the archive yet: all of them, or none."""

    LOADING = "loading"
    DONE = "done"


class TwoPersonAct(StrEnum):
    """Acts that a second person confirms at the same desk."""

    DECLARE_HANDED_OVER = "declare-handed-over"
    ADD_OPERATOR = "add-operator"
    RESET_OPERATOR = "reset-operator"
    CONFIRM_DOCUMENT = "confirm-document"
    DECIDE_OWN_NOTE = "decide-own-note"


class SuspicionState(StrEnum):
    """What became of a suspicion of fraud: `OPEN` holds the issue, `REJECTED` refuses it, `CLEARED` frees it."""

    OPEN = "open"
    CLEARED = "cleared"
    REJECTED = "rejected"


class Sex(StrEnum):
    """Sex as a fiscal code encodes it."""

    FEMALE = "F"
    MALE = "M"


class PinKind(StrEnum):
    """Kinds of PIN (M04)."""

    ORDINARY = "ordinary"
    DISPOSITIVE = "dispositive"
    ONLINE = "online"


class PinScope(StrEnum):
    """What a PIN opens: the services of the institute, or one area only (M13)."""

    INPS = "inps"
    PUBLIC_BODIES_AREA = "public-bodies-area"


class CredentialState(StrEnum):
    """Stored states of a PIN (glossary)."""

    PENDING = "pending"
    ACTIVE = "active"
    BLOCKED = "blocked"
    CLOSED = "closed"


class CloseCause(StrEnum):
    """Why a PIN was closed (glossary)."""

    REPLACED = "replaced"
    REVOKED = "revoked"
    RETIRED = "retired"
    SPOILED = "spoiled"


class EnvelopeState(StrEnum):
    """States of a numbered envelope; *in doubt* is `reserved` or `printed` found at start or after an error."""

    RESERVED = "reserved"
    PRINTED = "printed"
    HANDED_OVER = "handed-over"
    SPOILED = "spoiled"
    RETURNED = "returned"


class SpoilReason(StrEnum):
    """Why an envelope was spoiled; `OTHER` asks for a note."""

    PRINT_DAMAGED = "print-damaged"
    SEAL_BROKEN = "seal-broken"
    NOT_COLLECTED = "not-collected"
    WRONG_PERSON = "wrong-person"
    PRINTER_FAILED = "printer-failed"
    IN_DOUBT = "in-doubt"
    OTHER = "other"


class VisitOutcome(StrEnum):
    """How a visit ended."""

    DONE = "done"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    LOOKED_UP = "looked-up"


class Applicant(StrEnum):
    """In what quality the person across the desk asks (M02)."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    SUPPORT_ADMINISTRATOR = "support-administrator"
    DELEGATE = "delegate"


class Impediment(StrEnum):
    """Why a person who asks cannot sign (DPR 445/2000 art. 4)."""

    CANNOT_WRITE = "cannot-write"
    BODILY = "bodily"


class AttachmentKind(StrEnum):
    """What a scanned copy is of (M02)."""

    DOCUMENT = "document"
    FORM = "form"
    ROLE_PAPER = "role-paper"


class WorldKind(StrEnum):
    """What a database holds: an office's real work, or a throw-away training world."""

    OFFICE = "office"
    TRAINING = "training"


class PrintedKind(StrEnum):
    """Documents the desk prints."""

    PIN_ENVELOPE = "pin-envelope"
    REQUEST_FORM = "request-form"
    RECEIPT = "receipt"
    REFUSAL_SLIP = "refusal-slip"
    SELF_CERTIFICATION = "self-certification"


class PrinterState(StrEnum):
    """The printer's word on a delivery."""

    ACCEPTED = "accepted"
    JAM = "jam"
    STOPPED = "stopped"
    GONE = "gone"
