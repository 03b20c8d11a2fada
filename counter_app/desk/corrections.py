"""The archive is put right at the desk: data that changed or were wrong, and two rows of one person (M02)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from counter_app.counter import Counter
from counter_app.desk import colleagues, drafts, leftovers, people, suspicions
from counter_app.desk import person_rules as rules
from counter_app.desk.archive_views import CorrectionView, MergeView
from counter_app.desk.commands import CorrectPerson, MergePeople
from counter_app.desk.fields import required
from counter_app.desk.people import person_view
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PersonView
from counter_app.desk.visits import open_visit_and_person
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.identity import fiscal_code
from data.database import Session
from data.queries import drafts as draft_queries
from data.queries import people as queries
from data.queries import person_drafts, visits
from data.queries.people import FISCAL_CODE
from data.tables import Credential, Person, PersonChange, id_of
from data.vocabulary import CloseCause, CredentialState, VisitOutcome

KEPT = (
    FISCAL_CODE,
    *("surname", "name", "sex", "born", "birth_place_code", "birth_place"),
    *("citizenship", "italian_document", "ward", "deceased_on"),
    *("residence", "address", "email", "mobile", "pec"),
)
"""Columns that are corrected; what follows from them (`provisional`, the folded names) is not kept apart."""

WHO = KEPT[: KEPT.index("citizenship")]
"""Columns that say who somebody is: a correction wants a reason. Where they live and how to reach them just changes."""

STATUS = ("ward", "deceased_on")
"""Columns by which rights end: a reason too."""

_ALIKE = {"surname": "search_surname", "name": "search_name", "born": "born"}
"""What two rows of one person are compared by, and the column in which accents and capitals make no difference."""

_AT_LEAST_ALIKE = len(_ALIKE) - 1
"""So much of it agrees where both are one person (office practice): one slip, or a marriage, explains the rest."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept with every column of one correction."""

    person_id: int
    visit_id: int
    operator_id: int
    business_date: date
    changed_at: datetime
    reason: str

    def row(self, field: str, old: Any, new: Any) -> PersonChange:
        """Return what is kept of one column."""
        return PersonChange(**asdict(self), field=field, old_value=_text(old), new_value=_text(new))


def correct(counter: Counter, actor: Actor, command: CorrectPerson, draft: str = "") -> PersonView:
    """Put right what the archive says of the person at the desk, keeping what stood there before.

    A definitive fiscal code takes the place of a provisional one; everything the person holds hangs on the row and so
    goes along, and the old code still finds them.

    Args:
        counter: the desk.
        actor: who corrects.
        command: the data as they are right.
        draft: key of the form they were typed in: what was kept of it goes (`person_drafts`).

    Returns:
        The person as they stand now.

    Raises:
        BadInputError: naming the field, as for a new person; when a reason is missing; when the code is another
            person's; when the visit has ended.
        NotAllowedError: when the account may not correct the archive, or the code is that of somebody who works here
            (`OwnPeopleError`).
    """
    require(counter, actor, "correct-people")
    data, today = command.data, counter.clock.today()
    code = fiscal_code.parse(data.fiscal_code)
    wanted = people.columns(data, code, today)
    odd = people.differences(data, code)
    if data.deceased_on is not None:
        rules.death(data.deceased_on, data.born, today)

    def write(session: Session) -> PersonView:
        _visit, seen = open_visit_and_person(session, command.visit_id)
        person = session.get_one(Person, id_of(seen))
        changed = differing(person, wanted)
        if not changed:
            raise BadInputError(_("Nothing differs from what the archive says."))
        if FISCAL_CODE in changed:
            other = queries.by_code(session, str(code))
            if other is not None and other.id != person.id:
                raise BadInputError(_("The archive already has a person with this fiscal code."), "fiscal-code")
            queries.free_code(session, str(code))
        definitive = person.provisional and not code.provisional
        reason = rules.mismatch_reason(
            data.mismatch_reason, needed=wants_reason(changed, definitive=definitive) or bool(odd)
        )
        put(counter, session, actor, command.visit_id, person, wanted, reason=reason, odd=odd)
        colleagues.check(session, actor, person, command.visit_id)
        person_drafts.wipe(session, draft)
        return person_view(person)

    with colleagues.refusals_recorded(counter, actor):
        return counter.write(write)


