"""The law on the screen: the sheet of a norm, and the calendar of all of them."""

from screens.norms.sheet import NormSheet as NormSheet
from screens.norms.sheet import standing as standing
