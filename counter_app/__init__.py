"""Sportello PIN, second floor: the rules and the work of the counter. Never imports textual."""

__version__ = "0.1.0"
