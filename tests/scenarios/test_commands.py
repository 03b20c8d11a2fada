"""`sportello walkthrough` as somebody at a shell sees it, from a folder elsewhere (M26, interfaces.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.walkthrough import requirements
from counter_app.walkthrough.scenario import find, shipped
from tests.support.pages import Page

SCENARIO = """\
format = 1
title = { it = "Breve", en = "Short" }
requirements = ["M01"]
on = 2016-05-10
world = "training"

[[step]]
say = { it = "Guarda", en = "Look" }
expect = { screen = "login" }
"""


def sportello(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "counter_app", "walkthrough", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=280, check=False)


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def answer(done: subprocess.CompletedProcess[str], code: int = 0) -> Any:
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_m26_list_tells_the_shipped_scenarios(tmp_path: Path) -> None:
    found = answer(sportello(tmp_path, "list", "--json"))
    assert [row["name"] for row in found] == list(shipped())
    row = next(row for row in found if row["name"] == "issue-2016")
    assert row == {
        "name": "issue-2016",
        "title": "Un PIN dispositivo, dal saluto alla busta chiusa",
        "requirements": ["M01", "M02", "M03", "M04", "M06", "M10", "M23", "M26"],
        "on": "2016-05-10",
        "steps": 12,
    }
    english = answer(sportello(tmp_path, "list", "--json", "--lang", "en"))
    assert "A dispositive PIN, from greeting to sealed envelope" in [row["title"] for row in english]


@pytest.mark.requirement("M26")
def test_m26_every_requirement_is_told_with_what_shows_it(tmp_path: Path) -> None:
    rows = answer(sportello(tmp_path, "list", "--requirements", "--json"))
    assert [row["id"] for row in rows] == [f"M{number:02}" for number in range(1, 27)]
    assert all(row["title"] for row in rows)
    shown = {(row["id"], name) for row in rows for name in row["scenarios"]}
    assert shown == {(requirement, name) for name in shipped() for requirement in find(name).requirements}
    done = sportello(tmp_path, "list", "--requirements", "--lang", "en")
    without = [row["id"] for row in rows if not row["scenarios"]]
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith(f"without a scenario: {' '.join(without)}")


def test_m26_a_report_without_gaps_says_so() -> None:
    everything = replace(find(shipped()[0]), requirements=tuple(requirements.titles()))
    assert requirements.as_text(requirements.shown_by([everything])).endswith("\nOgni requisito ha uno scenario.")


def test_m26_show_tells_a_scenario_in_words(tmp_path: Path) -> None:
    done = sportello(tmp_path, "show", "refused-2020")
    assert done.returncode == 0
    assert "01/10/2020" in done.stdout
    assert "=> refused m16-no-new-pin" in done.stdout


def test_m26_ids_lists_what_an_outsider_needs(tmp_path: Path) -> None:
    known = answer(sportello(tmp_path, "ids", "--json", "--lang", "en"))
    screens = {step["screen"]: step["fields"] for screen in known["screens"] for step in screen["steps"]}
    assert [field["id"] for field in screens["login"]] == ["login-username", "login-password"]
    assert screens["identify/person"][0]["options"] == [
        "self",
        "parent",
        "guardian",
        "support-administrator",
        "delegate",
    ]
    assert "m16-no-new-pin" in known["norms"]
    assert "pin.handed-over" in known["register_events"]
    assert known["documents"] == ["pin-envelope", "request-form", "receipt", "refusal-slip", "self-certification"]
    demo, world = known["worlds"]
    assert (demo["name"], demo["crowd"], demo["people"], world["name"]) == ("demo", 10_000, [], "training")
    assert {"username": "operatore", "password": "operatore-prova"}.items() <= world["operators"][0].items()
    assert "RSSMRA80A01H501U" in [person["fiscal_code"] for person in world["people"]]
    assert {key["key"]: key["required"] for key in known["operators_keys"]} == dict.fromkeys(
        ("role", "username", "full_name", "password"), True
    )
    assert {"key": "ward", "expected": "true or false", "required": False} in known["people_keys"]
    text = sportello(tmp_path, "ids", "--lang", "en").stdout
    for line in (
        "  identify/document",
        "  ok  jam  stopped  gone",
        "  from: pin-envelope  receipt",
        "  ward               true or false (may be missing)",
    ):
        assert line in text.splitlines()
    assert any("f2 / alt+f search" in line and "1 to 9, also with alt+: a choice" in line for line in text.splitlines())


@pytest.mark.requirement("M26")
def test_m26_play_headless_writes_its_report(tmp_path: Path) -> None:
    good = written(tmp_path, "good.toml", SCENARIO)
    bad = written(tmp_path, "bad.toml", SCENARIO.replace('"login"', '"home"'))
    earlier = tmp_path / "kept" / "bad"
    earlier.mkdir(parents=True)
    stale = [earlier / "02-old.svg", earlier / "02-receipt.pdf", earlier / "index.html", earlier.parent / "index.html"]
    for path in (*stale, earlier / "notes.txt"):
        path.write_text("of an earlier run", encoding="utf-8")
    done = sportello(tmp_path, "play", "--headless", "--json", "--lang", "en", "--out", "kept", bad, good)
    found = answer(done, code=1)
    assert found["passed"] is False
    assert [(row["name"], row["passed"], row["failed_step"]) for row in found["scenarios"]] == [
        ("bad", False, 1),
        ("good", True, None),
    ]
    assert (found["scenarios"][0]["expected"], found["scenarios"][0]["found"]) == ("screen home", "screen login")
    assert set(found["scenarios"][0]) == {"name", "passed", "steps", "failed_step", "expected", "found", "seconds"}
    assert json.loads((tmp_path / "kept" / "report.json").read_text(encoding="utf-8")) == found
    assert (tmp_path / "kept" / "bad" / "01-login.svg").exists()
    assert (tmp_path / "kept" / "good" / "01-login.svg").exists()
    left = {path.relative_to(tmp_path / "kept").as_posix() for path in (tmp_path / "kept").rglob("*") if path.is_file()}
    assert left == {
        *("report.json", "index.html", "good/01-login.svg", "good/index.html"),
        *("bad/01-login.svg", "bad/index.html", "bad/notes.txt"),
    }
    for name, verdict in (("good", "✓ passed"), ("bad", "✕ failed at step 1")):
        lesson = Page(tmp_path / "kept" / name / "index.html")
        lesson.check()
        assert lesson.all("html")[0].attributes["lang"] == "en"
        assert [one.text for one in lesson.all("p", "verdict")] == [verdict]
        picture = (tmp_path / "kept" / name / "01-login.svg").read_text(encoding="utf-8")
        assert "&#160;help" in picture, "the screens of every process speak the language that was asked for"
    above = Page(tmp_path / "kept" / "index.html")
    above.check()
    assert len(above.all("li", "lesson")) == 2


NOT_YET = {
    "mode": SCENARIO.replace('world = "training"', 'world = "training"\nmode = "kiosk"'),
    "read.from": SCENARIO + '[[step]]\nsay = { it = "a", en = "b" }\n'
    'read = { from = "message", what = "code", as = "code" }\n',
}
BAD = {
    "unknown scenario": (("play", "--headless", "nothing"), "There is no scenario “nothing”"),
    "no terminal": (("play", "refused-2020"), "Add --headless"),
    "no terminal for a lesson": (("run", "refused-2020"), "A lesson needs a terminal"),
    "no such lesson": (("run", "nothing"), "There is no scenario “nothing”"),
    "an exam in nothing": (("run", "--exam"), "--exam needs the name of a lesson"),
    "small size": (("play", "--headless", "--size", "70x20", "refused-2020"), "at least 80x24"),
    "no file": (("check", "nowhere.toml"), "nowhere.toml: the file cannot be read"),
}


@pytest.mark.parametrize("key", NOT_YET)
def test_m26_what_cannot_be_played_yet_is_told_by_its_key(tmp_path: Path, key: str) -> None:
    file = written(tmp_path, "later.toml", NOT_YET[key])
    for words in (("check",), ("play", "--headless")):
        done = sportello(tmp_path, *words, file, "--lang", "en")
        assert done.returncode == 2
        assert f"{key}: this version cannot play it yet" in done.stderr
        assert done.stdout == ""


@pytest.mark.parametrize("kind", BAD)
def test_m26_bad_input_ends_with_code_two(tmp_path: Path, kind: str) -> None:
    words, message = BAD[kind]
    done = sportello(tmp_path, *words, "--lang", "en")
    assert done.returncode == 2, done.stderr
    assert message in done.stderr


def test_m26_check_names_what_is_not_there(tmp_path: Path) -> None:
    text = SCENARIO.replace('world = "training"', 'world = "training"\noperator = "nobody"').replace(
        'expect = { screen = "login" }', 'desk = "9"\nexplain = "m99-nothing"\nexpect = { refused = "m98-nothing" }'
    )
    done = sportello(tmp_path, "check", written(tmp_path, "names.toml", text), "--lang", "en")
    assert done.returncode == 2
    for line in (
        "operator: the world has no such account",
        "step 1: desk: the world has no such desk",
        "step 1: explain: there is no norm m99-nothing",
        "step 1: expect.refused: there is no norm m98-nothing",
    ):
        assert f"names.toml: {line}" in done.stderr
    good = sportello(tmp_path, "check", written(tmp_path, "good.toml", SCENARIO), "--lang", "en")
    assert (good.returncode, good.stdout) == (0, "good.toml: valid, 1 step\n")


@pytest.mark.parametrize("act", [["check"], ["play", "--headless"]])
def test_m26_what_is_wrong_with_several_files_is_told_at_once(tmp_path: Path, act: list[str]) -> None:
    broken = written(tmp_path, "broken.toml", "format = 1\ntitle =")
    nobody = written(tmp_path, "nobody.toml", SCENARIO.replace('"training"', '"training"\noperator = "nobody"'))
    nowhere = written(tmp_path, "nowhere.toml", SCENARIO.replace('screen = "login"', 'screen = "nowhere"'))
    done = sportello(tmp_path, *act, broken, nobody, nowhere)
    assert done.returncode == 2
    assert all(name in done.stderr for name in (broken, nobody, nowhere)), done.stderr


def test_m26_check_tells_what_plays_but_hardly_as_meant(tmp_path: Path) -> None:
    text = SCENARIO.replace('world = "training"', 'world = "training"\nknown_on = 2020-01-01').replace(
        'expect = { screen = "login" }', 'date = 2016-05-09\npress = ["f1"]'
    )
    done = sportello(tmp_path, "check", written(tmp_path, "odd.toml", text), "--lang", "en")
    assert done.returncode == 0
    lines = done.stdout.splitlines()[1:]
    for key, line in zip(("known_on", "step 1: date", "step 1: expect"), lines, strict=True):
        assert line.startswith(f"  to look at: odd.toml: {key}: it ")


def test_m26_people_the_desk_would_refuse_are_told_by_check(tmp_path: Path) -> None:
    person = (
        '[[people]]\nfiscal_code = "RSSMRA80A01H501U"\nsurname = "ROSSI"\nname = "MARIO"\nsex = "M"\n'
        'born = 1980-01-01\nbirth_place_code = "H501"\naddress = ["1", "2", "3", "4"]\ncitizenship = "XX"\n'
        "deceased_on = 1979-01-01\n"
    )
    operator = '[[operators]]\nusername = "operatore"\nfull_name = "X"\nrole = "operator"\npassword = "123456789012"\n'
    bad = SCENARIO.replace("[[step]]", f"{person}[[step]]")
    done = sportello(tmp_path, "check", written(tmp_path, "bad.toml", bad), "--lang", "en")
    for key in ("citizenship", "address", "deceased_on"):
        assert f"bad.toml: people 1: {key}: " in done.stderr
    same = SCENARIO.replace("[[step]]", f"{operator}[[step]]")
    done = sportello(tmp_path, "check", written(tmp_path, "same.toml", same), "--lang", "en")
    assert "operators 1: username: operatore takes the place of the one the world has" in done.stdout


UNKNOWN = {
    'expect = { screen = "citizen", focus = "document-number" }': "expect.focus: there is no document-number; ",
    'fill = { field = "document-kind", text = "passaport" }': "fill.text: passaport is no option of document-kind; ",
    'fill = { field = "help-text", text = "x" }': "fill.field: help-text cannot be filled in",
    'expect = { refused = "m16" }': "expect.refused: there is no norm m16; is m16-",
    'screen = "home"': "screen: it belongs in [step.expect]",
    'expect = { screen = "hom" }': "expect.screen: there is no hom; is home meant?",
    'expect = { focus = "fiscal-kode" }': "expect.focus: there is no fiscal-kode; is fiscal-code meant?",
    'expect = { register = "pin.handed" }': "expect.register: there is no pin.handed; is pin.handed-over meant?",
    'fill = { field = "xyzzy", text = "a" }': "fill.field: there is no xyzzy; sportello walkthrough ids lists",
    'fill = { field = "form-signed", text = "si" }': "fill.text: si is no option of form-signed; there are: yes, no",
    'fill = { field = "applicant", text = "me" }': "fill.text: me is no option of applicant; there are: self, parent",
}


def test_m26_a_name_no_screen_knows_is_told_before_anything_is_played(tmp_path: Path) -> None:
    files = [
        written(tmp_path, f"names-{number}.toml", SCENARIO.replace('expect = { screen = "login" }', line))
        for number, line in enumerate(UNKNOWN)
    ]
    checked = sportello(tmp_path, "check", *files, "--lang", "en")
    assert (checked.returncode, checked.stdout) == (2, "")
    for file, told in zip(files, UNKNOWN.values(), strict=True):
        assert f"{file}: step 1: {told}" in checked.stderr
    played = sportello(tmp_path, "play", "--headless", files[0], "--lang", "en")
    assert (played.returncode, played.stdout) == (2, "")
    assert f"{files[0]}: step 1: {next(iter(UNKNOWN.values()))}" in played.stderr


def test_m26_dates_before_the_norms_twins_and_secrets_elsewhere_are_told(tmp_path: Path) -> None:
    person = (
        '[[people]]\nfiscal_code = "RSSMRA80A01H501U"\nsurname = "ROSSI"\nname = "MARIO"\nsex = "M"\n'
        'born = 1980-01-01\nbirth_place_code = "H501"\naddress = ["VIA ROMA 1", "50100 FIRENZE FI"]\n'
    )
    text = SCENARIO.replace("2016-05-10", "2011-12-31").replace('expect = { screen = "login" }', "date = 2011-01-01")
    done = sportello(tmp_path, "check", written(tmp_path, "early.toml", text), "--lang", "en")
    assert done.returncode == 2
    assert "early.toml: on: the norms begin on 01/01/2012" in done.stderr
    assert "early.toml: step 1: date: the norms begin on 01/01/2012" in done.stderr
    twins = SCENARIO.replace("[[step]]", f"{person}{person}[[step]]")
    done = sportello(tmp_path, "check", written(tmp_path, "twins.toml", twins), "--lang", "en")
    assert "twins.toml: people: RSSMRA80A01H501U stands there twice" in done.stderr
    secret = SCENARIO.replace("expect = {", 'read = { from = "receipt", what = "secret", as = "pin" }\nexpect = {')
    done = sportello(tmp_path, "check", written(tmp_path, "secret.toml", secret), "--lang", "en")
    assert "secret.toml: step 1: read.what: a secret stands in the envelope alone" in done.stderr
