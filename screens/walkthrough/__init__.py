"""The player that drives the real screens from scenario files."""
