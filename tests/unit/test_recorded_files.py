"""What a recorder writes: always a valid file, never a secret in it, and nothing lost half-way (M26)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.credentials.secrets_words import ALPHABET
from counter_app.errors import BadInputError, FaultError
from counter_app.walkthrough.checking import checked_world
from counter_app.walkthrough.recorder.keeping import KeptFile
from counter_app.walkthrough.recorder.observing import FieldKind, FieldSeen, KeySeen, PaperSeen, Seen
from counter_app.walkthrough.recorder.recording import Recording
from counter_app.walkthrough.recorder.scripting import Script, head, script
from counter_app.walkthrough.recorder.writing import Entry, Head, as_toml, duration, quoted
from counter_app.walkthrough.scenario import Fill, Scenario, Step, find, load, shipped
from counter_app.walkthrough.worlds import Texts, load_world

HEAD = head("a-lesson", date(2016, 5, 10), "training")
HOSTILE = (
    'quote " and \\ backslash',
    "two\nlines",
    "bell \a escape \x1b[31m null \0 delete \x7f next line \x85",
    "${pin}",
    "a $ { } ${ not a name",
    "${over}\ntwo lines",
    "# no comment",
    "'''",
    '"""',
    "right to left \u202e and zero\u200bwidth",
    "lone \ud800 surrogate",
    "[[step]]",
    " ",
    "€ 𝔘",
)


def typed(
    *values: str, kind: FieldKind = FieldKind.TEXT, field: str = "note", papers: tuple[PaperSeen, ...] = ()
) -> Script:
    """Return what is made of texts typed one after the other, each confirmed, after something was printed."""
    recording = Recording(load_world("training"))
    start = Seen("form", field, field, (FieldSeen(field, kind),), (field,))
    recording.noticed("1", start)
    recording.typed("1", KeySeen("f4"), start, replace(start, papers=papers), None)
    for value in values:
        filled = FieldSeen(field, kind, value)
        after = replace(start, fields=(filled,))
        recording.typed("1", KeySeen("", value, inner=True), start, after, filled)
        recording.typed("1", KeySeen("f9"), after, start, None)
    return script(recording, "1")


def read_again(made: Script, folder: Path) -> Scenario:
    """Return what stands in the file: it is valid, and everything it names is there."""
    path = folder / "a-lesson.toml"
    text = made.as_toml(HEAD)
    assert all(char == "\n" or char.isprintable() for char in text)
    path.write_text(text, encoding="utf-8")
    scenario = load(path)
    checked_world(scenario)
    return scenario


def what_is_typed(scenario: Scenario) -> list[str]:
    """Return the texts that playing the scenario types."""
    found = []
    for step in scenario.steps:
        keys = "".join({"space": " ", "enter": "\n"}.get(key, key) for key in step.press if not key.startswith("f"))
        found += [fill.text for fill in step.fills if fill.text or not keys] + ([keys] if keys else [])
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_m26_whatever_is_typed_the_file_is_valid(tmp_path: Path, text: str) -> None:
    scenario = read_again(typed(text), tmp_path)
    wanted = "".join(char for char in text if char == "\n" or not ("\0" <= char < " " or "\x7f" <= char <= "\x9f"))
    assert what_is_typed(scenario) == [wanted.replace("\ud800", "")]


@given(text=st.text() | st.text("${}\n\xa0\x1b a"))
def test_m26_no_text_spoils_the_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    read_again(typed(text), tmp_path_factory.getbasetemp())


@given(st.text())
def test_m26_every_text_is_written_so_that_it_is_read_again(text: str) -> None:
    written = quoted(text)
    assert written.isprintable()
    assert tomllib.loads(f"text = {written}")["text"] == text


@pytest.mark.parametrize("name", shipped())
def test_m26_a_lesson_written_again_is_the_same_lesson(tmp_path: Path, name: str) -> None:
    scenario = find(name)
    top = Head(scenario.title, scenario.requirements, scenario.on, scenario.world, scenario.operator, scenario.known_on)
    path = tmp_path / f"{name}.toml"
    path.write_text(as_toml(top, map(Entry, scenario.steps), ("a remark",)), encoding="utf-8")
    assert load(path) == scenario


