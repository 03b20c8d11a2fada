"""Sportello PIN, ground floor: what is stored and what is shipped."""
