"""DNS questions to the configured resolver: rcodes kept, CNAMEs followed within bounds, TCP where UDP is cut off."""

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from secscan.base.clock import Clock
from secscan.base.errors import UsageError

LIFETIME = 5.0
"""Seconds that one question may take, retries included."""

_TRY = 1.5
_SLICE = 0.2  # seconds between two looks at the cancel flag
_MAX_CHAIN = 8
_MAX_RECORDS = 100
_MAX_TEXT = 2048
_PAYLOAD = 1232  # DNS flag day 2020

SIGNED_TYPES = frozenset(("SOA", "DS", "DNSKEY"))
"""Types that are asked for with their signatures, unchecked by the resolver (RFC 4035 section 4.9.2): we check."""


@dataclass(frozen=True, slots=True)
class DnsReply:
    """The reply to one question. `rcode` is a name such as NOERROR; `records`, and their `signatures` where they were
    asked for, are in presentation form."""

    rcode: str
    records: tuple[str, ...]
    chain: tuple[str, ...]
    signatures: tuple[str, ...] = ()


class DnsFailed(Exception):  # noqa: N818 - an outcome that becomes an observation
    """No usable reply. `timed_out` tells silence from nonsense."""

    def __init__(self, detail: str, *, timed_out: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.timed_out = timed_out


def parse_resolver(text: str) -> tuple[str, int]:
    """The address and port of "ip", "ip:port", "[v6]:port" or a bare IPv6 address. Raises UsageError."""
    host, port = text.strip(), "53"
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":") or "53"
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    try:
        address = str(ipaddress.ip_address(host))
        number = int(port) if port.isascii() and port.isdigit() else 0
    except ValueError:
        address, number = "", 0
    if not address or not 0 < number < 65536:
        raise UsageError("bad_resolver", where="dns.resolver", values={"value": text})
    return address, number


class Resolver:
    """Asks the given resolver, or the system's when `address` is empty. Thread-safe."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._clock = clock
        self._cancelled = threading.Event()
        self.servers: tuple[tuple[str, int], ...] = (parse_resolver(address),) if address else _system_servers()

    @property
    def label(self) -> str:
        """The resolver's address, as observations name it."""
        return ", ".join(ip if port == 53 else f"{ip}:{port}" for ip, port in self.servers[:2])

    def cancel(self) -> None:
        """End all questions, now and later, with DnsFailed."""
        self._cancelled.set()

    def query(self, name: str, rdtype: str) -> DnsReply:
        """Ask for one type of one name, following CNAMEs that the resolver did not. Raises DnsFailed."""
        until = self._clock.monotonic() + LIFETIME
        wanted = dns.rdatatype.from_text(rdtype)
        try:
            owner = dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError) as error:
            raise DnsFailed(f"not a DNS name: {error}", timed_out=False) from None
        chain: list[str] = []
        while True:
            reply = self._ask(owner, wanted, until)
            end, records = _follow(reply, owner, wanted, chain)
            rcode = dns.rcode.to_text(reply.rcode())
            if records or end == owner or rcode != "NOERROR" or len(chain) > _MAX_CHAIN:
                return DnsReply(rcode, records, tuple(chain[:_MAX_CHAIN]), _signatures(reply, end, wanted))
            owner = end

    def _ask(self, owner: dns.name.Name, rdtype: dns.rdatatype.RdataType, until: float) -> dns.message.Message:
        """The first usable reply of any server; a SERVFAIL or REFUSED of one is kept until another says better."""
        if not self.servers:
            raise DnsFailed("no resolver is configured", timed_out=False)
        worst: dns.message.Message | None = None
        problem = "no answer from the resolver"
        timed_out = True
        for attempt in range(3):
            for ip, port in self.servers:
                left = until - self._clock.monotonic()
                if left <= 0 or self._cancelled.is_set():
                    break
                message = _question(owner, rdtype)
                try:
                    reply = self._exchange(message, ip, port, min(left, _TRY * (attempt + 1)))
                except dns.exception.Timeout:
                    continue
                except (OSError, dns.exception.DNSException, ValueError) as error:
                    problem, timed_out = f"resolver {ip}: {type(error).__name__}", False
                    continue
                if reply.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                    return reply
                worst = reply
            if worst is not None:
                return worst
        raise DnsFailed(problem, timed_out=timed_out)

    def _exchange(self, message: dns.message.Message, ip: str, port: int, seconds: float) -> dns.message.Message:
        """One question over UDP, and over TCP where the answer was cut off. Raises Timeout, also when cancelled."""
        try:
            reply = self._over_udp(message, ip, port, seconds)
        except dns.message.Truncated:
            return dns.query.tcp(message, ip, timeout=min(seconds, _TRY), port=port)
        if not message.is_response(reply):
            raise dns.query.BadResponse
        return reply

    def _over_udp(self, message: dns.message.Message, ip: str, port: int, seconds: float) -> dns.message.Message:
        """Wait in slices, so that a cancelled scan does not wait for a silent resolver."""
        until = self._clock.monotonic() + seconds
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            dns.query.send_udp(sock, message, (ip, port), expiration=time.time() + seconds)
            while not self._cancelled.is_set() and self._clock.monotonic() < until:
                try:
                    reply: dns.message.Message = dns.query.receive_udp(
                        sock,
                        (ip, port),
                        expiration=time.time() + _SLICE,
                        ignore_unexpected=True,
                        raise_on_truncation=True,
                    )[0]
                except dns.exception.Timeout:
                    continue
                return reply
        raise dns.exception.Timeout


