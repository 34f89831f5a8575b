import dns.message
import dns.name
import dns.rdatatype
import pytest

from secscan.base.errors import UsageError
from secscan.net.resolver import _follow, parse_resolver


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("10.0.0.53", ("10.0.0.53", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        (" 10.0.0.53 ", ("10.0.0.53", 53)),
    ],
)
def test_resolvers_are_addresses_with_or_without_port(text: str, server: tuple[str, int]) -> None:
    assert parse_resolver(text) == server


@pytest.mark.parametrize("text", ["dns.google", "10.0.0", "10.0.0.53:0", "10.0.0.53:99999", "10.0.0.53:x", ""])
def test_anything_else_is_a_usage_error_that_says_what_to_write(text: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_resolver(text)
    assert (error.value.code, error.value.values) == ("bad_resolver", {"value": text})


def reply(*lines: str) -> dns.message.Message:
    return dns.message.from_text(
        "\n".join(["id 1", "opcode QUERY", "rcode NOERROR", "flags QR RD RA", ";ANSWER", *lines])
    )


def test_a_chain_within_one_reply_is_walked_to_its_records() -> None:
    chain: list[str] = []
    answer = reply(
        "www.x.go.id. 60 IN CNAME edge.cdn.example.",
        "edge.cdn.example. 60 IN CNAME pop.cdn.example.",
        "pop.cdn.example. 60 IN A 192.0.2.7",
        "pop.cdn.example. 60 IN A 192.0.2.3",
    )
    end, records = _follow(answer, dns.name.from_text("www.x.go.id"), dns.rdatatype.A, chain)
    assert records == ("192.0.2.3", "192.0.2.7")
    assert chain == ["edge.cdn.example", "pop.cdn.example"]
    assert end == dns.name.from_text("pop.cdn.example")


def test_a_loop_of_aliases_ends() -> None:
    chain: list[str] = []
    answer = reply("a.example. 60 IN CNAME b.example.", "b.example. 60 IN CNAME a.example.")
    _, records = _follow(answer, dns.name.from_text("a.example"), dns.rdatatype.A, chain)
    assert records == ()
    assert len(chain) <= 9


def test_records_of_other_names_are_not_taken() -> None:
    answer = reply("evil.example. 60 IN A 192.0.2.66")
    assert _follow(answer, dns.name.from_text("www.x.go.id"), dns.rdatatype.A, [])[1] == ()
