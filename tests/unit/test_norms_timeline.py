"""The law on a day, as known on a day (M22): what stands, what comes, what has ended, what is only noted."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.norms.decide import expires_on
from counter_app.norms.facts import Audience
from counter_app.norms.keys import (
    DISMISSAL_EXEMPT,
    EU_MEMBERS,
    EXPIRY_MONTHS,
    ISSUE_CLOSED,
    ISSUE_OPEN_TO,
    PIN_INITIAL_LENGTH,
    PIN_OPENS,
    PIN_WORKING_LENGTH,
)
from counter_app.norms.norm import CatalogueError, NormStatus
from counter_app.norms.timeline import load_shipped

CATALOGUE = load_shipped()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_m22_the_timeline_starts_in_2012() -> None:
    assert CATALOGUE.first_day == date(2012, 1, 1)


@pytest.mark.parametrize(
    ("on", "known_on", "length"),
    [
        ("2012-01-01", "2012-01-01", 16),
        ("2013-02-28", "2013-02-28", 16),
        ("2013-03-01", "2013-03-01", 8),
        ("2013-03-02", "2013-03-02", 8),
        ("2013-03-01", "2013-02-28", 16),
        ("2013-02-28", "2013-03-01", 16),
        ("2025-01-01", "2012-01-01", 16),
    ],
)
def test_m06_working_length(on: str, known_on: str, length: int) -> None:
    assert CATALOGUE.value(PIN_WORKING_LENGTH, day(on), day(known_on)).value == length
    assert CATALOGUE.value(PIN_INITIAL_LENGTH, day(on), day(known_on)).value == 16


def test_m10_months_by_profile() -> None:
    on = day("2016-05-10")
    months = {audience: CATALOGUE.value(EXPIRY_MONTHS[audience], on, on) for audience in Audience}
    assert {audience: setting.value for audience, setting in months.items()} == {
        Audience.CITIZEN: 6,
        Audience.INTERMEDIARY: 3,
        Audience.COMPANY: 3,
        Audience.PROFESSIONAL: 3,
        Audience.PUBLIC_BODY: 3,
    }
    assert months[Audience.COMPANY].norm.settled == "unsettled"


@pytest.mark.parametrize(
    ("usable_from", "audience", "expires"),
    [
        ("2016-05-10", Audience.CITIZEN, "2016-11-10"),
        ("2016-08-31", Audience.CITIZEN, "2017-02-28"),
        ("2015-08-31", Audience.CITIZEN, "2016-02-29"),
        ("2016-02-29", Audience.CITIZEN, "2016-08-29"),
        ("2016-03-31", Audience.CITIZEN, "2016-09-30"),
        ("2016-12-31", Audience.CITIZEN, "2017-06-30"),
        ("2015-11-30", Audience.INTERMEDIARY, "2016-02-29"),
        ("2016-05-10", Audience.PUBLIC_BODY, "2016-08-10"),
        ("2011-12-01", Audience.CITIZEN, "2012-06-01"),
    ],
)
def test_m10_expiry_counts_calendar_months(usable_from: str, audience: Audience, expires: str) -> None:
    assert expires_on(CATALOGUE, date.fromisoformat(usable_from), audience) == date.fromisoformat(expires)


@pytest.mark.parametrize(
    ("audience", "on", "known_on", "opens", "norm"),
    [
        (Audience.CITIZEN, "2021-09-30", "2021-09-30", True, "m12-ways-in"),
        (Audience.CITIZEN, "2021-10-01", "2021-07-01", True, "m12-ways-in"),
        (Audience.CITIZEN, "2021-10-01", "2021-07-02", False, "m17-citizens-end"),
        (Audience.COMPANY, "2021-08-31", "2021-07-02", True, "m12-ways-in"),
        (Audience.COMPANY, "2021-09-01", "2021-07-01", True, "m12-ways-in"),
        (Audience.COMPANY, "2021-09-01", "2021-07-02", False, "m17-professionals-end"),
        (Audience.COMPANY, "2021-09-01", "2021-08-24", False, "m17-professionals-end"),
        (Audience.COMPANY, "2021-09-01", "2021-08-25", True, "m17-extension"),
        (Audience.COMPANY, "2021-09-30", "2021-08-25", True, "m17-extension"),
        (Audience.COMPANY, "2021-10-01", "2021-08-25", False, "m17-end-for-all"),
        (Audience.COMPANY, "2024-09-01", "2025-01-01", False, "m17-end-for-all"),
    ],
)
def test_m17_what_a_pin_opens(audience: Audience, on: str, known_on: str, opens: bool, norm: str) -> None:
    setting = CATALOGUE.value(PIN_OPENS[audience], day(on), day(known_on))
    assert (setting.value, setting.norm.id) == (opens, norm)


@pytest.mark.parametrize(
    ("on", "known_on", "opens", "norm"),
    [
        ("2022-05-10", "2021-09-28", False, "m17-end-for-all"),
        ("2022-05-10", "2021-09-29", True, "m17-companies-keep-pin"),
        ("2024-08-31", "2024-08-31", True, "m17-companies-keep-pin"),
        ("2024-09-01", "2024-07-01", True, "m17-companies-keep-pin"),
        ("2024-09-01", "2024-07-02", False, "m17-companies-end-2024"),
    ],
)
def test_m22_later_acts_count_only_where_they_are_switched_on(on: str, known_on: str, opens: bool, norm: str) -> None:
    key = PIN_OPENS[Audience.COMPANY]
    assert not CATALOGUE.value(key, day(on), day(known_on)).value
    setting = CATALOGUE.value(key, day(on), day(known_on), later_acts=True)
    assert (setting.value, setting.norm.id) == (opens, norm)


@pytest.mark.parametrize(
    ("on", "croatia", "kingdom"),
    [
        ("2012-01-01", False, True),
        ("2013-06-30", False, True),
        ("2013-07-01", True, True),
        ("2020-12-31", True, True),
        ("2021-01-01", True, False),
    ],
)
def test_m16_members_of_the_union(on: str, croatia: bool, kingdom: bool) -> None:
    members = CATALOGUE.value(EU_MEMBERS, day(on), day(on)).value
    assert ("HR" in members, "GB" in members) == (croatia, kingdom)
    assert len(members) == 26 + croatia + kingdom


@pytest.mark.parametrize(
    ("norm", "on", "known_on", "status"),
    [
        ("m16-no-new-pin", "2020-09-30", "2020-07-16", None),
        ("m16-no-new-pin", "2020-09-30", "2020-07-17", NormStatus.NOT_YET),
        ("m16-no-new-pin", "2020-10-01", "2020-10-01", NormStatus.IN_FORCE),
        ("m16-advise-spid", "2020-09-30", "2020-09-30", NormStatus.IN_FORCE),
        ("m16-advise-spid", "2020-10-01", "2020-10-01", NormStatus.ENDED),
        ("m06-working-length-16", "2013-03-01", "2013-02-28", NormStatus.IN_FORCE),
        ("m06-working-length-16", "2013-03-01", "2013-03-01", NormStatus.ENDED),
        ("m17-professionals-end", "2021-08-26", "2021-08-24", NormStatus.NOT_YET),
        ("m17-professionals-end", "2021-08-26", "2021-08-25", NormStatus.ENDED),
        ("m17-professionals-end", "2021-09-15", "2021-08-24", NormStatus.IN_FORCE),
        ("m17-companies-keep-pin", "2022-05-10", "2022-05-10", NormStatus.NOTED),
        ("m16-exceptions", "2021-10-01", "2021-07-01", NormStatus.IN_FORCE),
        ("m16-exceptions", "2021-10-01", "2021-07-02", NormStatus.ENDED),
    ],
)
def test_m22_where_a_norm_stands(norm: str, on: str, known_on: str, status: NormStatus | None) -> None:
    law = CATALOGUE.law(day(on), day(known_on))
    assert law.status(CATALOGUE.norm(norm)) is status


def test_m22_a_norm_not_published_is_not_cited() -> None:
    law = CATALOGUE.law(day("2020-10-01"), day("2020-07-16"))
    with pytest.raises(ValueError, match="m16-no-new-pin"):
        law.cite(CATALOGUE.norm("m16-no-new-pin"))


def test_m22_what_no_norm_sets_is_found_missing() -> None:
    on = day("2016-05-10")
    law = CATALOGUE.law(on, on)
    assert law.find(ISSUE_OPEN_TO) is None
    assert law.find(DISMISSAL_EXEMPT) is None
    with pytest.raises(CatalogueError, match=r"issue\.open-to"):
        CATALOGUE.value(ISSUE_OPEN_TO, on, on)


@pytest.mark.parametrize(
    ("on", "known_on", "comes"),
    [
        ("2020-09-30", "2020-07-16", None),
        ("2020-09-30", "2020-07-17", "2020-10-01"),
        ("2012-01-01", "2020-07-17", "2020-10-01"),
        ("2020-10-01", "2020-10-01", None),
    ],
)
def test_m22_what_changes_next(on: str, known_on: str, comes: str | None) -> None:
    found = CATALOGUE.coming(ISSUE_CLOSED, day(on), day(known_on))
    if comes is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == day(comes)
        assert found[1] is not None
        assert found[1].norm.id == "m16-no-new-pin"


def test_m22_in_force_and_noted() -> None:
    on = day("2022-05-10")
    in_force = {norm.id for norm in CATALOGUE.in_force(on, on)}

    assert {"m16-no-new-pin", "m17-citizens-end", "m17-residents-abroad", "m06-initial-length"} <= in_force
    assert in_force.isdisjoint({"m16-exceptions", "m17-extension", "m17-companies-keep-pin", "eu-members"})
    assert [norm.id for norm in CATALOGUE.noted(on, on)] == ["m17-companies-keep-pin"]
    assert CATALOGUE.noted(on, day("2021-09-28")) == ()


@pytest.mark.parametrize(
    ("after", "until", "known_on", "changes"),
    [
        ("2020-07-16", "2020-07-17", "2020-07-16", []),
        ("2020-07-16", "2020-07-17", "2020-07-17", ["2020-07-17 begins m16-advise-spid"]),
        (
            "2020-09-10",
            "2020-10-01",
            "2020-09-10",
            [
                "2020-09-30 ends m16-advise-spid",
                "2020-10-01 begins m16-no-new-pin",
                "2020-10-01 begins m16-exceptions",
                "2020-10-01 begins m16-spid-holders",
            ],
        ),
        ("2020-10-01", "2020-12-30", "2020-10-01", []),
        ("2021-08-20", "2021-09-10", "2021-08-24", ["2021-09-01 begins m17-professionals-end"]),
        ("2021-08-20", "2021-09-10", "2021-08-25", ["2021-09-01 begins m17-extension"]),
        (
            "2021-09-15",
            "2021-10-15",
            "2021-09-29",
            [
                "2021-09-30 ends m17-extension",
                "2021-09-30 ends m02-emergency-2021-04",
                "2021-09-30 ends m16-exceptions",
                "2021-10-01 begins m17-citizens-end",
                "2021-10-01 begins m17-end-for-all",
                "2021-10-01 begins m17-residents-abroad",
                "2021-10-01 begins m17-minors-and-wards",
            ],
        ),
        ("2024-08-01", "2024-09-30", "2024-08-01", []),
    ],
)
def test_m22_changes_near_a_day(after: str, until: str, known_on: str, changes: list[str]) -> None:
    found = CATALOGUE.changes(day(after), day(until), day(known_on))
    assert [f"{change.day} {'begins' if change.begins else 'ends'} {change.norm.id}" for change in found] == changes


def test_m22_changes_with_later_acts() -> None:
    found = CATALOGUE.changes(day("2024-08-01"), day("2024-09-30"), day("2024-08-01"), later_acts=True)
    assert [(change.norm.id, change.begins) for change in found] == [
        ("m17-companies-keep-pin", False),
        ("m17-companies-end-2024", True),
    ]


def test_m22_every_value_ever_set() -> None:
    assert CATALOGUE.ever(PIN_WORKING_LENGTH) == {8, 16}
