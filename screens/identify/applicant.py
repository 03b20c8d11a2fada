"""In what quality the person at the counter asks: chosen with the arrows, a digit, or Enter."""

from __future__ import annotations

from textual.widgets import RadioButton

from counter_app.desk import drafts
from data.vocabulary import Applicant
from screens import keys, labels
from screens.marks import RoundMark, RoundSet

FIELD = drafts.APPLICANT


class ApplicantSet(RoundSet):
    """The five qualities; none is chosen at first, because the choice is what the operator attests."""

    BINDINGS = [*keys.choices(len(Applicant))]

    def __init__(self) -> None:
        buttons = [
            RoundMark(f"{number}  {labels.applicant(quality)}", id=quality.value)
            for number, quality in enumerate(Applicant, 1)
        ]
        super().__init__(*buttons, id=FIELD, compact=True)

    @property
    def chosen(self) -> Applicant | None:
        """The quality chosen."""
        # a quality put in by a draft is marked at once, and pressed only when the set has been told
        button = self.pressed_button or next((one for one in self.query(RadioButton) if one.value), None)
        return Applicant(button.id) if button is not None and button.id else None

    def choose(self, quality: Applicant) -> None:
        """Choose a quality."""
        self.query_one(f"#{quality.value}", RadioButton).value = True

    def action_choose(self, number: int) -> None:
        """Choose by digit."""
        self.choose(tuple(Applicant)[number - 1])
