"""Words for the ids in a decision (what can be done instead, what follows when it is allowed), and of copies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from counter_app.i18n import _, show_date
from counter_app.norms.decision import OutcomeValue
from counter_app.norms.terms import WAIT
from data.vocabulary import AttachmentKind


def copy_kind(kind: AttachmentKind) -> str:
    """Return in words what a scanned copy is of."""
    return {
        AttachmentKind.DOCUMENT: _("identity document"),
        AttachmentKind.FORM: _("signed form"),
        AttachmentKind.ROLE_PAPER: _("paper of the representative"),
    }[kind]


def remedy(name: str) -> str:
    """Return a remedy (an action name or `wait-until:DATE`, interfaces.md) in words."""
    if name.startswith(WAIT):
        return _("wait until {day}").format(day=show_date(date.fromisoformat(name.removeprefix(WAIT))))
    words = {
        "recover": _("replace the PIN held with a new one (recovery)"),
        "convert": _("convert the PIN held into a dispositive one"),
        "renew": _("renew the expired PIN"),
        "migrate": _("use SPID, CIE or CNS: the desk explains what is needed and where"),
        "delegate": _("register a delegation to a trusted person"),
        "access": _("enter with what the person holds: PIN, SPID, CIE or CNS"),
        "lodge-application": _("lodge the application with the PIN held: it stops the time limit"),
        "unify-inpdap": _("unify the ex-INPDAP account with a PIN"),
        "issue-counter": _("ask for a dispositive PIN at the counter"),
        "issue-online": _("ask for a PIN on the institute's site"),
        "issue-contact-centre": _("ask for a PIN by calling the Contact Center"),
    }
    return words.get(name, name)


def outcome(found: Mapping[str, OutcomeValue]) -> tuple[str, ...]:
    """Return in words what follows from a decision that allows (interfaces.md, `outcome`)."""
    names = {
        "kind": _("kind of PIN"),
        "length": _("characters"),
        "restricted": _("only for the services meant for them"),
        "expires_on": _("expires on"),
        "working_length": _("characters of the working PIN"),
        "scope": _("opens"),
        "retires": _("takes the place of"),
        "enablements": _("enablements"),
        "state": _("application"),
        "lodged_on": _("counts from"),
        "maximum": _("delegations at most"),
    }
    return tuple(f"{names.get(name, name)}: {_told(name, value)}" for name, value in found.items())


def _told(name: str, value: OutcomeValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(_told(name, item) for item in value)
    if value is None:
        return _("not known") if name == "expires_on" else _("no limit")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_on"):
        return show_date(date.fromisoformat(str(value)))
    words = {
        "ordinary": _("ordinary"),
        "dispositive": _("dispositive"),
        "online": _("online"),
        "inps": _("the services of the institute"),
        "public-bodies-area": _("the public bodies' reserved area only"),
        "inpdap": _("the ex-INPDAP credentials"),
        "pin": _("the PIN held"),
        "legacy": _("those of the ex-INPDAP account"),
        "union": _("those of both accounts"),
        "held": _("held until conversion"),
        "worked": _("worked"),
    }
    return words.get(str(value), str(value))
