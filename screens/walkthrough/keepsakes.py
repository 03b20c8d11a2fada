"""What `play --out` leaves behind: a picture per step, every printed document."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from screens.walkthrough.expectations import document_kind
from screens.walkthrough.settling import DeskApp

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KEEPSAKE = re.compile(r"[0-9]{2,}-.+\.(svg|pdf)\Z")


def svg(app: DeskApp) -> str:
    """Return a picture of the current screen that needs nothing from outside: no fonts, no addresses."""
    picture = _COMMENT.sub("", _FONT_FACE.sub("", app.export_screenshot()))
    return picture.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


class Keepsakes:
    """The folder of one scenario.

    Args:
        folder: made when it is missing; pictures and documents of an earlier run in it are removed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
