"""Copies of papers on their way from a scanner into the archive, and from the archive to a viewer (M02)."""
