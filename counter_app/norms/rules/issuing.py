"""Issuing a PIN at the counter (M03, M06, M16, M17)."""

from __future__ import annotations

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.keys import Condition
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.expiry import expired_since


def issue_counter(question: Question) -> Decision:
    """Decide whether a PIN may be issued at the counter.

    Grounds are gathered, so that the person hears all of them at once: a PIN that no longer opens anything (M17), one
    held already (settled reading), no new PIN at all (M16). When allowed, the outcome is `kind` (M03), `length` (M06)
    and `restricted` (M16).
    """
    dismissal = _dismissal(question)
    if dismissal is not None:
        return question.refuse(dismissal)
    open_to = _open_to(question)
    closure = _closure(question, open_to)
    held = _held_pin(question, closed=closure is not None)
    grounds = [ground for ground in (held, closure) if ground is not None]
    if grounds:
        return question.refuse(*grounds)
    return _issue(question, open_to)


def _dismissal(question: Question) -> Ground | None:
    """Return the ground of M17: for this audience the PIN opens nothing any more, and the person is not exempt."""
    law = question.law
    opens = law.value(keys.PIN_OPENS[question.facts.audience])
    if opens.value:
        return None
    exempt = law.find(keys.DISMISSAL_EXEMPT)
    if exempt is not None and conditions_met(question, exempt.value):
        return None
    reasons = [
        _("Since {day} the PIN no longer opens these services: no PIN is issued.").format(day=_since(opens.norm))
    ]
    norms = [opens.norm]
    delegated = law.find(keys.DISMISSAL_DELEGATED)
    wards = conditions_met(question, delegated.value) if delegated is not None else ()
    if delegated is not None and wards:
        norms += [delegated.norm, *norms_behind(question, wards)]
        reasons.append(_("For minors and persons under guardianship a delegation is registered instead."))
    closed = law.value(keys.ISSUE_CLOSED)
    if closed.value:
        norms.append(closed.norm)
    return Ground(tuple(norms), tuple(reasons), ("delegate",) if wards else ("migrate",))


def _open_to(question: Question) -> tuple[Condition, ...]:
    """Return what the person is that keeps issuing open to them though it is closed (M16, M17); empty if nothing."""
    open_to = question.law.find(keys.ISSUE_OPEN_TO)
    if open_to is None or _barring_identity(question) is not None:
        return ()
    return conditions_met(question, open_to.value)


def _barring_identity(question: Question) -> Norm | None:
    """Return the norm by which an identity the person holds takes them out of the exceptions, or `None`."""
    barred = question.law.find(keys.ISSUE_NOT_OPEN_TO_HOLDERS_OF)
    if barred is None or question.facts.other_identities.isdisjoint(barred.value):
        return None
    return barred.norm


def _closure(question: Question, open_to: tuple[Condition, ...]) -> Ground | None:
    """Return the ground of M16: no new PIN, and the person is none of the exceptions."""
    closed = question.law.value(keys.ISSUE_CLOSED)
    if not closed.value or open_to:
        return None
    norms = [closed.norm]
    reasons = [
        _("No new PIN has been issued since {day}, except to people who cannot hold SPID.").format(
            day=_since(closed.norm)
        )
    ]
    barring = _barring_identity(question)
    if barring is not None:
        norms.append(barring)
        reasons.append(_("The person already holds SPID, which opens the services."))
    return Ground(tuple(norms), tuple(reasons), ("migrate",))


def _held_pin(question: Question, *, closed: bool) -> Ground | None:
    """Return the ground a PIN already held gives: a usable one always, an expired one where no other can be issued."""
    facts, law = question.facts, question.law
    if facts.pin is None:
        return None
    expired = expired_since(question)
    if expired is None:
        return _usable_pin(question)
    replaces = law.value(keys.ISSUE_REPLACES_EXPIRED)
    if replaces.value and not closed:
        return None
    months = law.value(keys.EXPIRY_MONTHS[facts.audience])
    reason = _("The PIN held expired on {day}: it can be renewed.").format(day=show_date(expired))
    return Ground((months.norm,) if closed else (replaces.norm, months.norm), (reason,), ("renew",))


def _usable_pin(question: Question) -> Ground | None:
    law = question.law
    one = law.value(keys.ISSUE_ONE_PIN)
    if not one.value:
        return None
    reasons = [_("The person already holds a usable PIN.")]
    instead = law.value(keys.ISSUE_RECOVERY_INSTEAD)
    if not instead.value:
        return Ground((one.norm, instead.norm), tuple(reasons), ("access",))
    reasons.append(_("It can be replaced by recovery, which needs no loss."))
    if question.facts.pin == law.value(keys.ISSUE_COUNTER_KIND).value:
        return Ground((one.norm,), tuple(reasons), ("recover",))
    reasons.append(_("It can be converted into a dispositive PIN, with the same secret."))
    return Ground((one.norm,), tuple(reasons), ("recover", "convert"))


def _issue(question: Question, open_to: tuple[Condition, ...]) -> Decision:
    law = question.law
    kind = law.value(keys.ISSUE_COUNTER_KIND)
    length = law.value(keys.PIN_INITIAL_LENGTH)
    restricted = law.value(keys.ISSUE_CLOSED).value
    advice = _advice(question)
    notes = (_exception(question, open_to) if restricted else None, advice, _replaced(question))
    said = [note for note in notes if note is not None]
    handed = _("A PIN of {length} characters can be handed over at once in a sealed envelope, already active.")
    return question.allow(
        {"kind": kind.value.value, "length": length.value, "restricted": restricted},
        [norm for note in said for norm in note.norms] + [kind.norm, length.norm],
        [handed.format(length=length.value), *(reason for note in said for reason in note.reasons)],
    )


def _exception(question: Question, open_to: tuple[Condition, ...]) -> Ground:
    norm = question.law.value(keys.ISSUE_OPEN_TO).norm
    reason = _("It opens only the services meant for people who cannot hold SPID.")
    return Ground((norm, *norms_behind(question, open_to)), (reason,))


def _advice(question: Question) -> Ground | None:
    """Return the advice of M16 before issuing ends: SPID first, for whoever can hold it."""
    advise = question.law.find(keys.ISSUE_ADVISE_SPID)
    if advise is None or not advise.value:
        return None
    nobody = question.law.find(keys.ISSUE_NO_ADVICE_TO)
    if nobody is not None and conditions_met(question, nobody.value):
        return None
    return Ground((advise.norm,), (_("Advise SPID before issuing: new PINs are about to end."),))


def _replaced(question: Question) -> Ground | None:
    expired = expired_since(question)
    if expired is None:
        return None
    reason = _("The PIN held expired on {day}; the new one replaces it.").format(day=show_date(expired))
    return Ground((question.law.value(keys.ISSUE_REPLACES_EXPIRED).norm,), (reason,))


def _since(norm: Norm) -> str:
    return show_date(norm.since)
