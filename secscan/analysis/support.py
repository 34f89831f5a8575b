"""Where one release of a product stands on a day: its branch, whether that is maintained, and its published holes."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from secscan.base.versions import branch_of, in_branch, in_range, is_prerelease, is_version, newest, version_key
from secscan.model.enums import Severity
from secscan.model.intel import Cycle, ProductIntel, Vulnerability

GRACE_DAYS = 30
"""How long a fix may wait (SS-UPD-01). None for what is exploited or kritis."""

_COURTESY_DAYS = 180


class Support(StrEnum):
    SUPPORTED = "supported"
    COURTESY = "courtesy"  # past its end, but the makers still issue fixes for it
    ENDED = "ended"
    UNKNOWN = "unknown"  # the data does not say


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One release. `newest` is the highest release of its branch by that day, "" when none is known.

    `ended_on` is the branch's end of life, past or to come. `behind` says that a newer release of the branch has been
    out for longer than the grace. `holes` are the published vulnerabilities that count, worst first; `pending` those
    whose fix is younger than the grace. `advised` says that advisories cover this release, of which only the ranges are
    known, and that a later release of its branch, older than the grace, is free of them.
    """

    version: str
    branch: str
    support: Support
    ended_on: date | None = None
    superseded_lately: bool = False
    newest: str = ""
    behind: bool = False
    holes: tuple[Vulnerability, ...] = ()
    pending: tuple[Vulnerability, ...] = ()
    advised: bool = False


def severity_of(hole: Vulnerability) -> Severity:
    """How bad a vulnerability is held to be: kritis when it is exploited, sedang when nobody rated it."""
    if hole.exploited:
        return Severity.KRITIS
    return hole.severity or Severity.SEDANG


def standing(product: ProductIntel, version: str, day: date) -> Standing:
    """Judge one release by the data of its product. `version` must be one (`base.versions.is_version`)."""
    return standings(product, (version,), day)[0]


def standings(product: ProductIntel, versions: Iterable[str], day: date) -> tuple[Standing, ...]:
    """Judge several releases of one product; what they share is worked out once."""
    last = _last_release(product)
    branches: dict[str, dict[str, date]] = {}
    made = []
    for version in versions:
        cycle = _cycle(product, version)
        name = cycle.name if cycle is not None else ""
        if name not in branches:
            branches[name] = _branch_releases(product, cycle, day)
        made.append(_standing(product, version, day, cycle, branches[name], last))
    return tuple(made)


def _standing(
    product: ProductIntel, version: str, day: date, cycle: Cycle | None, releases: dict[str, date], last: str
) -> Standing:
    support = _support(product, cycle, version, day)
    top = newest(releases) or (cycle.latest if cycle is not None else "")
    holes, pending = _holes(product, version, day, releases, last or top, ended=support is Support.ENDED)
    return Standing(
        version=version,
        branch=cycle.name if cycle is not None else "",
        support=support,
        ended_on=cycle.eol if cycle is not None else None,
        superseded_lately=cycle is not None and cycle.eol is not None and 0 <= (day - cycle.eol).days <= GRACE_DAYS,
        newest=top,
        behind=_behind(version, releases, day),
        holes=holes,
        pending=pending,
        advised=_advised(product, version, releases, day),
    )


def _cycle(product: ProductIntel, version: str) -> Cycle | None:
    name = branch_of(version, (cycle.name for cycle in product.cycles))
    return next((cycle for cycle in product.cycles if cycle.name == name), None)


def _support(product: ProductIntel, cycle: Cycle | None, version: str, day: date) -> Support:
    if not product.support_known:
        return Support.UNKNOWN
    if cycle is None:
        return _support_by_neighbours(product, version, day)
    if not cycle.over(day):
        return Support.SUPPORTED
    return Support.COURTESY if _by_courtesy(product, cycle) else Support.ENDED


def _by_courtesy(product: ProductIntel, cycle: Cycle) -> bool:
    """Whether the branch took part in the latest fixes, measured against the product's own newest release, so that old
    data does not age a branch."""
    last = max(product.releases.values(), default=None)
    if not product.courtesy or cycle.latest_date is None or last is None:
        return False
    return (last - cycle.latest_date).days <= _COURTESY_DAYS


def _support_by_neighbours(product: ProductIntel, version: str, day: date) -> Support:
    """A branch that the data does not list: ended if it is older than one that has ended, supported if it is newer
    than all."""
    listed = [cycle for cycle in product.cycles if is_version(cycle.name)]
    key = version_key(version)
    if any(cycle.over(day) and key < version_key(cycle.name) for cycle in listed):
        return Support.ENDED
    if listed and all(key > version_key(cycle.name) for cycle in listed):
        return Support.SUPPORTED
    return Support.UNKNOWN


def _branch_releases(product: ProductIntel, cycle: Cycle | None, day: date) -> dict[str, date]:
    """The finished releases of a branch that were out by that day."""
    if cycle is None:
        return {}
    inner = [other.name for other in product.cycles if other is not cycle and in_branch(other.name, cycle.name)]
    return {
        release: released
        for release, released in product.releases.items()
        if released <= day
        and in_branch(release, cycle.name)
        and not any(in_branch(release, name) for name in inner)
        and not is_prerelease(release)
    }


def _behind(version: str, releases: dict[str, date], day: date) -> bool:
    key = version_key(version)
    return any(version_key(other) > key and (day - out).days > GRACE_DAYS for other, out in releases.items())


def _holes(
    product: ProductIntel, version: str, day: date, releases: dict[str, date], last: str, *, ended: bool
) -> tuple[tuple[Vulnerability, ...], tuple[Vulnerability, ...]]:
    """Vulnerabilities that count, and those whose fix is too young to blame anybody for.

    What the newest release of a maintained branch is said to have too cannot be mended by updating: mostly the record's
    range lacks an end. It does not count, so that an up-to-date site is never called vulnerable.
    """
    counted: list[Vulnerability] = []
    pending: list[Vulnerability] = []
    key = version_key(version)
    later = sorted((other for other in releases if version_key(other) > key), key=version_key)
    for hole in product.vulnerabilities:
        if (
            hole.estimated
            or (hole.published is not None and hole.published > day)
            or not in_range(version, hole.affected)
        ):
            continue
        fix = next((other for other in later if not in_range(other, hole.affected)), None)
        if fix is None and (not ended or (last and in_range(last, hole.affected))):
            continue
        urgent = severity_of(hole) is Severity.KRITIS
        young = fix is not None and (day - releases[fix]).days <= GRACE_DAYS
        (pending if young and not urgent else counted).append(hole)
    return _worst_first(counted), _worst_first(pending)


def _advised(product: ProductIntel, version: str, releases: dict[str, date], day: date) -> bool:
    """What no later release of the branch mends does not count, as with holes."""
    if not product.floor or not in_range(version, product.floor):
        return False
    key = version_key(version)
    return any(
        version_key(other) > key and (day - out).days > GRACE_DAYS and not in_range(other, product.floor)
        for other, out in releases.items()
    )


def _last_release(product: ProductIntel) -> str:
    finished = (release for release in product.releases if is_version(release) and not is_prerelease(release))
    return newest(finished) or ""


def _worst_first(holes: list[Vulnerability]) -> tuple[Vulnerability, ...]:
    return tuple(sorted(holes, key=lambda hole: (severity_of(hole).rank, not hole.exploited, _age(hole.id), hole.id)))


def _age(identifier: str) -> int:
    """Newer CVE numbers first; names without a year last."""
    parts = identifier.split("-")
    return -int(parts[1]) if len(parts) > 2 and parts[1].isdigit() else 0