def _question(owner: dns.name.Name, rdtype: dns.rdatatype.RdataType) -> dns.message.Message:
    signed = dns.rdatatype.to_text(rdtype) in SIGNED_TYPES
    message = dns.message.make_query(owner, rdtype, use_edns=0, payload=_PAYLOAD, want_dnssec=signed)
    if signed:
        message.flags |= dns.flags.CD
    return message


def _signatures(reply: dns.message.Message, owner: dns.name.Name, covered: dns.rdatatype.RdataType) -> tuple[str, ...]:
    """The RRSIG records of a name and type in one reply."""
    found = [one for one in reply.answer[:_MAX_RECORDS] if one.name == owner and one.covers == covered]
    return tuple(sorted(record.to_text()[:_MAX_TEXT] for one in found for record in list(one)[:_MAX_RECORDS]))


def _follow(
    reply: dns.message.Message, owner: dns.name.Name, wanted: dns.rdatatype.RdataType, chain: list[str]
) -> tuple[dns.name.Name, tuple[str, ...]]:
    """Walk the CNAMEs within one reply; the name at their end and the wanted records there."""
    sets = {(found.name, found.rdtype): found for found in reply.answer[:_MAX_RECORDS]}
    while len(chain) <= _MAX_CHAIN:
        found = sets.get((owner, wanted))
        if found is not None:
            texts = [record.to_text()[:_MAX_TEXT] for record in list(found)[:_MAX_RECORDS]]
            return owner, tuple(sorted(texts))
        alias = sets.get((owner, dns.rdatatype.CNAME))
        if alias is None:
            break
        owner = next(iter(alias)).target
        chain.append(owner.to_text(omit_final_dot=True).lower())
    return owner, ()


def _system_servers() -> tuple[tuple[str, int], ...]:
    try:
        system = dns.resolver.Resolver(configure=True)
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple((str(server), system.port) for server in system.nameservers if "://" not in str(server))


def has_ipv6_route() -> bool:
    """Whether this machine has a route to the IPv6 internet. Nothing is sent: a datagram socket only looks it up."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
            sock.connect(("2001:db8::1", 9))  # RFC 3849, documentation
            return ipaddress.ip_address(sock.getsockname()[0].partition("%")[0]).is_global
    except OSError:
        return False