def test_m26_every_key_of_a_step_is_written(tmp_path: Path) -> None:
    step = Step(
        number=1,
        say=Texts("a", "b"),
        desk="2",
        date=date(2016, 5, 11),
        advance=timedelta(days=1, hours=2, seconds=90),
        printer="jam",
        restart=True,
        scan="%RSSMRA80A01H501U?\n",
        fills=(Fill("note", ""),),
        press=("f9", "$"),
    )
    path = tmp_path / "a-lesson.toml"
    path.write_text(as_toml(HEAD, [Entry(step, ("a\nremark\x1b",))]), encoding="utf-8")
    assert load(path).steps == (step,)


@pytest.mark.parametrize("text", ["PT90S", "P1DT2H", "P3D", "PT1H1M1S"])
def test_m26_a_time_is_written_as_it_is_read(text: str) -> None:
    from counter_app.walkthrough.reading import parse_duration

    assert parse_duration(duration(parse_duration(text))) == parse_duration(text)


# --- what may stand in the file --------------------------------------------------------------------------------------

SECRET, SERIAL, CODE = "K7P2XW9RTQ4MHCJD", "0500-0000001", "HKQR-2347"
ENVELOPE = PaperSeen("pin-envelope", (("secret", SECRET), ("serial", SERIAL), ("code", "")))
RECEIPT = PaperSeen("receipt", (("secret", ""), ("serial", SERIAL), ("code", CODE)))
SLIP = PaperSeen("refusal-slip", (("secret", ""), ("serial", ""), ("code", "JJJJ-2222")))


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (SECRET, "secret"),
        (SECRET.lower(), "secret"),
        (" ".join(SECRET[at : at + 4] for at in range(0, 16, 4)), "secret"),
        (SERIAL, "serial"),
        (CODE, "code"),
        (CODE.replace("-", "").lower(), "code"),
    ],
)
def test_m26_what_stands_on_paper_is_read_from_paper(tmp_path: Path, value: str, what: str) -> None:
    made = typed(value, "other words", papers=(ENVELOPE, RECEIPT))
    scenario = read_again(made, tmp_path)
    printed, reading, copied, other = scenario.steps
    assert printed.press == ("f4",)
    assert reading.read is not None
    assert (reading.read.what, copied.fills) == (what, (Fill("note", f"${{{reading.read.name}}}"),))
    assert other.fills == (Fill("note", "other words"),)
    assert made.looks == ()


def test_m26_each_sheet_is_read_before_another_lies_on_it(tmp_path: Path) -> None:
    recording = Recording(load_world("training"))
    seen = Seen("form", "note", "note", (FieldSeen("note", FieldKind.TEXT),), ("note",))
    recording.noticed("1", seen)
    other = "23456789CDFHJKMN"
    for secret in (SECRET, other):
        paper = PaperSeen("pin-envelope", (("secret", secret),))
        recording.typed("1", KeySeen("f9"), seen, replace(seen, papers=(paper,)), None)
    for secret in (SECRET, other):
        filled = FieldSeen("note", FieldKind.TEXT, secret)
        recording.typed("1", KeySeen("", secret, inner=True), seen, replace(seen, fields=(filled,)), filled)
        recording.typed("1", KeySeen("f8"), seen, seen, None)
    steps = read_again(script(recording, "1"), tmp_path).steps
    assert [step.read.name if step.read else "" for step in steps] == ["", "pin", "", "pin-2", "", ""]
    assert [fill.text for step in steps for fill in step.fills] == ["${pin}", "${pin-2}"]


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.PASSWORD])
@given(secret=st.text(ALPHABET, min_size=16, max_size=16), data=st.data())
def test_m26_no_part_of_a_secret_stands_in_a_file(secret: str, kind: FieldKind, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 12))
    part = secret[start : data.draw(st.integers(start + 4, 16))]
    between = data.draw(st.sampled_from(("", " ", "-", ".\x1b", "${")))
    around = data.draw(st.text(max_size=10))
    value = around + between.join(part) + around
    paper = PaperSeen("pin-envelope", (("secret", secret),))
    text = typed(value, kind=kind, papers=(paper,)).as_toml(HEAD)
    tomllib.loads(text)
    written = "".join(char for char in text.upper() if char.isalnum())
    assert part not in written
    assert secret not in written


