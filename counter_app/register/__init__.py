"""The tamper-evident record of acts."""
