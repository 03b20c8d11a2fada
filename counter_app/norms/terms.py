"""Terms that norms and rules share: what can be asked, what a person can be, what a service is for."""

from __future__ import annotations

from enum import StrEnum

WAIT = "wait-until:"
"""Beginning of the remedy that names a day (interfaces.md)."""


class ActionName(StrEnum):
    """What can be asked of the law (interfaces.md, `sportello norms check`)."""

    ISSUE_COUNTER = "issue-counter"
    ISSUE_ONLINE = "issue-online"
    ISSUE_CONTACT_CENTRE = "issue-contact-centre"
    ISSUE_CAMPAIGN = "issue-campaign"
    CONVERT = "convert"
    RECOVER = "recover"
    RENEW = "renew"
    ACCESS = "access"
    UNIFY_INPDAP = "unify-inpdap"
    MIGRATE = "migrate"
    DELEGATE = "delegate"
    DELEGATE_VISIT = "delegate-visit"
    LODGE_APPLICATION = "lodge-application"


class Condition(StrEnum):
    """What a person can be, for the exceptions of M16 and M17 (meaning: `rules/conditions.py`)."""

    MINOR = "minor"
    WARD = "ward"
    NON_EU_CITIZEN = "non-eu-citizen"
    NO_ITALIAN_DOCUMENT = "no-italian-document"
    RESIDENT_ABROAD_WITHOUT_ITALIAN_DOCUMENT = "resident-abroad-without-italian-document"


class ServiceUse(StrEnum):
    """What a service is for; which kinds of PIN it takes depends on it (M04, M14)."""

    CONSULT = "consult"
    REQUEST = "request"
    AREA = "area"
    """The area of a professional profile."""
    RESERVED_AREA = "reserved-area"
    """The Area riservata Amministrazioni ed Enti."""


class Restart(StrEnum):
    """What makes the time of a PIN begin again (M10)."""

    FIRST_ACCESS = "first-access"
    RENEWAL = "renewal"
    RECOVERY = "recovery"
    CHANGE = "change"


class Form(StrEnum):
    """Forms that acts introduce, each with its own date (M15, M20)."""

    RA011 = "RA011"
    RA012 = "RA012"
    RA015 = "RA015"
    AA08 = "AA08"
    AA09 = "AA09"
    AA10 = "AA10"
