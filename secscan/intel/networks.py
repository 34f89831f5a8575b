"""An offline table of address ranges, in one of the public forms, as the office downloaded it.

Three forms are told apart by their first line, plain or in gzip: the registries' `delegated` statistics
(`apnic|ID|ipv4|103.10.64.0|1024|20100101|allocated`), tables of announced networks (start, end, AS number, country,
name; with tabs), and tables of countries (start, end, country; with commas).
"""

import gzip
import ipaddress
import re
import socket
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TextIO

from secscan.base.errors import UsageError
from secscan.model.intel import Pack
from secscan.model.networks import Place

_MAX_BYTES = 400_000_000
_MAX_RANGES = 3_000_000
_MAX_AGE = 180
"""Days: addresses change hands slowly, but they do."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_VERSION_LINE = re.compile(r"\d(?:\.\d+)?\|[a-z]+\|(\d{8})\|")
_Columns = tuple["array[int]", "array[int]", "array[int]"]
_UNUSED = ("available", "reserved", "summary")


class Range(NamedTuple):
    """Both ends are included, as numbers; `version` is 4 or 6."""

    first: int
    last: int
    version: int
    place: Place


class NetworkTable:
    """The ranges of one file, read when the first address is looked up. Ends of IPv6 ranges are kept to 64 bits."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def at(self, address: str) -> Place | None:
        """As Networks.at. Raises UsageError naming the line of a file that is malformed."""
        ip = ipaddress.ip_address(address)
        firsts, lasts, places = self._columns[ip.version]
        value = int(ip) if ip.version == 4 else int(ip) >> 64
        index = bisect_right(firsts, value) - 1
        if index < 0 or lasts[index] < value:
            return None
        return self._places[places[index]]

    @cached_property
    def _columns(self) -> dict[int, _Columns]:
        known: dict[Place, int] = {}
        columns = {version: (array("Q"), array("Q"), array("L")) for version in (4, 6)}
        for found in read_ranges(self._path):
            shift = 0 if found.version == 4 else 64
            firsts, lasts, places = columns[found.version]
            firsts.append(found.first >> shift)
            lasts.append(found.last >> shift)
            places.append(known.setdefault(found.place, len(known)))
        self._places = tuple(known)
        return {version: _in_order(*mine) for version, mine in columns.items()}


def _in_order(firsts: "array[int]", lasts: "array[int]", places: "array[int]") -> _Columns:
    """The columns by ascending first address; most files have them so."""
    if all(one <= other for one, other in pairwise(firsts)):
        return firsts, lasts, places
    order = sorted(range(len(firsts)), key=firsts.__getitem__)
    return (
        array("Q", (firsts[index] for index in order)),
        array("Q", (lasts[index] for index in order)),
        array("L", (places[index] for index in order)),
    )


def open_networks(file: str) -> tuple[NetworkTable, Pack]:
    """The table of a file, and what reports say of it; its day is the one it states, else that of the file.

    Raises UsageError for a file that cannot be read or is in none of the forms.
    """
    path = Path(file)
    day: date | None = None
    try:
        with _lines(path) as lines:
            stated = _VERSION_LINE.match(lines.readline())
        day = datetime.strptime(stated[1], "%Y%m%d").replace(tzinfo=UTC).date() if stated else None
        day = day or datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        next(read_ranges(path))
    except (OSError, EOFError, ValueError, StopIteration):
        raise UsageError("bad_networks", where=file, values={"value": file, "line": "1"}) from None
    return NetworkTable(path), Pack("networks", day, path.name, max_age=_MAX_AGE)


def _lines(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if packed:
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def read_ranges(path: Path) -> Iterator[Range]:
    """The ranges of a file in its order. Raises UsageError naming the first line that is none."""
    size = 0
    with _lines(path) as lines:
        for number, line in enumerate(lines, 1):
            size += len(line)
            if number > _MAX_RANGES or size > _MAX_BYTES:
                raise UsageError("bad_networks", where=str(path), values={"value": str(path), "line": str(number)})
            try:
                found = _range(line.rstrip("\r\n"))
            except (ValueError, IndexError, OSError):
                raise UsageError(
                    "bad_networks", where=str(path), values={"value": str(path), "line": str(number)}
                ) from None
            if found is not None:
                yield found


def _range(line: str) -> Range | None:
    """The range on a line; None for comments, heads, and ranges without a country."""
    if not line or line.startswith("#") or _VERSION_LINE.match(line):
        return None
    if "|" in line:
        return _delegated(line.split("|"))
    if "\t" in line:
        first, last, _, country, name = line.split("\t", 4)
        return _between(first, last, country, name)
    first, last, country = (cell.strip('" ') for cell in line.split(",")[:3])
    return _between(first, last, country, "")


def _delegated(cells: list[str]) -> Range | None:
    """A line of a registry's statistics (RIR statistics exchange format): IPv4 ranges by count, IPv6 by prefix."""
    country, kind, start, size, status = cells[1], cells[2], cells[3], cells[4], cells[-1]
    if kind not in ("ipv4", "ipv6") or status in _UNUSED or (len(cells) > 6 and cells[6] in _UNUSED):
        return None
    if not _COUNTRY.fullmatch(country):
        return None
    first, version = _number(start)
    count = int(size) if kind == "ipv4" else 1 << (128 - int(size))
    if count < 1:
        raise ValueError(size)
    return Range(first, first + count - 1, version, Place(country))


def _between(first: str, last: str, country: str, name: str) -> Range | None:
    (low, version), (high, other) = _number(first), _number(last)
    if version != other or low > high:
        raise ValueError(first)
    if not _COUNTRY.fullmatch(country):
        return None
    return Range(low, high, version, Place(country, name.strip()[:80]))


def _number(address: str) -> tuple[int, int]:
    """The value and the version of an address, in a fifth of the time that a parsed object takes."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    packed = socket.inet_pton(family, address)
    return int.from_bytes(packed), 4 if len(packed) == 4 else 6
