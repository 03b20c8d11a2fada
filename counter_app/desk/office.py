"""First start: the office, its first desk and its first supervisor."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from counter_app.counter import Counter
from counter_app.credentials.passwords import hash_password
from counter_app.desk.fields import checked_password, checked_username, own_code, required
from counter_app.desk.record import record
from counter_app.desk.views import Actor, OfficeView, StartView
from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.settings import remember_desk
from data.database import Session
from data.queries import office as queries
from data.tables import Desk, Office, Operator, id_of
from data.vocabulary import OperatorState, Role

if TYPE_CHECKING:
    from counter_app.desk.commands import OpenOffice


def start(counter: Counter) -> StartView:
    """Return what the first screen needs: whether there is an office here, and which."""

    def read(session: Session) -> StartView:
        row = queries.office(session)
        office = None if row is None else office_view(row)
        return StartView(counter.world, office, counter.ready_operators)

    return counter.read(read)


def office_view(row: Office) -> OfficeView:
    """Return an office's row as a view."""
    return OfficeView(code=row.code, name=row.name, heading=tuple(row.heading.splitlines()))


def open_office(counter: Counter, command: OpenOffice) -> Actor:
    """Open the office: its data, this desk and the first supervisor, who is then logged in.

    Raises:
        BadInputError: naming the field.
        FaultError: when the database cannot be written.
    """
    code = required(command.office_code, "office-code")
    name = required(command.office_name, "office-name")
    desk_name = required(command.desk, "desk-name")
    heading = tuple(line.strip() for line in command.heading if line.strip())
    if not heading:
        raise BadInputError(_("Enter at least the first line of the heading."), "office-heading-1")
    username = checked_username(command.username, "supervisor-username")
    full_name = required(command.full_name, "supervisor-name")
    password = checked_password(command.password, "supervisor-password")
    whose = own_code(command.fiscal_code, "supervisor-code") if command.fiscal_code else None
    secret = hash_password(password, counter.settings.argon2)

    def write(session: Session) -> Actor:
        if queries.office(session) is not None:
            raise BadInputError(_("This office is open already: log in."), "office-code")
        office = Office(code=code, name=name, heading="\n".join(heading), opened_on=counter.clock.today())
        session.add(office)
        session.flush()
        desk = Desk(office_code=code, name=desk_name)
        supervisor = Operator(
            username=username,
            full_name=full_name,
            role=Role.SUPERVISOR,
            state=OperatorState.ACTIVE,
            password_hash=secret,
            office_code=code,
            created_at=counter.clock.now(),
            fiscal_code=whose,
        )
        session.add_all([desk, supervisor])
        session.flush()
        actor = actor_of(supervisor, office, desk)
        record(counter, session, actor, "office.opened", subject=code)
        record(counter, session, actor, "operator.added", subject=username, role=Role.SUPERVISOR)
        return actor

    actor = counter.write(write)
    with contextlib.suppress(OSError):  # the desk then answers to its default name: nothing is lost
        remember_desk(replace(counter.settings, desk=desk_name))
    return actor


def actor_of(operator: Operator, office: Office, desk: Desk) -> Actor:
    """Return who acts, where, from the rows."""
    return Actor(
        operator_id=id_of(operator),
        username=operator.username,
        full_name=operator.full_name,
        role=Role(operator.role),
        office=office_view(office),
        desk=desk.name,
        desk_id=id_of(desk),
    )
