"""Files of people read into the archive (ADR 9)."""