def test_m26_a_part_of_a_secret_is_left_out_and_said(tmp_path: Path) -> None:
    made = typed(f"it begins with {SECRET[:4]}", papers=(ENVELOPE,))
    assert [step.fills for step in read_again(made, tmp_path).steps] == [(), ()]
    assert [(look.step, "note" in look.words) for look in made.looks] == [(2, True)]
    assert "# " + made.looks[0].words in made.as_toml(HEAD)


def test_m26_a_secret_spelled_by_keys_is_left_out() -> None:
    recording = Recording(load_world("training"))
    seen = Seen("", "", "", (), ())
    recording.noticed("1", seen)
    recording.typed("1", KeySeen("f9"), seen, replace(seen, papers=(ENVELOPE,)), None)
    for char in SECRET[:6]:
        recording.typed("1", KeySeen(char.lower(), char), seen, seen, None)
    recording.typed("1", KeySeen("escape"), seen, replace(seen, screen="home"), None)
    made = script(recording, "1")
    assert [entry.step.press for entry in made.entries] == [("f9",), ("escape",)]
    assert [look.step for look in made.looks] == [2]


@pytest.mark.parametrize("value", ["JJJJ-2222"])
def test_m26_what_no_scenario_can_read_is_left_out(tmp_path: Path, value: str) -> None:
    made = typed(value, papers=(SLIP,))
    assert [step.fills for step in read_again(made, tmp_path).steps] == [(), ()]
    assert [look.step for look in made.looks] == [2]


def test_m26_a_card_reader_keeps_no_secret_either(tmp_path: Path) -> None:
    recording = Recording(load_world("training"))
    seen = Seen("form", "note", "note", (FieldSeen("note", FieldKind.TEXT),), ("note",))
    recording.noticed("1", seen)
    recording.typed("1", KeySeen("f9"), seen, replace(seen, papers=(ENVELOPE,)), None)
    for scanned in (SECRET, "${pin}", "RSSMRA80A01H501U", "PTRJLN85C55Z118S"):
        scanning = replace(seen, scanning=True)
        for char in f"%{scanned}":
            recording.typed("1", KeySeen(char, char, inner=True), seen, scanning, None)
        recording.typed("1", KeySeen("enter"), scanning, seen, None)
    made = script(recording, "1")
    steps = read_again(made, tmp_path).steps
    assert [step.scan for step in steps] == ["", "", "", "%RSSMRA80A01H501U\n", "%PTRJLN85C55Z118S\n"]
    assert [look.step for look in made.looks] == [2, 3, 5]


@pytest.mark.parametrize("value", ["a password of my own", "short", "operatore-prova "])
def test_m26_a_password_of_ones_own_is_replaced_everywhere(tmp_path: Path, value: str) -> None:
    recording = Recording(load_world("training"))
    kinds = {"name": FieldKind.TEXT, "secret": FieldKind.PASSWORD, "again": FieldKind.PASSWORD}
    seen = Seen("form", "name", "name", tuple(FieldSeen(name, kind) for name, kind in kinds.items()), tuple(kinds))
    recording.noticed("1", seen)
    for name, text in (("name", value), ("secret", value), ("again", value), ("secret", f"{value} other")):
        filled = FieldSeen(name, kinds[name], text)
        before = replace(seen, focus=name, field=name)
        recording.typed("1", KeySeen("", text, inner=True), before, before, filled)
    made = script(recording, "1")
    (step,) = read_again(made, tmp_path).steps
    name, secret, again, other = (fill.text for fill in step.fills)
    assert name == secret == again != other
    assert (len(secret) < 12) == (len(value) < 12)
    assert value not in made.as_toml(HEAD)
    assert [look.step for look in made.looks] == [1]


def test_m26_what_was_taken_back_leaves_no_trace(tmp_path: Path) -> None:
    """The file is written again and again: nothing of an earlier state stays in it."""
    recording = Recording(load_world("training"))
    kinds = {"secret": FieldKind.PASSWORD, "note": FieldKind.TEXT}
    seen = Seen("form", "note", "note", tuple(FieldSeen(name, kind) for name, kind in kinds.items()), tuple(kinds))
    recording.noticed("1", seen)
    recording.typed("1", KeySeen("f9"), seen, replace(seen, papers=(ENVELOPE,)), None)
    for name, text in (("secret", "s"), ("secret", "something longer"), ("note", SECRET), ("note", "s")):
        before = replace(seen, focus=name, field=name)
        recording.typed("1", KeySeen("", text, inner=True), before, before, FieldSeen(name, kinds[name], text))
        script(recording, "1")
    steps = read_again(script(recording, "1"), tmp_path).steps
    assert [step.fills for step in steps] == [(), (Fill("secret", "segnaposto-0001"), Fill("note", "s"))]


