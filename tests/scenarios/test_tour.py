"""A way through all screens: what `walkthrough ids` says of them is what stands there (M26, interfaces.md)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import counter_app.desk
import counter_app.importing
from counter_app.walkthrough.ids import PAPERS, register_events
from screens.walkthrough import ids
from screens.walkthrough.settling import PATIENCE
from tests.scenarios.comparing import KNOWN, WORDS, Comparison
from tests.scenarios.playground import Playground

HEAD = """\
format = 1
title = { it = "Giro", en = "Tour" }
requirements = ["M26"]
on = 2016-05-10
world = "training"
"""
SAY = '\n[[step]]\nsay = { it = "Passo", en = "Step" }\n'
TRAINER_LOGIN = """fills = [
  { field = "login-username", text = "formatore" }, { field = "login-password", text = "formatore-prova" } ]
press = ["enter"]
"""
LOGIN = """fills = [
  { field = "login-username", text = "responsabile" }, { field = "login-password", text = "responsabile-prova" } ]
press = ["enter"]
"""
IDENTIFY = (
    'fill = { field = "fiscal-code", text = "KLLSDR72M49Z133A" }\npress = ["enter"]\nexpect = { screen = "citizen" }\n',
    'fill = { field = "actions", text = "issue-counter" }\npress = ["enter"]\n'
    'expect = { screen = "identify/person" }\n',
    'fill = { field = "applicant", text = "self" }\npress = ["f8"]\nexpect = { screen = "identify/document" }\n',
    """fills = [
  { field = "document-kind", text = "passport" }, { field = "document-number", text = "YA0000000" },
  { field = "document-issuer", text = "Questura" }, { field = "document-issued", text = "10012012" },
  { field = "document-expires", text = "09012022" } ]
press = ["f8"]
expect = { screen = "identify/checks" }
""",
    """fills = [ { field = "check-photo", text = "yes" }, { field = "check-intact", text = "yes" },
  { field = "check-data", text = "yes" } ]
press = ["f8"]
expect = { screen = "identify/form" }
""",
)
FOR_ANOTHER = (
    'fill = { field = "fiscal-code", text = "GLLTRS44A70I726J" }\npress = ["enter"]\nexpect = { screen = "citizen" }\n',
    IDENTIFY[1],
    'fill = { field = "applicant", text = "support-administrator" }\npress = ["f8"]\n'
    'expect = { screen = "identify/representative" }\n',
    """fills = [
  { field = "representative-code", text = "FBBNDR70R08A944Z" }, { field = "appointment-court", text = "Tribunale" },
  { field = "appointment-date", text = "14032015" }, { field = "appointment-number", text = "1/2015" } ]
press = ["f8"]
expect = { screen = "identify/document" }
""",
    IDENTIFY[3].replace("identify/checks", "identify/holder"),
    IDENTIFY[3].replace("document-", "holder-"),
    IDENTIFY[4],
    'fill = { field = "cannot-sign", text = "yes" }\nexpect = { screen = "identify/form" }\n',
    """fills = [ { field = "impediment", text = "bodily" }, { field = "witness-kind", text = "passport" },
  { field = "cannot-sign", text = "no" }, { field = "role-certified", text = "yes" } ]
expect = { screen = "identify/form", focus = "role-certified" }
""",
)
ISSUE = (
    """fills = [ { field = "form-signed", text = "yes" }, { field = "privacy-given", text = "yes" } ]
press = ["f9"]
expect = { screen = "password" }
""",
)
SECOND = """fills = [
  { field = "second-username", text = "responsabile" }, { field = "second-password", text = "responsabile-prova" } ]
