"""DNSSEC as a validating resolver judges it (RFC 4033-4035), from stored look-ups: the chain from the root to a domain.

Records are in presentation form, each name's signatures under RRSIG. That a zone has no DS record is believed without
the proof of its absence: to be told so falsely costs a good mark, and blames nobody of a broken chain.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import dns.dnssec
import dns.exception
import dns.name
import dns.node
import dns.rdata
import dns.rdataset
import dns.rrset
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS

from secscan.model.observations import DnsAnswer

TYPES = ("SOA", "DS", "DNSKEY")
"""What must be known of each name of the chain."""

ROOT_ANCHORS = (
    "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
    "38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
)
"""The keys of the root zone, as DS records (IANA, root-anchors.xml: KSK-2017 and KSK-2024)."""

_ANSWERED = ("NOERROR", "NXDOMAIN")
_MAX_LABELS = 8
_MAX_RECORDS = 16
_MAX_SIGNATURES = 8  # times keys of one tag: what a hostile zone can make a validator compute (CVE-2023-50387)
_TTL = 3600  # any: what is signed is the original TTL, which stands in the signature

Answers = Mapping[str, DnsAnswer]
_Keys = dict[dns.name.Name, dns.node.Node | dns.rdataset.Rdataset]


class Security(StrEnum):
    """`unlinked`: the zone has keys, but the zone above holds no DS record that leads to them. `parent`: a zone above
    is not signed, so that this one cannot be."""

    SECURE = "secure"
    UNSIGNED = "unsigned"
    UNLINKED = "unlinked"
    PARENT = "parent"
    BOGUS = "bogus"
    UNKNOWN = "unknown"


class Chain(NamedTuple):
    """What the chain comes to, and the zone at which that was decided."""

    security: Security
    zone: str


def zones(domain: str) -> tuple[str, ...]:
    """The names from the root to the domain, whose records the chain needs: `.`, `id`, `go.id`, `contoh.go.id`."""
    labels = domain.lower().strip(".").split(".")[-_MAX_LABELS:]
    return (".", *(".".join(labels[-count:]) for count in range(1, len(labels) + 1)))


def chain(domain: str, answers: Answers, moment: datetime, anchors: tuple[str, ...] = ROOT_ANCHORS) -> Chain:
    """Follow the chain down to the domain. `moment` is when the records were taken: signatures have dates."""
    names = zones(domain)
    root = answers.get(".")
    if root is None or not root.records.get("RRSIG"):  # a resolver that leaves signatures out
        return Chain(Security.UNKNOWN, ".")
    keys = _trusted_keys(".", root, anchors, moment)
    if keys is None:
        return Chain(Security.UNKNOWN, ".")  # not the domain's fault: a clock, a middle box, a new root key
    for name in names[1:]:
        answer = answers.get(name)
        if answer is None or any(answer.rcodes.get(one) not in _ANSWERED for one in TYPES):
            return Chain(Security.UNKNOWN, name)
        delegation = answer.records.get("DS", ())
        if not delegation:
            if not answer.records.get("SOA"):
                continue  # no zone of its own
            return Chain(_without_link(name, names[-1], answer), name)
        if not _valid(name, "DS", answer, keys, moment):
            return Chain(Security.BOGUS, name)
        below = _trusted_keys(name, answer, delegation, moment)
        if below is None:
            return Chain(Security.BOGUS if _supported(delegation) else Security.UNKNOWN, name)
        keys = below
    last = answers[names[-1]]
    if not last.records.get("SOA"):
        return Chain(Security.UNKNOWN, names[-1])
    return Chain(Security.SECURE if _valid(names[-1], "SOA", last, keys, moment) else Security.BOGUS, names[-1])


def _without_link(name: str, domain: str, answer: DnsAnswer) -> Security:
    if name != domain:
        return Security.PARENT
    return Security.UNLINKED if answer.records.get("DNSKEY") else Security.UNSIGNED


def _trusted_keys(name: str, answer: DnsAnswer, delegation: tuple[str, ...], moment: datetime) -> _Keys | None:
    """The keys of a zone, where one that the delegation names signs them; None otherwise."""
    held = _rrset(name, "DNSKEY", answer.records.get("DNSKEY", ()))
    wanted = _rrset(name, "DS", delegation)
    if held is None or wanted is None:
        return None
    named = [key for key in held if isinstance(key, DNSKEY) and any(_leads_to(link, held.name, key) for link in wanted)]
    if not named:
        return None
    entry: _Keys = {held.name: dns.rdataset.from_rdata_list(_TTL, named)}
    return {held.name: held} if _valid(name, "DNSKEY", answer, entry, moment) else None


def _leads_to(link: dns.rdata.Rdata, owner: dns.name.Name, key: DNSKEY) -> bool:
    if not isinstance(link, DS) or link.key_tag != dns.dnssec.key_id(key):
        return False
    try:
        return bool(dns.dnssec.make_ds(owner, key, link.digest_type, validating=True) == link)
    except (dns.exception.DNSException, ValueError):
        return False


def _supported(delegation: tuple[str, ...]) -> bool:
    """Whether any of the keys that a delegation names is of an algorithm that we can check (RFC 4035 section 5.2)."""
    known = {8, 10, 13, 14, 15, 16}  # RFC 8624: what validators must or should know
    return any(len(parts := one.split()) > 2 and parts[1].isdecimal() and int(parts[1]) in known for one in delegation)


def _valid(name: str, rdtype: str, answer: DnsAnswer, keys: _Keys, moment: datetime) -> bool:
    """Whether one of the signatures over these records is by one of these keys, and in force at that moment."""
    covering = [one for one in answer.records.get("RRSIG", ()) if one.split(" ", 1)[0] == rdtype]
    records = _rrset(name, rdtype, answer.records.get(rdtype, ()))
    signatures = _rrset(name, "RRSIG", covering[:_MAX_SIGNATURES])
    if records is None or signatures is None:
        return False
    try:
        dns.dnssec.validate(records, signatures, keys, None, moment.timestamp())
    except (dns.exception.DNSException, ValueError):
        return False
    return True


def _rrset(name: str, rdtype: str, texts: Sequence[str]) -> dns.rrset.RRset | None:
    """The records as the library knows them; None when there are none, or one is malformed."""
    try:
        owner = dns.name.from_text(name)
        return dns.rrset.from_text(owner, _TTL, "IN", rdtype, *texts[:_MAX_RECORDS]) if texts else None
    except (dns.exception.DNSException, ValueError):
        return None
