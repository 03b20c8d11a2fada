"""Entering a service, and lodging an application in it (M04, M09, M10, M11, M12, M14, M17, M18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from counter_app.errors import BadInputError
from counter_app.i18n import _, localised, show_date
from counter_app.norms import keys
from counter_app.norms.decision import Decision, Ground, Question
from counter_app.norms.facts import Facts, WayIn
from counter_app.norms.norm import Norm
from counter_app.norms.rules.expiry import expires_on
from counter_app.norms.rules.grounds import (
    dismissal,
    ending,
    expiry,
    first,
    inhibition,
    months,
    not_open,
    pin_opens_by,
)
from counter_app.norms.rules.holding import convert
from counter_app.norms.rules.own_way import no_pin, own_way
from counter_app.norms.rules.unification import unify
from counter_app.norms.services import Service
from counter_app.norms.terms import ActionName, Restart, ServiceUse
from counter_app.norms.values import Key
from data.vocabulary import PinKind


def access(question: Question) -> Decision:
    """Decide whether a way in opens a service with full effect; by PIN the outcome is `expires_on`.

    Raises:
        BadInputError: without a service, or for one that does not exist.
    """
    service = _service(question)
    kinds = keys.KINDS_FOR[service.use]
    grounds = [*_barred(question, service, kinds)]
    if grounds:
        return question.refuse(*grounds)
    norms, reasons, until = _entered(question, service, kinds)
    outcome = {"expires_on": until.isoformat() if until else None} if question.facts.with_ is WayIn.PIN else {}
    return question.allow(outcome, norms, reasons)


def lodge(question: Question) -> Decision:
    """Decide on lodging an application: `state` held or worked, and the day it counts from, `lodged_on` (M09).

    Raises:
        BadInputError: without a service, or for one that takes no applications.
    """
    service = _service(question)
    if service.use is not ServiceUse.REQUEST:
        takes = [code for code, other in question.catalogue.services.items() if other.use is ServiceUse.REQUEST]
        message = _("The service {code} takes no applications. These do: {codes}.")
        raise BadInputError(message.format(code=service.code, codes=", ".join(takes)), "service")
    grounds = [*_barred(question, service, keys.KINDS_TO_LODGE)]
    if grounds:
        return question.refuse(*grounds)
    law, facts = question.law, question.facts
    lodging, requesting = law.value(keys.KINDS_TO_LODGE), law.value(keys.KINDS_FOR[ServiceUse.REQUEST])
    held = facts.with_ is WayIn.PIN and facts.pin not in requesting.value
    norms, _reasons, _until = _entered(question, service, keys.KINDS_TO_LODGE)
    reasons = [_("The application counts from {day}: the time limit stops.").format(day=show_date(question.on))]
    if held:
        reasons.append(_("It is held, and worked once the PIN is converted into a dispositive one."))
    return question.allow(
        {"state": "held" if held else "worked", "lodged_on": question.on.isoformat()},
        (lodging.norm, requesting.norm, *norms),
        reasons,
    )


def _service(question: Question) -> Service:
    code, services = question.facts.service, question.catalogue.services
    known = ", ".join(services)
    if code is None:
        raise BadInputError(_("Name the service: {known}.").format(known=known), "service")
    if code in services:
        return services[code]
    raise BadInputError(_("There is no service {code}. Known: {known}.").format(code=code, known=known), "service")


def _barred(question: Question, service: Service, kinds: Key[tuple[PinKind, ...]]) -> Iterator[Ground]:
    """Yield every ground against entering: the way in first, then whose service it is."""
    way = question.facts.with_
    if way is WayIn.PIN:
        yield from _by_pin(question, service, kinds)
    elif way is WayIn.INPDAP:
        yield from _by_inpdap(question, service)
    else:
        yield from _by_identity(question, service, way)
    yield from _not_theirs(question, service)


def _by_pin(question: Question, service: Service, kinds: Key[tuple[PinKind, ...]]) -> Iterator[Ground]:
    law = question.law
    needed = law.value(keys.PIN_OPENS[service.audience]).norm
    shut = first(question, dismissal, partial(no_pin, norm=needed), inhibition)
    if shut:
        yield from shut
        return
    expired = expiry(question)
    if expired is not None:
        yield expired
    taken = law.value(kinds)
    if question.facts.pin not in taken.value:
        yield _wrong_kind(question, service, taken.norm)


def _wrong_kind(question: Question, service: Service, norm: Norm) -> Ground:
    """Return the ground of M04 and M14, with conversion and lodging where they are open to this person."""
    remedies: list[str] = []
    if service.use is ServiceUse.REQUEST:
        reasons = [_("Requesting a benefit with full effect needs a dispositive PIN.")]
    else:
        reasons = [_("This kind of PIN no longer opens the service: a dispositive one does.")]
    if convert(question.asking(ActionName.CONVERT)).allowed:
        remedies.append(ActionName.CONVERT.value)
    if service.use is ServiceUse.REQUEST and lodge(question.asking(ActionName.LODGE_APPLICATION)).allowed:
        remedies.append(ActionName.LODGE_APPLICATION.value)
        reasons.append(_("An application can be lodged all the same: it stops the time limit, and is held."))
    return Ground((norm,), tuple(reasons), tuple(remedies))


def _by_identity(question: Question, service: Service, way: WayIn) -> Iterator[Ground]:
    law, key = question.law, keys.OPENS[way][service.audience]
    opens = law.value(key)
    if not opens.value:
        reason = _("{way} does not open this service yet.").format(way=way.upper())
        yield not_open(question, key, reason, RULES[question.action], own_way(question))
        return
    level = law.find(keys.SPID_MINIMUM_LEVEL)
    if way is WayIn.SPID and level is not None and question.facts.spid_level < level.value:
        reason = _("SPID must be of level {level} at least.").format(level=level.value)
        yield Ground((opens.norm, level.norm), (reason,), tuple(dict.fromkeys((*_by_pin_instead(question), "migrate"))))


def _by_pin_instead(question: Question) -> tuple[str, ...]:
    """Return how to enter with the PIN held, if any, when the other identity is not good enough."""
    if question.facts.pin is None or inhibition(question) is not None:
        return ()
    return own_way(question._replace(facts=replace(question.facts, with_=WayIn.PIN, holds=frozenset())))


def _by_inpdap(question: Question, service: Service) -> Iterator[Ground]:
    opens = question.law.value(keys.OPENS[WayIn.INPDAP][service.audience])
    if opens.value:
        return
    if not question.law.value(keys.UNIFY_OPEN).value:
        reason = _("Ex-INPDAP credentials open only the public bodies' reserved area.")
        yield Ground((opens.norm,), (reason,), own_way(question))
        return
    unified = unify(question.asking(ActionName.UNIFY_INPDAP))
    reason = _("Since {day} ex-INPDAP credentials open nothing: one's own PIN does.")
    remedies = (ActionName.UNIFY_INPDAP.value,) if unified.allowed else unified.remedies
    yield Ground((opens.norm,), (reason.format(day=show_date(opens.norm.since)),), remedies)


def _not_theirs(question: Question, service: Service) -> Iterator[Ground]:
    """Yield the ground of M11: another profile's service, or another category's."""
    facts, norm = question.facts, question.catalogue.norm(service.norm)
    if facts.audience is not service.audience:
        reason = _("The profile entered with does not open this service: {name}.")
        yield Ground((norm,), (reason.format(name=localised(service.name)),))
    elif service.categories and service.categories.isdisjoint(facts.categories):
        reason = _("According to the archives the person is not among those this service is for: {name}.")
        yield Ground((norm,), (reason.format(name=localised(service.name)),))


def _entered(
    question: Question, service: Service, kinds: Key[tuple[PinKind, ...]]
) -> tuple[list[Norm], Iterable[str], date | None]:
    """Return what an open door rests on, how it is told, and until when it stays open."""
    law, facts = question.law, question.facts
    theirs = question.catalogue.norm(service.norm)
    reasons = [_opened(facts.with_).format(way=facts.with_.upper(), name=localised(service.name))]
    if facts.with_ is not WayIn.PIN:
        return [law.value(keys.OPENS[facts.with_][service.audience]).norm, theirs], reasons, None
    norms = [pin_opens_by(question), theirs, law.value(kinds).norm, months(question)]
    until = _open_until(question, norms, reasons)
    if until is not None:
        reasons.append(_("It expires on {day}.").format(day=show_date(until)))
    ends = ending(question)
    if ends is not None:
        norms += ends.norms
        reasons += ends.reasons
    return norms, reasons, until


def _opened(way: WayIn) -> str:
    if way is WayIn.PIN:
        return _("The PIN opens the service: {name}.")
    if way is WayIn.INPDAP:
        return _("The ex-INPDAP credentials open the service: {name}.")
    return _("{way} opens the service: {name}.")


def _open_until(question: Question, norms: list[Norm], reasons: list[str]) -> date | None:
    """Return the day the PIN expires (M10), `None` where nobody knows since when it is used; tell what restarts it."""
    law, facts = question.law, question.facts
    restart = law.value(keys.EXPIRY_RESTARTED_BY)
    begins = facts.issued_on
    if _is_initial(facts, law.value(keys.PIN_INITIAL_LENGTH).value) and Restart.FIRST_ACCESS in restart.value:
        norms.append(restart.norm)
        reasons.append(_("It is the first access: a guided procedure gives the PIN used from then on."))
        begins = question.on
    if facts.has_inpdap and unify(question.asking(ActionName.UNIFY_INPDAP)).allowed:
        norms.append(law.value(keys.UNIFY_OPEN).norm)
        reasons.append(_("This access unifies the accounts: a new PIN takes the place of both."))
        begins = question.on
    return None if begins is None else expires_on(question.catalogue, facts.audience, begins, question.known_on)


def _is_initial(facts: Facts, length: int) -> bool:
    """Return whether the PIN held is still the initial one: its length is told only while the first access is due."""
    return facts.pin_length == length


RULES = {ActionName.ACCESS.value: access, ActionName.LODGE_APPLICATION.value: lodge}
"""The rules of this module by the action they answer."""
