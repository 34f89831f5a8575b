"""CAA: which certificate authorities may issue for a domain (RFC 8659)."""

from collections.abc import Mapping
from typing import NamedTuple

import dns.exception
import dns.rdata
from dns.rdtypes.ANY.CAA import CAA

from secscan.model.observations import DnsAnswer

_ANSWERED = ("NOERROR", "NXDOMAIN")
_CRITICAL = 128
_KNOWN = frozenset(("issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"))
_MAX_LABELS = 8

Answers = Mapping[str, DnsAnswer]


class Caa(NamedTuple):
    """The relevant record set of a domain: `holder` is the name that it stands at (the domain or one above it).

    `issuers` may issue (a lower-case domain each); `restricts` whether the set restricts anybody: without an `issue`
    record it does not, and `issue ";"` restricts everybody. `barred`: a critical record that no authority knows, so
    that none may issue.
    """

    holder: str = ""
    issuers: tuple[str, ...] = ()
    restricts: bool = False
    barred: bool = False


def climb(domain: str) -> tuple[str, ...]:
    """The names whose records may be relevant, in the order in which authorities ask (RFC 8659 section 3)."""
    labels = domain.lower().strip(".").split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels)))[:_MAX_LABELS]


def caa(domain: str, answers: Answers) -> Caa | None:
    """The relevant record set; an empty one when no name has records; None when a look-up failed before one was met."""
    for name in climb(domain):
        answer = answers.get(name)
        if answer is None or answer.rcodes.get("CAA") not in _ANSWERED:
            return None
        if answer.records.get("CAA"):
            return _of(name, answer.records["CAA"])
    return Caa()


def _of(name: str, records: tuple[str, ...]) -> Caa:
    issuers: dict[str, None] = {}
    restricts = barred = False
    for record in filter(None, map(_read, records)):
        tag = record.tag.decode("ascii", "replace").lower()
        if tag == "issue":
            restricts = True
            issuers[_issuer(record.value)] = None
        elif tag not in _KNOWN and record.flags & _CRITICAL:
            barred = True
    issuers.pop("", None)
    return Caa(name, tuple(issuers), restricts or barred, barred)


def _read(record: str) -> CAA | None:
    try:
        found = dns.rdata.from_text("IN", "CAA", record)
    except (dns.exception.DNSException, ValueError):
        return None
    return found if isinstance(found, CAA) else None


def _issuer(value: bytes) -> str:
    """The authority's domain before any parameters; "" for nobody."""
    return value.decode("utf-8", "replace").split(";", 1)[0].strip().lower().rstrip(".")[:100]
