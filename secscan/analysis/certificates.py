"""What is wrong with a server's certificate: by its own words, on a given day, for a given name."""

import ipaddress
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from secscan.base.urls import is_ip_literal
from secscan.model.observations import Certificate, ChainState, TlsAssessment

SOON = timedelta(days=14)
FAILING = (
    "expired",
    "not_yet_valid",
    "intermediate_expired",
    "name_mismatch",
    "self_signed",
    "untrusted",
    "weak_signature",
    "short_key",
)
WARNING = ("expires_soon", "missing_intermediate")

_STRONG_HASHES = ("sha224", "sha256", "sha384", "sha512", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "")
_LEAST_BITS = {"RSA": 2048, "DSA": 2048, "EC": 256}


def problems(tls: TlsAssessment, host: str, as_of: date, taken_at: datetime) -> tuple[str, ...]:
    """The codes of all problems of the certificate that was sent for a host, in the order of `FAILING` and `WARNING`.

    Expiry is judged at the end of `as_of` (UTC), or at the time of the look where both are the same day.
    """
    if not tls.chain:
        return ()
    now = _moment(as_of, taken_at)
    found = set(_of_chain(tls)) | set(_of_dates(tls, now))
    leaf = tls.chain[0]
    if not covers(leaf.names, host):
        found.add("name_mismatch")
    for certificate in _links(tls):
        if certificate.signature_hash not in _STRONG_HASHES:
            found.add("weak_signature")
        if certificate.key_bits < _LEAST_BITS.get(certificate.key_type, 0):
            found.add("short_key")
    return tuple(code for code in (*FAILING, *WARNING) if code in found)


def covers(names: tuple[str, ...], host: str) -> bool:
    """Whether subject alternative names cover a host (RFC 9525): equal, or a wildcard for the whole leftmost label.

    An address must stand there as an address. Common names do not count, nor do wildcards below a single label.
    """
    if is_ip_literal(host):
        wanted = ipaddress.ip_address(host)
        return any(is_ip_literal(name) and ipaddress.ip_address(name) == wanted for name in names)
    labels = host.lower().rstrip(".").split(".")
    return any(_matches(name.lower().rstrip(".").split("."), labels) for name in names)


def _matches(pattern: list[str], labels: list[str]) -> bool:
    if pattern == labels:
        return True
    return len(pattern) > 2 and pattern[0] == "*" and len(pattern) == len(labels) and pattern[1:] == labels[1:]


def _links(tls: TlsAssessment) -> Iterator[Certificate]:
    """The leaf, and the issuers that were sent and stand on its path; no root, whose signature proves nothing."""
    yield tls.chain[0]
    for certificate in tls.chain[1:]:
        if certificate.sha256 in tls.path and not certificate.self_signed:
            yield certificate


def _of_chain(tls: TlsAssessment) -> Iterator[str]:
    if tls.chain_state is ChainState.SELF_SIGNED:
        yield "self_signed"
    elif tls.chain_state is ChainState.UNTRUSTED:
        yield "untrusted"
    elif tls.chain_state is ChainState.MISSING_INTERMEDIATE:
        yield "missing_intermediate"


def _of_dates(tls: TlsAssessment, now: datetime) -> Iterator[str]:
    leaf = tls.chain[0]
    if now > leaf.not_after:
        yield "expired"
    elif now + SOON > leaf.not_after:
        yield "expires_soon"
    if now < leaf.not_before:
        yield "not_yet_valid"
    if any(now > link.not_after for link in _links(tls) if link is not leaf):
        yield "intermediate_expired"


def _moment(as_of: date, taken_at: datetime) -> datetime:
    """The moment that dates are judged at: the look itself on its own day, else the middle of the day asked for."""
    if abs((taken_at.date() - as_of).days) <= 1:
        return taken_at
    return datetime.combine(as_of, time(12), tzinfo=UTC)
