"""One held case, and what a supervisor sees before deciding on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import RadioSet, Static

from counter_app.clock import ROME
from counter_app.desk import suspicions
from counter_app.desk.archive_views import PersonHit
from counter_app.desk.commands import DecideSuspicion
from counter_app.desk.fields import required
from counter_app.desk.review_views import AskingView, EarlierView, PresentedView, ReviewView
from counter_app.desk.views import Approval
from counter_app.i18n import _, show_date
from data.vocabulary import SuspicionState
from screens import keys, labels, second_person
from screens.base import DeskScreen, desk_work
from screens.marks import RoundMark, RoundSet
from screens.person_edit import told
from screens.second_person import SecondPersonDialog
from screens.widgets.fields import DeskInput, Field

DECISION, FACTS = "review-decision", "review-facts"
GO_ON, REJECT = "go-on", "reject"


class DecisionSet(RoundSet):
    """The two decisions; none is chosen at first."""

    BINDINGS = [*keys.choices(2)]

    def __init__(self) -> None:
        marks = (
            RoundMark(_("1  let the case go on: nothing is wrong"), id=GO_ON),
            RoundMark(_("2  reject it: nothing is issued to this person"), id=REJECT),
        )
        super().__init__(*marks, id=DECISION, compact=True)

    def action_choose(self, number: int) -> None:
        """Choose by digit."""
        self.query_one(f"#{(GO_ON, REJECT)[number - 1]}", RoundMark).value = True


class ReviewScreen(DeskScreen[str]):
    """What there is to see of one case, and the decision. Dismisses with `go-on`, `reject` or None.

    Args:
        view: the case.
    """

    AUTO_FOCUS = f"#{DECISION}"
    CSS_PATH = "styles/visit.tcss"
    HELP = _(
        "Everything the desk has on the case: the notes, the person, the document as it was typed and what is odd "
        "about it, who asks for the person, what was corrected, earlier cases. Tab goes to it, the arrows scroll. That "
        "you looked is in the register. Talk to whoever wrote the note. If nothing is wrong the case goes on at once, "
        "at every desk. If it is rejected, whoever asks for this person is told, in neutral words, that the request "
        "cannot be accepted; a new note opens the question again. The reason is kept in the register. F9 decides."
    )
    BINDINGS = [*keys.bindings(confirm=_("decide"), leave=_("back to the list"))]
    UNSAVED = _("a decision on a case")

    def __init__(self, view: ReviewView) -> None:
        super().__init__(id="review")
        self._view = view

    def compose_content(self) -> ComposeResult:
        """What there is to see, the two decisions, the reason."""
        with VerticalScroll(id=FACTS):
            for label, words in _facts(self._view):
                with Horizontal(classes="fact"):
                    yield Static(label, classes="fact-label", markup=False)
                    yield Static(words, classes="fact-words", markup=False)
        yield DecisionSet()
        yield Field(_("Reason"), DeskInput(id=suspicions.GROUND, width=48))
        if self._view.own:
            words = _("You wrote the note, and no other supervisor is here: F9 calls a colleague, who confirms it.")
            yield Static(words, classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Say whose case it is."""
        super().on_mount()
        self.title_text = f"{self._view.person.full_name.upper()} · {self._view.person.masked_code}"

    @property
    def unsaved(self) -> bool:
        """Whether a decision was chosen or a reason typed, and not decided."""
        if not self.is_mounted:
            return False
        chosen = self.query_one(f"#{DECISION}", RadioSet).pressed_button is not None
        return chosen or bool(self.query_one(f"#{suspicions.GROUND}", DeskInput).value.strip())

    def main_action(self) -> None:
        """Enter never commits: say which key does."""
        self.status(_("F9 decides."))

    def action_confirm(self) -> None:
        """Decide, once a decision is chosen."""
        self.clear_field_errors()
        pressed = self.query_one(f"#{DECISION}", RadioSet).pressed_button
        if pressed is None or not pressed.id:
            self.show_field_error(DECISION, _("Choose a decision."))
        else:
            ground = self.query_one(f"#{suspicions.GROUND}", DeskInput).value.strip()
            command = DecideSuspicion(self._view.suspicion_id, pressed.id == GO_ON, ground)
            if self._view.own:
                self._call_second(command)
            else:
                self._decide(command)

    @desk_work
    async def _call_second(self, command: DecideSuspicion) -> None:
        required(command.ground, suspicions.GROUND, suspicions.NOTE_LENGTH)
        what = (
            _("The case of {person} goes on: {reason}")
            if command.go_on
            else _("The case of {person} is rejected: {reason}")
        )
        what = what.format(person=self._view.person.full_name, reason=command.ground)
        dialog = SecondPersonDialog(what, second_person.anybody(), suspicions.deed_of(command))
        self.app.push_screen(dialog, lambda approval: self._confirmed(command, approval))

    def _confirmed(self, command: DecideSuspicion, approval: Approval | None) -> None:
        if approval is not None:
            self._decide(replace(command, approval=approval))

    @desk_work
    async def _decide(self, command: DecideSuspicion) -> None:
        await self.case(suspicions.decide, command)
        self.dismiss(GO_ON if command.go_on else REJECT)

    def action_leave(self) -> None:
        """Go back to the list."""
        self.dismiss(None)


