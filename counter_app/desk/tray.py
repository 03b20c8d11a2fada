"""What this desk has printed, to look at again: in training worlds only (architecture.md, rule 5, third exception)."""

from __future__ import annotations

from counter_app.counter import Counter
from counter_app.desk.rights import require
from counter_app.desk.views import Actor, PaperView, SheetView
from counter_app.envelope import tray as trays
from counter_app.envelope.printers import TrainingPrinter
from counter_app.errors import BadInputError, NotAllowedError
from counter_app.i18n import _
from data.vocabulary import WorldKind


def printed(counter: Counter, actor: Actor) -> tuple[PaperView, ...]:
    """Return what this desk has printed, the newest first.

    Raises:
        NotAllowedError: in an office, whatever is printed there.
        FaultError: when the tray cannot be read.
    """
    return tuple(PaperView(sheet.path.name, sheet.kind, sheet.number) for sheet in _sheets(counter, actor))


def sheet(counter: Counter, actor: Actor, paper_id: str) -> SheetView:
    """Return one of them to look at, an envelope opened.

    Args:
        counter: the desk.
        actor: who looks.
        paper_id: of a `PaperView` of this desk.

    Raises:
        NotAllowedError: in an office, whatever is printed there.
        BadInputError: when this desk has printed no such thing.
        FaultError: when it cannot be read.
    """
    for found in _sheets(counter, actor):
        if found.path.name == paper_id:
            return SheetView(f"{found.kind}-{found.number}.pdf", str(found.path), trays.content(found))
    raise BadInputError(_("This desk has printed no such paper."))


def _sheets(counter: Counter, actor: Actor) -> tuple[trays.Sheet, ...]:
    printer = counter.printer
    if counter.world is not WorldKind.TRAINING or not isinstance(printer, TrainingPrinter):
        raise NotAllowedError(_("Only a training world shows again what it has printed."))
    require(counter, actor, "serve")
    return trays.sheets(printer)
