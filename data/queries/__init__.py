"""Named selects, returning rows to counter_app only."""
