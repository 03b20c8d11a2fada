"""Every use case done by somebody of each role, in an office or a training world (M01, M26)."""

from __future__ import annotations

import ast
import contextlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import counter_app.desk
import counter_app.importing
from counter_app.counter import Counter
from counter_app.desk import (
    choices,
    copies,
    corrections,
    drafts,
    envelopes,
    handovers,
    history,
    identification,
    issuing,
    lookups,
    operators,
    people,
    person_drafts,
    practice,
    representation,
    reviews,
    search,
    second_person,
    slips,
    suspicions,
    tray,
    visits,
)
from counter_app.desk.commands import (
    ArchiveCopy,
    ChoosePassword,
    ConfirmDeed,
    ConfirmDocument,
    CorrectPerson,
    DecideSuspicion,
    DeclareHandedOver,
    FindByData,
    HandOver,
    MergePeople,
    NoteSuspicion,
    Representing,
    ResetOperator,
    SearchPeople,
    SpoilEnvelope,
    ViewCopy,
)
from counter_app.desk.desk_views import ChoicesView, PracticeView
from counter_app.desk.rights import may
from counter_app.desk.views import Actor, Approval, Deed, OperatorView
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.identity.fiscal_code import parse
from counter_app.importing import people as people_import
from counter_app.importing.people import ImportPeople
from counter_app.norms.decide import refusal
from data.vocabulary import Applicant, AttachmentKind, Role, SpoilReason, TwoPersonAct, VisitOutcome
from tests.support.desks import (
    CARD,
    OPERATOR,
    ORDINARY_DAY,
    PASSWORD,
    TEMPORARY,
    TRAINER,
    Desk,
    add_operator,
    approved,
    fresh_key,
    logged_in,
    new_account,
    new_person,
    reservation,
)
from tests.support.people_files import one, write

DEPUTY, SPARE = "vice", "riserva"
"""A second supervisor, who confirms whatever anybody does; a second operator."""
BORN = date(1980, 1, 1)
ODD_CARD = replace(CARD, number="CA00")
"""In force, its number of an unusual form."""


@dataclass
class Place:
    """An office with an account of every role, and a visit."""

    desk: Desk
    actors: dict[Role, Actor]
    visit_id: int
    code: str

    @property
    def counter(self) -> Counter:
        return self.desk.counter

    def fresh(self) -> Place:
        """The same office with another person's visit."""
        person = self.desk.person()
        return replace(self, visit_id=self.desk.visit(person), code=person.fiscal_code)

    def account(self) -> OperatorView:
        """A new operator's account that things are done to: what becomes of it changes nothing for another act."""
        username = fresh_name()
        add_operator(self.counter, self.desk.supervisor, username, second=DEPUTY)
        return next(one for one in operators.listed(self.counter, self.desk.supervisor) if one.username == username)


def place_on(counter: Counter) -> Place:
    """Open an office with everybody in it."""
    desk = Desk.open(counter)
    for username, role in ((TRAINER, Role.TRAINER), (DEPUTY, Role.SUPERVISOR), (SPARE, Role.OPERATOR)):
        add_operator(counter, desk.supervisor, username, role)
    actors = {
        Role.OPERATOR: desk.actor,
        Role.SUPERVISOR: desk.supervisor,
        Role.TRAINER: logged_in(counter, TRAINER),
    }
    person = desk.person()
    return Place(desk, actors, desk.visit(person), person.fiscal_code)


def allowed(place: Place, actor: Actor, act: Act) -> bool:
    """Return whether an act is not refused; what it does not find there is no refusal."""
    with contextlib.suppress(BadInputError):
        try:
            act(place, actor)
        except NotAllowedError:
            return False
    return True


def seconded(place: Place, actor: Actor, deed: Deed) -> Approval | None:
    """Return the deputy's confirmation, where the actor may ask for one at all."""
    if not may(place.counter, actor, "ask-second-person"):
        return None
    return approved(place.counter, actor, deed, DEPUTY)


def _declare(place: Place, actor: Actor) -> object:
    serial = place.desk.printed().serial
    approval = seconded(place, actor, envelopes.deed_of(serial))
    command = DeclareHandedOver(serial, "firmata la ricevuta", fresh_key(), approval)
    return envelopes.declare_handed_over(place.counter, actor, command)


