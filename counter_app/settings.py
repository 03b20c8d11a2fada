"""Settings of one desk: environment over a TOML file over defaults, parsed once into a frozen value."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from counter_app.credentials.keys import OFFICE_COST, Argon2Parameters
from counter_app.errors import BadInputError
from counter_app.i18n import DEFAULT_LANGUAGE, LANGUAGES, _

ENVIRONMENT = {
    "database": "SPORTELLO_DATABASE",
    "office": "SPORTELLO_OFFICE",
    "desk": "SPORTELLO_DESK",
    "language": "SPORTELLO_LANG",
    "state_dir": "SPORTELLO_STATE",
    "spool": "SPORTELLO_SPOOL",
    "theme": "SPORTELLO_THEME",
    "scanner": "SPORTELLO_SCANNER",
}

THEMES = ("dark", "light", "monochrome")

COMMAND_LINE = "command-line"

SEARCH_BEGINNING = 3
"""Letters from which on a surname is taken as a beginning (office practice); fewer are the whole surname, as `Hu`."""
HITS_ON_A_PAGE = 9
"""One digit each (screens.md, principle 2)."""
MOST_HITS = 5 * HITS_ON_A_PAGE
"""Where there are more, nobody is shown: who is at the counter can say more of themselves (office practice)."""

FOLDERS = ("spool", "scanner")
"""Settings that are paths."""

FEWEST_DAYS, MOST_DAYS = 0, 60
"""Days before its expiry in which an office can have a document announced as expiring; 0 = on the day itself."""

DESK_LENGTH = 40
"""Characters a desk's name may have: what its column holds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one desk is configured with. Office practice, never law: the defaults are sensible and visible."""

    state_dir: Path
    """Folder of this user's database, keys and register heads (0700)."""
    database: str = ""
    """SQLAlchemy URL; empty = SQLite in `state_dir`."""
    office: str = ""
    """Code of the sede; empty = the one the database was opened with."""
    desk: str = "1"
    """Name of this workplace, as printed and registered."""
    language: str = DEFAULT_LANGUAGE
    theme: str = "dark"
    """`dark`, `light` or `monochrome`."""
    spool: Path | None = None
    """Private folder for documents on their way to paper; None = a tmpfs where there is one."""
    scanner: Path | None = None
    """Folder the desk's scanner writes into; None = copies are made on paper."""
    idle_minutes: int = 5
    """After so many minutes without a key the desk locks (office practice)."""
    later_acts: bool = False
    """Apply the noted acts too: later ones that contradict the founding sources (M22)."""
    argon2: Argon2Parameters = OFFICE_COST
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Setting -> where it was read: `command-line`, a variable's name, a file's path; defaults are left out."""

    @property
    def url(self) -> str:
        """The database's URL, the default one included."""
        return self.database or f"sqlite:///{self.state_dir / 'sportello.db'}"


def _default_state_dir() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed by --version

    return user_data_path("sportello-pin", appauthor=False)


def load(
    config: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings: command-line overrides, over the environment, over the file, over the defaults.

    Args:
        config: a TOML file; None = `config.toml` in the state folder, where there is one.
        overrides: values given on the command line; None values are ignored.
        environ: variables to read; None = the process's own.

    Raises:
        BadInputError: naming the file or variable and the value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {key: environ[name] for key, name in ENVIRONMENT.items() if environ.get(name)}
    sources = {key: ENVIRONMENT[key] for key in values}
    told = {key: value for key, value in (overrides or {}).items() if value is not None}
    values.update(told)
    sources.update(dict.fromkeys(told, COMMAND_LINE))
    state_dir = Path(values.pop("state_dir", None) or _default_state_dir())
    file = config or state_dir / "config.toml"
    if config is not None or file.exists():
        written = _read_file(file)
        values, sources = {**written, **values}, {**dict.fromkeys(written, str(file)), **sources}
    return _checked(replace(Settings(state_dir=state_dir, sources=sources), **_typed(values, file)))


def remember_desk(settings: Settings) -> None:
    """Keep the desk's name for the next start, in the state folder's file, unless that names one already.

    Raises:
        OSError: when the file cannot be written.
    """
    file = settings.state_dir / "config.toml"
    if file.exists() and "desk" in _read_file(file):
        return
    with file.open("a", encoding="utf-8") as target:
        target.write(f"\ndesk = {json.dumps(settings.desk)}\n")


def _read_file(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - most desks have no file, and the first paint waits for every import

    try:
        with file.open("rb") as source:
            return tomllib.load(source)
    except OSError as error:
        raise BadInputError(
            _("The configuration file {file} cannot be read: {why}.").format(file=file, why=error.strerror)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            _("The configuration file {file} is not valid TOML: {why}.").format(file=file, why=error)
        ) from error


def _typed(values: dict[str, Any], file: Path) -> dict[str, Any]:
    known = {each.name for each in fields(Settings)} - {"state_dir", "argon2", "sources"}
    for key, value in values.items():
        if key not in known:
            raise BadInputError(
                _("Unknown setting “{key}” in {file}. Known settings: {known}.").format(
                    key=key, file=file, known=", ".join(sorted(known))
                )
            )
        _check_value(key, value, file)
    return {key: Path(value) if key in FOLDERS else value for key, value in values.items()}


def _check_value(key: str, value: Any, file: Path) -> None:
    if key == "idle_minutes":
        if type(value) is not int or value < 1:
            raise BadInputError(_("idle_minutes must be a whole number of minutes, at least 1."))
    elif key == "later_acts":
        if not isinstance(value, bool):
            raise BadInputError(_("later_acts must be true or false."))
    elif not isinstance(value, (str, Path)):
        raise BadInputError(_("Setting “{key}” in {file} must be text between quotes.").format(key=key, file=file))
    elif key == "scanner" and not Path(value).is_absolute():
        raise BadInputError(_("Setting “scanner” must be the whole path of a folder, from the root on."))
    elif key == "desk" and not 0 < len(str(value).strip()) <= DESK_LENGTH:
        raise BadInputError(_("Setting “desk” must be a name of 1 to {limit} characters.").format(limit=DESK_LENGTH))


def _checked(settings: Settings) -> Settings:
    if settings.language not in LANGUAGES:
        raise BadInputError(
            _("Unknown language “{language}”: use one of {known}.").format(
                language=settings.language, known=", ".join(LANGUAGES)
            )
        )
    if settings.theme not in THEMES:
        raise BadInputError(_("Unknown theme “{theme}”: use dark, light or monochrome.").format(theme=settings.theme))
    return settings
