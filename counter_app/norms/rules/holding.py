"""What can be done with a PIN that is held: recovery, conversion, renewal (M07, M08, M10, M16, M17)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, OutcomeValue, Question
from counter_app.norms.facts import Channel
from counter_app.norms.norm import Norm
from counter_app.norms.rules.expiry import expired_since, expires_on
from counter_app.norms.rules.grounds import dismissal, ending, first, held_pin_way, inhibition, months, pin_opens_by
from counter_app.norms.rules.own_way import no_pin
from counter_app.norms.terms import WAIT, ActionName


def recover(question: Question) -> Decision:
    """Decide on a new initial PIN in place of the one held, lost or not; the outcome is `kind` and `length` (M07)."""
    law, facts = question.law, question.facts
    at = law.value(keys.RECOVER_DISPOSITIVE_AT)
    grounds = first(question, dismissal, partial(no_pin, norm=at.norm))
    if grounds or facts.pin is None:
        return question.refuse(*grounds)
    dispositive = facts.channel in at.value
    kind = law.value(keys.ISSUE_KIND[ActionName.ISSUE_COUNTER]).value if dispositive else facts.pin
    length = law.value(keys.PIN_INITIAL_LENGTH)
    reasons = [
        _("A new initial PIN of {length} characters replaces the one held, which ceases at once.").format(
            length=length.value
        )
    ]
    if dispositive:
        reasons.append(_("At the counter it is dispositive, and releases the applications held."))
    return _allowed(question, {"kind": kind.value, "length": length.value}, [at.norm, length.norm], reasons)


def convert(question: Question) -> Decision:
    """Decide on turning the PIN held into a dispositive one, the secret unchanged; the outcome is `kind` (M08)."""
    law, facts = question.law, question.facts
    to, channels = law.value(keys.CONVERT_KIND), law.value(keys.CONVERT_CHANNELS)
    grounds = first(question, dismissal, partial(no_pin, norm=to.norm), _converted, _channel)
    if grounds:
        return question.refuse(*grounds)
    reasons = [
        _("The PIN becomes dispositive with the same secret: there is no envelope.")
        if facts.channel is Channel.COUNTER
        else _("The back office examines the copy of the identity document; the secret does not change.")
    ]
    norms = [to.norm, channels.norm]
    expired = expired_since(question)
    if expired is not None:
        norms.append(months(question))
        reasons.append(
            _("It expired on {day} and stays so: it is renewed at the next access.").format(day=show_date(expired))
        )
    return _allowed(question, {"kind": to.value.value}, norms, reasons)


def _converted(question: Question) -> Ground | None:
    to = question.law.value(keys.CONVERT_KIND)
    if question.facts.pin != to.value:
        return None
    return Ground((to.norm,), (_("The PIN held is dispositive already."),), held_pin_way(question))


def _channel(question: Question) -> Ground | None:
    channels = question.law.value(keys.CONVERT_CHANNELS)
    if question.facts.channel in channels.value:
        return None
    reason = _("A conversion needs the identity document: at the counter, or a copy sent online or by fax.")
    return Ground((channels.norm,), (reason,), ("convert",))


def renew(question: Question) -> Decision:
    """Decide on renewing an expired PIN; the outcome is `kind`, `expires_on` and `working_length` (M10)."""
    law, facts = question.law, question.facts
    rule = law.value(keys.RENEW_ONLY_EXPIRED)
    grounds = first(question, dismissal, partial(no_pin, norm=rule.norm), inhibition, _not_due)
    if grounds or facts.pin is None:
        return question.refuse(*grounds)
    working = law.value(keys.PIN_WORKING_LENGTH)
    until = expires_on(question.catalogue, facts.audience, question.on, question.known_on)
    gives = _("The guided procedure gives a new PIN of {length} characters for the same services.")
    lasts = _("It expires on {day}.")
    return _allowed(
        question,
        {"kind": facts.pin.value, "expires_on": until.isoformat(), "working_length": working.value},
        [rule.norm, pin_opens_by(question), months(question), working.norm],
        [gives.format(length=working.value), lasts.format(day=show_date(until))],
    )


def _allowed(
    question: Question, outcome: Mapping[str, OutcomeValue], norms: list[Norm], reasons: list[str]
) -> Decision:
    """Allow, and tell the end of the PIN where it is known already."""
    ends = ending(question)
    if ends is not None:
        norms, reasons = [*norms, *ends.norms], [*reasons, *ends.reasons]
    return question.allow(outcome, norms, reasons)


def _not_due(question: Question) -> Ground | None:
    facts = question.facts
    rule = question.law.value(keys.RENEW_ONLY_EXPIRED)
    if not rule.value or expired_since(question) is not None:
        return None
    reasons = [_("Renewal is not due: the PIN has not expired.")]
    remedies = ["access"]
    if facts.issued_on is not None:
        day = expires_on(question.catalogue, facts.audience, facts.issued_on, question.known_on)
        reasons.append(_("It expires on {day}.").format(day=show_date(day)))
        if dismissal(question.standing_on(day)) is None:
            remedies.append(f"{WAIT}{day.isoformat()}")
    return Ground((rule.norm, months(question)), tuple(reasons), tuple(remedies))
