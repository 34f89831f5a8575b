"""DMARC records against RFC 7489 sections 6.3 and 6.6.3, and RFC 9989."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.dmarc import dmarc, effective, walk
from secscan.model.observations import DnsAnswer


@pytest.mark.parametrize(
    ("record", "policy", "below", "enforced"),
    [
        ("v=DMARC1; p=reject", "reject", "reject", True),
        ("v=DMARC1;p=quarantine;sp=none", "quarantine", "none", True),
        ("v=DMARC1; p=none; rua=mailto:a@contoh.go.id", "none", "none", False),
        ("v=DMARC1; p=reject; pct=50", "reject", "reject", False),
        ("v=DMARC1; p=reject; pct=100; t=n", "reject", "reject", True),
        ("v=DMARC1; p=reject; t=y", "reject", "reject", False),
        ("v = DMARC1 ; P = Reject ; SP = Quarantine", "reject", "quarantine", True),
        ("v=DMARC1; p=tolak; rua=mailto:a@contoh.go.id", "none", "none", False),
        ("v=DMARC1; p=reject; sp=tolak", "reject", "reject", True),
    ],
)
def test_policies(record: str, policy: str, below: str, enforced: bool) -> None:
    found = dmarc([f'"{record}"'])
    assert found is not None
    assert (found.policy, found.subdomains, found.enforced) == (policy, below, enforced)


@pytest.mark.parametrize(
    "records",
    [
        [],
        ['"v=spf1 -all"'],
        ['"p=reject; v=DMARC1"'],
        ['"v=dmarc1; p=reject"'],
        ['"v=DMARC1; p=tolak"'],
        ['"v=DMARC1; p=reject"', '"v=DMARC1; p=none"'],
    ],
)
def test_what_receivers_take_for_no_policy(records: list[str]) -> None:
    assert dmarc(records) is None


def test_other_records_beside_it_do_not_matter() -> None:
    found = dmarc(['"contoh"', '"v=DMARC1; " "p=reject"'])
    assert found is not None
    assert found.policy == "reject"


@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_is_survived(records: list[str]) -> None:
    found = dmarc([f"v=DMARC1;{record}" for record in records])
    assert found is None or found.policy in ("none", "quarantine", "reject")


@pytest.mark.parametrize(
    ("record", "below", "nonexistent"),
    [
        ("v=DMARC1; p=reject", "reject", "reject"),
        ("v=DMARC1; p=reject; sp=quarantine", "quarantine", "quarantine"),
        ("v=DMARC1; p=reject; sp=quarantine; np=none", "quarantine", "none"),
        ("v=DMARC1; p=none; np=reject", "none", "reject"),
        ("v=DMARC1; p=reject; np=salah", "reject", "reject"),
    ],
)
def test_names_below(record: str, below: str, nonexistent: str) -> None:
    found = dmarc([f'"{record}"'])
    assert found is not None
    assert (found.subdomains, found.nonexistent) == (below, nonexistent)


def test_the_walk_up_the_tree() -> None:
    assert walk("contoh.go.id") == ("contoh.go.id", "go.id", "id")
    # the example of RFC 9989 section 4.10
    assert walk("a.b.c.d.e.f.g.h.i.j.mail.example.com")[:3] == (
        "a.b.c.d.e.f.g.h.i.j.mail.example.com",
        "g.h.i.j.mail.example.com",
        "h.i.j.mail.example.com",
    )


def said(name: str, *records: str, rcode: str = "NOERROR") -> dict[str, DnsAnswer]:
    held = {"TXT": tuple(f'"{one}"' for one in records)} if records else {}
    return {f"_dmarc.{name}": DnsAnswer(name=f"_dmarc.{name}", records=held, rcodes={"TXT": rcode})}


def test_the_policy_of_a_domain_above_holds_where_there_is_none_of_its_own() -> None:
    above = {**said("go.id", "v=DMARC1; p=none; sp=reject; psd=y"), **said("id", rcode="NXDOMAIN")}
    found = effective("contoh.go.id", {**said("contoh.go.id"), **above})
    assert found is not None
    assert (found.holder, found.policy) == ("go.id", "reject")
    own = effective("contoh.go.id", {**said("contoh.go.id", "v=DMARC1; p=quarantine"), **above})
    assert own is not None
    assert (own.holder, own.policy) == ("contoh.go.id", "quarantine")


def test_no_policy_anywhere_and_failed_look_ups() -> None:
    nothing = {**said("contoh.go.id"), **said("go.id"), **said("id")}
    assert effective("contoh.go.id", nothing) is None
    assert effective("contoh.go.id", {**nothing, **said("contoh.go.id", rcode="SERVFAIL")}) is None
