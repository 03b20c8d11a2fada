"""Issuing a PIN at the counter, online, by the Contact Center or by post (M03, M05, M06, M16, M17)."""

from __future__ import annotations

from counter_app.i18n import _, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.norm import Norm
from counter_app.norms.rules.conditions import conditions_met, norms_behind
from counter_app.norms.rules.expiry import expired_since
from counter_app.norms.rules.grounds import dismissal, ending, inhibition, months
from counter_app.norms.terms import ActionName, Condition


def issue(question: Question) -> Decision:
    """Decide whether a PIN may be issued by the channel the action names.

    Grounds are gathered, so that the person hears all of them at once: a PIN that no longer opens anything (M17), one
    held already (settled reading), no new PIN at all (M16). When allowed, the outcome is `kind` (M03, M05), `length`
    (M06) and `restricted` (M16).
    """
    ended = dismissal(question)
    if ended is not None:
        closed = question.law.value(keys.ISSUE_CLOSED)
        also = (closed.norm,) if closed.value else ()
        return question.refuse(ended._replace(norms=ended.norms + also))
    open_to = _open_to(question)
    closure = _closure(question, open_to)
    held = _held_pin(question, closed=closure is not None)
    grounds = [ground for ground in (held, closure) if ground is not None]
    if grounds:
        return question.refuse(*grounds)
    return _issue(question, open_to)


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
            day=show_date(closed.norm.since)
        )
    ]
    barring = _barring_identity(question)
    excepted = question.law.find(keys.ISSUE_OPEN_TO)
    if barring is not None and excepted is not None and conditions_met(question, excepted.value):
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
    reason = _("The PIN held expired on {day}: it can be renewed.").format(day=show_date(expired))
    remedies = ("renew",) if inhibition(question) is None else ("access",)
    campaign = law.value(keys.CAMPAIGN_WITHOUT_PIN)
    if question.action == ActionName.ISSUE_CAMPAIGN and campaign.value:
        return Ground((campaign.norm, months(question)), (reason,), remedies)
    replaces = law.value(keys.ISSUE_REPLACES_EXPIRED)
    if replaces.value and not closed:
        return None
    return Ground((months(question),) if closed else (replaces.norm, months(question)), (reason,), remedies)


def _usable_pin(question: Question) -> Ground | None:
    law = question.law
    one = law.value(keys.ISSUE_ONE_PIN)
    if not one.value:
        return None
    reasons = [_("The person already holds a usable PIN.")]
    instead = law.value(keys.ISSUE_RECOVERY_INSTEAD)
    if not instead.value and not law.value(keys.PIN_OPENS[question.facts.audience]).value:
        return Ground((one.norm, instead.norm), tuple(reasons), ("access",))
    reasons.append(_("It can be replaced by recovery, which needs no loss."))
    if question.facts.pin == law.value(keys.CONVERT_KIND).value:
        return Ground((one.norm,), tuple(reasons), ("recover",))
    reasons.append(_("It can be converted into a dispositive PIN, with the same secret."))
    return Ground((one.norm,), tuple(reasons), ("recover", "convert"))


def _issue(question: Question, open_to: tuple[Condition, ...]) -> Decision:
    law = question.law
    kind = law.value(keys.ISSUE_KIND[question.action])
    length = law.value(keys.PIN_INITIAL_LENGTH)
    restricted = law.value(keys.ISSUE_CLOSED).value
    exception = _exception(question, open_to) if restricted else None
    given = Ground((kind.norm, length.norm), ())
    notes = (exception, _advice(question), _replaced(question), given, ending(question))
    said = [note for note in notes if note is not None]
    return question.allow(
        {"kind": kind.value.value, "length": length.value, "restricted": restricted},
        [norm for note in said for norm in note.norms],
        [_given(question.action, length.value), *(reason for note in said for reason in note.reasons)],
    )


def _given(action: str, length: int) -> str:
    """Return how the PIN reaches the person by this channel (M03, M05)."""
    words = {
        ActionName.ISSUE_COUNTER: _(
            "A PIN of {length} characters can be handed over at once in a sealed envelope, already active."
        ),
        ActionName.ISSUE_ONLINE: _("A PIN of {length} characters can be asked for on the institute's site."),
        ActionName.ISSUE_CONTACT_CENTRE: _(
            "A PIN of {length} characters can be asked for by calling the Contact Center."
        ),
        ActionName.ISSUE_CAMPAIGN: _(
            "The first half of a PIN of {length} characters can be sent by post, to be activated online."
        ),
    }
    return words[ActionName(action)].format(length=length)


def _exception(question: Question, open_to: tuple[Condition, ...]) -> Ground:
    norm = question.law.value(keys.ISSUE_OPEN_TO).norm
    reason = _("It opens only the services meant for people who cannot hold SPID.")
    return Ground((norm, *norms_behind(question, open_to)), (reason,))


def _advice(question: Question) -> Ground | None:
    """Return what the desk advises before issuing ends: SPID first, for whoever can hold it (M16)."""
    advise = question.law.find(keys.ISSUE_ADVISE_SPID)
    if advise is None or not advise.value or question.action != ActionName.ISSUE_COUNTER:
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
