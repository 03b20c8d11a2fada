"""May a PIN be issued at the counter? One row is one person on one day (M03, M06, M16, M17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from counter_app import i18n
from counter_app.errors import BadInputError
from counter_app.norms.decide import ACTIONS, Audience, Decision, Facts, WayIn, decide
from counter_app.norms.timeline import load_shipped
from data.vocabulary import PinKind

CATALOGUE = load_shipped()

PEOPLE = {
    "adult": Facts(),
    "adult of 40": Facts(born=date(1980, 5, 31)),
    "minor": Facts(born=date(2010, 3, 15)),
    "born 1 Jan 2003": Facts(born=date(2003, 1, 1)),
    "ward": Facts(ward=True),
    "US": Facts(citizenship="US"),
    "US with Italian card": Facts(citizenship="US", italian_document=True),
    "French": Facts(citizenship="FR"),
    "French with Italian card": Facts(citizenship="FR", italian_document=True),
    "Croat with Italian card": Facts(citizenship="HR", italian_document=True),
    "British with Italian card": Facts(citizenship="GB", italian_document=True),
    "Swiss with Italian card": Facts(citizenship="CH", italian_document=True),
    "Italian without document": Facts(italian_document=False),
    "abroad": Facts(residence="DE"),
    "abroad without document": Facts(residence="DE", italian_document=False),
    "US in the US": Facts(citizenship="US", residence="US"),
    "US in the US with Italian card": Facts(citizenship="US", residence="US", italian_document=True),
    "minor abroad without document": Facts(born=date(2010, 3, 15), residence="DE", italian_document=False),
    "SPID": Facts(holds=frozenset({WayIn.SPID})),
    "CIE and CNS": Facts(holds=frozenset({WayIn.CIE, WayIn.CNS})),
    "minor with SPID": Facts(born=date(2010, 3, 15), holds=frozenset({WayIn.SPID})),
    "US entering by SPID": Facts(citizenship="US", with_=WayIn.SPID),
    "US with CIE": Facts(citizenship="US", italian_document=True, holds=frozenset({WayIn.CIE})),
    "ordinary PIN": Facts(pin=PinKind.ORDINARY),
    "online PIN": Facts(pin=PinKind.ONLINE),
    "dispositive PIN": Facts(pin=PinKind.DISPOSITIVE),
    "ordinary PIN of 10 May 2016": Facts(pin=PinKind.ORDINARY, issued_on=date(2016, 5, 10)),
    "ordinary PIN of 31 Aug 2015": Facts(pin=PinKind.ORDINARY, issued_on=date(2015, 8, 31)),
    "ordinary PIN of 29 Aug 2016": Facts(pin=PinKind.ORDINARY, issued_on=date(2016, 8, 29)),
    "ordinary PIN of 29 Feb 2016": Facts(pin=PinKind.ORDINARY, issued_on=date(2016, 2, 29)),
    "ordinary PIN of 1 Apr 2020": Facts(pin=PinKind.ORDINARY, issued_on=date(2020, 4, 1)),
    "ordinary PIN of 1 Dec 2011": Facts(pin=PinKind.ORDINARY, issued_on=date(2011, 12, 1)),
    "intermediary's PIN of 30 Nov 2015": Facts(
        audience=Audience.INTERMEDIARY, pin=PinKind.DISPOSITIVE, issued_on=date(2015, 11, 30)
    ),
    "company's PIN of 30 Nov 2015": Facts(
        audience=Audience.COMPANY, pin=PinKind.DISPOSITIVE, issued_on=date(2015, 11, 30)
    ),
    "US with ordinary PIN": Facts(citizenship="US", pin=PinKind.ORDINARY),
    "abroad without document, PIN held": Facts(residence="DE", italian_document=False, pin=PinKind.DISPOSITIVE),
    "abroad without document, PIN of 1 Oct 2021": Facts(
        residence="DE", italian_document=False, pin=PinKind.DISPOSITIVE, issued_on=date(2021, 10, 1)
    ),
    "intermediary": Facts(audience=Audience.INTERMEDIARY),
    "US intermediary": Facts(audience=Audience.INTERMEDIARY, citizenship="US"),
    "US doctor": Facts(audience=Audience.PROFESSIONAL, citizenship="US"),
    "US company": Facts(audience=Audience.COMPANY, citizenship="US"),
    "US public body": Facts(audience=Audience.PUBLIC_BODY, citizenship="US"),
    "US company, later acts": Facts(audience=Audience.COMPANY, citizenship="US", later_acts=True),
    "company abroad without document, later acts": Facts(
        audience=Audience.COMPANY, residence="DE", italian_document=False, later_acts=True
    ),
}

# who | on | known on (the same day where empty) | answer | norm that decides (cited first)
TABLE = """
# the ordinary case, from the first day of the timeline to the end
adult                    | 2012-01-01 |            | issue                       | m03-immediate-dispositive
adult                    | 2012-02-29 |            | issue                       | m03-immediate-dispositive
adult                    | 2013-02-28 |            | issue                       | m03-immediate-dispositive
adult                    | 2013-03-01 |            | issue                       | m03-immediate-dispositive
adult                    | 2016-05-10 |            | issue                       | m03-immediate-dispositive
adult of 40              | 2019-12-31 |            | issue                       | m03-immediate-dispositive
adult                    | 2020-07-16 |            | issue                       | m03-immediate-dispositive
adult                    | 2020-07-17 |            | issue                       | m16-advise-spid
adult                    | 2020-07-18 |            | issue                       | m16-advise-spid
adult                    | 2020-09-29 |            | issue                       | m16-advise-spid
adult                    | 2020-09-30 |            | issue                       | m16-advise-spid
adult                    | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
adult                    | 2020-10-02 |            | refuse: migrate             | m16-no-new-pin
adult                    | 2021-09-30 |            | refuse: migrate             | m16-no-new-pin
adult                    | 2021-10-01 |            | refuse: migrate             | m17-citizens-end
adult                    | 2021-10-02 |            | refuse: migrate             | m17-citizens-end
adult                    | 2025-06-30 |            | refuse: migrate             | m17-citizens-end