def noted(who: str, desk: str, at: datetime) -> str:
    """Return in words who wrote a note, where and when."""
    words = _("noted by {who}, desk {desk}, {moment}")
    return words.format(who=who, desk=desk, moment=_moment(at))


def _moment(moment: datetime) -> str:
    local = moment.astimezone(ROME)
    return f"{show_date(local.date())} {local:%H:%M}"


def _facts(view: ReviewView) -> Iterator[tuple[str, str]]:
    """Yield label and words of everything there is to see, the notes first."""
    for note in view.notes:
        yield _("note"), f"{note.text}\n{noted(note.who, note.desk, note.at)}"
    yield _("person"), "\n".join(_person(view))
    if view.asking is not None:
        yield labels.quality(view.asking.quality), _asking(view.asking)
    yield _("document"), _("none was typed") if view.document is None else _document(view.document)
    if view.holder_document is not None:
        yield _("holder's document"), _document(view.holder_document)
    corrected = "\n".join(map(told, view.corrections)) or _("nothing of the person's data")
    yield _("corrected"), corrected
    yield _("earlier cases"), "\n".join(map(_earlier, view.earlier)) or _("none before")


def _hit(hit: PersonHit) -> str:
    return f"{hit.full_name} · {hit.masked_code} · {show_date(hit.born)}, {hit.birth_place}"


def _asking(asking: AskingView) -> str:
    if asking.hit is not None:
        return _hit(asking.hit)
    if not asking.typed_code:
        return _("nobody was named")
    return _("{code}, not in the archive").format(code=asking.typed_code)


def _person(view: ReviewView) -> Iterator[str]:
    yield _hit(view.person)
    if view.minor is not None:
        yield labels.minor(view.minor)
    if view.ward:
        yield _("under guardianship, curatorship or support administration")
    if view.person.deceased:
        yield _("dead, according to the archive")


def _document(document: PresentedView) -> str:
    head = " · ".join(part for part in (document.kind, document.number, document.issuer) if part)
    dates = _("issued on {issued}, expires on {expires}")
    dates = dates.format(issued=_day(document.issued_on), expires=_day(document.expires_on))
    return "\n".join((head, dates, *(f"! {words}" for words in document.told)))


def _day(day: date | None) -> str:
    return "-" if day is None else show_date(day)


def _earlier(case: EarlierView) -> str:
    outcome = _("went on") if case.state is SuspicionState.CLEARED else _("rejected")
    words = _("{note} ({who}, {moment}): {outcome}, {decider}: {ground}")
    return words.format(
        note=case.note,
        who=case.by,
        moment=_moment(case.at),
        outcome=outcome,
        decider=case.decided_by,
        ground=case.ground,
    )
