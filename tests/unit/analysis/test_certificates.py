from datetime import UTC, date, datetime

import pytest

from secscan.analysis.certificates import covers, problems
from tests.unit.builders import NOW
from tests.unit.tls_evidence import HOST, assessment, certificate


@pytest.mark.parametrize(
    ("names", "host", "covered"),
    [
        (("contoh.go.id",), "contoh.go.id", True),
        (("CONTOH.go.id",), "contoh.GO.ID", True),
        (("contoh.go.id",), "www.contoh.go.id", False),
        (("*.contoh.go.id",), "www.contoh.go.id", True),
        (("*.contoh.go.id",), "contoh.go.id", False),
        (("*.contoh.go.id",), "a.b.contoh.go.id", False),
        (("w*.contoh.go.id",), "www.contoh.go.id", False),
        (("www.*.go.id",), "www.contoh.go.id", False),
        (("*",), "localhost", False),
        (("*.id",), "contoh.id", False),
        (("xn--bcher-kva.contoh.go.id",), "xn--bcher-kva.contoh.go.id", True),
        (("10.1.2.3",), "10.1.2.3", True),
        (("10.1.2.3",), "10.1.2.4", False),
        (("*.1.2.3",), "10.1.2.3", False),
        (("2001:db8::1",), "2001:0db8:0::1", True),
        ((), "contoh.go.id", False),
    ],
)
def test_names_cover_hosts(names: tuple[str, ...], host: str, covered: bool) -> None:
    """RFC 9525 section 6.3: wildcards stand for one whole label, the leftmost."""
    assert covers(names, host) is covered


def test_only_links_of_the_path_are_judged() -> None:
    """A root that was sent, and a certificate that is no part of the path, prove nothing and so cannot be weak."""
    root = certificate(sha256="cc", self_signed=True, signature_hash="sha1", key_type="RSA", key_bits=1024, names=())
    stray = certificate(sha256="dd", signature_hash="sha1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    link = certificate(sha256="bb", signature_hash="sha1", not_after=datetime(2026, 9, 15, tzinfo=UTC))
    fine = assessment(chain=(certificate(), root, stray), path=("aa",))
    assert problems(fine, HOST, NOW.date(), NOW) == ()
    weak = assessment(chain=(certificate(), link), path=("aa", "bb"))
    assert problems(weak, HOST, NOW.date(), NOW) == ("intermediate_expired", "weak_signature")


def test_problems_add_up() -> None:
    tls = assessment(chain=(certificate(names=("x.id",), not_after=datetime(2026, 9, 2, tzinfo=UTC)),))
    assert problems(tls, HOST, NOW.date(), NOW) == ("expired", "name_mismatch")


def test_fourteen_days_are_enough() -> None:
    tls = assessment(chain=(certificate(not_after=datetime(2026, 10, 15, 3, 0, tzinfo=UTC)),))
    assert problems(tls, HOST, date(2026, 10, 1), NOW) == ()
    assert problems(tls, HOST, date(2026, 10, 5), NOW) == ("expires_soon",)


@pytest.mark.parametrize(
    ("kind", "bits", "short"),
    [
        ("RSA", 2048, False),
        ("RSA", 2047, True),
        ("EC", 256, False),
        ("EC", 224, True),
        ("Ed25519", 256, False),
        ("", 0, False),
    ],
)
def test_key_sizes(kind: str, bits: int, short: bool) -> None:
    tls = assessment(chain=(certificate(key_type=kind, key_bits=bits, signature_hash=""),))
    assert problems(tls, HOST, NOW.date(), NOW) == (("short_key",) if short else ())
