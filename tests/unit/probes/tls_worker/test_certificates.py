from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from secscan.probes.tls_worker.certificates import describe, parse
from tests.certificate_support import authority, ec_key, leaf, rsa_key


def test_what_is_kept_of_a_certificate() -> None:
    root = authority("Akar Uji")
    kept = describe(leaf(root, "Uji.contoh.go.id", "10.1.2.3", "2001:db8::1", key=rsa_key(1024)).certificate)
    assert kept.names == ("uji.contoh.go.id", "10.1.2.3", "2001:db8::1")
    assert (kept.key_type, kept.key_bits, kept.signature_hash) == ("RSA", 1024, "sha256")
    assert (kept.subject, kept.issuer, kept.self_signed, kept.is_ca) == ("CN=uji", "CN=Akar Uji", False, False)
    assert len(kept.sha256) == 64


def test_kinds_of_keys() -> None:
    assert (describe(leaf(None, "x.id", key=ec_key(ec.SECP384R1())).certificate).key_bits) == 384
    edwards = describe(leaf(None, "x.id", key=ed25519.Ed25519PrivateKey.generate()).certificate)
    assert (edwards.key_type, edwards.signature_hash, edwards.self_signed) == ("Ed25519", "", True)


def test_a_common_name_is_no_name() -> None:
    assert describe(leaf(None, common_name="uji.contoh.go.id").certificate).names == ()


def test_hostile_subjects_are_cleaned() -> None:
    kept = describe(leaf(None, "x.id", common_name="a\x1b[31m\u202eb").certificate)
    assert "\x1b" not in kept.subject
    assert "\u202e" not in kept.subject


def test_an_unreadable_leaf_is_no_chain() -> None:
    good = leaf(None, "x.id").pem.decode()
    assert parse([good, "rubbish"])
    assert parse(["rubbish", good]) == []
