"""`sportello norms` and `sportello norms check` as commands: answers, exit codes, bad input (M22, interfaces.md)."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from counter_app import i18n
from counter_app.norms.commands import add_arguments, run
from counter_app.norms.decide import Audience, Category, Channel, Facts, WayIn
from counter_app.norms.options import facts_from
from counter_app.norms.timeline import load_shipped
from data.vocabulary import PinKind

CATALOGUE = load_shipped()
TODAY = date(2016, 5, 10)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


def _parse(line: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(line.split())


def norms(line: str) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    code = run(_parse(line), out, today=TODAY, catalogue=CATALOGUE, err=err)
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("check issue-counter", 0),
        ("check issue-counter --on 2020-09-30", 0),
        ("check issue-counter --on 2020-10-01", 3),
        ("--on 2020-10-01 check issue-counter", 3),
        ("--on 2020-10-01 check issue-counter --on 2020-09-30", 0),
        ("check issue-counter --on 2020-10-01 --known-on 2020-07-16", 0),
        ("check issue-counter --on 2020-10-01 --citizenship us", 0),
        ("check issue-counter --on 2020-10-01 --born 2010-01-01", 0),
        ("check issue-counter --on 2020-10-01 --ward", 0),
        ("check issue-counter --on 2020-10-01 --italian-document no", 0),
        ("check issue-counter --on 2020-10-01 --italian-document no --holds spid,cie", 3),
        ("check issue-counter --on 2021-10-01 --residence DE --italian-document no", 0),
        ("check issue-counter --pin ordinary", 3),
        ("check issue-counter --pin none", 0),
        ("check issue-counter --pin ordinary --issued-on 2015-01-01", 0),
        ("check issue-counter --on 2021-09-05 --known-on 2021-07-10 --audience intermediary --citizenship US", 3),
    ],
)
def test_m22_exit_codes_of_check(line: str, code: int) -> None:
    plain, as_json = norms(line), norms(f"{line} --json")

    assert (plain.code, plain.err) == (as_json.code, as_json.err) == (code, "")
    assert as_json.document()["allowed"] is (code == 0)


def test_m22_json_of_check() -> None:
    document = norms("check issue-counter --json --on 2020-10-01 --citizenship US --known-on 2020-12-01").document()

    assert list(document) == ["action", "on", "known_on", "allowed", "outcome", "norms", "reasons", "remedies"]
    assert (document["action"], document["on"], document["known_on"]) == ("issue-counter", "2020-10-01", "2020-12-01")
    assert document["outcome"] == {"kind": "dispositive", "length": 16, "restricted": True}
    assert document["remedies"] == []
    keys = ["id", "act", "published", "status", "settled", "source", "text"]
    assert all(list(norm) == keys for norm in document["norms"])


def test_m22_the_business_date_is_the_default() -> None:
    document = norms("check issue-counter --json").document()
    assert (document["on"], document["known_on"]) == ("2016-05-10", "2016-05-10")
    assert norms("--json").document()["on"] == "2016-05-10"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("check issue-pigeon", "Known: issue-counter"),
        ("check issue-counter --on 2011-12-31", "--on: 31/12/2011"),
        ("check issue-counter --known-on 2011-12-31", "--known-on: 31/12/2011"),
        ("--on 2011-12-31", "--on: 31/12/2011"),
        ("--known-on 2011-12-31", "--known-on: 31/12/2011"),
        ("check issue-counter --on 2020-02-30", "--on: 2020-02-30"),
        ("check issue-counter --on 20201001", "--on: 20201001"),
        ("check issue-counter --on 2020-W40-4", "--on: 2020-W40-4"),
        ("check issue-counter --born yesterday", "--born: yesterday"),
        ("check issue-counter --born 2016-05-11", "--born: "),
        ("check issue-counter --audience king", "--audience: king"),
        ("check issue-counter --citizenship ITA", "--citizenship: ITA"),
        ("check issue-counter --residence 1", "--residence: 1"),
        ("check issue-counter --italian-document maybe", "--italian-document: maybe"),
        ("check issue-counter --holds spid,pin", "--holds: pin"),
        ("check issue-counter --with key", "--with: key"),
        ("check issue-counter --spid-level 4", "--spid-level: 4"),
        ("check issue-counter --pin golden", "--pin: golden"),
        ("check issue-counter --pin-length 9", "--pin-length: 9"),
        ("check issue-counter --pin-length x", "--pin-length: x"),
        ("check issue-counter --pin online --issued-on 2016-05-11", "--issued-on: "),
        ("check issue-counter --category king", "--category: king"),
        ("check issue-counter --delegations -1", "--delegations: -1"),
        ("check issue-counter --channel pigeon", "--channel: pigeon"),
    ],
)
def test_m22_bad_input_is_told_with_its_option(line: str, says: str) -> None:
    answer = norms(line)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_m22_each_fact_is_read() -> None:
    line = (
        "check issue-counter --audience public-body --born 1980-05-31 --citizenship fr --residence DE --ward "
        "--italian-document yes --holds spid,cns --with cie --spid-level 3 --pin online --pin-length 16 "
        "--issued-on 2016-02-29 --service request-pension --category pensioner --category public-employee --inpdap "
        "--passweb --inhibited --delegations 4 --guardian --channel contact-centre --later-acts"
    )
    assert facts_from(_parse(line), CATALOGUE) == Facts(
        audience=Audience.PUBLIC_BODY,
        born=date(1980, 5, 31),
        citizenship="FR",
        residence="DE",
        italian_document=True,
        ward=True,
        holds=frozenset({WayIn.SPID, WayIn.CNS}),
        with_=WayIn.CIE,
        spid_level=3,
        pin=PinKind.ONLINE,
        pin_length=16,
        issued_on=date(2016, 2, 29),
        service="request-pension",
        categories=frozenset({Category.PENSIONER, Category.PUBLIC_EMPLOYEE}),
        inpdap=True,
        passweb=True,
        inhibited=True,
        delegations=4,
        guardian=True,
        channel=Channel.CONTACT_CENTRE,
        later_acts=True,
    )


def test_m22_no_fact_told_is_the_ordinary_case() -> None:
    assert facts_from(_parse("check issue-counter"), CATALOGUE) == Facts()


def test_m22_the_norms_in_force_are_listed() -> None:
    answer = norms("--on 2022-05-10 --json")
    document = answer.document()
    status = {norm["id"]: norm["status"] for norm in document["norms"]}

    assert answer.code == 0
    assert status["m16-no-new-pin"] == "in-force"
    assert status["m17-companies-keep-pin"] == "noted"
    assert "m16-exceptions" not in status
    assert "m17-companies-keep-pin" not in norms("--on 2022-05-10 --known-on 2021-09-28").out


def test_m22_in_words() -> None:
    refused = norms("check issue-counter --on 2021-01-15 --pin ordinary").out
    assert refused.startswith("15/01/2021: not allowed.\n  The person already holds a usable PIN.\n")
    assert "What can be done instead:\n  - replace the PIN held with a new one (recovery)\n  - convert" in refused
    assert "m16-no-new-pin · Circular 87 of 17 July 2020 · in force\n" in refused

    allowed = norms("check issue-counter").out
    assert allowed.startswith("10/05/2016: allowed.\n")
    assert "kind of PIN: dispositive; characters: 16; only for the services meant for them: no" in allowed

    listed = norms("--on 2022-05-10").out
    assert "· noted, not applied, unsettled\n" in listed
    assert "· in force, office practice\n" in listed
