"""The transfer of a zone from the Pemda's own name server (RFC 5936): DNS over TCP, one question, bounded answers."""

import socket
import struct

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from secscan.base.clock import Clock
from secscan.model.discovery import ZoneRecord
from secscan.net.guard import AuthorisedEndpoint

MAX_RECORDS = 200_000
MAX_BYTES = 64 * 1024 * 1024
DEADLINE = 60.0
"""Seconds for the whole transfer."""
_TARGETED = ("CNAME", "NS", "MX", "SRV", "A", "AAAA", "DNAME")


class TransferFailed(Exception):  # noqa: N818 - an outcome that the caller words
    """No usable transfer. `code` is refused, timeout, unreachable, broken or too_large; `detail` an rcode or error."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def transfer(zone: str, endpoint: AuthorisedEndpoint, clock: Clock) -> tuple[ZoneRecord, ...]:
    """All records of a zone, from its first SOA to its last. Raises TransferFailed."""
    until = clock.monotonic() + DEADLINE
    query = dns.message.make_query(dns.name.from_text(zone), dns.rdatatype.AXFR)
    try:
        with socket.create_connection((endpoint.ip, endpoint.port), timeout=10.0) as sock:
            wire = query.to_wire()
            sock.sendall(struct.pack("!H", len(wire)) + wire)
            return _Receiver(sock, query, until, clock).records()
    except TimeoutError:
        raise TransferFailed("timeout", endpoint.ip) from None
    except OSError as error:
        raise TransferFailed("unreachable", error.strerror or type(error).__name__) from None


class _Receiver:
    """Reads the messages of one transfer until the closing SOA."""

    def __init__(self, sock: socket.socket, query: dns.message.Message, until: float, clock: Clock) -> None:
        self._sock = sock
        self._query = query
        self._until = until
        self._clock = clock
        self._bytes = 0
        self._soas = 0

    def records(self) -> tuple[ZoneRecord, ...]:
        found: list[ZoneRecord] = []
        while self._soas < 2:
            message = self._message()
            if message.rcode() != dns.rcode.NOERROR:
                raise TransferFailed("refused", dns.rcode.to_text(message.rcode()))
            if not message.answer or (not found and message.answer[0].rdtype != dns.rdatatype.SOA):
                raise TransferFailed("broken", "no SOA")
            for rrset in message.answer:
                found.extend(self._of(rrset))
            if len(found) > MAX_RECORDS:
                raise TransferFailed("too_large", str(MAX_RECORDS))
        return tuple(found)

    def _of(self, rrset: dns.rrset.RRset) -> list[ZoneRecord]:
        kind = dns.rdatatype.to_text(rrset.rdtype)
        if kind == "SOA":
            self._soas += len(rrset)
        owner = rrset.name.to_text(omit_final_dot=True).lower()
        return [ZoneRecord(owner, kind, _target(rdata) if kind in _TARGETED else "") for rdata in rrset]

    def _message(self) -> dns.message.Message:
        """The next message. Each may be of 64 KiB at most, so that a length never asks for more."""
        size = struct.unpack("!H", self._read(2))[0]
        try:
            message = dns.message.from_wire(self._read(size), one_rr_per_rrset=True)
        except (dns.exception.DNSException, ValueError, struct.error) as error:
            raise TransferFailed("broken", type(error).__name__) from None
        if message.id != self._query.id:
            raise TransferFailed("broken", "id")
        return message

    def _read(self, size: int) -> bytes:
        self._bytes += size
        if self._bytes > MAX_BYTES:
            raise TransferFailed("too_large", f"{MAX_BYTES // 1024 // 1024} MB")
        parts: list[bytes] = []
        while size > 0:
            left = self._until - self._clock.monotonic()
            if left <= 0:
                raise TransferFailed("timeout", f"{DEADLINE:g} s")
            self._sock.settimeout(min(left, 10.0))
            part = self._sock.recv(min(size, 65_536))
            if not part:
                raise TransferFailed("broken", "EOF")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _target(rdata: object) -> str:
    target = getattr(rdata, "target", getattr(rdata, "exchange", getattr(rdata, "address", "")))
    return target.to_text(omit_final_dot=True).lower() if isinstance(target, dns.name.Name) else str(target)
