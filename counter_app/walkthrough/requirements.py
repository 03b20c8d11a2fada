"""The requirements by name, and which scenarios show them: what has no scenario yet is said, not hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counter_app.i18n import _, ngettext
from counter_app.walkthrough.scenario import Scenario


def titles() -> dict[str, str]:
    """Return id -> short name of every requirement, in the language in force."""
    return {
        "M01": _("Every operation at every office, under one's own name"),
        "M02": _("Identification in person"),
        "M03": _("Dispositive PIN at once, in a sealed envelope"),
        "M04": _("Kinds of PIN"),
        "M05": _("Channels and the kind each gives"),
        "M06": _("Initial PIN and working PIN"),
        "M07": _("Recovery"),
        "M08": _("Conversion to dispositive"),
        "M09": _("Applications held until the conversion"),
        "M10": _("Expiry and renewal"),
        "M11": _("Profiles and groups of services"),
        "M12": _("Ways in: PIN, CNS, SPID, CIE"),
        "M13": _("Unification of ex-INPDAP accounts"),
        "M14": _("Online PINs to be converted in time"),
        "M15": _("Enablements on their forms"),
        "M16": _("No new PIN, and its exceptions"),
        "M17": _("The calendar of the dismissal"),
        "M18": _("Inhibition of the PIN"),
        "M19": _("Passing to SPID, CIE or CNS at the desk"),
        "M20": _("Delegation of digital identity"),
        "M21": _("The delegate at the counter"),
        "M22": _("The law as dated data, as known on a day"),
        "M23": _("Everything from the keyboard"),
        "M24": _("The packages it is built on"),
        "M25": _("The folders of the project"),
        "M26": _("For staff, trainers and testers alike"),
    }


def shown_by(scenarios: Sequence[Scenario]) -> list[dict[str, Any]]:
    """Return every requirement with the scenarios that show it, as `walkthrough list --requirements --json` writes it.

    Args:
        scenarios: those that are looked at, in the order in which they are to be named.
    """
    return [
        {
            "id": name,
            "title": title,
            "scenarios": [scenario.name for scenario in scenarios if name in scenario.requirements],
        }
        for name, title in titles().items()
    ]


def as_text(rows: Sequence[dict[str, Any]]) -> str:
    """Return what `shown_by` gave, for reading in a terminal; what has no scenario stands at the end."""
    wide = max(len(row["title"]) for row in rows)
    lines = [f"{row['id']}  {row['title'].ljust(wide)}  {', '.join(row['scenarios']) or '-'}" for row in rows]
    without = [row["id"] for row in rows if not row["scenarios"]]
    told = ngettext(
        "{count} requirement without a scenario: {ids}", "{count} requirements without a scenario: {ids}", len(without)
    )
    last = told.format(count=len(without), ids=" ".join(without)) if without else _("Every requirement has a scenario.")
    return "\n".join((*lines, "", last))