def _add(place: Place, actor: Actor) -> object:
    command = new_account(fresh_name())
    approval = seconded(place, actor, operators.deed_of_new(command))
    return operators.add(place.counter, actor, replace(command, approval=approval))


def _reset(place: Place, actor: Actor) -> object:
    account = place.account()
    approval = seconded(place, actor, operators.deed_of_reset(account))
    return operators.reset(place.counter, actor, ResetOperator(account.id, TEMPORARY, approval))


def _choose_password(place: Place, actor: Actor) -> object:
    there, back = ChoosePassword(PASSWORD, TEMPORARY), ChoosePassword(TEMPORARY, PASSWORD)
    return operators.choose_password(place.counter, actor, there), operators.choose_password(place.counter, actor, back)


def _decide(place: Place, actor: Actor) -> None:
    suspicions.note(place.counter, place.desk.actor, NoteSuspicion(place.visit_id, "la foto", fresh_key()))
    newest = suspicions.undecided(place.counter, place.desk.supervisor)[-1]
    suspicions.decide(place.counter, actor, DecideSuspicion(newest.id, True, "riconosciuta"))


def _archive(place: Place, actor: Actor) -> None:
    with contextlib.suppress(BadInputError):  # an office without a scanner
        copies.waiting(place.counter, place.desk.actor, place.visit_id)
    copies.archive(place.counter, actor, ArchiveCopy(place.visit_id, "scan-x", AttachmentKind.FORM, fresh_key()))


def _look(place: Place, actor: Actor) -> None:
    suspicions.note(place.counter, place.desk.actor, NoteSuspicion(place.visit_id, "la foto", fresh_key()))
    newest = suspicions.undecided(place.counter, place.desk.supervisor)[-1]
    reviews.look(place.counter, actor, newest.id)


def _confirm_document(place: Place, actor: Actor) -> object:
    approval = seconded(place, actor, identification.deed_of_document(place.visit_id, ODD_CARD))
    command = ConfirmDocument(place.visit_id, ODD_CARD, "numero letto due volte", fresh_key(), approval)
    return identification.confirm_document(place.counter, actor, command)


def _find_parent(place: Place, actor: Actor) -> object:
    return representation.find(place.counter, actor, place.visit_id, Applicant.PARENT, parse(place.code))


def _certify_role(place: Place, actor: Actor) -> object:
    representing = Representing(Applicant.PARENT, place.desk.person().id, role_certified=True)
    return identification.print_self_certification(place.counter, actor, place.visit_id, representing, fresh_key())


def _kept(place: Place) -> int:
    """Return the visit, with something typed in it."""
    drafts.save(place.counter, place.desk.actor, place.visit_id, "identify/document", {"document-number": "C"})
    return place.visit_id


def _hand_over(place: Place, actor: Actor) -> object:
    """Hand over to whoever may have it: the operator gives to a colleague, everybody else to the operator."""
    to = place.account().id if actor == place.desk.actor else place.desk.actor.operator_id
    return handovers.hand_over(place.counter, actor, _kept(place), to)


def _take_over(place: Place, actor: Actor) -> object:
    handovers.hand_over(place.counter, place.desk.actor, _kept(place), place.account().id)
    return handovers.take_over(place.counter, actor, place.visit_id)


def _correct(place: Place, actor: Actor) -> object:
    data = replace(new_person(), fiscal_code=place.code, email="x@example.it")
    return corrections.correct(place.counter, actor, CorrectPerson(place.visit_id, data))


def _merge(place: Place, actor: Actor) -> None:
    command = MergePeople(place.visit_id, place.desk.person().id, "stessa persona", fresh_key())
    corrections.merge(place.counter, actor, command)


def _import(place: Place, actor: Actor) -> object:
    file = write(place.counter.settings.state_dir / "people.csv", [one()])
    return people_import.import_people(place.counter, actor, ImportPeople(file))


def fresh_name() -> str:
    """Return a username nobody has."""
    return f"u{fresh_key()[:12]}"


Act = Callable[[Place, Actor], object]

SOME_DEED = Deed(TwoPersonAct.DECLARE_HANDED_OVER, "0500-0000001")