def put(
    counter: Counter,
    session: Session,
    actor: Actor,
    visit_id: int,
    person: Person,
    wanted: Mapping[str, Any],
    *,
    reason: str,
    odd: Collection[str] = (),
) -> None:
    """Write columns of a person's row; what stood in those that change is kept, and the register tells which.

    Args:
        counter: the desk.
        session: the transaction of the act.
        actor: who acts.
        visit_id: the visit of the act.
        person: the row, of this session.
        wanted: column -> value, checked already.
        reason: kept with each change.
        odd: parts of the fiscal code the data differ from.
    """
    changed = differing(person, wanted)
    kept = _Kept(id_of(person), visit_id, actor.operator_id, counter.clock.today(), counter.clock.now(), reason)
    session.add_all(kept.row(name, getattr(person, name), wanted[name]) for name in changed)
    if FISCAL_CODE in changed:
        queries.give_over_code(session, person, wanted[FISCAL_CODE])
    for name, value in wanted.items():
        setattr(person, name, value)
    session.flush()
    record(
        counter,
        session,
        actor,
        "person.corrected",
        visit_id=visit_id,
        person_id=person.id,
        fields=changed,
        reason=reason,
        mismatch=list(odd),
    )


def differing(person: Person, wanted: Mapping[str, Any]) -> list[str]:
    """Return the columns that are corrected and hold something else than wanted."""
    return [name for name in KEPT if name in wanted and getattr(person, name) != wanted[name]]


def history(counter: Counter, actor: Actor, person_id: int) -> tuple[CorrectionView, ...]:
    """Return what was corrected of a person, the newest first.

    Raises:
        NotAllowedError: when the account may not correct the archive.
    """
    require(counter, actor, "correct-people")

    def read(session: Session) -> tuple[CorrectionView, ...]:
        return tuple(
            CorrectionView(row.business_date, row.field, row.old_value or "", row.new_value or "", row.reason)
            for row in queries.changes(session, person_id)
        )

    return counter.read(read)


def merge_view(counter: Counter, actor: Actor, visit_id: int, into: int) -> MergeView:
    """Return what comes of it when the person of a visit is found to be another one of the archive.

    The register keeps that the other one was looked at.

    Raises:
        BadInputError: when the two cannot be merged, saying what to do first.
        NotAllowedError: when the account may not correct the archive, or the other person works here
            (`OwnPeopleError`).
    """
    require(counter, actor, "correct-people")

    def write(session: Session) -> MergeView:
        duplicate, stays = _both(session, actor, visit_id, into)
        moves, closes = _pins(session, duplicate, stays)
        record(counter, session, actor, "person.viewed", visit_id=visit_id, person_id=stays.id)
        return MergeView(
            duplicate=person_view(duplicate),
            stays=person_view(stays),
            differing=_differing(duplicate, stays),
            pins_moved=len(moves),
            pins_closed=len(closes),
        )

    with colleagues.refusals_recorded(counter, actor):
        return counter.write(write)


def merge(counter: Counter, actor: Actor, command: MergePeople) -> None:
    """Let the person of a visit go over into another row of the archive: both were one all the time (M02).

    What the duplicate holds goes along. Nobody has two PINs: where both hold one, the duplicate's is closed. The
    duplicate's visit ends; its fiscal codes find the person who stays.

    Raises:
        BadInputError: when the two cannot be merged, or the reason is missing.
        NotAllowedError: when the account may not correct the archive, or the other person works here
            (`OwnPeopleError`).
    """
    require(counter, actor, "correct-people")
    reason = required(command.reason, "merge-reason", rules.REASON_LENGTH)

    def write(session: Session) -> tuple[None, str]:
        duplicate, stays = _both(session, actor, command.visit_id, command.into)
        moves, closes = _pins(session, duplicate, stays)
        for row in (*queries.merged_into(session, id_of(duplicate)), duplicate):
            row.merged_into = id_of(stays)
            # the indexes of the search hold those alone who can be found
            row.search_surname = row.search_name = ""
            person_drafts.wipe_about(session, id_of(row))
        session.flush()
        for pin in closes:
            pin.state, pin.cause = CredentialState.CLOSED, CloseCause.REPLACED
        session.flush()
        for pin in (*moves, *closes):
            pin.person_id = id_of(stays)
        for visit in visits.open_visits(session, id_of(duplicate)):
            done = visit.id == command.visit_id
            visit.closed_at = counter.clock.now()
            visit.outcome = VisitOutcome.DONE if done else VisitOutcome.ABANDONED
            drafts.wipe(session, id_of(visit))
            session.flush()
            leftovers.wipe_copies(session, id_of(visit), visit.outcome)
        record(
            counter,
            session,
            actor,
            "person.merged",
            visit_id=command.visit_id,
            person_id=stays.id,
            duplicate_id=duplicate.id,
            closed_pins=[pin.id for pin in closes],
            reason=reason,
        )
        return None, str(stays.id)

    with colleagues.refusals_recorded(counter, actor):
        counter.write_once(command.key, "corrections.merge", write)