@pytest.mark.parametrize("value", ["operatore-prova", "responsabile-prova"])
def test_m26_the_worlds_passwords_stay(tmp_path: Path, value: str) -> None:
    made = typed(value, kind=FieldKind.PASSWORD)
    assert what_is_typed(read_again(made, tmp_path)) == [value]
    assert made.looks == ()


@pytest.mark.parametrize(
    ("field", "value", "looked_at"),
    [
        ("fiscal-code", "RSSMRA80A01H501U", False),
        ("surname", "rossi ", False),
        ("find-born", "01/01/1980", False),
        ("surname", "Petrović", True),
        ("contact-email", "somebody@posta.example", True),
        ("contact-pec", "somebody@pec.example", True),
        ("document-number", "CA00000AA", True),
        ("spoil-note", "toner", False),
    ],
)
def test_m26_people_typed_by_hand_are_pointed_out(tmp_path: Path, field: str, value: str, looked_at: bool) -> None:
    made = typed(value, field=field)
    assert what_is_typed(read_again(made, tmp_path)) == [value]
    assert [field in look.words for look in made.looks] == ([True] if looked_at else [])


def test_m26_a_key_no_file_can_name_is_left_out_and_said(tmp_path: Path) -> None:
    recording = Recording(load_world("training"))
    seen = Seen("form", "list", "list", (FieldSeen("list", FieldKind.LIST),), ("list",))
    recording.noticed("1", seen)
    recording.typed("1", KeySeen("ctrl+nothing_of_this_name"), seen, replace(seen, screen="next"), None)
    made = script(recording, "1")
    assert [step.press for step in read_again(made, tmp_path).steps] == [()]
    assert [look.step for look in made.looks] == [1]


# --- the file while it grows -----------------------------------------------------------------------------------------


def test_m26_a_recording_grows_beside_its_file(tmp_path: Path) -> None:
    file = KeptFile(tmp_path / "a-lesson.toml")
    file.reserve()
    made = typed("one")
    file.keep(made.as_toml(HEAD))
    assert [path.name for path in tmp_path.iterdir()] == ["a-lesson.toml.part"]
    assert len(load(file.part).steps) == 2
    file.complete(typed("one", "two").as_toml(HEAD))
    assert [path.name for path in tmp_path.iterdir()] == ["a-lesson.toml"]
    assert len(load(file.path).steps) == 3


@pytest.mark.parametrize("there", ["a-lesson.toml", "a-lesson.toml.part"])
def test_m26_no_file_is_overwritten_unasked(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("old", encoding="utf-8")
    file = KeptFile(tmp_path / "a-lesson.toml")
    with pytest.raises(BadInputError, match=there):
        file.reserve()
    assert (tmp_path / there).read_text(encoding="utf-8") == "old"
    forced = KeptFile(tmp_path / "a-lesson.toml", force=True)
    forced.reserve()
    assert (tmp_path / "a-lesson.toml").exists() == (there == "a-lesson.toml")
    forced.complete("new")
    assert (tmp_path / "a-lesson.toml").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    "name", ["a-lesson", "a-lesson.txt", "", ".toml", "nowhere/a-lesson.toml", "file/a-lesson.toml"]
)
def test_m26_a_file_that_cannot_be_is_told_before_anything_is_recorded(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInputError):
        KeptFile(tmp_path / name if name else Path()).reserve()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("force", [False, True])
def test_m26_a_folder_is_no_file_to_overwrite(tmp_path: Path, force: bool) -> None:
    (tmp_path / "a-lesson.toml").mkdir()
    with pytest.raises(BadInputError):
        KeptFile(tmp_path / "a-lesson.toml", force=force).reserve()


def test_m26_a_folder_that_vanished_is_told_and_loses_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    file = KeptFile(folder / "a-lesson.toml")
    file.reserve()
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(FaultError, match="a-lesson"):
        file.complete("whole")


def test_m26_a_recording_that_never_began_leaves_nothing(tmp_path: Path) -> None:
    file = KeptFile(tmp_path / "a-lesson.toml")
    file.reserve()
    file.drop_if_empty()
    assert list(tmp_path.iterdir()) == []
