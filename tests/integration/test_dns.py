"""The DNS probe against a name server on loopback."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from secscan.base.clock import SystemClock
from secscan.model.enums import Reason, Status
from secscan.model.observations import DnsAnswer, Observation
from secscan.probes.dns import look_up_all
from tests.net_support import LOOPBACK

Zone = Callable[[dns.message.Message], dns.message.Message | None]
CLOCK = SystemClock()


@contextlib.contextmanager
def name_server(zone: Zone) -> Iterator[str]:
    """Serves `zone` over UDP and TCP on one port; where it returns None, nothing is answered."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((LOOPBACK, 0))
    port = udp.getsockname()[1]
    tcp = socket.socket()
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    tcp.bind((LOOPBACK, port))
    tcp.listen(8)

    def serve_udp() -> None:
        with contextlib.suppress(OSError):
            while True:
                data, peer = udp.recvfrom(4096)
                if not data:
                    return
                reply = zone(dns.message.from_wire(data))
                if reply is not None:
                    wire = reply.to_wire(max_size=65535)
                    udp.sendto(wire if len(wire) <= 1232 else cut(reply), peer)

    def serve_tcp() -> None:
        with contextlib.suppress(OSError):
            while True:
                conn, _ = tcp.accept()
                with conn:
                    size = int.from_bytes(conn.recv(2), "big")
                    reply = zone(dns.message.from_wire(conn.recv(size)))
                    wire = reply.to_wire(max_size=65535) if reply is not None else b""
                    conn.sendall(len(wire).to_bytes(2, "big") + wire)

    for serve in (serve_udp, serve_tcp):
        threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"{LOOPBACK}:{port}"
    finally:
        for sock in (udp, tcp):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def cut(reply: dns.message.Message) -> bytes:
    """The reply that says: ask again over TCP."""
    short = dns.message.from_wire(reply.to_wire(max_size=65535))
    short.flags |= dns.flags.TC
    short.answer = []
    return short.to_wire()


RECORDS = {
    ("www.x.go.id.", "A"): ["www.x.go.id. 60 IN CNAME edge.cdn.example.", "edge.cdn.example. 60 IN A 192.0.2.9"],
    ("lazy.x.go.id.", "A"): ["lazy.x.go.id. 60 IN CNAME next.x.go.id."],
    ("next.x.go.id.", "A"): ["next.x.go.id. 60 IN A 192.0.2.4"],
    ("x.go.id.", "MX"): ["x.go.id. 60 IN MX 10 mail.x.go.id."],
    ("x.go.id.", "CAA"): ['x.go.id. 60 IN CAA 0 issue "letsencrypt.org"'],
    ("x.go.id.", "TXT"): [f'x.go.id. 60 IN TXT "{"v" * 200}{n}"' for n in range(20)],
    ("loop.x.go.id.", "A"): ["loop.x.go.id. 60 IN CNAME pool.x.go.id."],
    ("pool.x.go.id.", "A"): ["pool.x.go.id. 60 IN CNAME loop.x.go.id."],
}


def zone(query: dns.message.Message) -> dns.message.Message | None:
    question = query.question[0]
    name, rdtype = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.RA
    if name.startswith("gone"):
        reply.set_rcode(dns.rcode.NXDOMAIN)
        if name == "gone-alias.x.go.id.":
            reply.answer = [dns.rrset.from_text(name, 60, "IN", "CNAME", "bucket.cloud.example.")]
    elif name.startswith("broken"):
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif name.startswith("silent"):
        return None
    for line in RECORDS.get((name, rdtype), ()):
        owner, ttl, klass, kind, text = line.split(" ", 4)
        rrset = reply.find_rrset(
            reply.answer, dns.name.from_text(owner), dns.rdataclass.IN, dns.rdatatype.from_text(kind), create=True
        )
        rrset.add(dns.rdata.from_text(klass, kind, text), int(ttl))
    return reply


def look(name: str, *types: str) -> tuple[Observation, DnsAnswer]:
    with name_server(zone) as server:
        seen = look_up_all((name,), types or ("A",), server, CLOCK)[name]
    assert isinstance(seen.payload, DnsAnswer)
    assert seen.payload.resolver == server
    return seen, seen.payload


def test_an_alias_and_its_address() -> None:
    seen, answer = look("www.x.go.id", "A", "AAAA")
    assert seen.status is Status.OK
    assert answer.addresses == ("192.0.2.9",)
    assert answer.cname_chain == ("edge.cdn.example",)
    assert answer.rcodes == {"A": "NOERROR", "AAAA": "NOERROR"}


def test_an_alias_that_the_resolver_did_not_follow() -> None:
    assert look("lazy.x.go.id")[1].records["A"] == ("192.0.2.4",)


def test_a_loop_of_aliases_ends() -> None:
    _, answer = look("loop.x.go.id")
    assert answer.addresses == ()
    assert len(answer.cname_chain) <= 8


def test_a_dangling_alias_keeps_its_chain() -> None:
    seen, answer = look("gone-alias.x.go.id")
    assert seen.status is Status.OK
    assert answer.rcodes["A"] == "NXDOMAIN"
    assert answer.cname_chain == ("bucket.cloud.example",)


def test_types_in_presentation_form_and_a_reply_too_long_for_udp() -> None:
    _, answer = look("x.go.id", "MX", "CAA", "TXT")
    assert answer.records["MX"] == ("10 mail.x.go.id.",)
    assert answer.records["CAA"] == ('0 issue "letsencrypt.org"',)
    assert len(answer.records["TXT"]) == 20


def test_failures_are_not_answers() -> None:
    seen, answer = look("broken.x.go.id")
    assert (seen.status, seen.reason, answer.rcodes) == (Status.ERROR, Reason.DNS, {"A": "SERVFAIL"})


def test_silence_is_bounded() -> None:
    start = time.monotonic()
    seen, _ = look("silent.x.go.id", "A", "AAAA", "MX")
    assert time.monotonic() - start < 6
    assert (seen.status, seen.reason) == (Status.TIMEOUT, Reason.DNS)


def test_many_names_are_asked_side_by_side() -> None:
    names = (*(f"n{number}.x.go.id" for number in range(50)), "127.0.0.9")
    with name_server(zone) as server:
        found = look_up_all(names, ("A",), server, CLOCK)
    assert tuple(found) == names
    assert all(seen.status is Status.OK for seen in found.values())


def test_a_silent_resolver_is_not_waited_for_by_every_name() -> None:
    names = [f"app{number}.x.go.id" for number in range(60)]
    start = time.monotonic()
    with name_server(lambda _: None) as server:
        found = look_up_all(names, ("A", "AAAA"), server, CLOCK)
    assert time.monotonic() - start < 9
    assert list(found) == names
    assert {seen.status for seen in found.values()} == {Status.TIMEOUT}
