from secscan.model.enums import Reason, Status
from secscan.model.observations import DnsAnswer
from secscan.model.subjects import Domain
from secscan.net.resolver import DnsFailed, DnsReply, Resolver
from secscan.probes.dns import dns_key, look_up
from tests.net_support import FakeClock


class Scripted(Resolver):
    """A resolver that answers from a table; what is an exception is raised."""

    def __init__(self, table: dict[str, DnsReply | DnsFailed]) -> None:
        super().__init__("127.0.0.53", FakeClock())
        self.table = table
        self.asked: list[str] = []

    def query(self, name: str, rdtype: str) -> DnsReply:
        self.asked.append(rdtype)
        found = self.table[rdtype]
        if isinstance(found, DnsFailed):
            raise found
        return found


def test_records_rcodes_and_chain_are_kept() -> None:
    resolver = Scripted(
        {"A": DnsReply("NOERROR", ("192.0.2.1",), ("edge.example",)), "AAAA": DnsReply("NOERROR", (), ())}
    )
    seen = look_up("www.x.go.id", ("A", "AAAA"), resolver, FakeClock())
    assert isinstance(seen.payload, DnsAnswer)
    assert seen.status is Status.OK
    assert seen.subject == Domain("www.x.go.id")
    assert seen.job_key == dns_key("www.x.go.id", ("A", "AAAA")) == "dns|www.x.go.id|A,AAAA"
    assert seen.payload.records == {"A": ("192.0.2.1",)}
    assert seen.payload.rcodes == {"A": "NOERROR", "AAAA": "NOERROR"}
    assert seen.payload.cname_chain == ("edge.example",)
    assert seen.payload.resolver == "127.0.0.53"


def test_a_name_that_does_not_exist_is_an_answer() -> None:
    seen = look_up("x.go.id", ("A",), Scripted({"A": DnsReply("NXDOMAIN", (), ("gone.example",))}), FakeClock())
    assert seen.status is Status.OK
    assert isinstance(seen.payload, DnsAnswer)
    assert seen.payload.rcodes == {"A": "NXDOMAIN"}


def test_servfail_is_no_answer() -> None:
    seen = look_up("x.go.id", ("A",), Scripted({"A": DnsReply("SERVFAIL", (), ())}), FakeClock())
    assert (seen.status, seen.reason, seen.detail) == (Status.ERROR, Reason.DNS, "SERVFAIL")


def test_silence_is_a_timeout_and_ends_the_look() -> None:
    silent = DnsFailed("no answer", timed_out=True)
    resolver = Scripted({"A": silent, "AAAA": silent})
    seen = look_up("x.go.id", ("A", "AAAA"), resolver, FakeClock())
    assert (seen.status, seen.reason) == (Status.TIMEOUT, Reason.DNS)
    assert resolver.asked == ["A"]


def test_a_type_that_fails_does_not_hide_the_others() -> None:
    resolver = Scripted({"A": DnsReply("NOERROR", ("192.0.2.1",), ()), "CAA": DnsReply("SERVFAIL", (), ())})
    seen = look_up("x.go.id", ("A", "CAA"), resolver, FakeClock())
    assert seen.status is Status.OK
    assert isinstance(seen.payload, DnsAnswer)
    assert seen.payload.rcodes["CAA"] == "SERVFAIL"


def test_addresses_are_answered_without_asking() -> None:
    resolver = Scripted({})
    for literal, rdtype in (("127.0.0.2", "A"), ("2001:db8::1", "AAAA")):
        seen = look_up(literal, ("A", "AAAA"), resolver, FakeClock())
        assert isinstance(seen.payload, DnsAnswer)
        assert seen.payload.records == {rdtype: (literal,)}
    assert resolver.asked == []
