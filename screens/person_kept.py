"""What is kept of the form of a person's data when the desk is locked, its line cut, or something else comes first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from counter_app.desk import person_drafts
from counter_app.desk.desk_views import PersonDraftView
from counter_app.i18n import _
from screens import labels
from screens.base import DeskScreen


class KeptForm:
    """The draft of one form.

    Args:
        screen: the form.
        person_id: whose data are corrected, None for somebody new.
        left: what was left half-way, where the form takes it up.
    """

    def __init__(self, screen: DeskScreen[Any], person_id: int | None, left: PersonDraftView | None) -> None:
        self._left = left
        self._screen = screen
        self._person_id = person_id
        self.key = uuid4().hex if left is None else left.key
        """Of the draft: the act that ends the form wipes it."""
        self._is_kept = left is not None

    def take_up(self, put: Callable[[str, str], None]) -> None:
        """Go on where the form was left half-way.

        Args:
            put: writes into a field, told by its id, what was typed there.
        """
        if self._left is not None:
            for name, value in self._left.values.items():
                put(name, value)
            when = labels.left(self._left.saved_at, self._left.begun_by)
            self._screen.title_text = _("As it was left: {when}.").format(when=when)

    def keep(self, values: dict[str, str]) -> None:
        """Save what was typed; nothing typed leaves nothing behind.

        Args:
            values: widget id -> text, of the fields that were typed in.
        """
        if values or self._is_kept:
            self._is_kept = True
            counter, actor = self._screen.counter, self._screen.actor
            self._screen.in_background(partial(person_drafts.save, counter, actor, self.key, self._person_id, values))

    async def forget(self) -> None:
        """The form is left: what was kept of it goes.

        Raises:
            CaseFailed: when that failed, as `CaseScreen.case`.
        """
        if self._is_kept:
            await self._screen.case(person_drafts.discard, self.key)
