"""What a product's static files say: which releases have the files that the site serves."""

from enum import StrEnum

import msgspec

from secscan.identify.claims import file_request
from secscan.identify.signs import Seen
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import FingerprintFile, Fingerprints
from secscan.model.observations import Exchange, FileKind, Observation

MISS = 0.01
"""How likely a site serves a file of a release that it does not run: left over, or put back by somebody."""

KEEP = 0.05
"""What is less likely than this, beside the likeliest, is ruled out."""

_GONE = 0.2
_GONE_FOLDERS = 2  # what one rule hides is hidden together: files of one folder count once, and two folders are enough


class Kind(StrEnum):
    """What the answer to a fingerprinted path is."""

    KNOWN = "known"  # a file of some releases
    STRANGE = "strange"  # a file of no known release: modified, minified, or of an unknown release
    ABSENT = "absent"
    SILENT = "silent"  # refused, redirected, a page instead of the file, cut off: no evidence


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """One fingerprinted path that was asked for. `releases` are those that have this file (KNOWN), or have any file
    there (else), as a bit set."""

    path: str
    kind: Kind
    releases: int


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How well the releases of a table explain the traces. `groups` are (likelihood, bit set of releases), the
    likeliest first with 1.0; `left` are the releases that are not ruled out; `aim` are those to look further among,
    where absent files count in full. `known` and `strange` count the files found, `paths` names the known.
    `contradictory` says that no release has all the files that were found."""

    groups: tuple[tuple[float, int], ...]
    left: int
    aim: int
    known: int = 0
    strange: int = 0
    contradictory: bool = False
    paths: tuple[str, ...] = ()

    def likelihood(self, index: int) -> float:
        """That of one release, by its place in the table."""
        return next((weight for weight, members in self.groups if members >> index & 1), 0.0)


def traces(site: SiteEvidence, seen: Seen, table: Fingerprints) -> tuple[Trace, ...]:
    """The fingerprinted paths of a product in one folder that were asked for, in the order in which they were."""
    start = file_request(site, seen, "").key
    found: dict[str, Trace] = {}
    for key, look in site.looks.items():
        path = key.removeprefix(start).split("?", 1)[0] if key.startswith(start) else ""
        file = table.files.get(path)
        if file is not None and path not in found:
            found[path] = _trace(path, file, look)
    return tuple(found.values())


def _trace(path: str, file: FingerprintFile, look: Observation) -> Trace:
    having = 0
    for releases in file.releases.values():
        having |= releases
    exchange = look.payload if isinstance(look.payload, Exchange) else None
    if exchange is None or exchange.challenge or exchange.truncated:
        return Trace(path=path, kind=Kind.SILENT, releases=having)
    if exchange.status in (404, 410):
        return Trace(path=path, kind=Kind.ABSENT, releases=having)
    if exchange.status != 200 or exchange.file_kind in (FileKind.HTML, FileKind.EMPTY):
        return Trace(path=path, kind=Kind.SILENT, releases=having)
    same = file.releases.get(exchange.digest, 0) or file.releases.get(exchange.raw_digest, 0)
    return Trace(path=path, kind=Kind.KNOWN if same else Kind.STRANGE, releases=same or having)


def fit(table: Fingerprints, found: tuple[Trace, ...]) -> Fit:
    """The releases weighed by what was found. Without a single known file nothing is ruled out: absent or strange
    files alone prove nothing."""
    everything = (1 << len(table.versions)) - 1
    known = tuple(trace for trace in found if trace.kind is Kind.KNOWN)
    levels = {(0, 0): everything}
    for trace in known:
        levels = _split(levels, ~trace.releases, (1, 0))
    for releases in _gone(found):
        levels = _split(levels, releases, (0, 1))
    groups = _groups(levels) if known else ((1.0, everything),)
    left = 0
    for weight, some in groups:
        left |= some if weight >= KEEP else 0
    return Fit(
        groups=groups,
        left=left,
        aim=levels[min(levels)],
        known=len(known),
        strange=sum(trace.kind is Kind.STRANGE for trace in found),
        contradictory=not any(misses == 0 for misses, _ in levels),
        paths=tuple(trace.path for trace in known),
    )


def _groups(levels: dict[tuple[int, int], int]) -> tuple[tuple[float, int], ...]:
    """The releases by likelihood, the likeliest first with 1.0."""
    likely: dict[float, int] = {}
    for (misses, gone), some in levels.items():
        weight = MISS**misses * _GONE ** min(gone, _GONE_FOLDERS)
        likely[weight] = likely.get(weight, 0) | some
    top = max(likely)
    return tuple((weight / top, likely[weight]) for weight in sorted(likely, reverse=True))


def _split(levels: dict[tuple[int, int], int], against: int, step: tuple[int, int]) -> dict[tuple[int, int], int]:
    """The levels after one more piece of evidence, which speaks against some releases."""
    after: dict[tuple[int, int], int] = {}
    for (misses, gone), some in levels.items():
        for level, part in (
            ((misses, gone), some & ~against),
            ((misses + step[0], gone + step[1]), some & against),
        ):
            if part:
                after[level] = after.get(level, 0) | part
    return after


def _gone(found: tuple[Trace, ...]) -> tuple[int, ...]:
    """The releases that have any of the absent files, folder by folder."""
    folders: dict[str, int] = {}
    for trace in found:
        if trace.kind is Kind.ABSENT:
            folder = trace.path.split("/", 1)[0]
            folders[folder] = folders.get(folder, 0) | trace.releases
    return tuple(folders.values())


def members(table: Fingerprints, releases: int) -> tuple[str, ...]:
    """The versions in a bit set."""
    return tuple(version for index, version in enumerate(table.versions) if releases >> index & 1)
