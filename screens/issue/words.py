"""What the envelope's screen says at each of its stages."""

from __future__ import annotations

from datetime import date

from counter_app.desk.views import EnvelopeView
from counter_app.i18n import _, show_day
from counter_app.norms.keys import PIN_WORKING_LENGTH
from counter_app.norms.timeline import Catalogue
from data.vocabulary import PrinterState
from screens import labels


def printing(serial: str) -> str:
    """Return what is said while the envelope is on its way to the printer."""
    return _("Envelope {serial} is being printed…").format(serial=serial)


def printing_detail() -> str:
    """Return what the operator does meanwhile."""
    return _("Stay at the printer. The PIN is born inside the envelope: nobody at this desk can read it.")


def to_check() -> str:
    """Return what to look at before the envelope crosses the counter."""
    return _("Take the envelope from the printer. Do not open it: check it from outside.")


def acting(view: EnvelopeView) -> str:
    """Return who the envelope is for, and who takes it for them."""
    person, who = view.person.full_name.upper(), view.representative
    if who is None:
        return person
    return _("{who}, {quality}, for {person}").format(
        who=who.full_name.upper(), quality=labels.quality(who.quality), person=person
    )


def who_signs(view: EnvelopeView) -> str:
    """Return who signs the receipt, where it is not the person the PIN is for."""
    if view.unsigned is not None:
        return _("Operator and witness sign the receipt.")
    return "" if view.representative is None else _("The representative signs the receipt.")


def hand_over(view: EnvelopeView) -> str:
    """Return what to do now that the PIN is active."""
    if view.representative is None:
        return _("Hand over the envelope")
    return _("Hand over the envelope to {who}").format(who=view.representative.full_name)


def accepted(view: EnvelopeView) -> bool:
    """Return whether the printer took the envelope."""
    return view.printer_state is PrinterState.ACCEPTED


def printed(view: EnvelopeView) -> str:
    """Return the printer's word and the receipt's code."""
    word = _("Printer: {word}").format(word=labels.printer_word(view.printer_state or ""))
    if not view.receipt_code:
        return _("{printer}   Receipt: not printed, F4 prints it").format(printer=word)
    return _("{printer}   Receipt: code {code}").format(printer=word, code=view.receipt_code)


def in_doubt(serial: str, why: str) -> str:
    """Return what happened and what to do with an envelope nobody knows to be printed."""
    text = _(
        "The envelope cannot be handed over, and it cannot be printed again: its PIN is not active and never will be "
        "without a hand-over. If paper came out, keep it closed. Spoil the envelope with Alt+S, then issue a new one "
        "with a new PIN."
    )
    return "\n\n".join(part for part in (_("Envelope {serial}: in doubt ?").format(serial=serial), why, text) if part)


def spoiled(view: EnvelopeView) -> str:
    """Return what happens with a spoiled envelope now."""
    reason = labels.spoil_reason(view.spoil_reason or "")
    text = _(
        "Destroy the envelope now, in front of the person. Its PIN was never active and can never be used. "
        "The register keeps its number."
    )
    return "\n\n".join((_("Envelope {serial} is spoiled: {reason}.").format(serial=view.serial, reason=reason), text))


def to_tell(view: EnvelopeView, catalogue: Catalogue, today: date) -> list[str]:
    """Return what to tell the person with the envelope in hand (M03, M06, M10).

    Args:
        view: the envelope, handed over.
        catalogue: the norms, for the length of the working PIN.
        today: the business date.
    """
    working = catalogue.value(PIN_WORKING_LENGTH, today, today).value
    lines = [_("It is active already: there is nothing to activate or convert.")]
    if working != view.length:
        lines.append(
            _(
                "At the first access the {initial} characters are typed once; a guided procedure then gives the PIN of "
                "{working} characters used from then on."
            ).format(initial=view.length, working=working)
        )
    if view.expires_on is not None:
        lines.append(
            _("It expires on {day}: from that day it opens nothing until it is renewed.").format(
                day=show_day(view.expires_on)
            )
        )
    lines.append(_("It is personal: nobody at the institute will ever ask for it."))
    return lines
