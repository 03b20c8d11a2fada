"""What was typed of a person is found again after a lock, a cut line, or something that came first (M02, M23)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select
from textual.widgets import Checkbox, Input

from counter_app.desk import drafts, people, person_drafts, visits
from counter_app.i18n import _, ngettext
from counter_app.identity.fiscal_code import FiscalCode
from data.tables import PersonDraft
from screens import labels
from tests.ui.conftest import AppMaker
from tests.ui.driving import ROSSI, SUPERVISOR, choose_command, log_in, paste, press, shown, where
from tests.ui.person_form import CODE, PROVISIONAL, SIZES, acts, archived, sex, text, to_form, typing
from tests.ui.visiting import IDENTIFIED, PASSWORD, counter_of, open_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot


def kept(pilot: Pilot[int]) -> Sequence[PersonDraft]:
    return counter_of(pilot).read(lambda session: session.exec(select(PersonDraft)).all())


async def put(pilot: Pilot[int], field: str, words: str) -> None:
    """Replace what stands in a field."""
    pilot.app.screen.set_focus(pilot.app.screen.query_one(f"#{field}", Input))
    await press(pilot, "home", "shift+end", "delete")
    if words:
        await paste(pilot, words)


@SIZES
async def test_m23_a_cut_line_loses_nothing_of_a_registration(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini", name="Zefira")
        await put(pilot, "address-1", "Via Po 1")
        with Path(os.devnull).open(encoding="ascii") as nobody:
            monkeypatch.setattr(sys, "stdin", nobody)
            app.hang_up()
            await press(pilot)
    counter = app.counter
    assert counter is not None
    again = training_app(opener=lambda: counter)
    async with again.run_test(size=size) as pilot:
        await log_in(pilot)
        assert f"Alt+3 {_('new person')} · " in shown(pilot)
        assert "Zurlini" not in shown(pilot)
        await press(pilot, "alt+3")
        assert where(pilot) == ("person-new", "surname")
        assert [text(pilot, name) for name in ("fiscal-code", "surname", "name")] == [CODE, "Zurlini", "Zefira"]
        assert (text(pilot, "born"), sex(pilot), text(pilot, "birth-place")) == ("07/07/1977", "M", "Roma (RM)")
        assert _("As it was left: {when}.").partition("{")[0] in shown(pilot)
        await put(pilot, "name", "Zefiro")
        await put(pilot, "address-2", "00198 ROMA RM")
        await press(pilot, "f9")
        assert where(pilot)[0] == "citizen"
        assert archived(pilot, CODE) is not None
        assert not kept(pilot)


async def test_m23_the_next_operator_of_the_desk_goes_on(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_form(pilot)
        await typing(pilot, surname="Zurlini")
        # what the code proposes is overruled by hand, or emptied
        await put(pilot, "birth-place", "")
        await put(pilot, "citizenship", "AL")
        await press(pilot)
        app.screen.set_focus(app.screen.query_one("#italian-document"))
        await press(pilot, "space")
        await press(pilot, "f12")
        assert _("What was open is kept. F3 ends this session so that another operator can log in.") in shown(pilot)
        await press(pilot, "f3")
        assert where(pilot)[0] == "login"
        await log_in(pilot, SUPERVISOR)
        assert f"Alt+3 {_('new person')} · 10/05 09:00, Marta Conti" in shown(pilot)
        await press(pilot, "alt+3")
        assert (text(pilot, "surname"), text(pilot, "birth-place"), text(pilot, "citizenship")) == ("Zurlini", "", "AL")
        assert app.screen.query_one("#italian-document", Checkbox).value
        await press(pilot, "escape")
        assert where(pilot)[0] == "confirm"
        await press(pilot, "f9")
        assert where(pilot)[0] == "home"
        assert not kept(pilot)
        assert "Marta Conti" not in shown(pilot)
        assert acts(pilot)[-1] == "operator.logged-in"


async def test_m02_a_correction_goes_on_from_the_card(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await log_in(pilot)
        await open_card(pilot, ROSSI)
        await press(pilot, "alt+e")
        await put(pilot, "mobile", "333 1234567")
        await press(pilot, "f12", "f3")
        await log_in(pilot)
        assert f" · {_('correction')} · " in shown(pilot)
        await press(pilot, "alt+3")
        assert where(pilot)[0] == "citizen"
        assert _("a correction, {when}: Alt+E goes on with it").partition("{")[0] in shown(pilot)
        await press(pilot, "alt+e")
        assert text(pilot, "mobile") == "333 1234567"
        await press(pilot, "f9")
        assert _("Corrected: {what}.").format(what=_("mobile number")) in shown(pilot)
        assert not kept(pilot)
        await press(pilot, "alt+e")
        await put(pilot, "mobile", "333 7654321")
        await press(pilot, "f12")
        assert len(kept(pilot)) == 1
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        assert text(pilot, "mobile") == "333 7654321"
        await press(pilot, "escape", "f9")
        assert where(pilot)[0] == "citizen"
        assert not kept(pilot)
        assert _("half-way") not in shown(pilot)


async def test_m23_whatever_leads_away_keeps_what_is_typed_of_a_person(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, "")
        await paste(pilot, PROVISIONAL)
        await choose_command(pilot, _("settings"), _("The office's, your own, the desk's."))
        assert where(pilot)[0] == "settings"
        await press(pilot, "escape")
        assert f"Alt+3 {_('new person')} · " in shown(pilot)
        await press(pilot, "alt+3")
        assert text(pilot, "fiscal-code") == PROVISIONAL
        await paste(pilot, "Petrovic")
        await press(pilot, "ctrl+q")
        assert _("What was changed here is not kept.") not in shown(pilot)


async def test_m23_nothing_typed_leaves_nothing_behind(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, "")
        await press(pilot, "f12")
        assert not kept(pilot)
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        await paste(pilot, PROVISIONAL)
        await press(pilot, "f12")
        assert len(kept(pilot)) == 1
        await paste(pilot, PASSWORD)
        await press(pilot, "enter")
        await press(pilot, "ctrl+u")
        await press(pilot, "f12")
        assert not kept(pilot)


async def test_m23_a_registration_left_half_way_is_reached_before_what_a_code_leads_to(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await log_in(pilot)
        actor = app.actor
        assert actor is not None
        counter, person = counter_of(pilot), people.find_by_code(counter_of(pilot), actor, FiscalCode(ROSSI))
        assert person is not None
        visit_id = visits.open_visit(counter, actor, person.person_id, "k").visit_id
        drafts.save(counter, actor, visit_id, "identify/form", IDENTIFIED)
        for number in range(3):
            person_drafts.save(counter, actor, f"correction-{number}", person.person_id, {"mobile": "333 1234567"})
        person_drafts.save(counter, actor, "new", None, {"surname": "Petrovic"})
        await press(pilot, "f5")
        seen = shown(pilot)
        for number, words in ((3, _("new person")), (4, labels.step("identify/form")), (5, _("correction"))):
            assert words in seen.partition(f"Alt+{number} ")[2].partition("Alt+")[0]
        more = ngettext("{count} more case: type the code", "{count} more cases: type the codes", 2)
        assert more.format(count=2) in seen
        await press(pilot, "alt+3")
        assert text(pilot, "surname") == "Petrovic"
