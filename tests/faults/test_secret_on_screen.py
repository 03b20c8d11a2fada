"""No picture, page, report, other document or row holds the PIN the shipped lesson hands over (M03, rule 5)."""

from __future__ import annotations

import asyncio
import html
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app import i18n
from counter_app.settings import Settings
from counter_app.walkthrough.building import build_world
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.results import ScenarioResult, report
from counter_app.walkthrough.scenario import find
from counter_app.walkthrough.storyboard import INDEX, page, tell
from screens.walkthrough.keepsakes import Keepsakes, write_whole
from screens.walkthrough.player import Player
from screens.walkthrough.stages import WorldStage
from screens.walkthrough.words import words
from tests.faults.secret_search import Secret, found_in_files, secret_on

SIZE = (140, 40)
"""Wide: every pane is open."""
LONG = 60.0
"""Seconds a step may take here: a busy machine is no reason to fail."""


@contextmanager
def played(world_folder: Path, out: Path) -> Iterator[ScenarioResult]:
    """Play the main job and write its page; its world stands until the end."""
    scenario = find("issue-2016")
    world = checked_world(scenario)
    build_world(world, world_folder)
    stage = WorldStage(world, world_folder, scenario.on, Settings(state_dir=world_folder, language=i18n.language()))
    keepsakes = Keepsakes(out)
    player = Player(scenario, stage, size=SIZE, headless=True, pace=0, keepsakes=keepsakes, patience=LONG)
    try:
        result = asyncio.run(player.play())
        write_whole(out / INDEX, page(tell(scenario, result, keepsakes.kept, words())))
        yield result
    finally:
        stage.close()


def test_m03_no_screen_report_or_row_shows_the_secret(tmp_path: Path) -> None:
    world, out = tmp_path / "world", tmp_path / "out"
    with played(world, out) as result:
        assert result.passed, (result.failed_step, result.expected, result.found)
        (tmp_path / "report.json").write_text(str(report([result])))
        (envelope,) = out.glob("*-pin-envelope.pdf")
        secret = secret_on(envelope)
        on_paper = {envelope, *(world / "printer").glob("*/tray/*-pin-envelope-*.pdf")}
        others = [path for path in tmp_path.rglob("*") if path.is_file() and path not in on_paper]
        names = " ".join(path.name for path in others)
        for needed in (
            "index.html",
            "issue-envelope.svg",
            "issue-handed-over.svg",
            "receipt.pdf",
            "request-form.pdf",
            "sportello.db",
        ):
            assert needed in names, names
        assert found_in_files(secret, others) == []
        assert found_in_files(secret, on_paper) != []
    assert re.search(r"0500-\d{7}", shown_on(out, "issue-envelope")), "the pictures can be read"


def shown_on(out: Path, screen: str) -> str:
    (picture,) = out.glob(f"*-{screen}.svg")
    return html.unescape(re.sub(r"<[^>]*>", "", picture.read_text()))


def test_m03_a_secret_on_a_screen_would_be_found(tmp_path: Path) -> None:
    secret = Secret("2C4D6F8H9JKMNPQR")
    words = "2C4D 6F8H 9JKM NPQR".replace(" ", "&#160;")
    (tmp_path / "screen.svg").write_text(f"<svg><text x='1'>PIN&#160;{words}</text></svg>{os.linesep}")
    assert any("screen.svg: text" in place for place in found_in_files(secret, [tmp_path]))
