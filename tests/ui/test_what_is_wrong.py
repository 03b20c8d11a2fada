"""What is missing or wrong is told at once: in the pane as it is typed, at the fields when one goes on (M02, M23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.i18n import _
from screens.person_fields import ORDER
from screens.widgets.fields import Field
from screens.widgets.panes import SidePane, to_correct
from tests.ui.conftest import AppMaker
from tests.ui.driving import log_in, paste, shown, where
from tests.ui.person_form import CODE, SIZES, archived, at, typing
from tests.ui.person_form import to_form as to_new_person
from tests.ui.visiting import open_card, press, printer_of, to_document, to_form

if TYPE_CHECKING:
    from textual.pilot import Pilot

WIDE = (140, 40)


def said_under(pilot: Pilot[int], field: str) -> str:
    return str(pilot.app.screen.query_one(f"#{field}").query_ancestor(Field).message.content)


async def test_m02_pane_says_what_is_wrong_and_all_of_it_is_told_at_its_field(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "enter", "enter", "tab", "tab")
        assert where(pilot)[1] == "document-issued"
        await press(pilot, *"1203")
        # half a date is wrong once it is left
        assert to_correct(_("date of issue")) not in shown(pilot)
        await press(pilot, "tab")
        assert to_correct(_("date of issue")) in shown(pilot)
        await paste(pilot, "31022025")
        await press(pilot, "f8")
        assert where(pilot) == ("identify/document", "document-number")
        said = [said_under(pilot, f"document-{name}") for name in ("kind", "number", "issuer", "issued", "expires")]
        assert said[:3] == ["", *[f"✕ {_('This cannot stay empty.')}"] * 2]
        assert all(words.startswith("✕") for words in said[3:])
        assert to_correct(_("expiry date")) in shown(pilot)


async def test_m02_the_pane_wants_another_document_where_one_is_refused(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_document(pilot)
        await press(pilot, "enter", "end", "enter")
        assert _("another document") in shown(pilot)
        assert _("nothing ✓") not in shown(pilot)


async def test_m02_f9_tells_every_fault_of_the_form_at_its_field(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "down", "down")
        await paste(pilot, "mario")
        await press(pilot, "down")
        await paste(pilot, "tre")
        await press(pilot, "f9")
        assert where(pilot) == ("identify/form", "contact-email")
        assert said_under(pilot, "contact-email").startswith("✕")
        assert said_under(pilot, "contact-mobile").startswith("✕")
        assert to_correct(_("e-mail")) not in shown(pilot)
        assert to_correct(_("mobile number")) in shown(pilot)
        await press(pilot, "ctrl+u")
        await paste(pilot, "mario@posta.example")
        assert said_under(pilot, "contact-email") == ""
        assert said_under(pilot, "contact-mobile").startswith("✕")


async def test_m02_f4_prints_no_contact_that_cannot_be(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await log_in(pilot)
        await open_card(pilot)
        await to_form(pilot)
        await press(pilot, "down", "down")
        await paste(pilot, "mario")
        await press(pilot, "f4")
        assert where(pilot) == ("identify/form", "contact-email")
        assert said_under(pilot, "contact-email").startswith("✕")
        assert not list(printer_of(pilot).tray.glob("*request-form*"))
        await press(pilot, "ctrl+u")
        await paste(pilot, "mario@posta.example")
        await press(pilot, "f4")
        assert said_under(pilot, "contact-email") == ""
        assert list(printer_of(pilot).tray.glob("*request-form*"))


async def test_m02_what_is_wrong_is_not_covered_by_what_is_odd(training_app: AppMaker) -> None:
    async with training_app().run_test(size=WIDE) as pilot:
        await to_new_person(pilot)
        await typing(pilot, surname="Zurlini", name="Zefiro")
        pilot.app.screen.set_focus(pilot.app.screen.query_one("#born"))
        await press(pilot, "ctrl+u")
        await paste(pilot, "01012090")
        await press(pilot, "enter", "f9")
        assert said_under(pilot, "born") == f"✕ {_('The birth date lies after today.')}"


@SIZES
async def test_m02_f9_tells_every_fault_and_the_pane_names_them(training_app: AppMaker, size: tuple[int, int]) -> None:
    app = training_app()
    async with app.run_test(size=size) as pilot:
        await to_new_person(pilot)
        await typing(pilot, surname="Zurlini", name="", citizenship="", residence="")
        await press(pilot, "shift+tab", "ctrl+u")
        await typing(pilot, residence="XX", address_1="Via Roma 1, 50100 FIRENZE", address_2="", address_3="")
        await typing(pilot, email="zefiro", mobile="tre")
        await press(pilot, "f9")
        at(pilot, "name")
        field = {name: app.screen.query_one(f"#{name}").query_ancestor(Field) for name in ORDER}
        wrong = {name for name, one in field.items() if str(one.message.content).startswith("✕")}
        assert wrong == {"name", "residence", "email", "mobile"}
        pane = [str(line) for line in app.screen.query_one("#pane-missing", SidePane).lines]
        assert pane == [_("name"), *map(to_correct, (_("country of residence"), _("e-mail"), _("mobile number")))]
        await paste(pilot, "Zefiro")
        assert [name for name, one in field.items() if one.has_class("-wrong")] == ["residence", "email", "mobile"]
        assert archived(pilot, CODE) is None
