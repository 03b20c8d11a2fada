"""Scanned copies on the screen: the scanner's folder, and the archive."""
