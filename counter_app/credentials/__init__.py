"""PINs: kinds, states, expiry, and the process in which a secret is born."""
