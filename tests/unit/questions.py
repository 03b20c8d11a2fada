"""Questions to the law, drawn at random: facts that can be true, on any two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from counter_app.norms.decide import ACTIONS, Audience, Category, Channel, Facts, WayIn
from counter_app.norms.facts import OTHER_IDENTITIES
from counter_app.norms.timeline import load_shipped
from data.vocabulary import PinKind

CATALOGUE = load_shipped()
FIRST = date(2012, 1, 1)
LAST = date(2030, 12, 31)
NO_NEW_PIN = date(2020, 10, 1)
NO_PIN = date(2021, 10, 1)
END_FOR_ALL_PUBLISHED = date(2021, 8, 25)
FIRST_DELEGATIONS = date(2021, 8, 16)

TURNING = sorted(
    day + timedelta(days=around)
    for norm in CATALOGUE.norms.values()
    for day in (norm.since, norm.until or norm.since, norm.published)
    for around in (-1, 0, 1)
    if day > FIRST
)
ISSUES = ("issue-counter", "issue-online", "issue-contact-centre", "issue-campaign")
REQUESTS = ("request-pension", "request-unemployment")
CITIZENS = ("consult-contributions", "pensioner-statement", "entertainment-daily-contributions")
AREAS = {
    Audience.INTERMEDIARY: "intermediary-area",
    Audience.COMPANY: "company-area",
    Audience.PROFESSIONAL: "professional-area",
    Audience.PUBLIC_BODY: "public-bodies-area",
}
SERVICES = (*REQUESTS, *CITIZENS, "public-employee-statement", *AREAS.values())

actions = st.sampled_from(sorted(ACTIONS))
entering = st.sampled_from(("access", "lodge-application"))
days = st.one_of(st.sampled_from(TURNING), st.dates(FIRST, LAST))
countries = st.sampled_from(("IT", "FR", "HR", "GB", "CH", "US"))
others = st.frozensets(st.sampled_from(sorted(OTHER_IDENTITIES)))
kinds = st.sampled_from(PinKind)
levels = st.sampled_from((1, 2, 3))
several = settings(max_examples=100, deadline=None)


def _days_before(most: int) -> st.SearchStrategy[timedelta | None]:
    return st.none() | st.integers(0, most).map(timedelta)


# built once: strategies made inside a composite are made again for every example
everybody = st.builds(
    Facts,
    citizenship=countries,
    residence=countries,
    italian_document=st.none() | st.booleans(),
    ward=st.booleans(),
    holds=others,
    with_=st.sampled_from(WayIn),
    spid_level=levels,
    pin=st.none() | kinds,
    pin_length=st.sampled_from((None, 8, 16)),
    categories=st.frozensets(st.sampled_from(Category)),
    inpdap=st.booleans(),
    passweb=st.booleans(),
    inhibited=st.booleans(),
    delegations=st.integers(0, 8),
    guardian=st.booleans(),
    channel=st.sampled_from(Channel),
    later_acts=st.booleans(),
)
ages = _days_before(40_000)
since_issued = _days_before(500)
profiles = st.none() | st.sampled_from(Audience)
services = st.sampled_from(SERVICES)
requests = st.sampled_from(REQUESTS)
known_days = st.none() | days


@st.composite
def questions(
    draw: st.DrawFn, some: st.SearchStrategy[str] = actions, about: st.SearchStrategy[str] = services
) -> tuple[str, Facts, date, date]:
    """Draw facts that can be true on a day; half of the time the profile is the one the service is for."""
    action, on, known_on = draw(some), draw(days), draw(known_days)
    service = draw(requests if action == "lodge-application" else about)
    fitting = next((audience for audience, area in AREAS.items() if area == service), Audience.CITIZEN)
    age, since = draw(ages), draw(since_issued)
    facts = replace(
        draw(everybody),
        audience=draw(profiles) or fitting,
        service=service,
        born=None if age is None else on - age,
        issued_on=None if since is None else on - since,
    )
    return action, facts, on, known_on or on
