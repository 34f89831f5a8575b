"""The states of the chain. Here dnspython signs; in tests/integration/test_dnssec.py it is BIND."""

from datetime import UTC, datetime, timedelta

import dns.dnssec
import dns.name
import dns.rrset
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dns.rdtypes.ANY.DNSKEY import DNSKEY

from secscan.analysis.dnssec import Chain, Security, chain, zones
from secscan.model.observations import DnsAnswer

NOW = datetime(2026, 10, 1, tzinfo=UTC)
SOA = "ns.contoh.test. admin.contoh.test. 1 3600 600 86400 300"
MONTH = timedelta(days=30)
NAMES = (".", "id", "go.id", "contoh.go.id")


class Signer:
    """The key of one zone, and its DS record."""

    def __init__(self, name: str) -> None:
        self.name = dns.name.from_text(name)
        self.private = Ed25519PrivateKey.generate()
        self.key: DNSKEY = dns.dnssec.make_dnskey(self.private.public_key(), dns.dnssec.ED25519, flags=257)

    @property
    def link(self) -> str:
        return dns.dnssec.make_ds(self.name, self.key, "SHA256").to_text()

    def signature(self, owner: str, rdtype: str, texts: tuple[str, ...], until: datetime) -> str:
        records = dns.rrset.from_text(dns.name.from_text(owner), 300, "IN", rdtype, *texts)
        signed = dns.dnssec.sign(records, self.private, self.name, self.key, inception=0, expiration=until)
        return signed.to_text()


def tree(until: datetime = NOW + MONTH) -> tuple[dict[str, DnsAnswer], str]:
    """Every zone from the root to the domain, each signed and linked; and the root's DS record."""
    signers = {name: Signer(name) for name in NAMES}
    answers = {}
    for above, name in zip((None, *NAMES), NAMES, strict=False):
        signer, records, signatures = signers[name], {"SOA": (SOA,)}, []
        records["DNSKEY"] = (signer.key.to_text(),)
        signatures += [signer.signature(name, one, records[one], until) for one in ("SOA", "DNSKEY")]
        if above is not None:
            records["DS"] = (signer.link,)
            signatures.append(signers[above].signature(name, "DS", records["DS"], until))
        answers[name] = answer(name, {**records, "RRSIG": tuple(signatures)})
    return answers, signers["."].link


def answer(name: str, records: dict[str, tuple[str, ...]], rcode: str = "NOERROR") -> DnsAnswer:
    return DnsAnswer(name=name, records=records, rcodes=dict.fromkeys(("SOA", "DS", "DNSKEY"), rcode))


def without(found: DnsAnswer, *types: str) -> DnsAnswer:
    return answer(found.name, {one: texts for one, texts in found.records.items() if one not in types})


def test_the_names_of_a_chain() -> None:
    assert zones("Contoh.go.id.") == NAMES


def test_a_whole_chain_is_secure() -> None:
    answers, anchor = tree()
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == Chain(Security.SECURE, "contoh.go.id")


@pytest.mark.parametrize(
    ("name", "dropped", "expected"),
    [
        ("contoh.go.id", ("DS", "DNSKEY", "RRSIG"), Chain(Security.UNSIGNED, "contoh.go.id")),
        ("contoh.go.id", ("DS",), Chain(Security.UNLINKED, "contoh.go.id")),
        ("contoh.go.id", ("DNSKEY",), Chain(Security.BOGUS, "contoh.go.id")),
        ("contoh.go.id", ("RRSIG",), Chain(Security.BOGUS, "contoh.go.id")),
        ("go.id", ("DS", "DNSKEY", "RRSIG"), Chain(Security.PARENT, "go.id")),
        (".", ("RRSIG",), Chain(Security.UNKNOWN, ".")),
    ],
)
def test_what_is_missing(name: str, dropped: tuple[str, ...], expected: Chain) -> None:
    answers, anchor = tree()
    answers[name] = without(answers[name], *dropped)
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == expected


def test_signatures_have_dates() -> None:
    answers, anchor = tree(until=NOW - timedelta(days=1))
    assert chain("contoh.go.id", answers, NOW, (anchor,)).security is Security.UNKNOWN  # the root's own: our clock?
    fresh, anchor = tree()
    assert chain("contoh.go.id", fresh, NOW + timedelta(days=90), (anchor,)).security is Security.UNKNOWN


def test_records_that_were_changed_are_bogus() -> None:
    answers, anchor = tree()
    kept = answers["contoh.go.id"].records
    answers["contoh.go.id"] = answer("contoh.go.id", {**kept, "SOA": (SOA.replace(" 1 ", " 2 "),)})
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == Chain(Security.BOGUS, "contoh.go.id")


def test_an_algorithm_that_we_do_not_know_is_no_broken_chain() -> None:
    answers, _ = tree()
    strange = ("4711 253 2 " + "AB" * 32,)
    signed = Signer(".")
    kept = without(answers["id"], "DS").records
    alone = {**kept, "DS": strange, "RRSIG": (*kept["RRSIG"], signed.signature("id", "DS", strange, NOW + MONTH))}
    root = {"SOA": (SOA,), "DNSKEY": (signed.key.to_text(),)}
    made = tuple(signed.signature(".", one, root[one], NOW + MONTH) for one in root)
    answers = {**answers, ".": answer(".", {**root, "RRSIG": made}), "id": answer("id", alone)}
    assert chain("contoh.go.id", answers, NOW, (signed.link,)) == Chain(Security.UNKNOWN, "id")


@pytest.mark.parametrize("rcode", ["SERVFAIL", "REFUSED", "TIMEOUT"])
def test_a_failed_look_up_is_unknown(rcode: str) -> None:
    answers, anchor = tree()
    answers["contoh.go.id"] = answer("contoh.go.id", {}, rcode)
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == Chain(Security.UNKNOWN, "contoh.go.id")
    del answers["contoh.go.id"]
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == Chain(Security.UNKNOWN, "contoh.go.id")


def test_a_name_that_is_no_zone_of_its_own_is_passed_through() -> None:
    answers, anchor = tree()
    answers["go.id"] = answer("go.id", {})
    # contoh.go.id is linked by keys of a zone that this chain does not have
    assert chain("contoh.go.id", answers, NOW, (anchor,)) == Chain(Security.BOGUS, "contoh.go.id")


def test_malformed_records_are_survived() -> None:
    answers, anchor = tree()
    rubbish = {"SOA": ("x",), "DS": ("kunci",), "DNSKEY": ("\\999",), "RRSIG": ("SOA 1",)}
    answers["contoh.go.id"] = answer("contoh.go.id", rubbish)
    assert chain("contoh.go.id", answers, NOW, (anchor,)).security in (Security.BOGUS, Security.UNKNOWN)
