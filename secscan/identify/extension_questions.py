"""Which extensions' own files are worth a request: those that would be blamed for their version, then those that show
none."""

from collections.abc import Iterator

from secscan.base.versions import in_range, is_version
from secscan.identify.claims import claims, file_request
from secscan.identify.extensions import FILES, FOLDERS, Extension, extensions, of_path
from secscan.identify.signs import Seen, products
from secscan.model.enums import Confidence, Severity
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import ExtensionKind, Intel, Vulnerability
from secscan.model.requests import Request

_WANTED_BY = (CheckId("cms-extensions"),)
_FOUND_BEFORE = 20.0
_BLAMED = 9.5
_HIDDEN = 6.5
_MAX_BYTES = 65_536
_FEW = 3


def wordpress(site: SiteEvidence) -> tuple[Seen, ...]:
    """The WordPress installations of a site, by folder."""
    return tuple(seen for seen in products(site) if seen.product == "wordpress")


def core_versions(site: SiteEvidence, intel: Intel) -> frozenset[str]:
    """The versions that WordPress itself may have, as far as its claims name some."""
    told = (claim.versions for seen in wordpress(site) for claim in claims(site, seen, intel))
    return frozenset(version for versions in told if len(versions) <= _FEW for version in versions)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The files of extensions, at most `context.extension_files` in all: first of those with an open finding."""
    asked = sum(_is_file(key.rpartition("://")[2].partition("/")[2]) for key in site.looks)
    left = context.extension_files - asked
    if left <= 0:
        return
    for check, subject, path in context.open_paths:
        if left > 0 and check in _WANTED_BY and subject == site.site.key and (place := of_path(path)) is not None:
            request = _request(site, place[0], place[1], place[2], _FOUND_BEFORE)
            if site.look(request) is None:
                left -= 1
                yield request
    if not wordpress(site):
        return
    found = extensions(site, core_versions(site, context.intel))
    ranked = sorted(((worth, -at, one) for at, one in enumerate(found) if (worth := _worth(one, context.intel)) > (0,)))
    for worth, _, one in reversed(ranked):
        request = _request(site, one.kind, one.slug, one.base, _BLAMED if worth[0] == 2 else _HIDDEN)
        if left > 0 and site.look(request) is None:
            left -= 1
            yield request


def _request(site: SiteEvidence, kind: ExtensionKind, slug: str, base: str, value: float) -> Request:
    seen = Seen(product="wordpress", base=base, evidence=())
    request = file_request(site, seen, f"wp-content/{FOLDERS[kind]}/{slug}/{FILES[kind]}")
    return site.request(
        request.path,
        scheme=request.scheme,
        port=request.port,
        wanted_by=_WANTED_BY,
        value=value,
        purpose="version",
        max_bytes=_MAX_BYTES,
    )


def _is_file(target: str) -> bool:
    place = of_path(f"/{target}")
    return place is not None and target.endswith(f"/{place[1]}/{FILES[place[0]]}")


def _worth(one: Extension, intel: Intel) -> tuple[int, ...]:
    """How much the file of an extension may tell: (2, ...) where the version that is seen would be blamed and is not
    sure, (1, ...) where none is seen, (0,) where nothing would change."""
    holes = tuple(hole for hole in intel.extensions.get(one.key, ()) if not hole.estimated)
    if not holes:
        return (0,)
    versions = tuple(version for version in one.versions if is_version(version))
    if versions:
        hit = [hole for hole in holes if any(in_range(version, hole.affected) for version in versions)]
        settled = len(versions) == 1 and one.confidence is not Confidence.INDIKASI
        return (2, *_weight(hit)) if hit and not settled else (0,)
    return (1, *_weight(holes))


def _weight(holes: tuple[Vulnerability, ...] | list[Vulnerability]) -> tuple[int, int]:
    """The worst severity and how many there are, greater is worse."""
    worst = min(((hole.severity or Severity.SEDANG).rank for hole in holes), default=Severity.INFO.rank)
    return (-worst, len(holes))
