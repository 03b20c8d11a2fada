"""The envelope: printed once, checked, handed over or spoiled; words, never the secret (M03, M06)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from counter_app.desk import copies, issuing, people, visits
from counter_app.desk.views import CardView
from counter_app.envelope.printers import TrainingState
from counter_app.i18n import _
from counter_app.identity import fiscal_code
from screens.issue import preview
from screens.walkthrough.settling import until
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, ROSSI, choose_command, desk, log_in, paste, register_events, shown, where
from tests.ui.visiting import (
    PASSWORD,
    counter_of,
    issue,
    open_card,
    press,
    printed,
    printer_of,
    to_envelope,
    to_form,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

NARROW, WIDE = (80, 24), (140, 40)


def card_of(pilot: Pilot[int], code: str = ROSSI) -> CardView:
    """Return a person's card, read past the screens."""
    counter, actor = counter_of(pilot), desk(pilot).actor
    assert actor is not None
    hit = people.find_by_code(counter, actor, fiscal_code.parse(code))
    assert hit is not None
    return visits.card(counter, actor, visits.open_visit(counter, actor, hit.person_id, "look").visit_id)


def envelopes_printed(pilot: Pilot[int]) -> int:
    return len(list(printer_of(pilot).tray.glob("*pin-envelope*")))


@pytest.mark.parametrize(
    ("length", "drawn"), [(16, "•••• •••• •••• ••••"), (8, "•••• ••••"), (10, "•••• •••• ••"), (0, "")]
)
def test_m06_bullets_follow_the_length(length: int, drawn: str) -> None:
    assert preview.bullets(length) == drawn


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_m03_envelope_is_previewed_with_bullets_and_every_line_fits(
    training_app: AppMaker, size: tuple[int, int]
) -> None:
    async with training_app().run_test(size=size) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        seen = shown(pilot)
        for words in ("0500-0000001", "•••• •••• •••• ••••", _("The receipt is signed")):
            assert words in seen
        assert _("Something wrong with it? Alt+S spoils it.") in seen
        assert envelopes_printed(pilot) == 1


