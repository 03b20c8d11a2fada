"""Scenario files: the schema, worlds and grading."""
