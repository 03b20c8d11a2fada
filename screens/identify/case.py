"""A request for a PIN as it stands: what it still needs, what decides, what it will ask of the use cases."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from counter_app.counter import Counter
from counter_app.desk import calendar, contacts, document_rules, eligibility, representation, signing
from counter_app.desk.commands import Representing, ReserveEnvelope
from counter_app.desk.fields import own_code, problems
from counter_app.desk.views import ActionView, CardView, PersonView
from counter_app.errors import BadInputError
from counter_app.identity import checklist, documents, holder
from counter_app.identity.documents import DocumentCheck
from counter_app.norms.decide import CitedNorm, Decision
from data.vocabulary import Applicant
from screens import labels
from screens.identify import representing, steps
from screens.identify.applicant import FIELD as APPLICANT
from screens.identify.document import as_it_is, refused_at
from screens.identify.typed import Typed
from screens.wizard import FOR_ANOTHER_RAIL, ISSUE_RAIL

PERSON, REPRESENTATIVE, DOCUMENT, HOLDER, CHECKS, FORM = STEPS = FOR_ANOTHER_RAIL[:-1]
OWN_STEPS = ISSUE_RAIL[:-1]

DAYS = {
    REPRESENTATIVE: (representation.APPOINTED_ON,),
    DOCUMENT: (documents.ISSUED, documents.EXPIRES),
    HOLDER: (holder.field(documents.ISSUED), holder.field(documents.EXPIRES)),
}
"""Step -> its fields that hold a date."""


class Case:
    """What is known of a request: the card, what is typed, who asks.

    Args:
        counter: the desk.
        card: of the person the PIN is for.
        typed: the fields.
        operator: full name of who is logged in.
    """

    def __init__(self, counter: Counter, card: CardView, typed: Typed, operator: str) -> None:
        self._counter = counter
        self._operator = operator
        self._typed = typed
        self.card = card
        self.issue = _issuing(card.may)
        """The decision by which a PIN may be issued; None where it may not."""
        self.who: PersonView | None = None
        """The representative, once the archive has been asked."""
        self.turned_away = ("", "")
        """Code of a representative who cannot ask as things stand, and what is wanted instead; until the date moves."""

    def read_again(self, card: CardView) -> Decision | None:
        """Take a newer card; return the refusal where a PIN cannot be issued any more."""
        self.card, self.issue, self.turned_away = card, _issuing(card.may), ("", "")
        return _issuing(card.may_not)

    @property
    def path(self) -> tuple[str, ...]:
        """The steps of this case: two more where somebody asks for another person."""
        return STEPS if self._typed.for_another else OWN_STEPS

    @property
    def rail(self) -> tuple[str, ...]:
        """The steps and the envelope."""
        return FOR_ANOTHER_RAIL if self._typed.for_another else ISSUE_RAIL

    @property
    def quality(self) -> Applicant:
        """In what quality they ask."""
        return self._typed.applicant or Applicant.SELF

    @property
    def asking(self) -> PersonView | None:
        """The representative, where somebody asks for another person and is known."""
        return self.who if self._typed.for_another else None

    @property
    def kind(self) -> str:
        """Words for the kind of PIN."""
        return labels.pin_kind(str(self.issue.outcome.get("kind", "")) if self.issue else "")

    @property
    def title(self) -> str:
        """What is asked for, for whom and by whom."""
        shown = self.card.person.full_name
        who = self.asking
        shown = shown.upper() if who is None else representing.acting(who.full_name, self.quality, shown)
        return " · ".join(part for part in (self.kind.upper(), shown) if part)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to say before issuing; the decision's first reason only says what will be handed over.

        Who cannot ask alone, or only by the act that protects them, is told before a quality is chosen.
        """
        alone = representation.in_quality(self._counter, self.card.person, Applicant.SELF)
        return (*(self.issue.reasons[1:] if self.issue else ()), *alone.reasons[:1])

    def admitted(self) -> Decision | None:
        """Return what is decided about the quality chosen, None while none is."""
        quality = self._typed.applicant
        return None if quality is None else representation.in_quality(self._counter, self.card.person, quality)

    def asked(self, what: str) -> bool:
        """Return whether `appointment` or `holder_document` is asked for in this quality."""
        admitted = self.admitted()
        return bool(admitted is not None and admitted.outcome.get(what))

    def lacking(self, step: str) -> dict[str, str]:
        """Return what a step still needs: what the pane tells, and what F8, F4 and F9 stop at.

        Returns:
            Field -> why what stands in it cannot be; empty where nothing stands there.
        """
        wrong = {error.field or "": error.message for error in self._wrong(step)}
        return dict.fromkeys(self._empty(step), "") | wrong

    def refused(self, step: str) -> tuple[str, str]:
        """Return the field a rule refuses and what is wanted in its place, both empty where none does; F8 explains."""
        if step == REPRESENTATIVE and self.turned_away[0]:
            code, wanted = self.turned_away
            return (representation.CODE, wanted) if code == self._typed.text(representation.CODE) else ("", "")
        if step not in (DOCUMENT, HOLDER) or self.check(step).refused_by is None:
            return "", ""
        field = holder.field if step == HOLDER else as_it_is
        where, wanted = refused_at(self.check(step).refused_by)
        return field(where), wanted

    def _empty(self, step: str) -> tuple[str, ...]:
        typed = self._typed
        if step == PERSON:
            return () if typed.applicant else (APPLICANT,)
        if step == REPRESENTATIVE:
            code = () if typed.text(representation.CODE) else (representation.CODE,)
            return (*code, *representation.missing(self.admitted(), typed.appointment()))
        if step in (DOCUMENT, HOLDER):
            check = self.check(step)
            return () if check.refused_by else check.missing
        if step == CHECKS:
            return self._unmarked(checklist.OPERATOR_CHECKS)
        unsigned = typed.unsigned()
        boxes = (
            *((steps.SIGNED,) if unsigned is None else ()),
            *((representation.ROLE_CERTIFIED,) if typed.for_another else ()),
            steps.PRIVACY,
        )
        return (*self._unmarked(boxes), *(() if unsigned is None else signing.missing(unsigned)))

    def _wrong(self, step: str) -> tuple[BadInputError, ...]:
        """Return what is wrong with the values of a step that are there."""
        typed = self._typed
        if step == REPRESENTATIVE:
            return problems(self._check_code, self._check_appointed_on)
        if step in (DOCUMENT, HOLDER):
            check = self.check(step)
            days = () if check.refused_by else problems(*(partial(typed.strict_day, field) for field in DAYS[step]))
            return (*days, *(BadInputError(item.message, item.field) for item in check.errors))
        if step != FORM:
            return ()
        unsigned = typed.unsigned()
        parties = [who.full_name for who in (self.card.person, self.asking) if who is not None]
        return (
            *contacts.wrong(typed.contacts()),
            *(() if unsigned is None else signing.wrong(unsigned, (*parties, self._operator))),
        )

    def _check_code(self) -> None:
        text = self._typed.text(representation.CODE)
        if text:
            own_code(text, representation.CODE)

    def _check_appointed_on(self) -> None:
        day = self._typed.strict_day(representation.APPOINTED_ON) if self.asked("appointment") else None
        if day is not None:
            representation.check_appointed_on(day, self._counter.clock.today())

    def _unmarked(self, boxes: Iterable[str]) -> tuple[str, ...]:
        return tuple(box for box in boxes if not self._typed.marked(box))

    def check(self, step: str = DOCUMENT) -> DocumentCheck:
        """Return what is to be said about one of the two documents, naming its fields."""
        person = self.card.person
        admitted = self.admitted() if step == HOLDER else None
        if admitted is not None:
            shown = self._typed.document(holder.field)
            check = representation.holder_check(self._counter, admitted, shown, person.born, self.card.expiring_days)
            return eligibility.check_shown(self._counter, person, check, shown.kind)
        shown, born = self._typed.document(), (self.asking or person).born
        check = document_rules.check(self._counter, shown, born, self.card.expiring_days)
        return check if self._typed.for_another else eligibility.check_shown(self._counter, person, check, shown.kind)

    def deciding(self, step: str) -> tuple[CitedNorm, ...]:
        """Return the norms that decide in a step."""
        issue = self.issue.norms if self.issue else ()
        admitted = self.admitted()
        if admitted is not None and step in (PERSON, REPRESENTATIVE, HOLDER):
            return admitted.norms
        if step == DOCUMENT:
            beyond = self.check().beyond
            extends = () if beyond is None else (beyond.norm,)
            norms = (*extends, documents.VALID_DOCUMENT, documents.ACCEPTED_DOCUMENTS)
            return calendar.cited(self._counter, norms)
        if step == CHECKS:
            return calendar.cited(self._counter, ("m02-in-person",))
        if step == FORM and self._typed.marked(signing.CANNOT_SIGN):
            return (*calendar.cited(self._counter, signing.NORMS), *issue)
        return issue

    def representing(self) -> Representing | None:
        """Return who asks for the person, None where they ask for themselves."""
        return self._typed.representing(self.who.id if self.who else None, self.asked("appointment"))

    def command(self, key: str, password: str) -> ReserveEnvelope:
        """Return the command that issues.

        Args:
            key: idempotency key of the act.
            password: the operator's, as typed again.
        """
        return ReserveEnvelope(
            visit_id=self.card.visit_id,
            applicant=self.quality,
            document=self._typed.document(),
            checks=self._typed.checks(),
            form_signed=self._typed.marked(steps.SIGNED),
            privacy_given=self._typed.marked(steps.PRIVACY),
            contacts=self._typed.contacts(),
            key=key,
            password=password,
            representing=self.representing(),
            unsigned=self._typed.unsigned(),
        )


def _issuing(actions: Iterable[ActionView]) -> Decision | None:
    return next((item.decision for item in actions if item.action == "issue-counter"), None)
