"""Looks on while a trainer works at the desk, and hands what it sees to the recorder."""