ACTS: dict[str, Act] = {
    "visits.home": lambda p, a: visits.home(p.counter, a),
    "operators.lock_desk": lambda p, a: operators.lock_desk(p.counter, a),
    "operators.resume": lambda p, a: operators.resume(p.counter, a, PASSWORD),
    "operators.choose_password": _choose_password,
    "operators.logout": lambda p, a: operators.logout(p.counter, a),
    "people.find_by_code": lambda p, a: people.find_by_code(p.counter, a, parse(p.code)),
    "search.find_other": lambda p, a: search.find_other(p.counter, a, parse(p.code), fresh_key(), None),
    "search.find_by_data": lambda p, a: search.find_by_data(p.counter, a, FindByData("X", "Y", BORN), fresh_key()),
    "search.find": lambda p, a: search.find(p.counter, a, SearchPeople("ROSSI")),
    "people.register": lambda p, a: people.register(p.counter, a, new_person()),
    "visits.open_visit": lambda p, a: visits.open_visit(p.counter, a, 1, fresh_key()),
    "visits.card": lambda p, a: visits.card(p.counter, a, p.visit_id),
    "visits.close": lambda p, a: visits.close(p.counter, a, p.visit_id, VisitOutcome.DONE),
    "history.explain": lambda p, a: history.explain(p.counter, a, 1),
    "drafts.save": lambda p, a: drafts.save(p.counter, a, p.visit_id, "s", {}),
    "person_drafts.save": lambda p, a: person_drafts.save(p.counter, a, "k", None, {"surname": "R"}),
    "person_drafts.discard": lambda p, a: person_drafts.discard(p.counter, a, "k"),
    "handovers.who_can_take": lambda p, a: handovers.who_can_take(p.counter, a, _kept(p)),
    "handovers.hand_over": _hand_over,
    "handovers.take_over": _take_over,
    "handovers.take_back": lambda p, a: handovers.take_back(p.counter, a, _kept(p)),
    "identification.check_applicant": lambda p, a: identification.check_applicant(
        p.counter, a, p.visit_id, Applicant.SELF
    ),
    "identification.check_document": lambda p, a: identification.check_document(p.counter, a, p.visit_id, CARD),
    "identification.confirm_document": _confirm_document,
    "identification.refuse_issue": lambda p, a: identification.refuse_issue(p.counter, a, p.visit_id),
    "identification.print_form": lambda p, a: identification.print_form(p.counter, a, p.visit_id, CARD, fresh_key()),
    "identification.print_self_certification": _certify_role,
    "representation.find": _find_parent,
    "representation.check_holder_document": lambda p, a: representation.check_holder_document(
        p.counter, a, p.visit_id, Applicant.PARENT, CARD
    ),
    "corrections.correct": _correct,
    "corrections.history": lambda p, a: corrections.history(p.counter, a, 1),
    "corrections.merge_view": lambda p, a: corrections.merge_view(p.counter, a, p.visit_id, p.desk.person().id),
    "corrections.merge": _merge,
    "slips.print_refusal": lambda p, a: slips.print_refusal(
        p.counter,
        a,
        p.visit_id,
        refusal(p.counter.norms, "m02-in-person", ORDINARY_DAY, action="issue-counter", reasons=("x",)),
    ),
    "copies.waiting": lambda p, a: copies.waiting(p.counter, a, p.visit_id),
    "copies.of_visit": lambda p, a: copies.of_visit(p.counter, a, p.visit_id),
    "copies.archive": _archive,
    "copies.of_person": lambda p, a: copies.of_person(p.counter, a, p.visit_id),
    "copies.view": lambda p, a: copies.view(p.counter, a, ViewCopy(p.visit_id, 1, "reclamo")),
    "suspicions.note": lambda p, a: suspicions.note(p.counter, a, NoteSuspicion(p.visit_id, "la foto", fresh_key())),
    "tray.printed": lambda p, a: tray.printed(p.counter, a),
    "tray.sheet": lambda p, a: tray.sheet(p.counter, a, "001-receipt-x.pdf"),
    "issuing.reserve": lambda p, a: issuing.reserve(p.counter, a, reservation(p.visit_id)),
    "issuing.print_envelope": lambda p, a: issuing.print_envelope(p.counter, a, p.desk.reserved().serial),
    "issuing.print_receipt": lambda p, a: issuing.print_receipt(p.counter, a, p.desk.printed().serial, fresh_key()),
    "issuing.hand_over": lambda p, a: issuing.hand_over(
        p.counter, a, HandOver(p.desk.printed().serial, True, True, fresh_key())
    ),
    "envelopes.in_doubt": lambda p, a: envelopes.in_doubt(p.counter, a),
    "envelopes.spoil": lambda p, a: envelopes.spoil(
        p.counter, a, SpoilEnvelope(p.desk.reserved().serial, SpoilReason.IN_DOUBT, "", fresh_key())
    ),
    "envelopes.prepare_declare": lambda p, a: envelopes.prepare_declare(p.counter, a, p.desk.printed().serial),
    "envelopes.declare_handed_over": _declare,
    "second_person.needed": lambda p, a: second_person.needed(p.counter, a, SOME_DEED),
    "second_person.confirm": lambda p, a: second_person.confirm(p.counter, a, ConfirmDeed(SOME_DEED, DEPUTY, PASSWORD)),
    "suspicions.undecided": lambda p, a: suspicions.undecided(p.counter, a),
    "reviews.look": _look,
    "suspicions.decide": _decide,
    "operators.listed": lambda p, a: operators.listed(p.counter, a),
    "operators.prepare_add": lambda p, a: operators.prepare_add(p.counter, a, new_account(fresh_name())),
    "operators.add": _add,
    "operators.prepare_reset": lambda p, a: operators.prepare_reset(p.counter, a, p.account().id),
    "operators.reset": _reset,
    "operators.unlock": lambda p, a: operators.unlock(p.counter, a, p.account().id),
    "operators.disable": lambda p, a: operators.disable(p.counter, a, p.account().id),
    "operators.furnish": lambda p, a: operators.furnish(p.counter, a, new_account(fresh_name())),
    "choices.mine": lambda p, a: choices.mine(p.counter, a),
    "choices.choose": lambda p, a: choices.choose(p.counter, a, ChoicesView()),
    "practice.standing": lambda p, a: practice.standing(p.counter, a),
    "lookups.report": lambda p, a: lookups.report(p.counter, a),
    "lookups.people": lambda p, a: lookups.people(p.counter, a, OPERATOR, ORDINARY_DAY),
    "importing.people.import_people": _import,
    "practice.change": lambda p, a: practice.change(p.counter, a, PracticeView(False, 7)),
}
"""Use case -> doing it."""

