"""Zone files in the master format (RFC 1035 section 5), read by dnspython: a broken line costs that line alone."""

import re
from collections.abc import Iterable

import dns.exception
import dns.name
import dns.rdataclass
import dns.rdatatype
import dns.zone
import dns.zonetypes

from secscan.base.text import clean
from secscan.inventories.bounds import MAX_NAMES, host_name
from secscan.model.discovery import FoundName, ListKind, ListProblem, NameList, ZoneRecord

_HOSTS = ("A", "AAAA", "CNAME", "HTTPS", "SVCB", "ALIAS", "DNAME")
_SERVICES = ("MX", "NS", "SRV")
_MAX_MENDED = 40
_MAX_GENERATED = 4_096
_FAULTS = (dns.exception.DNSException, ValueError, OverflowError, RecursionError)
_LINE = re.compile(r"<string>:(\d+)")
_INCLUDE = re.compile(r"^\s*\$INCLUDE\b", re.IGNORECASE)
_GENERATE = re.compile(r"^\s*\$GENERATE\s+(\d{1,9})-(\d{1,9})(?:/(\d{1,9}))?", re.IGNORECASE)
_SOA = re.compile(r"^(\S+)\s+(?:\d+\w?\s+)?(?:IN\s+)?(?:\d+\w?\s+)?SOA\b", re.IGNORECASE | re.MULTILINE)


def read_zone(file: str, text: str, origin: str) -> NameList:
    """The names of a zone. `origin` is the zone's name where the file does not say it ("" otherwise).

    Lines that can't be read are told and left out, at most forty; other files are never included.
    """
    problems: list[ListProblem] = []
    lines = _tamed(file, text.splitlines(), problems)
    apex = origin or _origin_in(text)
    if not apex:
        return NameList(kind=ListKind.ZONE, problems=(*problems, ListProblem(file, 0, "zone_without_origin")))
    for _ in range(_MAX_MENDED):
        try:
            zone = _parsed("\n".join(lines), apex)
        except _FAULTS as error:
            line = _faulty(lines, _line_of(error), apex)
            if not 0 < line <= len(lines) or not lines[line - 1]:
                problems.append(ListProblem(file, 0, "broken_zone", clean(str(error), 200)))
                return NameList(kind=ListKind.ZONE, problems=tuple(problems))
            problems.append(ListProblem(file, line, "broken_record", clean(lines[line - 1], 200)))
            lines[line - 1] = ""
            continue
        return names_of(tuple(_records(zone)), ListKind.ZONE, file, apex, problems)
    return NameList(kind=ListKind.ZONE, problems=(*problems, ListProblem(file, 0, "broken_zone")))


def names_of(
    records: Iterable[ZoneRecord], kind: ListKind, place: str, zone: str, problems: Iterable[ListProblem] = ()
) -> NameList:
    """The host names among records, each once: with where its alias leads, and whether it serves mail or names."""
    kept = tuple(records)
    served = {record.target for record in kept if record.type in _SERVICES and record.target}
    found: dict[str, FoundName] = {}
    for record in kept:
        bare = record.owner.removeprefix("*.")
        if record.type not in _HOSTS or host_name(bare) is None or len(found) >= MAX_NAMES:
            continue
        known = found.get(record.owner)
        found[record.owner] = FoundName(
            name=bare,
            kind=kind,
            place=place,
            target=record.target if record.type == "CNAME" else known.target if known is not None else "",
            wildcard=record.owner.startswith("*."),
            service=record.owner in served,
        )
    return NameList(
        kind=kind,
        names=tuple(found.values()),
        problems=tuple(problems),
        owners=frozenset(record.owner for record in kept),
        zone=zone.lower().rstrip("."),
    )


def _records(zone: dns.zone.Zone) -> Iterable[ZoneRecord]:
    for owner, rdataset in zone.iterate_rdatasets():
        name = owner.to_text(omit_final_dot=True).lower()
        for rdata in list(rdataset)[:100]:
            target = getattr(rdata, "target", getattr(rdata, "exchange", getattr(rdata, "address", "")))
            shown = target.to_text(omit_final_dot=True).lower() if isinstance(target, dns.name.Name) else str(target)
            yield ZoneRecord(name, dns.rdatatype.to_text(rdataset.rdtype), shown)


def _tamed(file: str, lines: list[str], problems: list[ListProblem]) -> list[str]:
    """The lines without those that would read other files or make names without end."""
    kept = []
    for number, line in enumerate(lines, start=1):
        many = _GENERATE.match(line)
        if _INCLUDE.match(line):
            problems.append(ListProblem(file, number, "zone_include", clean(line, 200)))
            kept.append("")
        elif many and (int(many[2]) - int(many[1])) // max(1, int(many[3] or 1)) >= _MAX_GENERATED:
            problems.append(ListProblem(file, number, "zone_generate", clean(line, 200)))
            kept.append("")
        else:
            kept.append(line)
    return kept


def _origin_in(text: str) -> str:
    """The zone's name by the owner of its SOA record or the first $ORIGIN."""
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[0].upper() == "$ORIGIN":
            return words[1]
    soa = _SOA.search(text)
    return soa[1] if soa is not None and soa[1].endswith(".") else ""


def _parsed(text: str, apex: str) -> dns.zone.Zone:
    return dns.zone.from_text(text + "\n", origin=apex, relativize=False, check_origin=False, allow_include=False)


def _faulty(lines: list[str], told: int, apex: str) -> int:
    """The line at fault: the reader may be one further by the time that it finds out."""
    for number in (told - 1, told):
        if not 0 < number <= len(lines) or not lines[number - 1].strip():
            continue
        line = lines[number - 1]
        try:
            _parsed("$TTL 1\n" + ("@" + line if line[0].isspace() else line), apex)
        except _FAULTS:
            return number
    return told


def _line_of(error: Exception) -> int:
    match = _LINE.search(str(error))
    return int(match[1]) if match else 0
