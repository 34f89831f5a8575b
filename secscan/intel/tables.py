"""Making a table of digests: which files of a product's releases tell them apart, the most telling first. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from secscan.intel.fingerprints import VERSIONS
from secscan.intel.rows import FileRow

MAX_FILES = 200
"""Of a table: what is asked of a site is a handful, chosen among these."""

MAX_SIZE = 2 * 2**20
"""Bytes of a file: the scanner reads no more."""

_MIN_SIZE = 24
_MAX_CANDIDATES = 600
_TEXTS = frozenset(("js", "css", "svg", "txt", "md", "xml", "json", "map"))
_OTHERS = frozenset(("png", "gif", "jpg", "jpeg", "webp", "ico", "woff", "woff2", "ttf", "eot"))
_WEIGHTS = {"txt": 0.5, "md": 0.5, "xml": 0.5, "json": 0.5, "map": 0.3}
_FOREIGN = frozenset(
    ("vendor", "node_modules", "bower_components", "third_party", "thirdparty", "lib", "libs", "library")
)
_UNSERVED = frozenset(("test", "tests", "spec", "docs", "doc", "examples", "example", "docker", "ci", "install"))


class Release(msgspec.Struct, frozen=True):
    """A release: its version, and the objects of its files by path."""

    version: str
    files: Mapping[str, str]


def is_candidate(path: str, size: int) -> bool:
    """Whether a web server hands a file out to everybody, and it is the product's own: no code, nothing hidden, nothing
    of others that other apps have as well."""
    pure = PurePosixPath(path)
    words = [part.lower() for part in pure.parts]
    suffix = pure.suffix.lower().lstrip(".")
    plain = path.isascii() and path.isprintable() and not set(path) & set("?#%\\\"' ")
    return (
        plain
        and _MIN_SIZE <= size <= MAX_SIZE
        and suffix in _TEXTS | _OTHERS
        and not any(word.startswith(".") for word in words)
        and not _FOREIGN.intersection(words[:-1])
        and not _UNSERVED.intersection(words[:-1])
    )


def is_text(path: str) -> bool:
    """Whether line ends of a file don't count: FTP and git rewrite them in texts."""
    return PurePosixPath(path).suffix.lower().lstrip(".") in _TEXTS


def chosen(releases: Sequence[Release], most: int = MAX_FILES) -> tuple[str, ...]:
    """The paths for the table: first those that together tell the releases apart in the fewest steps, then those that
    tell most each, so that there is something to fall back on."""
    spread = {path: _spread(path, releases) for path in {path for release in releases for path in release.files}}
    telling = {path: _bits(parts) * weight(path) for path, parts in spread.items()}
    ranked = sorted(telling, key=lambda path: (-telling[path], path))[:_MAX_CANDIDATES]
    first: list[str] = []
    groups = [0] * len(releases)
    while len(first) < most:
        best = max(
            (path for path in ranked if path not in first),
            key=lambda path: _joint(groups, spread[path]) * weight(path),
            default=None,
        )
        if best is None or len(set(zip(groups, spread[best], strict=True))) == len(set(groups)):
            break
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(zip(groups, spread[best], strict=True)))}
        groups = [numbers[pair] for pair in zip(groups, spread[best], strict=True)]
        first.append(best)
    rest = (path for path in ranked if path not in first)
    return tuple([*first, *rest][:most])


def weight(path: str) -> float:
    """How likely a site serves the file unchanged (0-1)."""
    return _WEIGHTS.get(PurePosixPath(path).suffix.lower().lstrip("."), 1.0)


def rows(releases: Sequence[Release], paths: Iterable[str], digests: Mapping[str, str]) -> dict[str, object]:
    """The entries of the table's pack: `digests` are those of the objects."""
    made: dict[str, object] = {VERSIONS: tuple(release.version for release in releases)}
    for path in paths:
        made["/" + path] = _row(path, releases, digests)
    return made


def _row(path: str, releases: Sequence[Release], digests: Mapping[str, str]) -> FileRow:
    places: dict[str, list[int]] = {}
    for index, release in enumerate(releases):
        oid = release.files.get(path)
        if oid is None or oid not in digests:
            continue
        ends = places.setdefault(digests[oid], [])
        if ends and ends[-1] == index - 1:
            ends[-1] = index
        else:
            ends += (index, index)
    return weight(path), {digest: tuple(ends) for digest, ends in places.items()}


def _spread(path: str, releases: Sequence[Release]) -> list[str]:
    return [release.files.get(path, "") for release in releases]


def _bits(parts: Sequence[object]) -> float:
    """The entropy of a partition."""
    sizes: dict[object, int] = {}
    for part in parts:
        sizes[part] = sizes.get(part, 0) + 1
    return sum(size / len(parts) * math.log2(len(parts) / size) for size in sizes.values())


def _joint(groups: Sequence[int], parts: Sequence[str]) -> float:
    return _bits(list(zip(groups, parts, strict=True)))
