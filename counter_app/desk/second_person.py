"""Two-person acts at one desk: another person's password, good for one deed, once, for a minute (office practice)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from counter_app.counter import Counter
from counter_app.credentials.passwords import password_matches
from counter_app.desk.commands import ConfirmDeed
from counter_app.desk.record import record
from counter_app.desk.rights import may, require, require_open, table
from counter_app.desk.tries import hash_of, password_refused
from counter_app.desk.views import Actor, Approval, Deed, LoginRefused
from counter_app.errors import NotAllowedError
from counter_app.i18n import _
from counter_app.norms.keys import DESK_SECOND_PERSON_SECONDS
from data.database import Session
from data.queries import office as queries
from data.tables import Operator, id_of
from data.vocabulary import OperatorState, Role, TwoPersonAct

RIGHTS = {
    TwoPersonAct.DECLARE_HANDED_OVER: "declare-handed-over",
    TwoPersonAct.ADD_OPERATOR: "confirm-account",
    TwoPersonAct.RESET_OPERATOR: "confirm-account",
    TwoPersonAct.CONFIRM_DOCUMENT: "confirm-document",
    TwoPersonAct.DECIDE_OWN_NOTE: "confirm-decision",
}
"""Act -> the right its second person must have."""

ALONE = (TwoPersonAct.ADD_OPERATOR, TwoPersonAct.RESET_OPERATOR)
"""Acts done alone where no other account could confirm them: an office begins with one. The register says so."""


class Confirmed(NamedTuple):
    """What the desk's process remembers of a confirmation."""

    deed: Deed
    first_id: int
    second: Actor
    at: datetime


def needed(counter: Counter, actor: Actor, deed: Deed) -> bool:
    """Return whether a deed wants a second person here: not where it may be done alone and nobody else is there."""
    require(counter, actor, "ask-second-person")
    return counter.read(lambda session: not _alone(counter, session, actor, deed))


def confirm(counter: Counter, actor: Actor, command: ConfirmDeed) -> Approval | LoginRefused:
    """Confirm a deed with a second person's password; a wrong one counts towards that account's lock (M01).

    Raises:
        NotAllowedError: when the second person is the first one, has not the right, or is whom the deed is about.
    """
    require(counter, actor, "ask-second-person")
    username = command.username.strip().lower()
    stored = counter.read(lambda session: hash_of(session, username))
    right = password_matches(stored, command.password, counter.settings.argon2)

    def write(session: Session) -> Actor | LoginRefused:
        operator = queries.operator_named(session, username)
        if operator is None:
            record(counter, session, actor, "second-person.refused", subject=command.deed.subject[:40])
            return LoginRefused(_("Username or password not right."))
        second = _beside(actor, operator)
        refused = password_refused(counter, session, second, stored, right=right)
        if refused is None:
            _check_fit(counter, session, actor, second, command.deed)
            details: dict[str, Any] = {"act": command.deed.act, "second": username}
            record(counter, session, actor, "second-person.confirmed", subject=command.deed.subject[:40], **details)
        return second if refused is None else refused

    answer = counter.write(write)
    if isinstance(answer, LoginRefused):
        return answer
    approval = Approval(str(uuid4()), answer.username)
    counter.confirmations.keep(approval.token, Confirmed(command.deed, actor.operator_id, answer, counter.clock.now()))
    return approval


def spend(counter: Counter, actor: Actor, deed: Deed, approval: Approval | None) -> str:
    """Use a confirmation up, for exactly this deed, and return the second person's username.

    Returns:
        Empty where the deed is done alone, because nobody else is there to confirm it.

    Raises:
        NotAllowedError: without a confirmation, with one of another deed, too old or used before, or when the second
            person's account was closed meanwhile.
    """
    if approval is None:
        if counter.read(lambda session: _alone(counter, session, actor, deed)):
            return ""
        raise NotAllowedError(_("A second person must confirm this with their own password."))
    found = counter.confirmations.take(approval.token)
    if not isinstance(found, Confirmed) or (found.deed, found.first_id) != (deed, actor.operator_id):
        raise NotAllowedError(_("This was not what the second person confirmed: ask them again."))
    today = max(counter.clock.today(), counter.norms.first_day)
    seconds = counter.norms.value(DESK_SECOND_PERSON_SECONDS, today, today).value
    if not timedelta() <= counter.clock.now() - found.at <= timedelta(seconds=seconds):
        words = _("The second person's confirmation is good for {count} seconds: ask them again.")
        raise NotAllowedError(words.format(count=seconds))
    counter.read(lambda session: require_open(session, found.second))
    return found.second.username


def _beside(actor: Actor, operator: Operator) -> Actor:
    """Return the second person, at the first one's desk."""
    return Actor(
        operator_id=id_of(operator),
        username=operator.username,
        full_name=operator.full_name,
        role=Role(operator.role),
        office=actor.office,
        desk=actor.desk,
        desk_id=actor.desk_id,
    )


def _check_fit(counter: Counter, session: Session, actor: Actor, second: Actor, deed: Deed) -> None:
    if second.operator_id == actor.operator_id:
        raise NotAllowedError(_("The second person must be somebody else."))
    require_open(session, second)
    if not may(counter, second, RIGHTS[deed.act]):
        if table()[RIGHTS[deed.act]].roles == {Role.SUPERVISOR}:
            raise NotAllowedError(_("The second person must be a supervisor."))
        raise NotAllowedError(_("This account cannot confirm it: an operator or a supervisor can."))
    if deed.act is TwoPersonAct.RESET_OPERATOR and second.username == deed.subject:
        raise NotAllowedError(_("Nobody confirms what concerns their own account."))


def _alone(counter: Counter, session: Session, actor: Actor, deed: Deed) -> bool:
    """Whether a deed may be done alone here: no other account at work could confirm it."""
    return deed.act in ALONE and not any(
        row.state == OperatorState.ACTIVE
        and not row.password_due
        and row.username not in (actor.username, deed.subject)
        and may(counter, _beside(actor, row), RIGHTS[deed.act])
        for row in queries.operators(session)
    )
