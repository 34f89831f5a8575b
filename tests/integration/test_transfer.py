"""Zone transfers from a real name server of dnspython's messages over TCP, its own and hostile ones."""

import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from secscan.base.errors import NothingLookedAtError, ScopeError
from secscan.model.enums import Intensity
from secscan.model.register import Permit, Register
from secscan.model.settings import Settings
from secscan.workflows.discover import Transfer, transferred
from tests.unit.registers import FixedClock, permit

PLACE = "127.66.53.1"
SOA = "ns1.contoh.go.id. hostmaster.contoh.go.id. 1 7200 3600 1209600 3600"
RECORDS = (
    ("contoh.go.id.", "SOA", SOA),
    ("contoh.go.id.", "NS", "ns1.contoh.go.id."),
    ("ns1.contoh.go.id.", "A", "192.0.2.1"),
    ("absen.contoh.go.id.", "A", "192.0.2.2"),
    ("lama.contoh.go.id.", "CNAME", "tiada.contoh.go.id."),
    ("contoh.go.id.", "SOA", SOA),
)
Reply = Callable[[dns.message.Message], list[bytes]]


def messages(query: dns.message.Message, records: tuple[tuple[str, str, str], ...], size: int = 2) -> list[bytes]:
    """The zone in messages of so many records, as RFC 5936 allows."""
    made = []
    for start in range(0, len(records), size):
        reply = dns.message.make_response(query)
        for owner, kind, value in records[start : start + size]:
            reply.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, value))
        made.append(reply.to_wire())
    return made


@contextmanager
def server(reply: Reply) -> Iterator[tuple[int, list[str]]]:
    """A name server on a free port, and the questions that it got."""
    asked: list[str] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            size = struct.unpack("!H", self.request.recv(2))[0]
            query = dns.message.from_wire(self.request.recv(size))
            asked.append(query.question[0].to_text())
            for wire in reply(query):
                self.request.sendall(struct.pack("!H", len(wire)) + wire)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server((PLACE, 0), Handler) as made:
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield made.server_address[1], asked
        made.shutdown()


def ask(port: int, *permits: Permit) -> list[str]:
    register = Register(permits=permits or (permit("contoh.go.id", f"{PLACE}/32"),))
    clock = _Clock(datetime(2026, 10, 1, 5, 0, tzinfo=UTC))
    return [one.name for one in transferred(Transfer("contoh.go.id", PLACE, port), register, Settings(), clock).names]


class _Clock(FixedClock):
    """The day is fixed, time goes on."""

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.mark.parametrize("size", [1, 2, 6])
def test_the_names_of_a_zone(size: int) -> None:
    with server(lambda query: messages(query, RECORDS, size)) as (port, asked):
        assert ask(port) == ["ns1.contoh.go.id", "absen.contoh.go.id", "lama.contoh.go.id"]
    assert asked == ["contoh.go.id. IN AXFR"]


@pytest.mark.parametrize(
    "permits",
    [
        (),
        (permit("contoh.go.id"),),
        (permit(f"{PLACE}/32"),),
        (permit("lain.go.id", f"{PLACE}/32"),),
        (permit("contoh.go.id", f"{PLACE}/32", until=date(2026, 9, 30)),),
        (permit("contoh.go.id", f"{PLACE}/32", intensity=Intensity.PASSIVE),),
    ],
)
def test_without_permits_for_zone_and_server_nothing_is_sent(permits: tuple[Permit, ...]) -> None:
    with server(lambda query: messages(query, RECORDS)) as (port, asked):
        register = Register(permits=permits)
        with pytest.raises(ScopeError, match="no_transfer_permit"):
            transferred(Transfer("contoh.go.id", PLACE, port), register, Settings(), FixedClock())
    assert asked == []


def test_two_letters_may_name_zone_and_server() -> None:
    with server(lambda query: messages(query, RECORDS)) as (port, _):
        assert ask(port, permit("*.contoh.go.id"), permit("127.66.53.0/24", letter="ST/2"))


def refusing(query: dns.message.Message) -> list[bytes]:
    reply = dns.message.make_response(query)
    reply.set_rcode(dns.rcode.REFUSED)
    return [reply.to_wire()]


def other_id(query: dns.message.Message) -> list[bytes]:
    query.id ^= 1
    return messages(query, RECORDS)


def endless(query: dns.message.Message) -> list[bytes]:
    one = dns.message.make_response(query)
    one.answer.append(dns.rrset.from_text("contoh.go.id.", 60, "IN", "SOA", SOA))
    more = dns.message.make_response(query)
    for number in range(2_000):
        more.answer.append(dns.rrset.from_text(f"n{number}.contoh.go.id.", 60, "IN", "A", "192.0.2.9"))
    return [one.to_wire(), *[more.to_wire()] * 120]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (refusing, "transfer_refused"),
        (lambda query: messages(query, RECORDS[:-1]), "transfer_broken"),
        (lambda query: messages(query, RECORDS[1:]), "transfer_broken"),
        (lambda _: [b"\xff" * 40], "transfer_broken"),
        (lambda _: [b""], "transfer_broken"),
        (other_id, "transfer_broken"),
        (endless, "transfer_too_large"),
    ],
)
def test_what_is_no_zone_is_told(reply: Reply, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secscan.net.transfer.MAX_RECORDS", 5_000)  # 200,000 take half a minute to read
    with server(reply) as (port, _), pytest.raises(NothingLookedAtError, match=code):
        ask(port)


def test_a_closed_port(tmp_path: Path) -> None:
    with pytest.raises(NothingLookedAtError, match="transfer_unreachable"):
        ask(1)
