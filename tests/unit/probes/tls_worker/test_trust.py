"""Chains made of real certificates: what counts is signatures, CA flags and the store, not names or dates."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from secscan.model.observations import ChainState
from secscan.probes.tls_worker.certificates import describe
from secscan.probes.tls_worker.trust import TrustStore, issued, judge_chain, read_pem
from tests.certificate_support import NOW, Pair, authority, leaf, sha1_leaf

ROOT = authority("Akar Uji")
OTHER = authority("Akar Lain")
MIDDLE = authority("CA Antara", ROOT)
STORE = TrustStore([ROOT.certificate])


def judge(*sent: Pair, store: TrustStore = STORE, at: datetime = NOW) -> tuple[ChainState, int]:
    state, path = judge_chain([pair.certificate for pair in sent], store, at)
    return state, len(path)


def test_chains_to_a_root_in_the_store() -> None:
    server = leaf(MIDDLE, "uji.contoh.go.id")
    assert judge(server, MIDDLE) == (ChainState.TRUSTED, 2)
    assert judge(server, MIDDLE, ROOT) == (ChainState.TRUSTED, 2)
    assert judge(server, ROOT, OTHER, MIDDLE) == (ChainState.TRUSTED, 2), "the order sent does not matter"
    assert judge(leaf(ROOT, "uji.contoh.go.id")) == (ChainState.TRUSTED, 1)


def test_dates_do_not_matter_here() -> None:
    assert judge(leaf(MIDDLE, "uji", days=(-90, -1)), MIDDLE)[0] is ChainState.TRUSTED
    expired = authority("CA Lama", ROOT, days=(-900, -30))
    assert judge(leaf(expired, "uji"), expired)[0] is ChainState.TRUSTED


def test_a_path_in_date_is_preferred() -> None:
    """Two certificates of one intermediate, as after a renewal: the expired one stands first."""
    fresh = authority("CA Antara", ROOT)
    old = Pair(_renewed(fresh), fresh.key)
    server = leaf(fresh, "uji")
    _, path = judge_chain([server.certificate, old.certificate, fresh.certificate], STORE, NOW)
    assert path == (server.certificate, fresh.certificate)


def _renewed(pair: Pair) -> x509.Certificate:

    return (
        x509.CertificateBuilder()
        .subject_name(pair.certificate.subject)
        .issuer_name(ROOT.certificate.subject)
        .public_key(pair.key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=800))
        .not_valid_after(NOW - timedelta(days=10))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(ROOT.key, hashes.SHA256())  # type: ignore[arg-type]
    )


def test_self_signed() -> None:
    alone = leaf(None, "uji")
    assert judge(alone) == (ChainState.SELF_SIGNED, 1)
    assert judge(alone, store=TrustStore([alone.certificate]))[0] is ChainState.TRUSTED


def test_a_root_in_no_store_is_untrusted() -> None:
    assert judge(leaf(OTHER, "uji"), OTHER)[0] is ChainState.UNTRUSTED
    assert judge(leaf(OTHER, "uji"))[0] is ChainState.UNTRUSTED, "an unknown issuer that is no intermediate"


def test_a_missing_intermediate() -> None:
    """A leaf with certificate transparency timestamps is a public CA's; an issuer may say what it is."""
    assert judge(leaf(MIDDLE, "uji", timestamps=True))[0] is ChainState.MISSING_INTERMEDIATE
    named = authority("Uji Intermediate CA", ROOT)
    assert judge(leaf(named, "uji"))[0] is ChainState.MISSING_INTERMEDIATE
    assert judge(leaf(named, "uji"), named)[0] is ChainState.TRUSTED


def test_a_namesake_and_a_certificate_that_must_not_issue_are_no_issuers() -> None:
    impostor = authority("Akar Uji")
    assert judge(leaf(impostor, "uji"))[0] is ChainState.UNTRUSTED
    no_ca = authority("Bukan CA", ROOT, ca=False)
    assert judge(leaf(no_ca, "uji"), no_ca)[0] is ChainState.UNTRUSTED


def test_signatures_of_sha1_still_count_as_signatures(tmp_path: Path) -> None:
    old = sha1_leaf(tmp_path, ROOT, "uji.contoh.go.id")
    assert issued(old.certificate, ROOT.certificate)
    assert judge(old)[0] is ChainState.TRUSTED
    assert describe(old.certificate).signature_hash == "sha1"
    assert not issued(old.certificate, authority("Akar Uji").certificate)


def test_loops_and_crowds_end() -> None:
    crowd = [authority("CA Antara", ROOT) for _ in range(40)]
    state, _ = judge(leaf(crowd[0], "uji"), *crowd)
    assert state is ChainState.TRUSTED
    assert judge_chain([], STORE, datetime.now(UTC)) == (ChainState.UNKNOWN, ())


def test_the_public_store_knows_its_own_roots() -> None:
    public = TrustStore.public()
    assert len(public._digests) > 100
    assert not public.holds(ROOT.certificate)


def test_pem_files_may_hold_anything() -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    assert read_pem(b"x" + broken + ROOT.pem + b"y") == [ROOT.certificate]
