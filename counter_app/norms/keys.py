"""The typed values norms may set: names, types, and which must stand on every day of the timeline.

A norm file can set nothing else. A rule asks for a value by its `Key`, so that its type is known where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from counter_app.norms.facts import Audience, Channel, WayIn
from counter_app.norms.terms import ActionName, Condition, Form, Restart, ServiceUse
from counter_app.norms.values import Key, count, countries, day, flag, one_of, some_of
from data.vocabulary import Applicant, PinKind, PinScope

TIMELINE_FIRST_DAY = Key("timeline.first-day", day, always=True)

OPENS: Mapping[WayIn, Mapping[Audience, Key[bool]]] = MappingProxyType(
    {way: MappingProxyType({to: Key(f"{way}.opens.{to}", flag, always=True) for to in Audience}) for way in WayIn}
)
"""Whether a way in opens the services of an audience at all (M12, M13, M17)."""

PIN_OPENS = OPENS[WayIn.PIN]
SPID_MINIMUM_LEVEL = Key("spid.minimum-level", count)
SPID_NOT_FOR = Key("spid.not-for", some_of(Condition))
"""Who cannot obtain SPID (M19)."""
INHIBITED_HOLDERS_OF = Key("inhibition.holders-of", some_of(WayIn))
"""Holders of which identities a central measure may exclude from access by PIN (M18)."""

KINDS_FOR: Mapping[ServiceUse, Key[tuple[PinKind, ...]]] = MappingProxyType(
    {use: Key(f"kinds.{use}", some_of(PinKind), always=True) for use in ServiceUse}
)
"""The kinds of PIN that open a service with full effect (M04, M14)."""
KINDS_TO_LODGE = Key("kinds.lodge", some_of(PinKind), always=True)
"""The kinds of PIN with which an application can be lodged; held where the kind does not request (M09)."""

ISSUE_KIND: Mapping[str, Key[PinKind]] = MappingProxyType(
    {
        name: Key(f"{name}.kind", one_of(PinKind), always=True)
        for name in (
            ActionName.ISSUE_COUNTER,
            ActionName.ISSUE_ONLINE,
            ActionName.ISSUE_CONTACT_CENTRE,
            ActionName.ISSUE_CAMPAIGN,
        )
    }
)
"""The kind of PIN each channel gives (M03, M05)."""
ISSUE_CLOSED = Key("issue.closed", flag, always=True)
ISSUE_OPEN_TO = Key("issue.open-to", some_of(Condition))
ISSUE_NOT_OPEN_TO_HOLDERS_OF = Key("issue.not-open-to-holders-of", some_of(WayIn))
ISSUE_ADVISE_SPID = Key("issue.advise-spid", flag)
ISSUE_NO_ADVICE_TO = Key("issue.no-advice-to", some_of(Condition))
ISSUE_REPLACES_EXPIRED = Key("issue.replaces-expired", flag, always=True)
ISSUE_ONE_PIN = Key("issue.one-pin-per-person", flag, always=True)
ISSUE_RECOVERY_INSTEAD = Key("issue.recovery-and-conversion-instead", flag, always=True)
CAMPAIGN_WITHOUT_PIN = Key("issue-campaign.only-without-pin", flag, always=True)

PIN_INITIAL_LENGTH = Key("pin.initial-length", count, always=True)
PIN_WORKING_LENGTH = Key("pin.working-length", count, always=True)
EXPIRY_MONTHS: Mapping[Audience, Key[int]] = MappingProxyType(
    {audience: Key(f"expiry-months.{audience}", count, always=True) for audience in Audience}
)
"""Calendar months after which a PIN expires, by profile (M10)."""
EXPIRY_RESTARTED_BY = Key("expiry.restarted-by", some_of(Restart), always=True)
RENEW_ONLY_EXPIRED = Key("renew.only-expired", flag, always=True)
RECOVER_DISPOSITIVE_AT = Key("recover.dispositive-at", some_of(Channel), always=True)
RECOVER_CONTACTS = Key("recover.contacts", count, always=True)
"""With how many contacts told before a PIN is recovered online (M07)."""
CONVERT_KIND = Key("convert.kind", one_of(PinKind), always=True)
CONVERT_CHANNELS = Key("convert.channels", some_of(Channel), always=True)

UNIFY_OPEN = Key("unify.open", flag, always=True)
UNIFY_WITHOUT_PIN_OPEN = Key("unify.without-pin.open", flag, always=True)
UNIFY_WITHOUT_PIN_SCOPE = Key("unify.without-pin.scope", one_of(PinScope))
UNIFY_WITHOUT_PIN_KIND = Key("unify.without-pin.kind", one_of(PinKind))
UNIFY_PASSWEB_KIND = Key("unify.passweb.kind", one_of(PinKind))
UNIFY_KEPT_KINDS = Key("unify.kept-kinds", some_of(PinKind))
"""Kinds that stay what they are whatever else (M13)."""
ENABLEMENTS_FOLLOW_PERSON = Key("enablements.follow-fiscal-code", flag, always=True)

MIGRATE_KEEPS_PIN = Key("migrate.keeps-pin", flag, always=True)

DELEGATE_OPEN = Key("delegate.open", flag, always=True)
DELEGATE_VISIT_OPEN = Key("delegate-visit.open", flag, always=True)
DELEGATE_AUDIENCES = Key("delegate.audiences", some_of(Audience))
DELEGATE_MAXIMUM = Key("delegate.maximum", count)
DELEGATE_PARENTS_COUNTED = Key("delegate.parents-counted", flag)
DELEGATE_GUARDIANS_UNLIMITED = Key("delegate.guardians-unlimited", flag)

MINOR_UNDER_AGE = Key("minor.under-age", count, always=True)
EU_MEMBERS = Key("eu.members", countries, always=True)
EU_CLOSE_COUNTRIES = Key("eu.close-countries", countries, always=True)
EU_CLOSE_COUNTRIES_COUNT = Key("eu.close-countries-count-as-members", flag, always=True)

DISMISSAL_EXEMPT = Key("dismissal.exempt", some_of(Condition))
DISMISSAL_EXEMPT_MAY = Key("dismissal.exempt-may", some_of(ActionName))
"""What those exempt from the dismissal may still do with a PIN (M17)."""
DISMISSAL_DELEGATED = Key("dismissal.delegated", some_of(Condition))

DESK_LOGIN_ATTEMPTS = Key("desk.login-attempts", count, always=True)
DESK_SECOND_PERSON_SECONDS = Key("desk.second-person-seconds", count, always=True)
"""How long a second person's confirmation of an act is good for."""
APPLICANT_ADMITTED: Mapping[Applicant, Key[bool]] = MappingProxyType(
    {applicant: Key(f"applicant.{applicant}", flag, always=True) for applicant in Applicant}
)
"""Whether the law lets somebody in this quality ask at the counter (M02)."""
APPLICANT_SELF_NOT_FOR = Key("applicant.self-not-for", some_of(Condition))
APPLICANT_SELF_DOUBTFUL_FOR = Key("applicant.self-doubtful-for", some_of(Condition))
REPRESENTS: Mapping[Applicant, Key[tuple[Condition, ...]]] = MappingProxyType(
    {
        quality: Key(f"represents.{quality}", some_of(Condition), always=True)
        for quality in (Applicant.PARENT, Applicant.GUARDIAN, Applicant.SUPPORT_ADMINISTRATOR)
    }
)
"""Whom a legal representative may ask for (M02)."""
REPRESENTATIVE_OF_AGE = Key("representative.of-age", flag, always=True)
REPRESENTATIVE_NO_WARD = Key("representative.no-ward", flag, always=True)
APPOINTMENT_ASKED_OF = Key("representative.appointment-asked-of", some_of(Applicant))
HOLDER_DOCUMENT_ASKED_OF = Key("holder-document.asked-of", some_of(Condition))
"""Whose own document is asked for besides their representative's."""

