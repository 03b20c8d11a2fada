"""What happens when something outside the rules fails: a reference number for the operator, places in code for the log.

Neither holds people's data: an exception's message may quote a row, a traceback's locals a secret; both stay out.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

LOG = logging.getLogger("sportello")
LOG.addHandler(logging.NullHandler())

_REFERENCE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_REFERENCE_LENGTH = 6
_LOG_BYTES = 1_000_000
_LOG_FILES = 3


def report(error: BaseException) -> str:
    """Log the kind and the places of an error under a fresh reference number, and return the number.

    Args:
        error: what was raised; only its type and the code places of it and its causes are written.
    """
    import secrets  # noqa: PLC0415 - the first paint does without

    reference = "".join(secrets.choice(_REFERENCE_ALPHABET) for _ in range(_REFERENCE_LENGTH))
    LOG.error("%s %s", reference, " <- ".join(_described(link) for link in _chain(error)))
    return reference


def log_to(folder: Path) -> None:
    """Write the log into `folder` (made 0700) as `sportello.log` (0600), a few files of a megabyte at most.

    Raises:
        OSError: when the folder cannot be written.
    """
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - the first paint does without

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "sportello.log"
    if any(isinstance(known, RotatingFileHandler) and Path(known.baseFilename) == path for known in LOG.handlers):
        return
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def _chain(error: BaseException) -> list[BaseException]:
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or link.__context__
    return links


def _described(error: BaseException) -> str:
    places = (
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return f"{type(error).__module__}.{type(error).__qualname__} at {' > '.join(places) or 'unknown'}"