# before an act was published, nobody knew of it
adult                    | 2020-10-01 | 2020-07-16 | issue                       | m03-immediate-dispositive
adult                    | 2020-10-01 | 2020-07-17 | refuse: migrate             | m16-no-new-pin
adult                    | 2020-09-30 | 2020-07-16 | issue                       | m03-immediate-dispositive
adult                    | 2021-10-01 | 2021-07-01 | refuse: migrate             | m16-no-new-pin
adult                    | 2021-10-01 | 2021-07-02 | refuse: migrate             | m17-citizens-end
adult                    | 2025-06-30 | 2012-01-01 | issue                       | m03-immediate-dispositive
adult                    | 2016-05-10 | 2025-06-30 | issue                       | m03-immediate-dispositive
minor                    | 2021-10-01 | 2021-07-01 | issue restricted            | m16-exceptions
minor                    | 2021-10-01 | 2021-07-02 | refuse: migrate             | m17-citizens-end
minor                    | 2021-10-01 | 2021-08-11 | refuse: migrate             | m17-citizens-end
minor                    | 2021-10-01 | 2021-08-12 | refuse: delegate            | m17-citizens-end
abroad without document  | 2021-10-01 | 2021-08-11 | refuse: migrate             | m17-citizens-end
abroad without document  | 2021-10-01 | 2021-08-12 | issue restricted            | m17-residents-abroad

# people who cannot hold SPID
minor                    | 2016-05-10 |            | issue                       | m03-immediate-dispositive
minor                    | 2020-08-01 |            | issue                       | m03-immediate-dispositive
minor                    | 2020-09-30 |            | issue                       | m03-immediate-dispositive
minor                    | 2020-10-01 |            | issue restricted            | m16-exceptions
minor                    | 2021-09-30 |            | issue restricted            | m16-exceptions
minor                    | 2021-10-01 |            | refuse: delegate            | m17-citizens-end
ward                     | 2020-09-30 |            | issue                       | m03-immediate-dispositive
ward                     | 2020-10-01 |            | issue restricted            | m16-exceptions
ward                     | 2021-09-30 |            | issue restricted            | m16-exceptions
ward                     | 2021-10-01 |            | refuse: delegate            | m17-citizens-end
born 1 Jan 2003          | 2020-12-31 |            | issue restricted            | m16-exceptions
born 1 Jan 2003          | 2021-01-01 |            | refuse: migrate             | m16-no-new-pin
US                       | 2020-09-30 |            | issue                       | m03-immediate-dispositive
US                       | 2020-10-01 |            | issue restricted            | m16-exceptions
US                       | 2021-09-30 |            | issue restricted            | m16-exceptions
US                       | 2021-10-01 |            | refuse: migrate             | m17-citizens-end
US with Italian card     | 2020-10-01 |            | issue restricted            | m16-exceptions
French                   | 2020-10-01 |            | issue restricted            | m16-exceptions
French with Italian card | 2020-09-30 |            | issue                       | m16-advise-spid
French with Italian card | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
Croat with Italian card  | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
British with Italian card| 2020-12-31 |            | refuse: migrate             | m16-no-new-pin
British with Italian card| 2021-01-01 |            | issue restricted            | m16-exceptions
Swiss with Italian card  | 2020-10-01 |            | issue restricted            | m16-exceptions
Italian without document | 2020-10-01 |            | issue restricted            | m16-exceptions
Italian without document | 2021-10-01 |            | refuse: migrate             | m17-citizens-end
abroad                   | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin

