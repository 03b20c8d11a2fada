"""Faults as the screens report them: the rules are on the floor below (`counter_app.faults`)."""

from counter_app.faults import LOG, log_to, report

__all__ = ["LOG", "log_to", "report"]
