"""The next thing to ask a recognised product for its version: the running code first, then files, then left-over
texts."""

from secscan.base.versions import version_key
from secscan.identify.claims import claims, file_request
from secscan.identify.next_file import next_file
from secscan.identify.signs import Seen
from secscan.identify.traces import fit, traces
from secscan.identify.version_files import ETAG_PATH, FILES, Weight
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import Fingerprints, Intel


def next_path(site: SiteEvidence, seen: Seen, intel: Intel, limit: int) -> str | None:
    """The path below the product's folder that tells most of its version; None when enough is known, or as much as can
    be. At most `limit` static files of the fingerprint table are asked for."""
    known = claims(site, seen, intel)
    if any(claim.weight is Weight.EXACT for claim in known):
        return None
    texts = text_paths(seen.product)
    left = tuple(path for path in texts if site.look(file_request(site, seen, path)) is None)
    if texts and left and left[0] == texts[0] and _made(seen.product, texts[0]):
        return texts[0]
    told = frozenset[str]().union(*(claim.versions for claim in known if claim.weight > Weight.WEAK))
    table = intel.fingerprints.get(seen.product)
    settled = len(told) == 1
    if table is not None:
        found = traces(site, seen, table)
        state = fit(table, found)
        places = _places(table, told)
        reaches = not told or places
        path = next_file(table, found, state, places) if reaches and len(found) < limit else None
        if path is not None:
            return path
        settled = settled or (state.known > 0 and state.left.bit_count() == 1)
        if state.known:  # one more text, which the running code makes, is worth a request; what may be left over is not
            left = tuple(path for path in texts[:2] if path in left and _made(seen.product, path))
    return None if settled or not left else left[0]


def text_paths(product: str) -> tuple[str, ...]:
    """The paths that name the version in words, the most trustworthy first."""
    return (*((ETAG_PATH,) if product == "wordpress" else ()), *(file.path for file in FILES.get(product, ())))


def _made(product: str, path: str) -> bool:
    """Whether a text is more than a file that an upgrade may leave behind."""
    return all(file.weight is not Weight.WEAK for file in FILES.get(product, ()) if file.path == path)


def _places(table: Fingerprints, told: frozenset[str]) -> int:
    """The releases of the table that texts leave possible, as a bit set."""
    keys = {version_key(version) for version in told}
    if not keys:
        return 0
    return sum(1 << place for place, version in enumerate(table.versions) if version_key(version) in keys)