# the one exception that stands
abroad without document  | 2021-09-30 |            | issue restricted            | m16-exceptions
abroad without document  | 2021-10-01 |            | issue restricted            | m17-residents-abroad
abroad without document  | 2025-06-30 |            | issue restricted            | m17-residents-abroad
US in the US             | 2021-10-01 |            | issue restricted            | m17-residents-abroad
minor abroad without document | 2021-10-01 |       | issue restricted            | m17-residents-abroad
US in the US with Italian card| 2021-10-01 |       | refuse: migrate             | m17-citizens-end
abroad                   | 2021-10-01 |            | refuse: migrate             | m17-citizens-end

# other identities close nothing before the law does, and open nothing
SPID                     | 2016-05-10 |            | issue                       | m03-immediate-dispositive
CIE and CNS              | 2020-09-30 |            | issue                       | m16-advise-spid
SPID                     | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
minor with SPID          | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
US entering by SPID      | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
US with CIE              | 2020-10-01 |            | issue restricted            | m16-exceptions

# one usable PIN per person
ordinary PIN             | 2012-01-01 |            | refuse: recover convert     | one-pin-per-person
ordinary PIN             | 2016-05-10 |            | refuse: recover convert     | one-pin-per-person
online PIN               | 2016-05-10 |            | refuse: recover convert     | one-pin-per-person
dispositive PIN          | 2016-05-10 |            | refuse: recover             | one-pin-per-person
ordinary PIN             | 2020-10-01 |            | refuse: recover convert migrate | one-pin-per-person
US with ordinary PIN     | 2020-10-01 |            | refuse: recover convert     | one-pin-per-person
ordinary PIN             | 2021-09-30 |            | refuse: recover convert migrate | one-pin-per-person
ordinary PIN             | 2021-10-01 |            | refuse: migrate             | m17-citizens-end
abroad without document, PIN held | 2021-10-01 |   | refuse: access              | one-pin-per-person

# an expired PIN is not usable: six months for citizens, three for the others; ends of month, 29 February
ordinary PIN of 10 May 2016 | 2016-11-09 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 10 May 2016 | 2016-11-10 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 10 May 2016 | 2016-11-11 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 31 Aug 2015 | 2016-02-28 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 31 Aug 2015 | 2016-02-29 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 29 Aug 2016 | 2017-02-27 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 29 Aug 2016 | 2017-02-28 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 29 Feb 2016 | 2016-08-28 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 29 Feb 2016 | 2016-08-29 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 1 Dec 2011  | 2012-05-31 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 1 Dec 2011  | 2012-06-01 |         | issue                       | desk-expired-pin-replaced
ordinary PIN of 1 Apr 2020  | 2020-09-30 |         | refuse: recover convert     | one-pin-per-person
ordinary PIN of 1 Apr 2020  | 2020-10-01 |         | refuse: renew migrate       | m10-expiry-citizens
ordinary PIN of 1 Apr 2020  | 2021-10-01 |         | refuse: migrate             | m17-citizens-end
intermediary's PIN of 30 Nov 2015 | 2016-02-28 |   | refuse: recover             | one-pin-per-person
intermediary's PIN of 30 Nov 2015 | 2016-02-29 |   | issue                       | desk-expired-pin-replaced
company's PIN of 30 Nov 2015      | 2016-02-28 |   | refuse: recover             | one-pin-per-person
company's PIN of 30 Nov 2015      | 2016-02-29 |   | issue                       | desk-expired-pin-replaced
abroad without document, PIN of 1 Oct 2021 | 2022-03-31 | | refuse: access        | one-pin-per-person
abroad without document, PIN of 1 Oct 2021 | 2022-04-01 | | issue restricted      | m17-residents-abroad

