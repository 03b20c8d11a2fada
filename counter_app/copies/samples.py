"""Two scans that a training desk always finds in its scanner: nobody's, and marked so on every page (M26)."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

SAMPLES = ("FAC-SIMILE documento", "FAC-SIMILE modulo")
"""What they are called, the newest first; as a scanner's, the names decide nothing."""
SENTENCE = "FAC-SIMILE: addestramento, nessuna persona reale"


def lay_down(folder: Path, now: datetime, mark: str) -> None:
    """Put the two scans into an empty folder; one that holds something is left alone.

    Each is another file every time, as two scans of one paper are, and the same whenever the same is done.

    Args:
        folder: of the training desk, made where it is missing.
        now: the training clock's time; the scans were made in the minutes before.
        mark: tells these scans from all others of the world.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    for minutes, name in enumerate(SAMPLES, 1):
        file = folder / f"{name}.pdf"
        file.write_bytes(_page(name, mark))
        at = (now - timedelta(minutes=minutes)).timestamp()
        os.utime(file, (at, at))


def _page(title: str, mark: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - only a training desk draws one

    target = BytesIO()
    canvas = Canvas(target, pagesize=(420, 298), invariant=1)
    canvas.setSubject(mark)
    canvas.setTitle(title)
    canvas.rect(20, 20, 380, 258)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawCentredString(210, 180, title)
    canvas.setFont("Helvetica", 11)
    canvas.drawCentredString(210, 140, SENTENCE)
    canvas.showPage()
    canvas.save()
    return target.getvalue()