async def test_m03_hand_over_needs_both_checks_and_only_then_says_so(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        for keys, focus in ((("f9",), "seal-intact"), (("space", "f9"), "receipt-signed")):
            await press(pilot, *keys)
            assert where(pilot) == ("issue/envelope", focus)
            assert _("Hand over the envelope") not in shown(pilot)
        await press(pilot, "space", "enter")
        assert where(pilot)[0] == "issue/envelope"
        assert "pin.handed-over" not in register_events(desk(pilot))
        await press(pilot, "f9")
        assert where(pilot)[0] == "issue/handed-over"
        assert _("Hand over the envelope") in shown(pilot)
        assert register_events(desk(pilot))[-1] == "pin.handed-over"


async def test_m06_m10_what_to_tell_has_lengths_and_expiry_of_the_day(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9")
        seen = " ".join(shown(pilot).split())
        for words in ("16", "8", "10/11/2016"):
            assert words in seen


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_visit_ends_done_with_an_empty_home(training_app: AppMaker, key: str) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9", key)
        assert where(pilot) == ("home", "fiscal-code")
        assert register_events(desk(pilot))[-1] == "visit.closed"
        assert "ROSSI" not in shown(pilot).upper()


async def test_while_printing_the_screen_says_so_and_stays(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_print = threading.Event()
    print_envelope = issuing.print_envelope

    def slow(*arguments: object) -> object:
        assert may_print.wait(PATIENCE)
        return print_envelope(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(issuing, "print_envelope", slow)
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "f9")
        await paste(pilot, PASSWORD)
        await pilot.press("enter")
        assert await until(pilot.app, lambda: where(pilot)[0] == "issue/printing", PATIENCE)
        await pilot.press("escape", "f9", "alt+s")
        assert where(pilot)[0] == "issue/printing"
        assert _("Envelope {serial} is being printed…").format(serial="0500-0000001") in shown(pilot)
        may_print.set()
        await printed(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")


async def test_m02_the_copies_are_asked_for_once_the_envelope_is_there(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        asked: list[str] = []
        of_visit = copies.of_visit

        def noted(*arguments: object) -> object:
            asked.append(where(pilot)[0])
            return of_visit(*arguments)  # type: ignore[arg-type]

        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        monkeypatch.setattr(copies, "of_visit", noted)
        await issue(pilot)
        assert asked == ["issue/envelope"]


@pytest.mark.parametrize("state", [TrainingState.JAM, TrainingState.STOPPED, TrainingState.GONE])
async def test_m03_printer_trouble_leaves_the_envelope_in_doubt_and_leads_to_a_new_one(
    training_app: AppMaker, state: TrainingState
) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        printer_of(pilot).set_state(state)
        await issue(pilot)
        assert where(pilot)[0] == "issue/in-doubt"
        assert _("Envelope {serial}: in doubt ?").format(serial="0500-0000001") in shown(pilot)
        await press(pilot, "f9")
        assert "pin.handed-over" not in register_events(desk(pilot))
        printer_of(pilot).set_state(TrainingState.OK)
        await press(pilot, "alt+s", "f9")
        assert where(pilot) == ("issue/spoiled", "spoiled-next")
        await press(pilot, "1")
        assert where(pilot)[0] == "identify/form"
        await issue(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        assert "0500-0000002" in shown(pilot)


async def test_spoiling_asks_a_reason_and_the_note_where_it_is_another_one(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "alt+s")
        assert where(pilot) == ("spoil", "spoil-reason")
        await press(pilot, "f9")
        assert where(pilot) == ("spoil", "spoil-reason")
        assert _("Choose a reason.") in shown(pilot)
        await press(pilot, "enter", "end", "enter")
        assert where(pilot) == ("spoil", "spoil-note")
        await press(pilot, "f9")
        assert where(pilot) == ("spoil", "spoil-note")
        await paste(pilot, "macchiata")
        await press(pilot, "enter")
        assert where(pilot) == ("spoil", "spoil-note")
        assert "envelope.spoiled" not in register_events(desk(pilot))
        await press(pilot, "f9")
        assert where(pilot) == ("issue/spoiled", "spoiled-next")
        assert register_events(desk(pilot))[-1] == "envelope.spoiled"
        assert card_of(pilot).envelopes_in_doubt == ()


async def test_reissue_gets_a_new_number_and_the_password_again(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "alt+s", "enter", "enter", "f9", "enter")
        assert where(pilot)[0] == "identify/form"
        await issue(pilot)
        assert where(pilot) == ("issue/envelope", "seal-intact")
        assert "0500-0000002" in shown(pilot)
        await press(pilot, "space", "enter", "space", "f9")
        events = register_events(desk(pilot))
        assert (events.count("envelope.reserved"), events.count("envelope.spoiled")) == (2, 1)
        assert events.count("pin.handed-over") == 1


async def test_after_spoiling_the_visit_can_end_without_a_pin(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "alt+s", "enter", "enter", "f9", "2")
        assert where(pilot) == ("home", "fiscal-code")
        assert [item.display_state for item in card_of(pilot).credentials] == ["closed"]


@pytest.mark.parametrize(("answer", "place"), [("escape", "issue/envelope"), ("f9", "home")])
async def test_an_open_envelope_is_never_left_silently(training_app: AppMaker, answer: str, place: str) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "escape")
        assert where(pilot)[0] == "confirm"
        await press(pilot, answer)
        assert where(pilot)[0] == place
        assert len(card_of(pilot).envelopes_in_doubt) == 1


async def test_hand_over_is_done_once_with_one_key(training_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    hand_over: Callable[..., object] = issuing.hand_over

    def counted(counter: object, actor: object, command: object) -> object:
        keys.append(command.key)  # type: ignore[attr-defined]
        return hand_over(counter, actor, command)

    monkeypatch.setattr(issuing, "hand_over", counted)
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space")
        await pilot.app.screen.run_action("confirm")
        await pilot.app.screen.run_action("confirm")
        await press(pilot)
        assert where(pilot)[0] == "issue/handed-over"
        assert len(keys) == 1


@pytest.mark.parametrize("window", ["f1", "f6"])
async def test_m03_after_a_window_enter_still_ends_the_visit(training_app: AppMaker, window: str) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9")
        assert where(pilot)[0] == "issue/handed-over"
        await press(pilot, window, "escape")
        assert where(pilot) == ("issue/handed-over", "")
        await press(pilot, "enter")
        assert where(pilot) == ("home", "fiscal-code")


async def test_no_key_prints_an_envelope_again(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "f4", "alt+p", "f5", "f3")
        assert where(pilot)[0] == "issue/envelope"
        assert envelopes_printed(pilot) == 1


async def test_m03_whatever_leads_away_asks_about_an_open_envelope(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        question = _("Leave envelope {serial} in doubt?").format(serial="0500-0000001")
        for answer, place in (("escape", ("issue/envelope", "seal-intact")), ("f9", ("settings", "theme"))):
            await choose_command(pilot, _("settings"), _("The office's, your own, the desk's."))
            assert where(pilot)[0] == "confirm"
            assert question in shown(pilot)
            await press(pilot, answer)
            assert where(pilot) == place
        assert register_events(desk(pilot))[-1] == "visit.closed"
        assert len(card_of(pilot).envelopes_in_doubt) == 1
        await press(pilot, "escape")
        assert "Alt+3" not in shown(pilot)


async def test_m03_after_the_hand_over_whatever_leads_away_ends_the_visit(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9")
        assert where(pilot)[0] == "issue/handed-over"
        await choose_command(pilot, _("settings"), _("The office's, your own, the desk's."))
        assert where(pilot) == ("settings", "theme")
        assert register_events(desk(pilot))[-1] == "visit.closed"
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")
        assert "Alt+3" not in shown(pilot)


async def test_m03_closing_the_program_asks_about_the_envelope_first(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "ctrl+q")
        assert _("Leave envelope {serial} in doubt?").format(serial="0500-0000001") in shown(pilot)
        await press(pilot, "f9")
        assert where(pilot)[0] == "confirm"
        assert _("Close the program?") in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("home", "fiscal-code")


async def test_m03_a_pin_that_was_handed_over_leaves_no_case_waiting(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9", "f12")
        assert where(pilot)[0] == "locked"
        desk(pilot).log_out()
        await press(pilot)
        await log_in(pilot)
        assert "Alt+3" not in shown(pilot)


async def test_m03_an_ordinary_hand_over_lacks_no_reason(training_app: AppMaker) -> None:
    async with training_app().run_test(size=NARROW) as pilot:
        await log_in(pilot)
        await to_envelope(pilot)
        await press(pilot, "space", "enter", "space", "f9", "enter")
        await open_card(pilot)
        await press(pilot, "end", "up", "enter")
        assert where(pilot)[0] == "afterwards"
        assert _("by {name}").format(name="Marta Conti") in shown(pilot)
        assert _("No reason was written.") not in shown(pilot)
