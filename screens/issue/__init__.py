"""The numbered envelope: printing, hand-over, spoiling (M03; architecture.md, rule 6)."""

from __future__ import annotations

from screens.issue.screen import REISSUE, IssueScreen
from screens.issue.spoil import SpoilDialog

__all__ = ["REISSUE", "IssueScreen", "SpoilDialog"]
