"""May this be done, for these facts, on this day, as known on that day? One row is one question to the command (M22).

The rows and what they mean stand in `data/decisions.txt`.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from counter_app import i18n
from counter_app.norms.commands import add_arguments, run
from counter_app.norms.decide import ACTIONS
from counter_app.norms.timeline import load_shipped
from tests.unit.decisions import ROWS, Row

CATALOGUE = load_shipped()
TODAY = date(2016, 5, 10)

OUTCOMES = {
    "issue-counter": {"kind", "length", "restricted"},
    "issue-online": {"kind", "length", "restricted"},
    "issue-contact-centre": {"kind", "length", "restricted"},
    "issue-campaign": {"kind", "length", "restricted"},
    "recover": {"kind", "length"},
    "convert": {"kind"},
    "renew": {"kind", "expires_on", "working_length"},
    "unify-inpdap": {"kind", "scope", "retires", "enablements"},
    "lodge-application": {"state", "lodged_on"},
    "delegate": {"maximum"},
}
"""What the interface says follows from an allowed act, where it says so."""


PARSER = argparse.ArgumentParser()
add_arguments(PARSER)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


def _ask(command: list[str]) -> tuple[int, dict[str, Any]]:
    out, err = io.StringIO(), io.StringIO()
    code = run(PARSER.parse_args(command), out, today=TODAY, catalogue=CATALOGUE, err=err)
    assert err.getvalue() == ""
    document: dict[str, Any] = json.loads(out.getvalue())
    return code, document


def _value(text: str) -> Any:
    """Return what an outcome must be: a number, true, false or null as JSON writes them, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _check_answer(answer: str, document: dict[str, Any]) -> None:
    verdict, _, rest = answer.partition(":")
    assert document["allowed"] is (verdict == "yes"), document["reasons"]
    if verdict == "yes":
        expected = {key: _value(value) for key, value in (pair.split("=") for pair in rest.split())}
        assert {key: document["outcome"].get(key, "missing") for key in expected} == expected
    elif rest:
        _check_remedies(rest, document["remedies"])


def _check_remedies(expected: str, found: list[str]) -> None:
    wanted, leaves_open, after = expected.partition("...")
    if not leaves_open:
        assert found == wanted.split()
        return
    assert [remedy for remedy in found if remedy in wanted.split()] == wanted.split()
    for unwanted in after.replace("not ", " ").split():
        assert not [remedy for remedy in found if remedy.partition(":")[0] == unwanted]


def _check_norms(expected: str, cited: list[dict[str, Any]]) -> None:
    names = expected.split()
    first_is_told = names[:1] not in ([], ["*"])
    if first_is_told:
        assert cited[0]["id"] == names[0].partition(":")[0]
    for name in names if first_is_told else names[1:]:
        norm_id, _, word = name.partition(":")
        found = [norm for norm in cited if norm["id"] == norm_id]
        assert found, f"{norm_id} is not among {[norm['id'] for norm in cited]}"
        assert not word or word in (found[0]["status"], found[0]["settled"])


def _check_shape(row: Row, document: dict[str, Any]) -> None:
    """Check what every answer of the interface has, whatever it is."""
    known_on = row.known_on or row.on
    assert (document["action"], document["on"], document["known_on"]) == (row.action, row.on, known_on)
    assert document["norms"]
    assert all(norm["published"] <= known_on for norm in document["norms"])
    assert all(norm["status"] in ("in-force", "not-yet", "ended", "noted") for norm in document["norms"])
    if document["allowed"]:
        assert document["remedies"] == []
        assert document["outcome"].keys() >= OUTCOMES.get(row.action, set())
    else:
        assert document["outcome"] == {}
        assert document["reasons"]
    for remedy in document["remedies"]:
        action, _, day = remedy.partition(":")
        assert remedy in ACTIONS or (action == "wait-until" and date.fromisoformat(day) > date.fromisoformat(row.on))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_m22_the_command_answers_as_the_documents_say(row: Row) -> None:
    code, document = _ask(row.command)

    assert code == (0 if document["allowed"] else 3)
    _check_shape(row, document)
    _check_answer(row.answer, document)
    _check_norms(row.norms, document["norms"])


def test_m22_the_table_asks_about_every_action_and_asks_nothing_twice() -> None:
    assert {row.action for row in ROWS} == set(ACTIONS)
    assert len({(row.asked, row.on, row.known_on or row.on) for row in ROWS}) == len(ROWS)


def test_m13_without_a_pin_the_new_one_is_good_for_less_and_fewer_credentials_cease() -> None:
    asked = ["check", "unify-inpdap", "--inpdap", "--audience", "public-body", "--on", "2016-05-09", "--json"]
    without, both = (_ask([*asked, "--pin", pin])[1]["outcome"] for pin in ("none", "ordinary"))

    assert without["scope"] != both["scope"]
    assert without["retires"]
    assert set(without["retires"]) < set(both["retires"])


def test_m10_the_day_of_expiry_is_told_only_for_a_pin() -> None:
    asked = ["check", "access", "--service", "consult-contributions", "--category", "private-worker", "--json"]
    by_pin, by_cns = (_ask([*asked, "--on", "2016-05-10", "--with", way])[1]["outcome"] for way in ("pin", "cns"))

    assert "expires_on" in by_pin
    assert "expires_on" not in by_cns
