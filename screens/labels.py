"""From ids to words: the interface's names for what the two lower floors call by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from counter_app.clock import ROME
from counter_app.i18n import _, ngettext, show_date

if TYPE_CHECKING:
    from counter_app.norms.decide import Minority

ROLES = {
    "operator": _("operator"),
    "supervisor": _("supervisor"),
    "trainer": _("trainer"),
}

THEMES = {
    "dark": _("dark"),
    "light": _("light"),
    "monochrome": _("monochrome"),
}

OPERATOR_STATES = {
    "active": _("active ●"),
    "locked": _("locked ✕"),
    "disabled": _("disabled ○"),
}

PIN_KINDS = {
    "ordinary": _("ordinary PIN"),
    "dispositive": _("dispositive PIN"),
    "online": _("online PIN"),
}

PIN_STATES = {
    "pending": _("not yet active …"),
    "active": _("active ●"),
    "expired": _("expired ○"),
    "blocked": _("blocked ✕"),
    "inhibited": _("inhibited ✕"),
    "dismissed": _("dismissed ○"),
    "closed": _("closed ○"),
}

IN_DOUBT = _("in doubt ?")

SPOIL_REASONS = {
    "print-damaged": _("the print is damaged or incomplete"),
    "seal-broken": _("the seal is broken"),
    "not-collected": _("the person left without it"),
    "wrong-person": _("it was prepared for the wrong person"),
    "printer-failed": _("the printer failed"),
    "in-doubt": _("it is not known whether it was printed"),
    "other": _("other (write it in the note)"),
}

APPLICANTS = {
    "self": _("for themselves"),
    "parent": _("as parent of a minor"),
    "guardian": _("as guardian"),
    "support-administrator": _("as support administrator"),
    "delegate": _("as delegate of somebody else"),
}

QUALITIES = {
    "self": _("the person"),
    "parent": _("parent"),
    "guardian": _("guardian"),
    "support-administrator": _("support administrator"),
    "delegate": _("delegate"),
}

IMPEDIMENTS = {
    "cannot-write": _("does not know how to sign"),
    "bodily": _("cannot sign because of a bodily impediment"),
}

CHECKS = {
    "check-photo": _("The photo shows the person at the counter"),
    "check-intact": _("The document is intact and shows no alteration"),
    "check-data": _("Name, birth date and fiscal code agree with the archive"),
}

ACTIONS = {
    "issue-counter": _("issue a dispositive PIN in a sealed envelope"),
    "issue-online": _("ask for a PIN online"),
    "issue-contact-centre": _("ask for a PIN at the Contact Center"),
    "issue-campaign": _("send the first half of a PIN by post"),
    "convert": _("convert the PIN to dispositive"),
    "recover": _("replace the PIN (recovery)"),
    "renew": _("renew the expired PIN"),
    "access": _("enter a service"),
    "unify-inpdap": _("unify the ex-INPDAP account"),
    "migrate": _("guide the person to SPID, CIE or CNS"),
    "delegate": _("register a delegation"),
    "delegate-visit": _("act by delegation"),
    "lodge-application": _("lodge an application"),
}

STEPS = {
    "person": _("person"),
    "representative": _("representative"),
    "document": _("document"),
    "holder": _("holder"),
    "checks": _("checks"),
    "form": _("form"),
    "envelope": _("envelope"),
}

EVENTS = {
    "envelope.reserved": _("envelope reserved"),
    "envelope.printed": _("envelope printed"),
    "envelope.print-failed": _("envelope not printed"),
    "envelope.spoiled": _("envelope spoiled"),
    "operator.added": _("account added"),
    "operator.disabled": _("account disabled"),
    "operator.locked": _("account locked"),
    "operator.password-changed": _("password changed"),
    "operator.reset": _("temporary password"),
    "office.setting-changed": _("setting of the office changed"),
    "second-person.confirmed": _("second person has confirmed"),
    "document.confirmed": _("odd document confirmed"),
    "suspicion.noted": _("note on the case"),
    "suspicion.cleared": _("case goes on"),
    "suspicion.rejected": _("case rejected"),
    "visit.refused": _("colleague not served"),
    "operator.unlocked": _("account unlocked"),
    "person.registered": _("person registered"),
    "pin.handed-over": _("PIN handed over"),
    "visit.closed": _("visit closed"),
}

PRINTED = {
    "pin-envelope": _("PIN envelope"),
    "request-form": _("request form"),
    "receipt": _("receipt"),
    "refusal-slip": _("slip of a refusal"),
    "self-certification": _("self-certification"),
}

PRINTER_WORDS = {
    "accepted": _("the printer has taken it"),
    "jam": _("paper jam"),
    "stopped": _("the printer is stopped"),
    "gone": _("the printer does not answer"),
}


def _word(words: Mapping[str, str], name: str) -> str:
    return words.get(name, name)


def role(name: str) -> str:
    """Return the word for a role."""
    return _word(ROLES, name)


def theme(name: str) -> str:
    """Return the words for a theme."""
    return THEMES.get(name, name)


def operator_state(name: str) -> str:
    """Return the word and sign for the state of an account."""
    return _word(OPERATOR_STATES, name)


def pin_kind(name: str) -> str:
    """Return the words for a kind of PIN."""
    return _word(PIN_KINDS, name)


def pin_state(name: str) -> str:
    """Return the word and sign for a stored or derived state of a PIN (screens.md, principle 3)."""
    return _word(PIN_STATES, name)


def spoil_reason(name: str) -> str:
    """Return the words for why an envelope was spoiled."""
    return _word(SPOIL_REASONS, name)


def applicant(name: str) -> str:
    """Return the words for in what quality a person asks."""
    return _word(APPLICANTS, name)


def quality(name: str) -> str:
    """Return the word for in what quality somebody acts: the person, a legal representative."""
    return _word(QUALITIES, name)


def minor(found: Minority) -> str:
    """Return in words how old a minor is, and until when they are one."""
    years = ngettext(
        "a minor, {count} year old: of full age from {day}",
        "a minor, {count} years old: of full age from {day}",
        found.age,
    )
    return years.format(count=found.age, day=show_date(found.of_age_on))


def impediment(name: str) -> str:
    """Return the words for why somebody cannot sign."""
    return _word(IMPEDIMENTS, name)


def check(name: str) -> str:
    """Return the sentence of a check of the operator's list."""
    return _word(CHECKS, name)


def action(name: str) -> str:
    """Return the words for an action of `sportello norms check`."""
    return _word(ACTIONS, name)


def step(name: str) -> str:
    """Return the word for a step of a wizard; a draft names its step by the last part of the scenario id."""
    return _word(STEPS, name.rpartition("/")[2])


def left(at: datetime, by: str) -> str:
    """Return when something was left half-way, and by whom.

    Args:
        at: the moment.
        by: full name of a colleague; empty where that is who looks.
    """
    return ", ".join(part for part in (f"{at.astimezone(ROME):%d/%m %H:%M}", by) if part)


def event(name: str) -> str:
    """Return the words for a register event."""
    return _word(EVENTS, name)


def printed(name: str) -> str:
    """Return the words for a kind of printed document."""
    return _word(PRINTED, name)


def printer_word(name: str) -> str:
    """Return the printer's word on a delivery."""
    return _word(PRINTER_WORDS, name)


def cut(text: str, width: int) -> str:
    """Return a text as a column of so many characters holds it: what is cut off leaves a sign."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def file_size(size: int) -> str:
    """Return the size of a file as people say it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return _("{size} MB").format(size=f"{size / 1024 / 1024:.1f}")