press = ["enter"]
"""
ODD = (
    'press = ["f7", "f7", "f7"]\nexpect = { screen = "identify/document" }\n',
    'fill = { field = "document-number", text = "YA00" }\npress = ["alt+v"]\n'
    'expect = { screen = "odd-document", focus = "odd-reason" }\n',
    'press = ["escape"]\nexpect = { screen = "identify/document" }\n',
    'fill = { field = "document-number", text = "YA0000000" }\npress = ["f8", "f8", "f8"]\n'
    'expect = { screen = "identify/form" }\n',
)
REVIEW = (
    'press = ["ctrl+o"]\nexpect = { screen = "case-note", focus = "case-note" }\n',
    'fill = { field = "case-note", text = "la foto" }\npress = ["f9"]\n'
    'expect = { screen = "identify/form", register = "suspicion.noted" }\n',
    """desk = "2"
fills = [ { field = "login-username", text = "nuova" }, { field = "login-password", text = "nuova-password" } ]
press = ["enter"]
expect = { screen = "password-change", focus = "new-password", register = "operator.password-due" }
""",
    """fills = [
  { field = "new-password", text = "tutta-un-altra" }, { field = "new-password-again", text = "tutta-un-altra" } ]
press = ["enter"]
expect = { screen = "home", register = "operator.logged-in" }
""",
    'press = ["alt+6"]\nexpect = { screen = "suspicions", focus = "suspicions", shows = ["la foto"] }\n',
    'press = ["enter"]\nexpect = { screen = "review", focus = "review-decision" }\n',
    """fills = [ { field = "review-decision", text = "go-on" }, { field = "review-ground", text = "riconosciuta" } ]
press = ["f9"]
expect = { screen = "suspicions", register = "suspicion.cleared", hides = ["la foto"] }
""",
    'desk = "1"\nexpect = { screen = "identify/form" }\n',
)
TOUR = (
    'expect = { screen = "login", shows = ["responsabile-prova"] }\n',
    TRAINER_LOGIN + 'expect = { screen = "home", register = "operator.logged-in" }\n',
    'press = ["f1"]\nexpect = { screen = "help" }\n',
    'press = ["escape"]\nexpect = { screen = "home" }\n',
    'press = ["ctrl+t"]\nexpect = { screen = "date", focus = "business-date" }\n',
    'fill = { field = "business-date", text = "11052016" }\npress = ["f9"]\n'
    'expect = { screen = "home", shows = ["11/05/2016"] }\n',
    'press = ["alt+8"]\nexpect = { screen = "calendar", focus = "norms" }\n',
    'fill = { field = "norms", text = "m02-in-person" }\npress = ["f6"]\nexpect = { screen = "norm" }\n',
    'press = ["escape", "escape"]\nexpect = { screen = "home", focus = "fiscal-code" }\n',
    'press = ["f2"]\nexpect = { screen = "find", focus = "find-surname" }\n',
    """fills = [ { field = "find-surname", text = "bianchi" }, { field = "find-name", text = "ANNA" },
  { field = "find-born", text = "15031975" } ]
press = ["f2"]
expect = { screen = "find", focus = "hits", hides = ["BNCNNA75C55D612Q"] }
""",
    'press = ["escape"]\nexpect = { screen = "home" }\n',
    'press = ["f3"]\nexpect = { screen = "person-new", focus = "fiscal-code" }\n',
    """fills = [ { field = "fiscal-code", text = "VRDLCU60A41D612K" }, { field = "surname", text = "Rossi" },
  { field = "name", text = "Lucia" }, { field = "citizenship", text = "CH" }, { field = "residence", text = "CH" } ]
expect = { screen = "person-new", focus = "residence" }
""",
    'press = ["escape"]\nexpect = { screen = "confirm" }\n',
    'press = ["f9"]\nexpect = { screen = "home" }\n',
    'press = ["alt+0"]\nexpect = { screen = "settings", focus = "supervisors-issue" }\n',
    'fill = { field = "expiring-days", text = "10" }\npress = ["f9"]\n'
    'expect = { screen = "settings", register = "office.setting-changed" }\n',
    'press = ["escape"]\nexpect = { screen = "home" }\n',
    'press = ["alt+9"]\nexpect = { screen = "operators", shows = ["Marta Conti"] }\n',
    'press = ["f3"]\nexpect = { screen = "operator-new", focus = "operator-username" }\n',
    """fills = [ { field = "operator-username", text = "nuova" }, { field = "operator-name", text = "Nuova Persona" },
  { field = "operator-code", text = "VRDLCU60A41D612K" }, { field = "operator-role", text = "supervisor" },
  { field = "operator-password", text = "nuova-password" },
  { field = "operator-password-again", text = "nuova-password" } ]
