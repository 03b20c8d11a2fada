"""Whether a document identifies its holder today: its own dates, and the acts that keep it good beyond them (M02)."""

from __future__ import annotations

from datetime import date

from counter_app.counter import Counter
from counter_app.i18n import _, localised, show_date
from counter_app.identity import documents
from counter_app.identity.documents import EXPIRING_DAYS, DocumentCheck, IdentityDocument
from counter_app.identity.extended import Extended, extended
from counter_app.norms.norm import CitedNorm, NormStatus


def check(
    counter: Counter, document: IdentityDocument, born: date | None, expiring_days: int = EXPIRING_DAYS
) -> DocumentCheck:
    """Return what is to be said about a document on the business date, by the acts known then.

    Args:
        counter: the desk; its clock says which day it is, and what is known.
        document: as far as it was typed.
        born: the holder's birth date, None while not known.
        expiring_days: so many days before its expiry it is announced as expiring (office practice).

    Raises:
        BadInputError: the kind's id is not one of the reference data.
    """
    return documents.check(document, counter.clock.today(), born, beyond(counter, document), expiring_days)


def beyond(counter: Counter, document: IdentityDocument) -> Extended | None:
    """Return what keeps a document good beyond its printed expiry today, None where nothing does or needs to."""
    on = counter.clock.today()
    law = counter.norms.law(on, counter.clock.known_on(), later_acts=counter.settings.later_acts)

    def standing(norm_id: str) -> CitedNorm | None:
        norm = counter.norms.norm(norm_id)
        return law.cite(norm) if law.status(norm) is NormStatus.IN_FORCE else None

    return extended(document, on, standing)


def extension_words(counter: Counter, until: date | None, norm_id: str) -> tuple[str, ...]:
    """Return in words what kept a document good past its printed date when it was used, as it is kept with it.

    Args:
        counter: the desk.
        until: last day on which it was good by an act of the time; None where it needed none.
        norm_id: id of the norm that act is; one the norm files no longer have is cited by its id.
    """
    if until is None:
        return ()
    norm = counter.norms.norms.get(norm_id)
    act = norm_id if norm is None else localised(norm.act.title)
    return (_("Past its date, good until {until}: {act}.").format(until=show_date(until), act=act),)
