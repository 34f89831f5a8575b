"""What retire.js' repository says of script libraries, as entries of the pack `jslibs`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from secscan.base.versions import is_version, version_key
from secscan.intel.packfile import PackFile
from secscan.intel.renewed import Renewed, at_least_half
from secscan.intel.rows import HoleRow, LibraryRow
from secscan.intel.severities import severity_of_word
from secscan.model.intel import Ranges

PUBLISHER = "retire.js"
_CVE = re.compile(r"CVE-\d{4}-\d{4,9}", re.ASCII)
_GHSA = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}", re.ASCII)
_CWE = re.compile(r"CWE-(\d{1,5})", re.ASCII)
_NOT_LIBRARIES = frozenset(("retire-example", "dont check"))
_MAX_NAME = 80


class _Range(msgspec.Struct, frozen=True, rename="camel"):
    below: str = ""
    at_or_above: str = ""
    excludes: tuple[str, ...] = ()


class _Identifiers(msgspec.Struct, frozen=True):
    cve: tuple[str, ...] = msgspec.field(default=(), name="CVE")
    ghsa: str = msgspec.field(default="", name="githubID")


class _Hole(_Range, frozen=True, rename="camel"):
    severity: str = ""
    cwe: tuple[str, ...] = ()
    identifiers: _Identifiers = _Identifiers()
    ranges: tuple[_Range, ...] = ()


class _Extractors(msgspec.Struct, frozen=True):
    hashes: dict[str, str] = {}


class _Library(msgspec.Struct, frozen=True):
    vulnerabilities: tuple[_Hole, ...] = ()
    npmname: str | None = None
    extractors: _Extractors = _Extractors()


def convert(body: bytes, old: PackFile | None, today: date) -> Renewed:
    """The libraries with their vulnerabilities, by name. Raises ValueError for another form."""
    tree = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    rows = {}
    for name, raw in tree.items():
        if name not in _NOT_LIBRARIES and 0 < len(name) <= _MAX_NAME:
            library = msgspec.json.decode(raw, type=_Library)
            if library.vulnerabilities:
                rows[name] = LibraryRow(
                    npm=library.npmname or "",
                    holes=tuple(_holes(name, library.vulnerabilities)),
                    sha1=library.extractors.hashes,
                )
    at_least_half(len(rows), old.head.entries if old is not None else 0)
    return Renewed(rows, today)


def hole_names(library: str, cves: Iterable[str], ghsa: str, below: str, taken: set[str]) -> tuple[str, ...]:
    """The id of a record, then its aliases. A record without public ids is called by library and fix: `jquery<2.2.0`.
    `taken` are the ids of earlier records of the library without public ids; a second one gets `#2`."""
    public = tuple(dict.fromkeys(name for name in (*cves, ghsa) if name))
    if public:
        return public
    name = base = f"{library}<{below}"
    count = 1
    while name in taken:
        count += 1
        name = f"{base}#{count}"
    taken.add(name)
    return (name,)


def _holes(library: str, holes: tuple[_Hole, ...]) -> Iterator[HoleRow]:
    taken: set[str] = set()
    for hole in holes:
        spans = hole.ranges or (hole,)
        affected = tuple(one for span in spans for one in _alternatives(span))
        if not affected:
            continue
        cves = (name for name in hole.identifiers.cve if _CVE.fullmatch(name))
        ghsa = hole.identifiers.ghsa if _GHSA.fullmatch(hole.identifiers.ghsa) else ""
        first, *others = hole_names(library, cves, ghsa, spans[-1].below, taken)
        yield HoleRow(
            id=first,
            affected=affected,
            severity=severity_of_word(hole.severity),
            source=PUBLISHER,
            aliases=tuple(others),
            cwe=tuple(int(match[1]) for name in hole.cwe if (match := _CWE.fullmatch(name))),
        )


def _alternatives(span: _Range) -> Ranges:
    """A range without the releases that it excludes. One without an end, or that no version can be compared with, is
    left out."""
    bounds = (span.below, span.at_or_above or "0", *span.excludes)
    if not span.below or not all(is_version(bound) for bound in bounds):
        return ()
    made: list[tuple[tuple[str, str], ...]] = []
    lower: tuple[tuple[str, str], ...] = ((">=", span.at_or_above),) if span.at_or_above else ()
    for release in sorted(span.excludes, key=version_key):
        made.append((*lower, ("<", release)))
        lower = ((">", release),)
    return (*made, (*lower, ("<", span.below)))
