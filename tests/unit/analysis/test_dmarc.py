"""DMARC records against RFC 7489 sections 6.3 and 6.6.3, and RFC 9989."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.dmarc import dmarc


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