# the other kinds of user: first 1 September 2021, then 30 September for all
intermediary             | 2020-10-01 |            | refuse: migrate             | m16-no-new-pin
US intermediary          | 2021-08-31 | 2021-07-10 | issue restricted            | m16-exceptions
US intermediary          | 2021-09-01 | 2021-07-01 | issue restricted            | m16-exceptions
US intermediary          | 2021-09-01 | 2021-07-02 | refuse: migrate             | m17-professionals-end
US intermediary          | 2021-09-05 | 2021-07-10 | refuse: migrate             | m17-professionals-end
US intermediary          | 2021-09-05 | 2021-08-24 | refuse: migrate             | m17-professionals-end
US intermediary          | 2021-09-05 | 2021-08-25 | issue restricted            | m16-exceptions
US intermediary          | 2021-09-05 |            | issue restricted            | m16-exceptions
US doctor                | 2021-09-05 | 2021-08-24 | refuse: migrate             | m17-professionals-end
US company               | 2021-09-05 | 2021-08-25 | issue restricted            | m16-exceptions
US public body           | 2021-09-30 |            | issue restricted            | m16-exceptions
US public body           | 2021-10-01 |            | refuse: migrate             | m17-end-for-all
US intermediary          | 2021-10-01 | 2021-07-10 | refuse: migrate             | m17-professionals-end
US intermediary          | 2021-10-01 | 2021-08-25 | refuse: migrate             | m17-end-for-all
intermediary             | 2021-10-01 |            | refuse: migrate             | m17-end-for-all

