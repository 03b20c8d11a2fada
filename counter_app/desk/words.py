"""Words for what a refused person can do instead: the remedies of a decision, on screens and on slips."""

from __future__ import annotations

from datetime import date

from counter_app.i18n import _, show_date

WAIT = "wait-until:"


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
        "issue-counter": _("ask for a dispositive PIN at the counter"),
        "issue-online": _("ask for a PIN on the institute's site"),
        "issue-contact-centre": _("ask for a PIN by calling the Contact Center"),
    }
    return words.get(name, name)
