"""Says in the interface's language what is wrong with a text that is no TOML, and in which step of a scenario."""

from __future__ import annotations

import re
import tomllib

from counter_app.i18n import _

_WHERE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.S)
_STEP = re.compile(r"\s*\[\[\s*step\s*\]\]")
_LONGEST = 60


def explained(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Return where and why a text is no TOML.

    Args:
        text: the whole text.
        error: what the reader of TOML said of it.

    Returns:
        The number of the step it stands in, 0 before the first one; line, column, what is wrong and the line itself.
    """
    match = _WHERE.match(str(error))
    lines = text.rstrip().splitlines() or [""]
    number = min(int(match["line"]), len(lines)) if match and match["line"] else len(lines)
    column = int(match["column"]) if match and match["column"] else len(lines[-1]) + 1
    what = _words(match["what"] if match else str(error))
    step = sum(1 for line in lines[:number] if _STEP.match(line))
    return step, _("this is not valid TOML: line {line}, column {column}: {what} ({found})").format(
        line=number, column=column, what=what, found=_quoted(lines[number - 1])
    )


def _quoted(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def _words(said: str) -> str:
    """Return what the reader of TOML said, in the interface's language; what is not foreseen stays as it is."""
    known = {
        r"Cannot declare|Cannot mutate|Cannot redefine": _("this table stands there already"),
        r"Cannot overwrite a value|Duplicate inline table key": _("this key stands there already"),
        r"Unterminated string|Illegal character '\\n'|Expected \"'\"|Expected '\"'": _(
            "a text has no closing quotation mark"
        ),
        r"Expected '=' after a key": _("after a key comes ="),
        r"Invalid date or datetime": _("there is no such day"),
        r"Invalid value|Invalid hex value": _(
            "this is no value: texts stand in quotation marks, a date is written 2016-05-10, yes is true"
        ),
        r"Expected newline or end of document": _("after a value the line must end"),
        r"Unclosed array|Unclosed inline table|Expected '\]|Expected '}": _("a bracket is not closed"),
        r"Unescaped '\\' in a string": _("a backslash in a text is written twice"),
        r"Invalid initial character for a key part": _(
            "a key is expected; a table { } ends without a comma, on its line"
        ),
        r"Invalid statement": _("a key, a table [name] or a list [[name]] is expected"),
    }
    return next((words for pattern, words in known.items() if re.match(pattern, said)), said)
