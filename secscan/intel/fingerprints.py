"""Tables of static-file digests, one pack a product, decoded into sets of releases."""

import msgspec

from secscan.base.versions import is_version
from secscan.intel.packfile import PackFile
from secscan.intel.rows import FileRow
from secscan.model.intel import FingerprintFile, Fingerprints

VERSIONS = "versions"
"""The entry that lists the releases, ascending. All other keys are "/" and the path of a file."""

_FILE = msgspec.json.Decoder(FileRow)
_RELEASES = msgspec.json.Decoder(tuple[str, ...])


def table_of(pack: PackFile) -> Fingerprints:
    """One table from its pack. Raises ValueError (msgspec's errors are such) where it contradicts itself."""
    raw = pack.entries.get(VERSIONS)
    versions = _RELEASES.decode(raw) if raw is not None else ()
    wrong = next((version for version in versions if not is_version(version)), None)
    if not versions or wrong is not None:
        raise ValueError(f"not a version: {wrong}" if wrong is not None else "no releases")
    return Fingerprints(
        product=pack.head.name.rpartition("/")[2],
        versions=versions,
        files={
            key.removeprefix("/"): _file(_FILE.decode(entry), len(versions))
            for key, entry in pack.entries.items()
            if key != VERSIONS
        },
        data_date=pack.head.data_date,
    )


def _file(row: FileRow, count: int) -> FingerprintFile:
    weight, digests = row
    return FingerprintFile(weight, {digest: _set(ranges, count) for digest, ranges in digests.items()})


def _set(ranges: tuple[int, ...], count: int) -> int:
    """The bits of ranges of indices. Ranges do not overlap, so that their bits can be added up."""
    if not ranges or len(ranges) % 2 or max(ranges) >= count or min(ranges) < 0:
        raise ValueError(f"ranges {ranges} of {count} releases")
    bits = 0
    for first, last in zip(ranges[::2], ranges[1::2], strict=True):
        bits |= (2 << last) - (1 << first)
    return bits