FORM_OFFERED: Mapping[Form, Key[bool]] = MappingProxyType({form: Key(f"form.{form}", flag) for form in Form})
"""Whether a form exists already: none is offered before the act that brought it (M15, M20)."""


NEEDED_WITH: tuple[tuple[Key[Any], Key[Any]], ...] = (
    *((opens, SPID_MINIMUM_LEVEL) for opens in OPENS[WayIn.SPID].values()),
    (UNIFY_OPEN, UNIFY_KEPT_KINDS),
    (UNIFY_OPEN, UNIFY_PASSWEB_KIND),
    (UNIFY_WITHOUT_PIN_OPEN, UNIFY_WITHOUT_PIN_KIND),
    (UNIFY_WITHOUT_PIN_OPEN, UNIFY_WITHOUT_PIN_SCOPE),
    (DELEGATE_OPEN, DELEGATE_MAXIMUM),
    (DISMISSAL_EXEMPT, DISMISSAL_EXEMPT_MAY),
)
"""What must be set wherever something else is set, and true: rules ask for both."""


def _all() -> Mapping[str, Key[object]]:
    found: dict[str, Key[object]] = {}
    for value in list(globals().values()):
        for key in _keys_in(value):
            found[str(key)] = key
    return MappingProxyType(found)


def _keys_in(value: object) -> list[Key[object]]:
    if isinstance(value, Key):
        return [value]
    return [key for inner in value.values() for key in _keys_in(inner)] if isinstance(value, MappingProxyType) else []


KEYS: Mapping[str, Key[object]] = _all()
"""Every key a norm may set, by name."""
