"""What several commands read from their command lines."""

from __future__ import annotations

import argparse
from datetime import date

from counter_app.i18n import _


def iso_day(text: str) -> date:
    """Return a day written as `2016-05-10`.

    Raises:
        argparse.ArgumentTypeError: when it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text} is no date: write 2016-05-10").format(text=text)) from None
