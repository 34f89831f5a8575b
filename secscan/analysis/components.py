"""Where a component (an extension of a CMS, a script library) stands, of which only vulnerable ranges are known.

The ends of ranges tell releases that exist: `< 5.8.4` says that 5.8.4 came out. So "outdated" can be told without a
list of releases.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from secscan.analysis.affected import Holds, holds
from secscan.analysis.support import GRACE_DAYS, severity_of
from secscan.base.versions import is_prerelease, is_version, newest, version_key
from secscan.model.enums import Severity
from secscan.model.intel import Vulnerability

_UNMAINTAINED = 1104
_PUBLISHED = ("CVE-", "GHSA-", "WF-")


class ComponentStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for every possible version. `holes` are published and count, `pending` those whose record is younger
    than the grace, `unpublished` flaws without an id, all worst first. `unsure`: a published hole holds for some of
    the versions only. `newest` is the highest release that the data tells of; `outdated` that all versions are older
    and that it has been out for longer than the grace. `unmaintained`: its makers gave these versions up."""

    holes: tuple[Vulnerability, ...] = ()
    pending: tuple[Vulnerability, ...] = ()
    unpublished: tuple[Vulnerability, ...] = ()
    unsure: bool = False
    unmaintained: bool = False
    outdated: bool = False
    newest: str = ""

    @property
    def unbounded(self) -> bool:
        """Whether every hole lacks an end: the record may only not know the fix."""
        return bool(self.holes) and all(_endless(hole) for hole in self.holes)


def component_standing(known: Iterable[Vulnerability], versions: Iterable[str], day: date) -> ComponentStanding:
    """Meet the published holes of a component with its possible versions (`base.versions.is_version` holds for each,
    and there is at least one). Ranges read out of prose blame nobody."""
    names = tuple(versions)
    ripe = [hole for hole in known if not hole.estimated and (hole.published is None or hole.published <= day)]
    meets = [(hole, holds(hole.affected, names)) for hole in ripe]
    shared = [hole for hole, how in meets if how is Holds.ALL]
    published = [hole for hole in shared if is_published(hole)]
    young = [hole for hole in published if _young(hole, day) and severity_of(hole) is not Severity.KRITIS]
    top = newest(_releases(hole for hole in ripe if not _young(hole, day))) or ""
    return ComponentStanding(
        holes=_worst_first(hole for hole in published if hole not in young),
        pending=_worst_first(young),
        unpublished=_worst_first(hole for hole in shared if not is_published(hole) and _UNMAINTAINED not in hole.cwe),
        unsure=any(how is Holds.SOME and is_published(hole) for hole, how in meets),
        unmaintained=any(_UNMAINTAINED in hole.cwe for hole in shared),
        outdated=bool(top) and all(version_key(name) < version_key(top) for name in names),
        newest=top,
    )


def is_published(hole: Vulnerability) -> bool:
    """Whether a hole has a public id, so that its owner can read about it."""
    return any(name.startswith(_PUBLISHED) for name in (hole.id, *hole.aliases)) and _UNMAINTAINED not in hole.cwe


def first_fix(holes: Iterable[Vulnerability], versions: Iterable[str]) -> str:
    """The lowest release above all possible versions in which no hole is left; "" where a range does not tell it."""
    kept = tuple(holes)
    above = max((version_key(name) for name in versions), default=None)
    fixes = {fix for hole in kept for fix in hole.fixes if is_version(fix)}
    for fix in sorted(fixes, key=version_key):
        clean = all(holds(hole.affected, (fix,)) is Holds.NONE for hole in kept)
        if above is not None and version_key(fix) > above and clean:
            return fix
    return ""


def _young(hole: Vulnerability, day: date) -> bool:
    return hole.published is not None and (day - hole.published).days <= GRACE_DAYS


def _endless(hole: Vulnerability) -> bool:
    """Whether some alternative has no upper end."""
    return any(not any(sign in ("<", "<=", "==", "=") for sign, _ in one) for one in hole.affected)


def _releases(holes: Iterable[Vulnerability]) -> Iterator[str]:
    """The releases that the ends of ranges tell of."""
    for hole in holes:
        for sign, bound in (end for one in hole.affected for end in one):
            if sign in ("<", "<=", "==") and is_version(bound) and _is_release(bound):
                yield bound


def _is_release(bound: str) -> bool:
    return not is_prerelease(bound) and all(map(_is_number, version_key(bound).numbers))


def _is_number(number: int) -> bool:
    """Whether people number releases so: 999.999.999 means "whatever comes", 2026.1 and 20260131 are days."""
    return number < 900 or 1990 <= number <= 2100 or 19_900_000 < number < 21_000_000


def _worst_first(holes: Iterable[Vulnerability]) -> tuple[Vulnerability, ...]:
    def order(hole: Vulnerability) -> tuple[int, bool, tuple[int, str]]:
        return severity_of(hole).rank, not hole.exploited, _age(hole)

    return tuple(sorted(dict.fromkeys(holes), key=order))


def _age(hole: Vulnerability) -> tuple[int, str]:
    """Newer CVE numbers first; names without a year last."""
    parts = hole.id.split("-")
    return (-int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 0, hole.id)
