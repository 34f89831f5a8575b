"""Whether a published vulnerability holds for what may run: for all possible versions, for some of them, for none."""

from collections.abc import Iterable
from enum import StrEnum

from secscan.base.versions import Alternatives, in_range, is_version


class Holds(StrEnum):
    """How a range of versions and a set of possible versions meet."""

    ALL = "all"  # every version that is left lies in the range: affected
    SOME = "some"  # some do: may be affected
    NONE = "none"  # not affected
    UNKNOWN = "unknown"  # no version is known, or none that can be compared: may be affected


def holds(affected: Alternatives, versions: Iterable[str]) -> Holds:
    """Meet a range (alternatives of conditions, as in `Vulnerability.affected`) with the versions that are possible.

    A name that is no version (a code name, a branch called "trunk") may be anything: with one among them the answer is
    never ALL or NONE.
    """
    names = tuple(versions)
    within = {in_range(name, affected) for name in names if is_version(name)}
    if not within:
        return Holds.UNKNOWN
    if len(within) > 1 or not all(map(is_version, names)):
        return Holds.SOME
    return Holds.ALL if within.pop() else Holds.NONE
