"""Cipher suites: what the client libraries can offer, their IANA names, and the weak families that they belong to."""

import contextlib
from functools import cache

from nassl.legacy_ssl_client import LegacySslClient
from nassl.ssl_client import OpenSslVerifyEnum, OpenSslVersionEnum
from sslyze.plugins.openssl_cipher_suites.cipher_suites import CipherSuitesRepository
from sslyze.server_connectivity import TlsVersionEnum

from secscan.model.observations import TlsVersion

BROKEN_FAMILIES = ("NULL", "EXPORT", "ANON", "RC4", "DES", "3DES")
FAMILIES = (*BROKEN_FAMILIES, "CBC_ONLY", "RSA_KEX", "SMALL_DH")

OPENSSL_VERSIONS = {
    TlsVersion.SSL2: OpenSslVersionEnum.SSLV2,
    TlsVersion.SSL3: OpenSslVersionEnum.SSLV3,
    TlsVersion.TLS1_0: OpenSslVersionEnum.TLSV1,
    TlsVersion.TLS1_1: OpenSslVersionEnum.TLSV1_1,
    TlsVersion.TLS1_2: OpenSslVersionEnum.TLSV1_2,
    TlsVersion.TLS1_3: OpenSslVersionEnum.TLSV1_3,
}


@cache
def offerable(version: TlsVersion) -> tuple[str, ...]:
    """All suites (OpenSSL names) that the legacy client can offer under a version up to TLS 1.2, without PSK and
    SRP."""
    client = LegacySslClient(ssl_version=OPENSSL_VERSIONS[version], ssl_verify=OpenSslVerifyEnum.NONE)
    client.set_cipher_list("SSLv2" if version is TlsVersion.SSL2 else "ALL:COMPLEMENTOFALL:-PSK:-SRP")
    return tuple(name for name in client.get_cipher_list() if "PSK" not in name and "SRP" not in name)


def iana_name(version: TlsVersion, openssl_name: str) -> str:
    """The IANA name of a suite; the OpenSSL name itself where there is none."""
    if not openssl_name or version is TlsVersion.TLS1_3:
        return openssl_name
    tables = [TlsVersionEnum(OPENSSL_VERSIONS[version].value)]
    if version is TlsVersion.TLS1_2:
        tables.append(TlsVersionEnum.TLS_1_0)  # some old suites stand there only, under the names of old OpenSSL
    for table in tables:
        with contextlib.suppress(KeyError, ValueError):
            return CipherSuitesRepository.get_cipher_suite_with_openssl_name(table, openssl_name).name
    return openssl_name


def families(iana: str) -> frozenset[str]:
    """The weak families that a suite belongs to by its name (RFC 5246 appendix C, RFC 7465, RFC 8996 names)."""
    marks = {
        "NULL": "_WITH_NULL" in iana,
        "EXPORT": "EXPORT" in iana,
        "ANON": "_anon_" in iana,
        "RC4": "RC4_" in iana,
        "DES": "_WITH_DES_CBC" in iana or "_DES40_" in iana or "_CK_DES_64" in iana,
        "3DES": "3DES_EDE" in iana or "_CK_DES_192" in iana,
        "RSA_KEX": iana.startswith(("TLS_RSA_WITH", "TLS_RSA_EXPORT", "SSL_CK_")),
    }
    return frozenset(name for name, member in marks.items() if member)


def broken(iana: str) -> frozenset[str]:
    """The families of a suite that nobody should accept any more."""
    return families(iana) & frozenset(BROKEN_FAMILIES)


def is_aead(iana: str) -> bool:
    """Whether the suite encrypts and authenticates in one (RFC 5116)."""
    return any(mode in iana for mode in ("_GCM_", "_CCM", "_CHACHA20_"))


def is_forward_secret(iana: str) -> bool:
    """Whether recorded traffic stays secret when the server's key becomes known later."""
    return iana.startswith(("TLS_ECDHE_", "TLS_DHE_")) or (iana.startswith("TLS_") and "_WITH_" not in iana)
