"""What is known of a person and of what they ask: the facts a decision is taken on (interfaces.md, table "Facts")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.vocabulary import PinKind

HOME_COUNTRY = "IT"


class Audience(StrEnum):
    """The profile entered with (M12, M17); associations, doctors and lawyers are professionals."""

    CITIZEN = "citizen"
    INTERMEDIARY = "intermediary"
    COMPANY = "company"
    PROFESSIONAL = "professional"
    PUBLIC_BODY = "public-body"


class WayIn(StrEnum):
    """What an access can be made with (M12, M13)."""

    PIN = "pin"
    SPID = "spid"
    CIE = "cie"
    CNS = "cns"
    INPDAP = "inpdap"


OTHER_IDENTITIES = frozenset({WayIn.SPID, WayIn.CIE, WayIn.CNS})
"""The identities that are not INPS's own (M12)."""


class Channel(StrEnum):
    """Where a recovery or a conversion is asked (M07, M08)."""

    COUNTER = "counter"
    ONLINE = "online"
    CONTACT_CENTRE = "contact-centre"


class Category(StrEnum):
    """What the archives say a person is (M11)."""

    PENSIONER = "pensioner"
    PRIVATE_WORKER = "private-worker"
    ENTERTAINMENT_SPORT_WORKER = "entertainment-sport-worker"
    PUBLIC_EMPLOYEE = "public-employee"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one question. The defaults are the ordinary case: an adult Italian resident citizen without a PIN.

    `pin` is the kind of the PIN held, whatever its state short of closed: whether it expired follows from `issued_on`,
    the day its secret became usable (`None`: not expired). `pin_length` `None` means the working length of the day.
    `born` `None` means an adult; `italian_document` `None` follows the citizenship.
    """

    audience: Audience = Audience.CITIZEN
    born: date | None = None
    citizenship: str = HOME_COUNTRY
    residence: str = HOME_COUNTRY
    italian_document: bool | None = None
    ward: bool = False
    holds: frozenset[WayIn] = frozenset()
    with_: WayIn = WayIn.PIN
    spid_level: int = 2
    pin: PinKind | None = None
    pin_length: int | None = None
    issued_on: date | None = None
    service: str | None = None
    categories: frozenset[Category] = frozenset()
    inpdap: bool = False
    passweb: bool = False
    inhibited: bool = False
    delegations: int = 0
    guardian: bool = False
    channel: Channel = Channel.COUNTER
    later_acts: bool = False

    @property
    def has_italian_document(self) -> bool:
        """Whether the person holds an Italian identity document; unless told, Italian citizens do."""
        return self.citizenship == HOME_COUNTRY if self.italian_document is None else self.italian_document

    @property
    def other_identities(self) -> frozenset[WayIn]:
        """SPID, CIE and CNS held; entering with one of them implies holding it."""
        return self.holds | {self.with_} if self.with_ in OTHER_IDENTITIES else self.holds

    @property
    def has_inpdap(self) -> bool:
        """Whether the person holds ex-INPDAP credentials; entering with them implies holding them."""
        return self.inpdap or self.with_ is WayIn.INPDAP


@dataclass(frozen=True, slots=True)
class RepresentativeFacts:
    """What the archive knows of who asks for somebody else (M02).

    Args:
        born: their day of birth.
        ward: whether they are under guardianship, curatorship or support administration themselves.
        deceased_on: the day they died, None while they live.
        same_person: whether they are the very person they ask for.
    """

    born: date
    ward: bool = False
    deceased_on: date | None = None
    same_person: bool = False