ONLY_IN_TRAINING = {"tray.printed", "tray.sheet", "operators.furnish"}
"""Use cases an office refuses to everybody."""

PARTS = {
    "colleagues.record_refusal",
    "colleagues.refusals_recorded",
    "papers.paper_head",
    "papers.print_document",
    "refusals.record_refusal",
    "rights.may",
    "rights.require",
    "rights.require_role",
    "rights.why_not",
    "second_person.spend",
}
"""Functions of several use cases together: no screen asks for one."""


def modules() -> Iterator[tuple[str, ModuleType]]:
    """Yield the modules of use cases, with the names the table calls them by."""
    for before, package in (("", counter_app.desk), ("importing.", counter_app.importing)):
        for module in pkgutil.iter_modules(package.__path__):
            yield f"{before}{module.name}", import_module(f"{package.__name__}.{module.name}")


def use_cases() -> set[str]:
    """Return every public function that is told a counter and who acts, as `module.function`."""
    return {
        f"{name}.{function.__name__}"
        for name, module in modules()
        for function in vars(module).values()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not function.__name__.startswith("_")
        and list(inspect.signature(function).parameters)[:2] == ["counter", "actor"]
    }


def rights_asked_for(use_case: str) -> set[Any]:
    """Return the rights a use case asks for by name, itself or by a private function it calls."""
    name, _dot, function = use_case.rpartition(".")
    file = Path(str(dict(modules())[name].__file__))
    tree = ast.parse(file.read_text(encoding="utf-8"))
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: set[Any] = set()
    for body in (function, *(called for called in _called(bodies[function]) if called.startswith("_"))):
        if body in bodies:
            found |= {
                call.args[2].value
                for call in ast.walk(bodies[body])
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in ("require", "require_role")
                and isinstance(call.args[2], ast.Constant)
            }
    return found


def _called(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
