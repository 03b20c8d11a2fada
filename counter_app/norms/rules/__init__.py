"""The rules of the desk, one module per subject: pure functions from a question to a decision."""
