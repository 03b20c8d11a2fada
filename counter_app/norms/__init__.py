"""The law as data: dated values and decisions."""
