"""The reference numbers of `counter_app.faults`, under the name the screens use."""

from __future__ import annotations

from counter_app.faults import log_to, report

__all__ = ["log_to", "report"]
