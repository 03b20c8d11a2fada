"""Guiding a person to SPID, CIE and CNS (M12, M19)."""

from __future__ import annotations

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Question
from counter_app.norms.facts import WayIn
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.grounds import not_open

TARGETS = (WayIn.SPID, WayIn.CIE, WayIn.CNS)


def migrate(question: Question) -> Decision:
    """Decide on guiding the person to an identity that opens the services of their profile on that day."""
    law, facts = question.law, question.facts
    ways = {way: law.value(keys.OPENS[way][facts.audience]) for way in TARGETS}
    open_ways = {way: setting for way, setting in ways.items() if setting.value}
    if not open_ways:
        reason = _("No identity other than the PIN opens these services yet.")
        return question.refuse(not_open(question, keys.OPENS[WayIn.SPID][facts.audience], reason))
    keeps, follow = law.value(keys.MIGRATE_KEEPS_PIN), law.value(keys.ENABLEMENTS_FOLLOW_PERSON)
    norms = [keeps.norm, *(setting.norm for setting in open_ways.values()), follow.norm]
    names = ", ".join(way.upper() for way in open_ways)
    reasons = [_("The services open with: {names}.").format(names=names)]
    held = [way.upper() for way in open_ways if way in facts.other_identities]
    if held:
        reasons.append(_("The person holds already: {names}.").format(names=", ".join(held)))
    barred = law.find(keys.SPID_NOT_FOR)
    unable = conditions_met(question, barred.value) if barred is not None and WayIn.SPID in open_ways else ()
    if barred is not None and unable:
        norms += [barred.norm, *norms_behind(question, unable)]
        reasons.append(_("SPID cannot be had: it needs full age, legal capacity and an Italian identity document."))
        delegation = law.value(keys.DELEGATE_OPEN)
        if delegation.value:
            norms.append(delegation.norm)
            reasons.append(_("A delegation can be registered."))
    ends = question.coming(keys.PIN_OPENS[facts.audience])
    if ends is not None and ends[1] is not None and not ends[1].value:
        norms.append(ends[1].norm)
        reasons.append(_("From {day} the PIN no longer opens these services.").format(day=show_date(ends[0])))
    return question.allow({}, norms, reasons)
