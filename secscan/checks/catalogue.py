"""All checks, in the order of the standard. The one list: a check that is not here does not exist."""

from secscan.checks import framing
from secscan.model.checks import Check

CHECKS: tuple[Check, ...] = (Check(framing.SPEC, framing.evaluate),)
