"""WordPress' own list of its releases, as entries of the pack `wp_releases`."""

from datetime import date

import msgspec

from secscan.base.versions import is_version, version_key
from secscan.intel.packfile import PackFile
from secscan.intel.renewed import Renewed, at_least_half
from secscan.intel.rows import ReleaseRow

_LIST = msgspec.json.Decoder(dict[str, str])
_ROW = msgspec.json.Decoder(ReleaseRow)
_WORDS = frozenset(("latest", "outdated", "insecure"))
_LEAST = 100  # there have been more since 2011


def convert(body: bytes, old: PackFile | None, today: date) -> Renewed:
    """Every release with WordPress' word on it, and the day on which it was first seen here, which is not before it was
    out. Raises ValueError for another form."""
    words = {version: word for version, word in _LIST.decode(body).items() if is_version(version)}
    unknown = next((word for word in words.values() if word not in _WORDS), None)
    if unknown is not None:
        raise ValueError(f"{unknown[:40]!r} is no word of this list")
    at_least_half(len(words), max(_LEAST, old.head.entries if old is not None else 0))
    known = {version: _ROW.decode(raw)[1] for version, raw in old.entries.items()} if old is not None else {}
    return Renewed(
        {version: (words[version], known.get(version, today)) for version in sorted(words, key=version_key)}, today
    )
