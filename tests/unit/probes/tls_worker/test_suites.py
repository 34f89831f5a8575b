import pytest

from secscan.model.observations import TlsVersion
from secscan.probes.tls_worker.suites import families, iana_name, is_aead, is_forward_secret, offerable


@pytest.mark.parametrize(
    ("suite", "weak"),
    [
        ("TLS_RSA_WITH_NULL_SHA256", {"NULL", "RSA_KEX"}),
        ("TLS_RSA_EXPORT_WITH_RC4_40_MD5", {"EXPORT", "RC4", "RSA_KEX"}),
        ("TLS_DH_anon_WITH_AES_128_CBC_SHA", {"ANON"}),
        ("TLS_ECDHE_RSA_WITH_RC4_128_SHA", {"RC4"}),
        ("TLS_DHE_RSA_WITH_DES_CBC_SHA", {"DES"}),
        ("TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", {"3DES"}),
        ("SSL_CK_DES_192_EDE3_CBC_WITH_MD5", {"3DES", "RSA_KEX"}),
        ("TLS_RSA_WITH_AES_256_GCM_SHA384", {"RSA_KEX"}),
        ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", set()),
        ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", set()),
        ("TLS_AES_128_GCM_SHA256", set()),
    ],
)
def test_families(suite: str, weak: set[str]) -> None:
    assert families(suite) == weak


def test_every_suite_that_can_be_offered_has_an_iana_name() -> None:
    for version in list(TlsVersion)[:5]:
        for name in offerable(version):
            assert iana_name(version, name).startswith(("TLS_", "SSL_CK_")), (version, name)


def test_modes() -> None:
    assert is_aead("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    assert is_aead("TLS_RSA_WITH_AES_128_CCM")
    assert not is_aead("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
    assert is_forward_secret("TLS_AES_128_GCM_SHA256")
    assert is_forward_secret("TLS_DHE_RSA_WITH_AES_128_CBC_SHA")
    assert not is_forward_secret("TLS_ECDH_anon_WITH_AES_128_CBC_SHA")
    assert not is_forward_secret("TLS_RSA_WITH_AES_128_CBC_SHA")
    assert not is_forward_secret("")