# later acts keep companies' PINs alive; they do not issue new ones
US company               | 2022-05-10 |            | refuse: migrate             | m17-end-for-all
US company, later acts   | 2021-09-28 |            | issue restricted            | m16-exceptions
US company, later acts   | 2022-05-10 |            | refuse: migrate             | m16-no-new-pin
US company, later acts   | 2024-08-31 |            | refuse: migrate             | m16-no-new-pin
US company, later acts   | 2024-09-01 |            | refuse: migrate             | m17-companies-end-2024
company abroad without document, later acts | 2022-05-10 | | issue restricted     | m17-residents-abroad
"""


class Row(NamedTuple):
    who: str
    on: date
    known_on: date
    answer: str
    norm: str


def _rows() -> Iterator[Row]:
    for line in TABLE.splitlines():
        if not line or line.startswith("#"):
            continue
        who, on, known_on, answer, norm = (cell.strip() for cell in line.split("|"))
        yield Row(who, date.fromisoformat(on), date.fromisoformat(known_on or on), answer, norm)


ROWS = tuple(_rows())


def _answer(decision: Decision) -> str:
    if not decision.allowed:
        return " ".join(("refuse:", *decision.remedies))
    assert decision.outcome["kind"] == "dispositive"
    assert decision.outcome["length"] == 16
    return "issue restricted" if decision.outcome["restricted"] else "issue"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.who}, {row.on}, known {row.known_on}")
def test_m16_m17_issue_at_the_counter(row: Row) -> None:
    decision = decide(CATALOGUE, "issue-counter", PEOPLE[row.who], row.on, row.known_on)

    assert (_answer(decision), decision.norms[0].id) == (row.answer, row.norm)
    assert decision.reasons
    assert all(norm.published <= row.known_on for norm in decision.norms)


def test_the_table_uses_every_person_and_has_no_row_twice() -> None:
    assert {row.who for row in ROWS} == set(PEOPLE)
    assert len({row[:3] for row in ROWS}) == len(ROWS)


def test_m03_an_ordinary_issue_rests_on_the_kind_and_the_length() -> None:
    decision = decide(CATALOGUE, "issue-counter", Facts(), date(2016, 5, 10))

    assert decision.outcome == {"kind": "dispositive", "length": 16, "restricted": False}
    assert [norm.id for norm in decision.norms] == ["m03-immediate-dispositive", "m06-initial-length"]
    assert decision.remedies == ()


def test_m16_the_advice_of_summer_2020_is_said() -> None:
    before, after = (decide(CATALOGUE, "issue-counter", Facts(), date(2020, 7, day)) for day in (16, 17))

    assert not any("SPID" in reason for reason in before.reasons)
    assert any("SPID" in reason for reason in after.reasons)


def test_m16_who_holds_spid_already_hears_it() -> None:
    decision = decide(CATALOGUE, "issue-counter", PEOPLE["minor with SPID"], date(2020, 10, 1))

    assert [(norm.id, norm.settled) for norm in decision.norms] == [
        ("m16-no-new-pin", "settled"),
        ("m16-spid-holders", "unsettled"),
    ]
    assert "The person already holds SPID, which opens the services." in decision.reasons


def test_m16_an_exception_cites_what_defines_it() -> None:
    minor = decide(CATALOGUE, "issue-counter", PEOPLE["minor"], date(2020, 10, 1))
    swiss = decide(CATALOGUE, "issue-counter", PEOPLE["Swiss with Italian card"], date(2020, 10, 1))
    american = decide(CATALOGUE, "issue-counter", PEOPLE["US"], date(2020, 10, 1))

    assert "m02-minors" in [norm.id for norm in minor.norms]
    assert "eu-eea-and-switzerland" in [norm.id for norm in swiss.norms]
    assert "eu-eea-and-switzerland" not in [norm.id for norm in american.norms]


def test_m17_a_minor_hears_of_the_delegation() -> None:
    decision = decide(CATALOGUE, "issue-counter", PEOPLE["minor"], date(2021, 10, 1))

    assert "m17-minors-and-wards" in [norm.id for norm in decision.norms]
    assert any("delegation" in reason for reason in decision.reasons)


def test_m22_a_day_before_the_timeline_is_bad_input() -> None:
    with pytest.raises(BadInputError, match="31/12/2011") as error:
        decide(CATALOGUE, "issue-counter", Facts(), date(2011, 12, 31))
    assert error.value.field == "on"
    with pytest.raises(BadInputError) as error:
        decide(CATALOGUE, "issue-counter", Facts(), date(2012, 1, 1), date(2011, 12, 31))
    assert error.value.field == "known-on"


def test_an_unknown_action_is_bad_input_that_lists_the_known_ones() -> None:
    with pytest.raises(BadInputError, match="issue-counter") as error:
        decide(CATALOGUE, "issue-pigeon", Facts(), date(2016, 5, 10))
    assert error.value.field == "action"
    assert "issue-counter" in ACTIONS


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (Facts(born=date(2016, 5, 11)), "born"),
        (Facts(pin=PinKind.ORDINARY, issued_on=date(2016, 5, 11)), "issued-on"),
    ],
)
def test_facts_that_cannot_be_true_on_the_day_are_bad_input(facts: Facts, field: str) -> None:
    with pytest.raises(BadInputError) as error:
        decide(CATALOGUE, "issue-counter", facts, date(2016, 5, 10))
    assert error.value.field == field
    assert decide(CATALOGUE, "issue-counter", facts, date(2016, 5, 11)).norms


def test_m22_json_is_the_one_of_the_interface() -> None:
    document = decide(CATALOGUE, "issue-counter", Facts(), date(2020, 10, 1)).as_json()
    norm = CATALOGUE.norm("m16-no-new-pin")

    assert document == {
        "action": "issue-counter",
        "on": "2020-10-01",
        "known_on": "2020-10-01",
        "allowed": False,
        "outcome": {},
        "norms": [
            {
                "id": "m16-no-new-pin",
                "act": "Circular 87 of 17 July 2020",
                "published": "2020-07-17",
                "status": "in-force",
                "settled": "settled",
                "source": norm.source,
                "text": norm.text["en"],
            }
        ],
        "reasons": ["No new PIN has been issued since 01/10/2020, except to people who cannot hold SPID."],
        "remedies": ["migrate"],
    }


def test_norms_are_cited_in_the_language_in_force() -> None:
    english = decide(CATALOGUE, "issue-counter", Facts(), date(2020, 10, 1)).norms[0]
    i18n.choose("it")
    italian = decide(CATALOGUE, "issue-counter", Facts(), date(2020, 10, 1)).norms[0]

    assert (english.act, italian.act) == ("Circular 87 of 17 July 2020", "Circolare 87 del 17 luglio 2020")
    assert english.text != italian.text


def test_the_desk_can_ask_for_each_day_of_the_timeline() -> None:
    day, answers = CATALOGUE.first_day, set[str]()
    while day < date(2025, 1, 1):
        answers.add(_answer(decide(CATALOGUE, "issue-counter", replace(PEOPLE["US"], born=date(1980, 1, 1)), day)))
        day += timedelta(days=1)
    assert answers == {"issue", "issue restricted", "refuse: migrate"}


def test_catalogue_is_shared_between_questions_without_being_changed() -> None:
    fresh = load_shipped()
    before = [decide(fresh, "issue-counter", PEOPLE[row.who], row.on, row.known_on) for row in ROWS]
    again = [decide(fresh, "issue-counter", PEOPLE[row.who], row.on, row.known_on) for row in reversed(ROWS)]
    assert before == again[::-1]
