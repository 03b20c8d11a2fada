"""Identification in person and the request for a PIN (M02, M03): person, document, checks, form."""

from __future__ import annotations

from screens.identify.screen import IdentifyScreen

__all__ = ["IdentifyScreen"]
