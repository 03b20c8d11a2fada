"""What the operator sees: the only floor that knows the terminal."""

from __future__ import annotations

import os
import sys

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""The driver `sportello serve` names to the application it starts; nothing else is let through."""


def _ignore_framework_variables() -> None:
    """Forget `TEXTUAL_*` before the framework reads it (architecture.md, rule 10: one of them takes screenshots)."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        if name != "TEXTUAL_DRIVER" or os.environ[name] != WEB_DRIVER:
            del os.environ[name]


if "pytest" not in sys.modules:
    _ignore_framework_variables()
