"""The facts of `sportello norms check`, as options and as typed (interfaces.md, table "Facts")."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import countries
from counter_app.identity.typed_dates import FIRST_YEAR, LAST_YEAR
from counter_app.norms.decide import ACTIONS
from counter_app.norms.facts import HOME_COUNTRY, OTHER_IDENTITIES, Audience, Category, Channel, Facts, WayIn
from counter_app.norms.keys import PIN_INITIAL_LENGTH, PIN_WORKING_LENGTH
from counter_app.norms.timeline import Catalogue
from data.vocabulary import PinKind

Choice = TypeVar("Choice", bound=StrEnum)

NONE = "none"
YES_NO = ("yes", "no")
SPID_LEVELS = ("1", "2", "3")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


def add_fact_arguments(parser: argparse.ArgumentParser) -> None:
    """Add one option for each fact, all optional and all texts: `facts_from` reads them."""

    def option(name: str, metavar: str, about: str) -> None:
        parser.add_argument(name, metavar=metavar, help=about)

    option("--audience", "|".join(Audience), _("the profile entered with"))
    option("--born", "DATE", _("birth date (an adult)"))
    option("--citizenship", "CC", _("country of citizenship, ISO 3166 (IT)"))
    option("--residence", "CC", _("country of residence, ISO 3166 (IT)"))
    option("--italian-document", "|".join(YES_NO), _("whether the person holds an Italian identity document"))
    option("--holds", "spid,cie,cns", _("other identities the person has"))
    option("--with", "|".join(WayIn), _("what this access uses (pin)"))
    option("--spid-level", "|".join(SPID_LEVELS), _("level of the SPID used (2)"))
    option("--pin", "|".join((NONE, *PinKind)), _("kind of the PIN held"))
    option("--pin-length", "N", _("length of the PIN held; the initial one means that the first access is not done"))
    option("--issued-on", "DATE", _("day the PIN held became usable (not expired)"))
    option("--service", "CODE", _("the service asked for"))
    parser.add_argument("--category", metavar="CODE", action="append", help=_("what the archives say the person is"))
    option("--delegations", "N", _("how many delegations the delegate already has (0)"))
    option("--channel", "|".join(Channel), _("where it is asked (counter)"))
    for name, about in (
        ("--ward", _("under guardianship, curatorship or support administration")),
        ("--inpdap", _("holds ex-INPDAP credentials")),
        ("--passweb", _("is enabled to PAssWeb")),
        ("--inhibited", _("a central measure inhibits this holder's PIN")),
        ("--guardian", _("the delegate is guardian, curator or support administrator of the delegator")),
        ("--later-acts", _("apply the noted acts too")),
    ):
        parser.add_argument(name, action="store_true", help=about)


def facts_from(args: argparse.Namespace, catalogue: Catalogue) -> Facts:
    """Return the facts that the options tell, with the defaults of interfaces.md.

    Args:
        args: parsed by a parser that `add_fact_arguments` prepared; `args.action` decides which PIN is assumed held.
        catalogue: knows which lengths a PIN can have.

    Raises:
        BadInputError: when a value cannot be read; the error's field is the option's name.
    """
    facts = Facts()
    citizenship = _country(args, "citizenship")
    return Facts(
        audience=_choice(args, "audience", Audience, facts.audience),
        born=read_day(args, "born"),
        citizenship=citizenship,
        residence=_country(args, "residence"),
        italian_document=_yes_no(args, "italian-document"),
        ward=args.ward,
        holds=_holds(args),
        with_=_choice(args, "with", WayIn, facts.with_),
        spid_level=int(_among("spid-level", _text(args, "spid-level") or str(facts.spid_level), SPID_LEVELS)),
        pin=_pin(args),
        pin_length=_pin_length(args, catalogue),
        issued_on=read_day(args, "issued-on"),
        service=_text(args, "service"),
        categories=frozenset(Category(_among("category", code, Category)) for code in args.category or ()),
        inpdap=args.inpdap,
        passweb=args.passweb,
        inhibited=args.inhibited,
        delegations=_number(args, "delegations") or facts.delegations,
        guardian=args.guardian,
        channel=_choice(args, "channel", Channel, facts.channel),
        later_acts=args.later_acts,
    )


def read_day(args: argparse.Namespace, name: str) -> date | None:
    """Return the date an option tells, or `None` where it is absent.

    Raises:
        BadInputError: when it is not a day written as `2020-10-01`.
    """
    text = _text(args, name)
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadInputError(_("{text} is not a date: write year-month-day, as in 2020-10-01.").format(text=text), name)


def _text(args: argparse.Namespace, name: str) -> str | None:
    found: str | None = getattr(args, name.replace("-", "_"), None)
    return found


def _among(name: str, text: str, choices: Iterable[str]) -> str:
    known = tuple(choices)
    if text not in known:
        message = _("{text} is not one of: {names}.")
        raise BadInputError(message.format(text=text, names=", ".join(known)), name)
    return text


def _choice(args: argparse.Namespace, name: str, choices: type[Choice], default: Choice) -> Choice:
    text = _text(args, name)
    return default if text is None else choices(_among(name, text, choices))


def _country(args: argparse.Namespace, name: str) -> str:
    text = _text(args, name)
    code = HOME_COUNTRY if text is None else text.upper()
    if code not in countries.codes():
        raise BadInputError(_("{text} is not a country code of ISO 3166, as in IT.").format(text=code or "“”"), name)
    return code


def _yes_no(args: argparse.Namespace, name: str) -> bool | None:
    text = _text(args, name)
    return None if text is None else _among(name, text, YES_NO) == YES_NO[0]


def _holds(args: argparse.Namespace) -> frozenset[WayIn]:
    text = _text(args, "holds")
    if text is None or text == NONE:
        return frozenset()
    known = sorted(OTHER_IDENTITIES)
    return frozenset(WayIn(_among("holds", name.strip(), known)) for name in text.split(","))


def _pin(args: argparse.Namespace) -> PinKind | None:
    text = _text(args, "pin")
    if text is None:
        return ACTIONS[args.action].pin if args.action in ACTIONS else None
    return None if _among("pin", text, (NONE, *PinKind)) == NONE else PinKind(text)


def _number(args: argparse.Namespace, name: str) -> int | None:
    text = _text(args, name)
    if text is None:
        return None
    if not _WHOLE_NUMBER.fullmatch(text):
        raise BadInputError(_("{text} is not a whole number.").format(text=text), name)
    return int(text)


def _pin_length(args: argparse.Namespace, catalogue: Catalogue) -> int | None:
    length = _number(args, "pin-length")
    known = catalogue.ever(PIN_INITIAL_LENGTH) | catalogue.ever(PIN_WORKING_LENGTH)
    if length is not None:
        _among("pin-length", str(length), [str(number) for number in sorted(known)])
    return length
