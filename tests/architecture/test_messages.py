"""Every word of the interface is in both languages (M26; architecture.md, rule 12)."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.architecture.sources import FLOORS, ROOT, sources

CATALOGUE = ROOT / "data" / "locale" / "it" / "LC_MESSAGES" / "sportello.po"
ASKING = {"_": 1, "in_both": 1, "ngettext": 2}
"""Function -> how many of its first arguments are messages."""


@cache
def used() -> dict[str, str]:
    """Return message -> where it is used; for a counted one, singular and plural joined by a zero character."""
    found: dict[str, str] = {}
    for source in sources(*FLOORS):
        for name, call in source.calls():
            if isinstance(call.func, ast.Name) and name in ASKING:
                words = [one.value for one in call.args[: ASKING[name]] if isinstance(one, ast.Constant)]
                found.setdefault("\0".join(str(word) for word in words), source.at(call))
    return found


@cache
def translated() -> dict[str, Message]:
    """Return message -> its translation."""
    found: dict[str, Message] = {}
    for message in read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="it"):
        if message.id:
            parts = [message.id] if isinstance(message.id, str) else message.id
            found["\0".join(parts)] = message
    return found


def forms(message: Message) -> tuple[str, ...]:
    found = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(form or "" for form in found)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_m26_every_message_is_a_literal() -> None:
    wrong = [
        source.at(call)
        for source in sources(*FLOORS)
        for name, call in source.calls()
        if isinstance(call.func, ast.Name) and name in ASKING and source.name != "counter_app/i18n.py"
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args[: ASKING[name]])
        or len(call.args) < ASKING[name]
    ]
    assert wrong == []


def test_m26_nobody_else_is_called_underscore() -> None:
    """`for _ in ...` in a module that speaks would hide the function that translates."""
    hidden = [
        source.at(node)
        for source in sources(*FLOORS)
        if "import _" in source.text or "import (" in source.text
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
    ]
    assert hidden == []


def test_m26_every_message_is_translated() -> None:
    known = {name: message for name, message in translated().items() if all(forms(message)) and not message.fuzzy}
    missing = {where: message for message, where in used().items() if message and message not in known}
    assert missing == {}


def test_m26_no_translation_is_unused() -> None:
    assert sorted(set(translated()) - set(used())) == []


def test_m26_no_translation_stands_twice() -> None:
    assert [message for message, times in Counter(raw_messages()).items() if times > 1] == []


def raw_messages() -> Iterator[str]:
    """Return the message ids as they stand in the file, repeated ones too: a reader of catalogues keeps the last."""
    text = CATALOGUE.read_text(encoding="utf-8")
    for block in re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)', text, re.MULTILINE):
        message = "".join(ast.literal_eval(line) for line in re.findall(r'"(?:[^"\\]|\\.)*"', block))
        if message:
            yield message


def test_m26_both_languages_fill_in_the_same() -> None:
    wrong = {}
    for name, message in translated().items():
        wanted = [placeholders(part) for part in name.split("\0")]
        for form in forms(message):
            if placeholders(form) not in wanted or (len(wanted) == 1 and placeholders(form) != wanted[0]):
                wrong[name] = form
    assert wrong == {}


def test_m26_both_languages_have_the_same_edges() -> None:
    """Lines, and blanks at the ends: they carry the layout."""
    wrong = {
        name: form
        for name, message in translated().items()
        for form in forms(message)
        if edges(form) != edges(name.split("\0")[0])
    }
    assert wrong == {}


def edges(text: str) -> tuple[int, int, int]:
    return text.count("\n"), len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


def texts_of(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every table of a data file that has a text in a language."""
    if isinstance(value, dict):
        if {"it", "en"} & value.keys() and not any(isinstance(part, dict) for part in value.values()):
            yield path, value
        for key, part in value.items():
            yield from texts_of(part, f"{path}.{key}")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from texts_of(part, f"{path}[{at}]")


DATA = sorted((ROOT / "data").rglob("*.toml"))


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_m26_reference_data_speaks_both_languages(file: Path) -> None:
    incomplete = [
        path
        for path, texts in texts_of(tomllib.loads(file.read_text(encoding="utf-8")), file.stem)
        if not (texts.get("it") and texts.get("en"))
    ]
    assert incomplete == []


def test_m26_the_compiled_catalogue_is_the_one_that_was_written() -> None:
    """A stale `.mo` would speak English in the middle of Italian: `make messages` compiles it."""
    with CATALOGUE.with_suffix(".mo").open("rb") as source:
        compiled = GNUTranslations(source)
    stale = [
        message.id
        for message in translated().values()
        if isinstance(message.id, str) and compiled.gettext(message.id) != message.string
    ]
    assert stale == []


TO_SOMEBODY = re.compile(
    r"(?i)\b(?:scegli|scegline|scrivi|premi|leggi|puoi|vuoi|hai|tu|ti|tuo|tua|tuoi|tue|scelga|prema|digiti|consegni)\b"
    r"|(?-i:\bScriva\b|[a-z,] Su(?:o|a|oi|e)\b)"
)
"""Words that speak to somebody as `tu` or `Lei`."""


def test_m26_the_italian_asks_the_operator_impersonally() -> None:
    """Infinitives (`Scrivere il nome`), as on most screens; what is said to the citizen stands in quotation marks."""
    addressed = [
        text
        for message in translated().values()
        for text in ((message.string,) if isinstance(message.string, str) else message.string or ())
        if TO_SOMEBODY.search(text) and not text.startswith("«")
    ]
    assert addressed == []
