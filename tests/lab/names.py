"""A name server for tests: answers from a table that tests may change, and counts what it was asked."""

import contextlib
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class Names(socketserver.ThreadingUDPServer):
    """`table` maps a name to its address, or to several addresses of which each look-up takes the next (the last
    stays). `asked` counts the questions for addresses by name. `records` are of other types, by name and type."""

    daemon_threads = True

    def __init__(
        self,
        address: str,
        table: Mapping[str, str | list[str]],
        records: Mapping[tuple[str, str], list[str]] | None = None,
    ) -> None:
        super().__init__((address, 0), _Handler)
        self.table = dict(table)
        self.records = dict(records or {})
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()

    @property
    def place(self) -> str:
        """What `[dns] resolver` is set to."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"

    def answer(self, name: str) -> str | None:
        with self.lock:
            known = self.table.get(name)
            turn = self.asked[name]
            self.asked[name] += 1
        if isinstance(known, list):
            return known[min(turn, len(known) - 1)]
        return known


class _Handler(socketserver.BaseRequestHandler):
    server: Names

    def handle(self) -> None:
        data, sock = self.request
        query = dns.message.from_wire(data)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        alias = self.server.records.get((name, "CNAME"))
        if alias and kind != "CNAME":  # followed here, as resolvers do
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "CNAME", *alias))
            name = alias[0].rstrip(".")
        held = self.server.records.get((name, kind))
        if held:
            reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *held))
        elif name not in self.server.table and not any(name == other for other, _ in self.server.records):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.A:
            address = self.server.answer(name)
            if address:
                reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "A", address))
        sock.sendto(reply.to_wire(), self.client_address)

    def finish(self) -> Any:
        return None


@contextlib.contextmanager
def name_server(
    address: str,
    table: Mapping[str, str | list[str]],
    records: Mapping[tuple[str, str], list[str]] | None = None,
) -> Iterator[Names]:
    """The name server on a free UDP port of that address."""
    with Names(address, table, records) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
