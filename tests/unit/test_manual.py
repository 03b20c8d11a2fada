"""The manual is what the screens and the lessons say today, and whole: every link and picture is there (M26)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.i18n import LANGUAGES
from counter_app.walkthrough.manual import COACH, PICTURES
from counter_app.walkthrough.scenario import find, shipped
from screens import keys
from screens.walkthrough import ids
from screens.walkthrough.handbook import handbook

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FILES = {"it": DOCS / "manual.md", "en": DOCS / "manual.en.md"}
MOST_PICTURES = 12
OUTSIDE = re.compile(r"://(?!www\.w3\.org/2000/svg)")


@pytest.mark.requirement("M26")
@pytest.mark.parametrize("language", LANGUAGES)
def test_m26_the_committed_manual_is_the_one_made_today(tmp_path: Path, language: str) -> None:
    """In a process of its own: the language is chosen before the screens are imported."""
    made = tmp_path / "manual.md"
    words = [sys.executable, "-m", "counter_app.walkthrough.manual", "--lang", language, "--text", str(made)]
    subprocess.run(words, cwd=ROOT, check=True, timeout=280)
    same = made.read_text(encoding="utf-8") == FILES[language].read_text(encoding="utf-8")
    assert same, (
        f"docs/{FILES[language].name} is out of date: run `make manual`, and `make pictures` if screens changed"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_m26_links_and_pictures_of_the_manual_are_there(language: str) -> None:
    text = FILES[language].read_text(encoding="utf-8")
    assert "://" not in text
    anchors = re.findall(r'<a id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(anchors)
    pictures = [link for link in links if not link.startswith("#")]
    assert sorted(pictures) == sorted(f"pictures/{name}.svg" for name in (*PICTURES, COACH))


def test_m26_the_manual_tells_every_screen_key_and_lesson() -> None:
    text = FILES["it"].read_text(encoding="utf-8")
    told = [section.id for chapter in handbook().chapters for section in chapter.sections]
    lessons = ["lessons", "coach"]
    assert sorted(told) == sorted([*lessons, *(one.id for one in ids.screens() if getattr(one.kind, "HELP", ""))])
    assert all(section.help in text for chapter in handbook().chapters for section in chapter.sections)
    assert all(f"| {key.help} |" in text for key in keys.KEYS)
    assert all(f"#### {find(name).title}\n" in text for name in shipped())


def test_m26_pictures_are_few_and_need_nothing_from_outside() -> None:
    kept = sorted((DOCS / "pictures").glob("*"))
    assert [path.name for path in kept] == sorted(f"{name}.svg" for name in (*PICTURES, COACH))
    assert len(kept) <= MOST_PICTURES
    for path in kept:
        text = path.read_text(encoding="utf-8")
        assert not OUTSIDE.search(text), path.name
        assert "@font-face" not in text, path.name


def test_m26_pictures_are_steps_of_shipped_lessons() -> None:
    assert all(number <= len(find(name).steps) for name, number in PICTURES.values())
