"""The person's card: everything readable before typing, one list to choose from, a refusal that helps."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot

from counter_app.counter import Counter
from counter_app.desk import identification, operators, suspicions
from counter_app.desk.commands import DecideSuspicion, Login, NoteSuspicion
from counter_app.desk.views import Actor
from counter_app.i18n import _
from screens import labels, past
from screens.citizen import CitizenScreen
from screens.refusal import RefusalScreen
from tests.ui.conftest import AppMaker
from tests.ui.driving import OPERATOR, ROSSI, SUPERVISOR, desk, log_in, register_events, shown, where
from tests.ui.visiting import counter_of, issue, open_card, press, printer_of, to_document, to_form

MARINI = "MRNPLA85D23F839G"
DEAD = "CNTLRD31L20G702T"
LONG_NAME = "BRNNTR83C48Z129X"
GIULIA, OF_AGE = "LNDGLI08P52D612K", "12/09/2026"
WARD = "SRTBRN58H12D612D"
CLOSED = date(2020, 10, 1)

WIDE, NARROW = (140, 40), (80, 24)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m03_card_says_what_may_be_done_before_any_typing(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        seen = shown(pilot)
        assert f"ROSSI MARIO · {ROSSI} · 01/01/1980, Roma (RM)" in seen
        assert _("issue a dispositive PIN in a sealed envelope") in seen
        assert _("NOT TODAY") not in seen
        assert (_("WHICH NORM DECIDES") in seen) == (size == WIDE)


async def test_narrow_card_unfolds_the_norm_with_alt_i(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "alt+i")
        assert _("WHICH NORM DECIDES") in shown(pilot)
        await press(pilot, "alt+i")
        assert _("WHICH NORM DECIDES") not in shown(pilot)


async def test_m16_what_may_not_be_done_says_why_and_what_instead(training_app: AppMaker) -> None:
    async with training_app(on=CLOSED).run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, MARINI)
        assert _("NOT TODAY") in shown(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CitizenScreen)
        (refused,) = screen.view.may_not
        for reason in refused.decision.reasons:
            assert " ".join(reason.split()) in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert where(pilot) == ("refusal", "refusal-text")
        refusal = pilot.app.screen
        assert isinstance(refusal, RefusalScreen)
        assert refusal.refused_norms[0] == "m16-no-new-pin"
        assert register_events(desk(pilot))[-1] == "pin.refused"


@pytest.mark.parametrize("back", ["escape", "enter"])
async def test_refusal_prints_a_slip_once_and_goes_back(training_app: AppMaker, back: str) -> None:
    async with training_app(on=CLOSED).run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, MARINI)
        await press(pilot, "1", "f4")
        assert len(list(printer_of(pilot).tray.glob("*refusal-slip*"))) == 1
        await press(pilot, "f4")
        assert len(list(printer_of(pilot).tray.glob("*refusal-slip*"))) == 1
        await press(pilot, back)
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert register_events(desk(pilot))[-1] == "visit.closed"


async def test_m22_f6_shows_act_text_and_effect_of_the_norm(training_app: AppMaker) -> None:
    async with training_app(on=CLOSED).run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot, MARINI)
        await press(pilot, "1", "f6")
        assert where(pilot) == ("norm", "norm-text")
        norm = counter_of(pilot).norms.norm("m16-no-new-pin")
        assert norm.act.title["it"] in shown(pilot)
        assert "01/10/2020" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("refusal", "refusal-text")


async def test_m02_the_dead_get_no_pin(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, DEAD)
        assert "02/11/2015" in shown(pilot)
        await press(pilot, "1")
        assert where(pilot)[0] == "refusal"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m02_a_minors_card_says_until_when_and_who_asks(training_app: AppMaker, size: tuple[int, int]) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await open_card(pilot, GIULIA)
        assert OF_AGE in shown(pilot)
        assert " 7 " in shown(pilot)
        assert _("may ask") in shown(pilot)
        assert labels.quality("parent") in shown(pilot)
        assert labels.quality("guardian") not in shown(pilot)


async def test_m02_on_the_day_of_full_age_the_card_says_nothing_of_a_minor(training_app: AppMaker) -> None:
    async with training_app(on=date(2020, 9, 11)).run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot, GIULIA)
        assert OF_AGE in shown(pilot)
        assert " 11 " in shown(pilot)
        await press(pilot, "ctrl+t", *"12092026", "f9")
        assert where(pilot) == ("citizen", "actions")
        card = pilot.app.screen
        assert isinstance(card, CitizenScreen)
        assert card.view.minor is None
        assert _("may ask") not in shown(pilot)


async def test_m02_a_wards_card_says_who_may_ask(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, WARD)
        words = _(" or ").join(map(labels.quality, ("self", "guardian", "support-administrator")))
        assert f"{_('may ask')} {words}" in shown(pilot)


async def test_looking_up_ends_as_looked_up_and_empties_the_screen(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert "ROSSI" not in shown(pilot).upper()


async def test_m03_card_shows_the_pin_just_handed_over(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await issue(pilot)
        await press(pilot, "space", "enter", "space", "f9", "enter")
        await open_card(pilot)
        assert _("expires {day}").format(day="10/11/2016") in shown(pilot)
        assert _("NOT TODAY") in shown(pilot)
        await press(pilot, "1")
        refusal = pilot.app.screen
        assert isinstance(refusal, RefusalScreen)
        assert refusal.decision.remedies == ("recover",)


async def test_m02_a_spoiled_envelope_says_why_one_key_away(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await issue(pilot)
        await press(pilot, "alt+s", "enter", "down", "enter", "f9")
        await press(pilot, "escape")
        await open_card(pilot)
        await press(pilot, "down", "enter")
        assert where(pilot) == ("afterwards", "")
        assert labels.spoil_reason("seal-broken") in shown(pilot)
        assert _("No reason was written.") not in shown(pilot)


async def test_a_moved_date_changes_what_may_be_done(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, MARINI)
        assert _("NOT TODAY") not in shown(pilot)
        await press(pilot, "ctrl+t", *"01102020", "f9")
        assert where(pilot) == ("citizen", "actions")
        assert _("NOT TODAY") in shown(pilot)


async def test_peoples_names_are_never_markup(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot, LONG_NAME)
        assert "BRÂNCOVEANU-ȘTEFĂNESCU IOANA ECATERINA LUMINIȚA" in shown(pilot)


async def test_m16_advice_is_said_before_issuing(training_app: AppMaker) -> None:
    async with training_app(on=date(2020, 9, 1)).run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot, MARINI)
        advice = _("Advise SPID before issuing: new PINs are about to end.").split(":")[0]
        assert advice in shown(pilot)
        await press(pilot, "1")
        assert where(pilot) == ("identify/person", "applicant")
        assert advice in shown(pilot)


async def test_a_kept_draft_is_offered_and_never_lost_silently(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "escape", "1")
        await open_card(pilot)
        assert _("go on from the step “{step}”").format(step=_("document")) in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("confirm", "leave-choice")
        await press(pilot, "escape")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "escape", "2")
        assert where(pilot) == ("home", "fiscal-code")
        assert register_events(desk(pilot))[-1] == "visit.closed"


def account(counter: Counter, username: str) -> Actor:
    actor = operators.login(counter, Login(username, f"{username}-prova"))
    assert isinstance(actor, Actor)
    return actor


async def decided_meanwhile(pilot: Pilot[int], ground: str) -> None:
    """Have a note hold the case on the card, the desk refuse, and the supervisor let it go on at another desk."""
    counter, screen = counter_of(pilot), pilot.app.screen
    assert isinstance(screen, CitizenScreen)
    visit_id = screen.view.visit_id
    operator = account(counter, OPERATOR)
    suspicions.note(counter, operator, NoteSuspicion(visit_id, "la foto", "note"))
    identification.refuse_issue(counter, operator, visit_id)
    supervisor = account(counter, SUPERVISOR)
    (held,) = suspicions.undecided(counter, supervisor)
    suspicions.decide(counter, supervisor, DecideSuspicion(held.id, True, ground))


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("username", [OPERATOR, SUPERVISOR])
async def test_m02_what_became_of_a_refusal_stands_above_it_and_enter_tells_supervisors_why(
    training_app: AppMaker, size: tuple[int, int], username: str
) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot, username)
        await open_card(pilot)
        await decided_meanwhile(pilot, "la foto è vecchia")
        await press(pilot, "f5")
        lines = shown(pilot).partition(_("DECIDED BEFORE"))[2]
        check = f"10/05/2016 {past.AFTERWARDS['suspicion.cleared']}"
        refused = f"10/05/2016 {labels.action('issue-counter')}: {_('refused')}"
        assert 0 <= lines.index(check) < lines.index(refused)
        # the person at the counter may look at it
        assert "la foto" not in shown(pilot)
        assert f"{check}," not in lines
        await press(pilot, "down", "enter")
        assert where(pilot) == ("afterwards", "")
        for words in ("la foto è vecchia", _("by {name}").format(name="Luca Ferri")):
            assert (words in shown(pilot)) == (username == SUPERVISOR)
        assert (_("The reason is shown to supervisors only.") in shown(pilot)) == (username == OPERATOR)
        await press(pilot, "enter")
        assert where(pilot) == ("citizen", "actions")
        await press(pilot, "f6")
        assert where(pilot) == ("afterwards", "")
