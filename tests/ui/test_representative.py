"""A representative the archive does not know, and a draft with one, by keyboard (M02, M23)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.widgets import Checkbox, Input

from counter_app.desk import representation
from counter_app.i18n import _
from screens.widgets.panes import to_correct
from tests.ui.conftest import AppMaker
from tests.ui.driving import PATIENCE, log_in, paste, register_events, shown, where
from tests.ui.person_form import CODE, typing
from tests.ui.visiting import open_card, press, type_document

GIULIA, MARCO = "LNDGLI08P52D612K", "LNDMRC76C30D612Y"


async def to_representative(pilot: Any) -> None:
    """Open the minor's card and choose a parent."""
    await log_in(pilot)
    await open_card(pilot, GIULIA)
    await press(pilot, "1", "2", "f8")
    assert where(pilot) == ("identify/representative", "representative-code")


async def test_m02_an_unknown_parent_is_registered_and_the_case_goes_on_from_its_draft(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(80, 24)) as pilot:
        await to_representative(pilot)
        await paste(pilot, CODE)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/representative", "representative-code")
        assert "F3" in shown(pilot)
        await press(pilot, "f3", "escape")
        assert where(pilot) == ("identify/representative", "representative-code")
        await press(pilot, "f3")
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="")
        await typing(pilot, address_1="Via Roma 1", address_2="50100 FIRENZE FI")
        await press(pilot, "f9")
        assert where(pilot) == ("identify/representative", "representative-code")
        assert "Zurlini Zefiro" in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/document", "document-kind")
        await type_document(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/holder", "holder-kind")
        await press(pilot, "f8", "space", "escape", "1")
        assert where(pilot) == ("home", "fiscal-code")

        await open_card(pilot, GIULIA)
        await press(pilot, "1")
        assert where(pilot) == ("identify/checks", "check-intact")
        screen = pilot.app.screen
        assert screen.query_one("#representative-code", Input).value == CODE
        assert f"ZURLINI ZEFIRO, {_('parent')}" in shown(pilot)


async def test_m02_the_quality_and_the_signature_decide_what_the_form_asks(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(140, 40)) as pilot:
        await to_representative(pilot)
        assert _("holder") in shown(pilot)
        await press(pilot, "f7", "1")
        assert _("holder") not in shown(pilot)
        screen: Any = pilot.app.screen
        await press(pilot, "2")
        screen.go_to("form")
        await press(pilot)
        assert _("The self-certification of the role is signed") in shown(pilot)
        await press(pilot, "space", "down", "down", "down", "space")
        assert where(pilot)[1] == "cannot-sign"
        assert not screen.query_one("#form-signed", Checkbox).value
        assert "form-signed" not in [widget.id for widget in screen.focus_chain]
        for words in (_("why they cannot sign"), _("the witness"), _("attestation")):
            assert words in shown(pilot)


async def test_m02_a_code_that_cannot_be_is_no_nothing_in_the_pane(training_app: AppMaker) -> None:
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    words = to_correct(_("the representative's fiscal code"))
    async with training_app().run_test(size=(140, 40)) as pilot:
        await to_representative(pilot)
        await paste(pilot, wrong)
        assert words in shown(pilot)
        assert _("nothing ✓") not in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/representative", "representative-code")
        # well formed, but of nobody the archive knows
        await press(pilot, "ctrl+u")
        await paste(pilot, CODE)
        assert _("nothing ✓") in shown(pilot)
        await press(pilot, "f8")
        assert where(pilot) == ("identify/representative", "representative-code")
        assert _("registration in the archive") in shown(pilot)


async def test_m02_a_parent_is_found_by_name_and_the_case_goes_on(training_app: AppMaker) -> None:
    app = training_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_representative(pilot)
        assert "F2" in shown(pilot)
        assert f"Esc {_('leave')}" in shown(pilot)
        await press(pilot, "f2")
        assert where(pilot) == ("find", "find-surname")
        assert "LANDI GIULIA" in shown(pilot)
        assert f"Esc {_('leave')}" in shown(pilot)
        assert f"Esc {_('home')}" not in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == ("identify/representative", "representative-code")
        await press(pilot, "f2")
        await paste(pilot, "landi")
        await press(pilot, "enter")
        await paste(pilot, "marco")
        await press(pilot, "enter", "enter")
        assert where(pilot) == ("find", "hits")
        await press(pilot, "1")
        assert where(pilot) == ("identify/representative", "representative-code")
        assert app.screen.query_one("#representative-code", Input).value == MARCO
        assert "Landi Marco" in shown(pilot)
        # the list and the look at him are kept, as for whoever stands at the desk
        events = register_events(app)
        assert events[events.index("hits.viewed") :] == ["hits.viewed", "person.viewed"]
        await press(pilot, "f8")
        assert where(pilot) == ("identify/document", "document-kind")


async def test_m02_nobody_found_by_name_is_registered_from_the_search(training_app: AppMaker) -> None:
    async with training_app().run_test(size=(140, 40)) as pilot:
        await to_representative(pilot)
        await press(pilot, "f2")
        await paste(pilot, "zurlini")
        await press(pilot, "f2", "f3")
        assert where(pilot) == ("person-new", "fiscal-code")
        await paste(pilot, CODE)
        await press(pilot, "enter")
        await typing(pilot, surname="Zurlini", name="Zefiro", citizenship="", residence="")
        await typing(pilot, address_1="Via Roma 1", address_2="50100 FIRENZE FI")
        await press(pilot, "f9")
        assert where(pilot) == ("identify/representative", "representative-code")
        assert "Zurlini Zefiro" in shown(pilot)


async def test_m02_a_minor_found_by_name_does_not_represent_themselves(training_app: AppMaker) -> None:
    async with training_app().run_test() as pilot:
        await to_representative(pilot)
        await press(pilot, "f2")
        await paste(pilot, "landi")
        await press(pilot, "enter")
        await paste(pilot, "giulia")
        await press(pilot, "f2", "1")
        assert where(pilot)[0] == "refusal"
        await press(pilot, "escape")
        assert where(pilot)[0] == "identify/representative"
        await press(pilot, "f8")
        assert where(pilot) == ("identify/representative", "representative-code")


async def test_m02_a_key_that_comes_while_a_step_is_left_opens_no_search(
    training_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_find = threading.Event()
    find = representation.find

    def slow(*arguments: Any) -> Any:
        assert may_find.wait(PATIENCE)
        return find(*arguments)

    monkeypatch.setattr(representation, "find", slow)
    async with training_app().run_test(size=(140, 40)) as pilot:
        await to_representative(pilot)
        await paste(pilot, MARCO)
        await pilot.press("f8")
        await pilot.press("f2")
        assert where(pilot)[0] == "identify/representative"
        may_find.set()
        await press(pilot)
        assert where(pilot) == ("identify/document", "document-kind")
