"""Unifying an ex-INPDAP account with a PIN (M13)."""

from __future__ import annotations

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.facts import WayIn
from counter_app.norms.rules.grounds import dismissal, first, not_open
from counter_app.norms.timeline import Setting
from data.vocabulary import PinKind, PinScope


def unify(question: Question) -> Decision:
    """Decide on unification; the outcome is `kind`, `scope`, what it `retires`, and which `enablements` the PIN has."""
    grounds = first(question, _no_credentials, _not_yet, dismissal, _would_be_new)
    if grounds:
        return question.refuse(*grounds)
    law, facts = question.law, question.facts
    kind, opened = _kind(question), law.value(keys.UNIFY_OPEN)
    if facts.pin is None:
        scope = law.value(keys.UNIFY_WITHOUT_PIN_SCOPE)
        return question.allow(
            {
                "kind": kind.value.value,
                "scope": scope.value.value,
                "retires": (WayIn.INPDAP.value,),
                "enablements": "legacy",
            },
            (opened.norm, scope.norm, kind.norm),
            (
                _("A PIN takes the place of the ex-INPDAP credentials, with the same enablements."),
                _("It opens the public bodies' reserved area only."),
            ),
        )
    return question.allow(
        {
            "kind": kind.value.value,
            "scope": PinScope.INPS.value,
            "retires": (WayIn.INPDAP.value, WayIn.PIN.value),
            "enablements": "union",
        },
        (opened.norm, kind.norm),
        (_("A new PIN takes the place of both, with all the enablements of either."),),
    )


def _not_yet(question: Question) -> Ground | None:
    if question.law.value(keys.UNIFY_OPEN).value:
        return None
    reason = _("Accounts are not unified yet: ex-INPDAP credentials open the public bodies' reserved area.")
    return not_open(question, keys.UNIFY_OPEN, reason, unify)


def _no_credentials(question: Question) -> Ground | None:
    if question.facts.has_inpdap:
        return None
    reason = _("The person holds no ex-INPDAP credentials: there is nothing to unify.")
    return Ground((question.law.value(keys.UNIFY_OPEN).norm,), (reason,))


def _would_be_new(question: Question) -> Ground | None:
    """Return the ground of M16: without a PIN the unification would issue a new one."""
    opened = question.law.value(keys.UNIFY_WITHOUT_PIN_OPEN)
    if opened.value or question.facts.pin is not None:
        return None
    follow = question.law.value(keys.ENABLEMENTS_FOLLOW_PERSON)
    reasons = (
        _("Unification would issue a new PIN, and none has been issued since {day}.").format(
            day=show_date(opened.norm.since)
        ),
        _("The enablements follow the fiscal code: they are there when entering with SPID, CIE or CNS."),
    )
    return Ground((opened.norm, follow.norm), reasons, ("migrate",))


def _kind(question: Question) -> Setting[PinKind]:
    """Return the kind of the new PIN: the old one's where that stays, online for PAssWeb, else as it was (M13)."""
    law, facts = question.law, question.facts
    kept = law.value(keys.UNIFY_KEPT_KINDS)
    if facts.pin is not None and facts.pin in kept.value:
        return Setting(facts.pin, kept.norm)
    if facts.passweb:
        return law.value(keys.UNIFY_PASSWEB_KIND)
    if facts.pin is not None:
        return Setting(facts.pin, kept.norm)
    return law.value(keys.UNIFY_WITHOUT_PIN_KIND)
