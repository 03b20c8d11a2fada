"""Everything a scenario can name, for somebody who does not read the code (`sportello walkthrough ids`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from counter_app import launch
from counter_app.i18n import _, localised
from counter_app.norms.timeline import load_shipped
from counter_app.walkthrough.crowd.cases import cases
from counter_app.walkthrough.scenario import (
    PIN_LENGTHS,
    PIN_STATES,
    PLAYABLE_MODES,
    PLAYABLE_SOURCES,
    PRINTER_STATES,
    READ_WHAT,
)
from counter_app.walkthrough.worlds import World, WorldPerson, load_world, operator_keys, person_keys, world_names
from data.vocabulary import PinKind, PrintedKind

ACTS = (
    "attachment.added",
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
    "people.import-refused",
    "people.imported",
    "person.corrected",
    "person.merged",
    "person.registered",
    "pin.handed-over",
    "pin.refused",
    "second-person.confirmed",
    "second-person.refused",
    "suspicion.cleared",
    "suspicion.noted",
    "suspicion.rejected",
    "visit.closed",
    "visit.freed",
    "visit.handed-over",
    "visit.opened",
    "visit.refused",
    "visit.taken-back",
    "visit.taken-over",
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
        "mode": list(PLAYABLE_MODES),
        "printer": list(PRINTER_STATES),
        "pin": {"kind": [str(kind) for kind in PinKind], "state": list(PIN_STATES), "length": list(PIN_LENGTHS)},
        "people_keys": [asdict(key) for key in person_keys()],
        "operators_keys": [asdict(key) for key in operator_keys()],
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
        "people": [_person(person, str(person.hint) if person.hint else "") for person in world.people],
        **_crowd(world),
    }


def _person(person: WorldPerson, about: str) -> dict[str, str]:
    return {
        "fiscal_code": person.fiscal_code,
        "surname": person.surname,
        "name": person.name,
        "born": person.born.isoformat(),
        "about": about,
    }


def _crowd(world: World) -> dict[str, Any]:
    """Return how large a world's crowd is, and of each hard case in it how many there are and a few to use."""
    if world.crowd is None:
        return {}
    return {
        "crowd": world.crowd.people,
        "cases": [
            {
                "id": case.id,
                "about": case.about,
                "count": len(case.people),
                "people": [_person(person, case.about) for person in case.examples],
            }
            for case in cases(world.everybody, world.on)
        ],
    }


def as_text(known: dict[str, Any]) -> str:
    """Return what `collect` gave, for reading in a terminal."""
    lines = [_("SCREENS")]
    for screen in known["screens"]:
        for step in screen["steps"]:
            lines.append(f"  {step['screen']}")
            lines += [f"      {_field(field)}" for field in step["fields"]]
        lines.append("      " + _("keys: ") + " · ".join(_keys(screen["keys"])))
    lines += ["", _("KEYS EVERYWHERE")]
    lines += [f"  {key['key']:<8} {key['does']}" for key in known["keys_everywhere"]]
    lines += ["", _("FIELDS")] + [f"  {widget:<9} {how}" for widget, how in known["fill"].items()]
    lines += ["", _("NORMS")] + [f"  {norm:<28} {text}" for norm, text in known["norms"].items()]
    lines += ["", _("REGISTER EVENTS")] + [f"  {event}" for event in known["register_events"]]
    lines += ["", _("DOCUMENTS"), "  " + "  ".join(known["documents"])]
    for title, values in (("READ", known["read"]), ("PIN", known["pin"])):
        lines += ["", title] + [f"  {key}: {'  '.join(map(str, each))}" for key, each in values.items()]
    for title in ("printer", "mode"):
        lines += ["", title.upper(), "  " + "  ".join(known[title])]
    for table in ("people", "operators"):
        lines += ["", _("KEYS OF [[{table}]], which a scenario may add to its world").format(table=table)]
        lines += [f"  {_key_asked(key)}" for key in known[f"{table}_keys"]]
    for world in known["worlds"]:
        lines += ["", *_world_lines(world)]
    return "\n".join(lines)


def _keys(keys: list[dict[str, str]]) -> Iterator[str]:
    """Yield a screen's keys, two ways to one thing as one, numbered choices as one."""
    ways: dict[str, list[str]] = {}
    for key in keys:
        ways.setdefault(key["does"], []).append(key["key"])
    numbers = [int(does) for does in ways if does.isdecimal()]
    yield from (f"{' / '.join(names)} {does}" for does, names in ways.items() if not does.isdecimal())
    if numbers:
        yield _("1 to {last}, also with alt+: a choice by its number").format(last=max(numbers))


def _key_asked(key: dict[str, Any]) -> str:
    must = "" if key["required"] else _(" (may be missing)")
    return f"{key['key']:<18} {key['expected']}{must}"


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
    if "crowd" in world:
        lines.append(
            "  " + _("{count} people drawn by a generator; some of each hard case:").format(count=world["crowd"])
        )
    for case in world.get("cases", ()):
        lines.append(f"  {case['about']} ({case['count']})")
        lines += [
            f"      {person['fiscal_code']:<17} {person['surname']} {person['name']}, {person['born']}"
            for person in case["people"]
        ]
    return lines