def _differing(duplicate: Person, stays: Person) -> tuple[str, ...]:
    """Return what of two people is not the same: `surname`, `name`, `born`."""
    return tuple(name for name, column in _ALIKE.items() if getattr(duplicate, column) != getattr(stays, column))


def _check_one_person(duplicate: Person, stays: Person) -> None:
    """Go on only with two rows that can be of one person, and of whom the archive says the same where rights end.

    Raises:
        BadInputError: saying what is in the way.
    """
    if len(_ALIKE) - len(_differing(duplicate, stays)) < _AT_LEAST_ALIKE:
        raise BadInputError(_("Of surname, name, birth date no two agree: these are two people."))
    if duplicate.ward != stays.ward:
        raise BadInputError(_("Only one of the two entries says that they are a ward: correct that first."))
    if duplicate.deceased_on != stays.deceased_on:
        raise BadInputError(_("The two entries do not agree on a death: correct that first."))


def _both(session: Session, actor: Actor, visit_id: int, into: int) -> tuple[Person, Person]:
    """Return duplicate and person who stays.

    Raises:
        BadInputError: when they cannot be merged now.
        OwnPeopleError: when one of them works here.
    """
    _visit, seen = open_visit_and_person(session, visit_id)
    duplicate, stays = session.get_one(Person, id_of(seen)), session.get(Person, into)
    if stays is None or stays.merged_into is not None:
        raise BadInputError(_("The archive has no such person any more."))
    if stays.id == duplicate.id:
        raise BadInputError(_("This is the person on the card already."))
    for person in (duplicate, stays):
        colleagues.check(session, actor, person, visit_id)
    _check_one_person(duplicate, stays)
    held = suspicions.why_held(session, duplicate)
    if held:
        # a note stays with the row it was written on: a merge would free the person from it
        raise BadInputError(held)
    for person in (duplicate, stays):
        if visits.open_envelopes(session, person_id=id_of(person)):
            raise BadInputError(
                _("An envelope of {name} is not settled: hand it over or spoil it first.").format(
                    name=person_view(person).full_name
                )
            )
    for left in draft_queries.of_person(session, id_of(duplicate)):
        if left.draft.visit_id != visit_id:
            words = _("A case of this person was left at desk {desk}: finish it there first.")
            if left.receiver is not None:
                words = _("A case of this person waits for {name}: have it finished first.")
            raise BadInputError(words.format(desk=left.desk, name=left.receiver))
    return duplicate, stays


def _pins(session: Session, duplicate: Person, stays: Person) -> tuple[list[Credential], list[Credential]]:
    """Return the duplicate's PINs: those that go along as they are, and those that must be closed first."""
    taken = {pin.scope for pin in visits.credentials(session, id_of(stays)) if pin.state != CredentialState.CLOSED}
    moves: list[Credential] = []
    closes: list[Credential] = []
    for pin in visits.credentials(session, id_of(duplicate)):
        clash = pin.state != CredentialState.CLOSED and pin.scope in taken
        (closes if clash else moves).append(pin)
    return moves, closes


def wants_reason(changed: Collection[str], *, definitive: bool) -> bool:
    """Return whether a correction wants a reason (office practice).

    Args:
        changed: columns of the archive that change.
        definitive: whether a definitive code takes the place of a provisional one, which says why itself.
    """
    free = {FISCAL_CODE, "birth_place_code"} if definitive else set()
    return any(name in (*WHO, *STATUS) for name in changed if name not in free)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
