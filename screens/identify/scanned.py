"""What an identification does with scanned copies: the rest of it is the wizard's."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.desk import copies
from data.vocabulary import AttachmentKind
from screens.base import desk_read
from screens.copies.scanner import ScannerDialog
from screens.identify.case import PERSON
from screens.identify.odd import OddDocuments


class ScannedCase(OddDocuments):
    """An identification whose papers are scanned and archived with the visit (M02)."""

    _archived: tuple[AttachmentKind, ...] = ()
    """What the visit has copies of."""

    def wanted(self, step: str) -> Sequence[str]:
        """Return which copies are still to be archived, once there is a document on the counter."""
        if step == PERSON:
            return ()
        return copies.still_wanted(self.counter, self._archived, for_another=self._typed.for_another)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are papers to scan after the first question, where there is a scanner."""
        if action == "copies" and (self.step == PERSON or not copies.available(self.counter)):
            return False
        return super().check_action(action, parameters)

    def action_copies(self) -> None:
        """Show what the scanner has made, to be archived with the visit."""
        self.keep_draft()
        wanted = copies.kinds(for_another=self._typed.for_another)
        self.app.push_screen(ScannerDialog(self.card.visit_id, wanted), lambda _result: self.read_copies())

    @desk_read
    async def read_copies(self) -> None:
        """Ask which copies the visit has by now."""
        if copies.available(self.counter):
            self._archived = tuple(copy.kind for copy in await self.case(copies.of_visit, self.card.visit_id))
            self.refresh_panes()
