"""The page on rights, made from the table of rights: `make manual` writes it, a test holds the committed text to it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from counter_app.desk.rights import Right, table
from counter_app.i18n import LANGUAGES, in_both
from data.vocabulary import Role

YES, NO, SMALL_OFFICE = "●", "–", "○"


def page() -> str:
    """Return the page as Markdown, in Italian and then in English, whatever language is in force."""
    lines = ["<!-- Made by `make manual` from data/reference/rights.toml: change that, not this file. -->"]
    for place, language in enumerate(LANGUAGES):
        lines += ["", *_part(language, place)]
    return "\n".join(lines) + "\n"


def _part(language: str, place: int) -> Iterator[str]:
    rows = {
        Role.OPERATOR: in_both("operator")[place],
        Role.SUPERVISOR: in_both("supervisor")[place],
        Role.TRAINER: in_both("trainer")[place],
    }
    yield f"# {in_both('Who may do what')[place]}"
    yield ""
    yield in_both(
        "Office practice, not law. Each use case asks for the right it stands under; screens hide what an account may "
        "not do, the use case refuses it. In a training world a trainer may do everything, to show it."
    )[place]
    yield ""
    yield in_both("{yes} may · {small} in a small office, where it is set, and registered as such · {no} may not")[
        place
    ].format(yes=YES, small=SMALL_OFFICE, no=NO)
    yield ""
    yield f"| | {' | '.join(rows.values())} |"
    yield "|---|---|---|---|"
    for right in table().values():
        signs = " | ".join(_sign(right, role) for role in rows)
        yield f"| **{right.names[language]}** `{right.id}` | {signs} |"
        for name, words in right.use_cases.items():
            yield f"| {words[language]} `{name}` | {signs} |"


def _sign(right: Right, role: Role) -> str:
    return YES if role in right.roles else SMALL_OFFICE if role in right.in_small_offices else NO


def main(argv: Sequence[str] | None = None) -> None:
    """Write the page.

    Args:
        argv: the command line without the program's name; None = the process's own.
    """
    parser = argparse.ArgumentParser(prog="python -m counter_app.desk.rights_page", description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.parse_args(argv).file.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
