"""Guiding a person to SPID, CIE and CNS (M12, M19)."""

from __future__ import annotations

from counter_app.i18n import _
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.facts import WayIn
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.grounds import ending, not_open
from counter_app.norms.terms import Condition

TARGETS = (WayIn.SPID, WayIn.CIE, WayIn.CNS)


def migrate(question: Question) -> Decision:
    """Decide on guiding the person to an identity that opens the services of their profile on that day."""
    law, facts = question.law, question.facts
    ways = {way: law.value(keys.OPENS[way][facts.audience]) for way in TARGETS}
    open_ways = {way: setting for way, setting in ways.items() if setting.value}
    if not open_ways:
        reason = _("No identity other than the PIN opens these services yet.")
        return question.refuse(not_open(question, keys.OPENS[WayIn.SPID][facts.audience], reason, migrate))
    keeps, follow = law.value(keys.MIGRATE_KEEPS_PIN), law.value(keys.ENABLEMENTS_FOLLOW_PERSON)
    without_spid = _without_spid(question)
    held = [way for way in open_ways if way in facts.other_identities]
    names = [way.upper() for way in open_ways if way is not WayIn.SPID or without_spid is None or way in held]
    reasons = [_("The services open with: {names}.").format(names=", ".join(names))]
    if held:
        reasons.append(_("The person holds already: {names}.").format(names=", ".join(way.upper() for way in held)))
    notes = [note for note in (without_spid, _delegation(question, without_spid), ending(question)) if note is not None]
    return question.allow(
        {},
        (
            keeps.norm,
            *(setting.norm for setting in open_ways.values()),
            follow.norm,
            *(norm for note in notes for norm in note.norms),
        ),
        (*reasons, *(reason for note in notes for reason in note.reasons)),
    )


def _without_spid(question: Question) -> Ground | None:
    """Return why this person cannot obtain SPID, where SPID opens their services (M19)."""
    law = question.law
    barred = law.find(keys.SPID_NOT_FOR)
    unable = conditions_met(question, barred.value) if barred is not None else ()
    if barred is None or not unable or not law.value(keys.OPENS[WayIn.SPID][question.facts.audience]).value:
        return None
    words = {
        Condition.MINOR: _("The person is under age and cannot obtain SPID."),
        Condition.WARD: _("SPID cannot be obtained for a person under guardianship."),
        Condition.NO_ITALIAN_DOCUMENT: _("Without an Italian identity document SPID cannot be obtained."),
    }
    return Ground((barred.norm, *norms_behind(question, unable)), tuple(words[why] for why in unable if why in words))


def _delegation(question: Question, without_spid: Ground | None) -> Ground | None:
    opened = question.law.value(keys.DELEGATE_OPEN)
    if without_spid is None or not opened.value:
        return None
    return Ground((opened.norm,), (_("A delegation can be registered."),))
