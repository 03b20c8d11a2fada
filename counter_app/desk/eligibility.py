"""What may be done for a person today: facts from the archive, decided by the norms (M02, M03, M16, M17)."""

from __future__ import annotations

import json
from dataclasses import replace

from counter_app.counter import Counter
from counter_app.desk import suspicions
from counter_app.desk.views import PersonView
from counter_app.i18n import _, show_date
from counter_app.identity import documents
from counter_app.identity.documents import DocumentCheck
from counter_app.norms.decide import Decision, Minority, applicant_decision, decide, minority, refusal
from counter_app.norms.facts import Channel, Facts
from counter_app.norms.keys import ISSUE_OPEN_TO, RECOVER_CONTACTS, REPRESENTS
from counter_app.norms.terms import ActionName
from data.database import Session
from data.queries import decisions, rows
from data.queries import visits as queries
from data.tables import Credential, Person, StoredDecision, id_of
from data.vocabulary import Applicant, CredentialState, PinKind, PinScope

SCOPE = PinScope.INPS
"""The services of the institute; the public bodies' reserved area is a scope of its own (M13)."""

ISSUE = "issue-counter"


def held_pin(session: Session, person: Person) -> Credential | None:
    """Return the one PIN of the institute's services this person holds, or is about to."""
    return queries.open_credential(session, id_of(person), SCOPE)


def decide_issue(
    counter: Counter, session: Session, person: Person, held: Credential | None, shown: str = ""
) -> Decision:
    """Decide whether a dispositive PIN may be issued to a person at this counter today.

    Args:
        counter: the desk; its clock says which day it is.
        session: the transaction the decision belongs to.
        person: the person across the desk.
        held: the PIN this person holds; a pending one this very act made does not count.
        shown: kind of the document this person shows of themselves; empty while none is.
    """
    on, known_on = counter.clock.today(), counter.clock.known_on()
    if person.deceased_on is not None:
        reason = _("According to the archive this person died on {day}.").format(day=show_date(person.deceased_on))
        return refusal(counter.norms, "m02-in-person", on, known_on, action=ISSUE, reasons=(reason,))
    if held is not None and held.state == CredentialState.PENDING:
        envelope = queries.envelope_of(session, id_of(held))
        reason = _("An envelope ({serial}) is already under way for this person.").format(
            serial=envelope.serial if envelope else "?"
        )
        return refusal(counter.norms, "one-pin-per-person", on, known_on, action=ISSUE, reasons=(reason,))
    decision = refused_by_shown(counter, person, shown)
    decision = decision or decide(counter.norms, ISSUE, facts_of(counter, person, held), on, known_on)
    # whoever is refused by the law anyway learns that, and nothing of a note
    held_back = decide_held(counter, session, person) if decision.allowed else None
    return decision if held_back is None else held_back


def decide_held(counter: Counter, session: Session, person: Person) -> Decision | None:
    """Return the refusal, in neutral words, while a note holds a person; None where nothing does (office practice)."""
    reason = suspicions.why_held(session, person)
    if not reason:
        return None
    on, known_on = counter.clock.today(), counter.clock.known_on()
    return refusal(counter.norms, "m02-in-person", on, known_on, action=ISSUE, reasons=(reason,))


def refused_by_shown(counter: Counter, person: Person | PersonView, shown: str) -> Decision | None:
    """Return the refusal of whoever is excepted for want of an Italian identity document, but shows one (M16, M17).

    The document on the counter is more than the archive, which need not know of it. Who is excepted for another reason
    (a minor, say) stays so.

    Args:
        counter: the desk.
        person: whom the PIN is for.
        shown: kind of the document the person shows of themselves; empty while none is.

    Returns:
        None where the document makes no difference.
    """
    facts = facts_of(counter, person, None)
    if facts.has_italian_document or not documents.is_italian(shown):
        return None
    on, known_on = counter.clock.today(), counter.clock.known_on()
    decision = decide(counter.norms, ISSUE, replace(facts, italian_document=True), on, known_on)
    if decision.allowed or not decide(counter.norms, ISSUE, facts, on, known_on).allowed:
        return None
    law = counter.norms.law(on, known_on, later_acts=facts.later_acts)
    words = _("{document}: this is an Italian identity document; the exception is for people who have none.")
    return replace(
        decision,
        norms=(*decision.norms, law.cite(law.value(ISSUE_OPEN_TO).norm)),
        reasons=(*decision.reasons, words.format(document=documents.kind(shown).name)),
    )


