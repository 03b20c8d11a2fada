"""Everything a scenario can name, for somebody who does not read the code (`sportello walkthrough ids`)."""

from __future__ import annotations

from typing import Any

from counter_app import launch
from counter_app.i18n import _, localised
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.checking import PLAYABLE_SOURCES
from counter_app.walkthrough.scenario import PIN_STATES, PRINTER_STATES, READ_WHAT
from counter_app.walkthrough.worlds import World, load_world, world_names
from data.vocabulary import PinKind, PrintedKind

ACTS = (
    "desk.locked",
    "desk.unlocked",
    "document.confirmed",
    "envelope.print-failed",
    "envelope.printed",
    "envelope.reserved",
    "envelope.spoiled",
    "office.opened",
    "office.setting-changed",
    "operator.added",
    "operator.disabled",
    "operator.locked",
    "operator.logged-in",
    "operator.logged-out",
    "operator.login-failed",
    "operator.password-changed",
    "operator.password-due",
    "operator.reset",
    "operator.unlocked",
    "person.registered",
    "pin.handed-over",
    "pin.refused",
    "second-person.confirmed",
    "second-person.refused",
    "suspicion.cleared",
    "suspicion.noted",
    "suspicion.rejected",
    "visit.closed",
    "visit.opened",
    "visit.refused",
)
"""Register events of the use cases; a test holds them against the code. Looks at cards (`*.viewed`) do not count."""

PAPERS = tuple(kind for kind in PrintedKind if kind is not PrintedKind.PIN_ENVELOPE)
"""Documents that are registered when they are printed, the envelope's own events aside."""


def register_events() -> tuple[str, ...]:
    """Return every event `expect.register` can name."""
    printed = (f"{kind}.{what}" for kind in PAPERS for what in ("printed", "print-failed"))
    return tuple(sorted((*ACTS, *printed)))


def collect() -> dict[str, Any]:
    """Return screens, keys, norms, events, documents, states and worlds as `ids --json` writes them."""
    return {
        **launch.describe_screens(),
        "fill": {
            "input": _("cleared, then the text is pasted; dates as 10052016"),
            "select": _("text = id of an option, chosen by its keys"),
            "radio": _("text = id of an option, chosen by its keys"),
            "list": _('text = id of an option, which is highlighted; press = ["enter"] then chooses it'),
            "checkbox": _("text = yes or no"),
            "text": _("cannot be filled; focus = its id"),
        },
        "norms": {norm.id: localised(norm.text) for norm in load_shipped().norms.values()},
        "register_events": list(register_events()),
        "documents": [str(kind) for kind in PrintedKind],
        "read": {"from": list(PLAYABLE_SOURCES), "what": list(READ_WHAT)},
        "printer": list(PRINTER_STATES),
        "pin": {"kind": [str(kind) for kind in PinKind], "state": list(PIN_STATES), "length": [8, 16]},
        "worlds": [_world(load_world(name)) for name in world_names()],
    }


def _world(world: World) -> dict[str, Any]:
    return {
        "name": world.name,
        "title": str(world.title),
        "on": world.on.isoformat(),
        "office": world.office.code,
        "desks": list(world.desks),
        "operators": [
            {
                "username": account.username,
                "password": account.password,
                "role": str(account.role),
                "full_name": account.full_name,
            }
            for account in world.operators
        ],
        "people": [
            {
                "fiscal_code": person.fiscal_code,
                "surname": person.surname,
                "name": person.name,
                "born": person.born.isoformat(),
                "about": str(person.hint) if person.hint else "",
            }
            for person in world.people
        ],
    }


def as_text(known: dict[str, Any]) -> str:
    """Return what `collect` gave, for reading in a terminal."""
    lines = [_("SCREENS")]
    for screen in known["screens"]:
        for step in screen["steps"]:
            lines.append(f"  {step['screen']}")
            lines += [f"      {_field(field)}" for field in step["fields"]]
        lines.append("      " + _("keys: ") + " · ".join(f"{key['key']} {key['does']}" for key in screen["keys"]))
    lines += ["", _("KEYS EVERYWHERE")]
    lines += [f"  {key['key']:<8} {key['does']}" for key in known["keys_everywhere"]]
    lines += ["", _("FIELDS")] + [f"  {widget:<9} {how}" for widget, how in known["fill"].items()]
    lines += ["", _("NORMS")] + [f"  {norm:<28} {text}" for norm, text in known["norms"].items()]
    lines += ["", _("REGISTER EVENTS")] + [f"  {event}" for event in known["register_events"]]
    lines += ["", _("DOCUMENTS"), "  " + "  ".join(known["documents"])]
    lines += ["", "PIN"] + [f"  {key}: {'  '.join(map(str, values))}" for key, values in known["pin"].items()]
    for world in known["worlds"]:
        lines += ["", *_world_lines(world)]
    return "\n".join(lines)


def _field(field: dict[str, Any]) -> str:
    options = " | ".join(field.get("options", ()))
    about = f"({field['about']})" if "about" in field else ""
    return " ".join(part for part in (field["id"], f"[{field['widget']}]", options, about) if part)


def _world_lines(world: dict[str, Any]) -> list[str]:
    place = _("office {office}, desks {desks}").format(office=world["office"], desks=", ".join(world["desks"]))
    lines = [_("WORLD {name}: {title}").format(name=world["name"], title=world["title"]), f"  {place}"]
    lines += [
        f"  {account['username']:<14} {account['password']:<20} {account['role']}" for account in world["operators"]
    ]
    lines += [
        f"  {person['fiscal_code']:<17} {person['surname']} {person['name']}, {person['born']}: {person['about']}"
        for person in world["people"]
    ]
    return lines
