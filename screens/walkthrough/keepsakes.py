"""What `play --out` leaves behind: a picture per step, every printed document; whole pages about them."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

from counter_app.walkthrough.results import Kept
from counter_app.walkthrough.storyboard import INDEX
from screens.walkthrough.expectations import document_kind
from screens.walkthrough.settling import DeskApp

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KEEPSAKE = re.compile(rf"[0-9]{{2,}}-.+\.(svg|pdf)\Z|{re.escape(INDEX)}\Z")


def svg(app: DeskApp) -> str:
    """Return a picture of the current screen that needs nothing from outside: no fonts, no addresses."""
    picture = _COMMENT.sub("", _FONT_FACE.sub("", app.export_screenshot()))
    return picture.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever finds half of it."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


class Keepsakes:
    """The folder of one scenario.

    Args:
        folder: made when it is missing; pictures, documents and the page of an earlier run in it are removed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.kept: dict[int, Kept] = {}
        """Number of a step -> what is left of it."""
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if _KEEPSAKE.match(path.name):
                path.unlink()

    def keep_screen(self, step: int, screen: str, picture: str) -> None:
        """Write the picture of a step as `NN-<screen>.svg`.

        Args:
            step: number of the step.
            screen: id of the screen, a slash in it becomes a hyphen.
            picture: SVG text.
        """
        name = f"{step:02}-{screen.replace('/', '-') or 'screen'}.svg"
        (self._folder / name).write_text(picture, encoding="utf-8")
        self.kept[step] = replace(self.kept.get(step, Kept()), picture=name)

    def keep_prints(self, step: int, prints: tuple[Path, ...]) -> None:
        """Copy the documents of a step as `NN-<document>.pdf`; a second one of a kind gets `-2`."""
        for path in prints:
            kind = document_kind(path)
            target, number = self._folder / f"{step:02}-{kind}.pdf", 1
            while target.exists():
                number += 1
                target = self._folder / f"{step:02}-{kind}-{number}.pdf"
            target.touch(mode=0o600)
            shutil.copyfile(path, target)
            kept = self.kept.get(step, Kept())
            self.kept[step] = replace(kept, documents=(*kept.documents, (kind, target.name)))