def check_shown(counter: Counter, person: Person | PersonView, check: DocumentCheck, shown: str) -> DocumentCheck:
    """Return what is to be said of a document that is the person's own, also by the exceptions (`refused_by_shown`).

    One by which they are refused is told as a kind that identifies nobody is: whatever else stands in its fields.

    Args:
        counter: the desk.
        person: whom the PIN is for.
        check: what its kind and its dates say.
        shown: its kind, empty while none is chosen.
    """
    refused = None if check.refused_by else refused_by_shown(counter, person, shown)
    if refused is None:
        return check
    return DocumentCheck(refused_by=refused.norms[0].id, reason=refused.reasons[-1])


def facts_of(counter: Counter, person: Person | PersonView, held: Credential | None) -> Facts:
    """Return what the archive knows of a person, as facts of a question at this desk (interfaces.md, "Facts")."""
    return Facts(
        born=person.born,
        citizenship=person.citizenship,
        residence=person.residence,
        italian_document=person.italian_document,
        ward=person.ward,
        pin=None if held is None else PinKind(held.kind),
        pin_length=None if held is None else held.length,
        issued_on=None if held is None else held.usable_from,
        later_acts=counter.settings.later_acts,
    )


def minority_of(counter: Counter, person: Person) -> Minority | None:
    """Return how old a minor is today and until when, None for somebody of full age, and for the dead (M02)."""
    if person.deceased_on is not None:
        return None
    return minority(counter.norms, person.born, counter.clock.today(), counter.clock.known_on())


def who_may_ask(counter: Counter, person: Person) -> tuple[Applicant, ...]:
    """Return in what qualities the law lets somebody ask for a living person today: most ask for themselves (M02)."""
    if person.deceased_on is not None:
        return ()
    on, known_on = counter.clock.today(), counter.clock.known_on()
    facts = Facts(born=person.born, ward=person.ward, later_acts=counter.settings.later_acts)
    return tuple(
        quality
        for quality in (Applicant.SELF, *REPRESENTS)
        if applicant_decision(counter.norms, quality, on, known_on, facts).allowed
    )


def recovery_contacts(counter: Counter, person: Person, held: Credential | None) -> int:
    """Return with how many contacts a PIN of this person could be recovered from home; 0 where none is recovered today.

    Args:
        counter: the desk.
        person: whom the archive knows.
        held: their PIN; None = one that would be issued today.
    """
    if person.deceased_on is not None:
        return 0
    on, known_on = counter.clock.today(), counter.clock.known_on()
    facts = facts_of(counter, person, held)
    facts = replace(facts, pin=facts.pin or PinKind.DISPOSITIVE, channel=Channel.ONLINE)
    if not decide(counter.norms, ActionName.RECOVER, facts, on, known_on).allowed:
        return 0
    return counter.norms.value(RECOVER_CONTACTS, on, known_on).value


def store(counter: Counter, session: Session, visit_id: int, decision: Decision) -> int:
    """Keep a decision as it was taken: dates, norms, words, and the norm files if they are new here (M22).

    Returns:
        Its number.
    """
    norms = counter.norms
    if not decisions.has_edition(session, norms.digest):
        files = json.dumps(dict(norms.files), ensure_ascii=False)
        decisions.keep_edition(session, norms.digest, files, counter.clock.now())
    number: int = rows.insert(
        session,
        StoredDecision,
        visit_id=visit_id,
        action=decision.action,
        on_date=decision.on,
        known_on=decision.known_on,
        allowed=decision.allowed,
        norms=" ".join(norm.id for norm in decision.norms),
        outcome=json.dumps(dict(decision.outcome), sort_keys=True, default=str),
        norms_digest=norms.digest,
        reasons=json.dumps(decision.reasons, ensure_ascii=False),
        later_acts=counter.settings.later_acts,
    )
    return number
