"""Tables of static-file digests, one pack a product, decoded into sets of releases."""

import msgspec

from secscan.base.versions import is_version
from secscan.intel.packfile import PackFile
from secscan.intel.rows import FileRow
from secscan.model.intel import FingerprintFile, Fingerprints, Sign

VERSIONS = "versions"
"""The entry that lists the releases, ascending."""

SIGN = "sign"
PRODUCT = "product"
"""Entries of a table that was built here: by what the product is recognised, and its releases. All other keys are "/"
and the path of a file."""

_LEAST_SIGN = 3
_FILE = msgspec.json.Decoder(FileRow)
_RELEASES = msgspec.json.Decoder(tuple[str, ...])
_SIGN = msgspec.json.Decoder(Sign)


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
            if key.startswith("/")
        },
        data_date=pack.head.data_date,
    )


def sign_of(pack: PackFile) -> Sign | None:
    """By what the product of a table is recognised; None where the program knows that itself. Raises ValueError."""
    raw = pack.entries.get(SIGN)
    if raw is None:
        return None
    sign = _SIGN.decode(raw)
    if not is_telling(sign):
        raise ValueError("a sign that anything has")
    return sign


def is_telling(sign: Sign) -> bool:
    """Whether no part of a sign is so short that pages of any app have it."""
    parts = (*sign.assets, *sign.cookies, *sign.generators, *sign.paths)
    return all(len(part.strip(" /")) >= _LEAST_SIGN for part in parts)


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