press = ["f9"]
expect = { screen = "second-person", focus = "second-username" }
""",
    SECOND + 'expect = { screen = "operators", register = "operator.added" }\n',
    'fill = { field = "operators", text = "nuova" }\npress = ["3"]\nexpect = { screen = "operator-reset" }\n',
    'press = ["escape"]\nexpect = { screen = "operators" }\n',
    'press = ["escape"]\nexpect = { screen = "home" }\n',
    'press = ["f12"]\nexpect = { screen = "locked", focus = "unlock-password", register = "desk.locked" }\n',
    'fill = { field = "unlock-password", text = "formatore-prova" }\npress = ["enter"]\n'
    'expect = { screen = "home", register = "desk.unlocked" }\n',
    'advance = "PT6M"\nexpect = { screen = "locked" }\n',
    'fill = { field = "unlock-password", text = "formatore-prova" }\npress = ["enter"]\nexpect = { screen = "home" }\n',
    *FOR_ANOTHER,
    'press = ["escape"]\nexpect = { screen = "confirm", focus = "leave-choice" }\n',
    'press = ["3"]\nexpect = { screen = "hand-over", focus = "colleagues", shows = ["Paolo Neri"] }\n',
    'press = ["escape"]\nexpect = { screen = "identify/form" }\n',
    'press = ["f4"]\nexpect = { screen = "identify/form", printed = { document = "request-form" } }\n',
    'press = ["ctrl+g"]\nexpect = { screen = "papers", focus = "papers" }\n',
    'press = ["escape"]\nexpect = { screen = "identify/form" }\n',
    *ODD,
    *REVIEW,
    *ISSUE,
    'printer = "jam"\nfill = { field = "operator-password", text = "formatore-prova" }\npress = ["enter"]\n'
    'expect = { screen = "issue/in-doubt", printed = { document = "pin-envelope", count = 0 } }\n',
    'press = ["escape"]\nexpect = { screen = "confirm" }\n',
    'press = ["f9"]\nexpect = { screen = "home" }\n',
    'press = ["alt+2"]\nexpect = { screen = "envelopes", focus = "envelopes" }\n',
    'press = ["enter"]\nexpect = { screen = "settle", focus = "settle-choice" }\n',
    'fill = { field = "settle-choice", text = "declare" }\npress = ["enter"]\nexpect = { screen = "declare" }\n',
    'press = ["escape"]\nexpect = { screen = "envelopes" }\n',
    'press = ["enter", "1"]\nexpect = { screen = "spoil" }\n',
    'fill = { field = "spoil-reason", text = "printer-failed" }\npress = ["f9"]\n'
    'expect = { screen = "envelopes", register = "envelope.spoiled" }\n',
    'printer = "ok"\npress = ["escape"]\nexpect = { screen = "home" }\n',
    'press = ["ctrl+q"]\nexpect = { screen = "confirm" }\n',
    'press = ["escape"]\nexpect = { screen = "home" }\n',
)


def written(*steps: str, head: str = HEAD) -> str:
    return head + "".join(SAY + step for step in steps)


def test_m26_ids_are_those_of_the_live_screens(playground: Playground) -> None:
    comparison = Comparison()
    result = playground.play_text(written(*TOUR), observe=comparison)
    assert result.passed, result
    assert not comparison.wrong, "\n".join(comparison.wrong)
    listed: dict[str, set[str]] = {}
    for (name, _kind), fields in KNOWN.items():
        listed.setdefault(name, set()).update(field.id for field in fields)
    assert comparison.met == {name: fields for name, fields in listed.items() if name in comparison.met}
    elsewhere = {
        "scanner",
        "copies",
        "copy-view",
        "lookups",
        "looked-up-by",
        "merge",
        "person-edit",
        "issue/printing",
        "issue/envelope",
        "issue/handed-over",
        "issue/spoiled",
        "refusal",
        "afterwards",
    }
    assert set(listed) - set(comparison.met) == elsewhere | {"welcome", "error", "opening-fault"}


def test_m26_every_field_has_words() -> None:
    listed = {field.id for fields in KNOWN.values() for field in fields if field.widget != ids.TEXT}
    assert set(WORDS.fields) == listed
    assert {field for field, _option in WORDS.options} <= listed


@pytest.mark.parametrize("screen", ids.screens(), ids=lambda screen: f"{screen.id}-{screen.kind.__name__}")
def test_m26_every_screen_lists_its_keys(screen: ids.ScreenIds) -> None:
    keys = ids.keys_of(screen.kind)
    assert all(key["key"] and key["does"] for key in keys)


def test_m26_register_events_are_those_of_the_use_cases() -> None:
    shape = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
    folders = [Path(str(package.__file__)).parent for package in (counter_app.desk, counter_app.importing)]
    used: set[str] = set()
    for path in (path for folder in folders for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                texts = [value.value for value in node.args if isinstance(value, ast.Constant)]
                if name != "write_once":
                    used.update(text for text in texts if isinstance(text, str) and shape.fullmatch(text))
    used = {event for event in used if not event.endswith(".viewed")}
    assert used - set(register_events()) == set()
    assert {event for event in register_events() if event.split(".")[0] not in PAPERS} <= used


def test_m26_two_desks_of_one_office(playground: Playground) -> None:
    steps = (
        LOGIN + 'expect = { screen = "home" }\n',
        'desk = "2"\nexpect = { screen = "login" }\n',
        'fills = [ { field = "login-username", text = "operatore" }, '
        '{ field = "login-password", text = "operatore-prova" } ]\npress = ["enter"]\n'
        'expect = { screen = "home", register = "operator.logged-in", shows = ["Marta Conti"] }\n',
        'desk = "1"\nexpect = { screen = "home", shows = ["Luca Ferri"], hides = ["Marta Conti"] }\n',
    )
    result = playground.play_text(written(*steps))
    assert result.passed, result


def test_m26_a_restart_loses_nothing_that_was_committed(playground: Playground) -> None:
    steps = (
        *IDENTIFY,
        *ISSUE,
        'fill = { field = "operator-password", text = "operatore-prova" }\npress = ["enter"]\n'
        'expect = { screen = "issue/envelope", printed = { document = "pin-envelope" } }\n',
        'restart = true\nexpect = { screen = "home", person = { fiscal_code = "KLLSDR72M49Z133A", '
        'pin = { state = "pending" } } }\n',
        'press = ["alt+2"]\nexpect = { screen = "envelopes" }\n',
        'read = { from = "pin-envelope", what = "serial", as = "serial" }\nexpect = { shows = ["${serial}"] }\n',
    )
    result = playground.play_text(written(*steps, head=HEAD + 'operator = "operatore"\n'))
    assert result.passed, result


def test_m26_a_wrong_expectation_tells_step_expected_and_found(playground: Playground) -> None:
    steps = ('expect = { screen = "login" }\n', LOGIN + 'expect = { screen = "citizen" }\n')
    result = playground.play_text(written(*steps), patience=PATIENCE)
    assert (result.passed, result.failed_step) == (False, 2)
    assert (result.expected, result.found) == ("screen citizen", "screen home")
    assert (playground.out / "02-home.svg").exists()


def test_m26_a_wrong_password_leaves_the_login(playground: Playground) -> None:
    steps = (LOGIN.replace("responsabile-prova", "another-password") + 'expect = { screen = "login" }\n',)
    result = playground.play_text(written(*steps))
    assert result.passed, result
