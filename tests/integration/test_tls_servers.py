"""The TLS probe against real servers, compared with what was configured and with sslyze's own complete scan."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from sslyze import (
    ScanCommandAttemptStatusEnum,
    Scanner,
    ServerNetworkConfiguration,
    ServerNetworkLocation,
    ServerScanRequest,
)
from sslyze.scanner.models import AllScanCommandsAttempts

from secscan.model.enums import Status
from secscan.model.observations import Answer, TlsAssessment, TlsVersion
from secscan.probes.tls import TlsProbe
from secscan.probes.tls_worker.suites import BROKEN_FAMILIES, families
from tests.certificate_support import ec_key, leaf, rsa_key, write
from tests.net_support import LOOPBACK
from tests.tls_support import (
    NAME,
    assess,
    hello_server,
    openssl_context,
    openssl_server,
    raw_server,
    relay,
    s_server,
    tls_of,
    tls_probe,
    tlslite_server,
)

V = ssl.TLSVersion
OLDEST, V11, V12, V13 = V.TLSv1, V.TLSv1_1, V.TLSv1_2, V.TLSv1_3
NEVER = {"NULL", "EXPORT", "ANON", "RC4", "DES", "3DES"}


@pytest.fixture(scope="module")
def probe() -> Iterator[TlsProbe]:
    with tls_probe() as probe:
        yield probe


@pytest.fixture(scope="module")
def rsa_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write(tmp_path_factory.mktemp("rsa"), leaf(None, NAME, key=rsa_key()))


@pytest.fixture(scope="module")
def ec_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write(tmp_path_factory.mktemp("ec"), leaf(None, NAME, key=ec_key()))


def accepted(tls: TlsAssessment) -> set[str]:
    assert all(answer is not Answer.UNKNOWN for _, answer in tls.versions), tls
    return {str(version) for version, answer in tls.versions if answer is Answer.ACCEPTED}


def weak(tls: TlsAssessment) -> set[str]:
    assert not [name for name, answer in tls.weak_families if answer is Answer.UNKNOWN]
    return {name for name, answer in tls.weak_families if answer is Answer.ACCEPTED}


def flaws(tls: TlsAssessment) -> tuple[bool | None, ...]:
    return (
        tls.compression,
        tls.secure_renegotiation,
        tls.client_renegotiation_dos,
        tls.fallback_scsv,
        tls.heartbleed,
        tls.ccs_injection,
    )


HARMLESS = (False, True, False, True, False, False)

CONFIGURATIONS = {
    "modern": (V12, V13, "ECDHE+AESGCM:ECDHE+CHACHA20", {"TLSv1.2", "TLSv1.3"}, set()),
    "only 1.3": (V13, V13, "DEFAULT", {"TLSv1.3"}, set()),
    "all of today's OpenSSL": (OLDEST, V13, "DEFAULT", {"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"}, {"RSA_KEX"}),
    "only 1.0": (OLDEST, OLDEST, "DEFAULT", {"TLSv1.0"}, {"RSA_KEX", "CBC_ONLY"}),
    "1.0 and 1.1": (OLDEST, V11, "ECDHE+AES", {"TLSv1.0", "TLSv1.1"}, {"CBC_ONLY"}),
    "RSA key exchange only": (V12, V12, "kRSA+AESGCM", {"TLSv1.2"}, {"RSA_KEX"}),
    "CBC only": (V12, V12, "ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA384", {"TLSv1.2"}, {"CBC_ONLY"}),
    "NULL and anonymous": (
        V12,
        V12,
        "ECDHE+AESGCM:NULL-SHA256:AECDH-AES128-SHA",
        {"TLSv1.2"},
        {"NULL", "ANON", "RSA_KEX"},
    ),
    "NULL beside 1.3": (V12, V13, "ECDHE-RSA-NULL-SHA", {"TLSv1.2", "TLSv1.3"}, {"NULL"}),
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_openssl(name: str, probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    oldest, newest, ciphers, versions, families_wanted = CONFIGURATIONS[name]
    context = openssl_context(*rsa_files, oldest=oldest, newest=newest, ciphers=ciphers)
    with openssl_server(context) as server:
        seen = assess(probe, server.port)
        looked, at_once = server.connections, server.peak
        full = full_scan(server.port)
    tls = tls_of(seen)
    assert accepted(tls) == versions
    assert weak(tls) == families_wanted
    assert flaws(tls) == HARMLESS
    assert tls.forward_secrecy is (name != "RSA key exchange only")
    assert seen.cost.connections == looked
    assert at_once <= 2
    assert looked <= 25
    same_as_sslyze(tls, full)


def test_dh_parameters(probe: TlsProbe, rsa_files: tuple[Path, Path], tmp_path: Path) -> None:
    """A group of 1024 bits and one of 512, then one of 2048 chosen by OpenSSL."""
    parameters = tmp_path / "dh.pem"
    parameters.write_text(DH_1024)
    small = openssl_context(*rsa_files, newest=V12, ciphers="DHE-RSA-AES256-GCM-SHA384")
    small.load_dh_params(parameters)
    with openssl_server(small) as server:
        tls = tls_of(assess(probe, server.port))
        same_as_sslyze(tls, full_scan(server.port))
    assert (tls.dh_bits, weak(tls)) == (1024, {"SMALL_DH"})
    with tlslite_server(*rsa_files, (3, 1), (3, 3), keyExchangeNames=["dhe_rsa"], dhParams=(2, PRIME_512)) as server:
        tls = tls_of(assess(probe, server.port))
    assert (tls.dh_bits, "SMALL_DH" in weak(tls)) == (512, True)
    with s_server(*rsa_files, "-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384") as port:
        tls = tls_of(assess(probe, port))
    assert (tls.dh_bits or 0) >= 2048
    assert weak(tls) == set()


def test_old_suites_of_tlslite(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    """SSLv3 with RC4 and 3DES: what today's OpenSSL cannot serve."""
    ciphers = ["rc4", "3des", "aes128"]
    with tlslite_server(*rsa_files, (3, 0), (3, 3), cipherNames=ciphers, macNames=["sha", "md5"]) as server:
        seen = assess(probe, server.port)
        looked = server.connections
        full = full_scan(server.port)
    tls = tls_of(seen)
    assert accepted(tls) == {"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"}
    assert {"RC4", "3DES"} <= weak(tls) <= {"RC4", "3DES", "RSA_KEX", "CBC_ONLY", "SMALL_DH"}
    assert seen.cost.connections == looked <= 40
    same_as_sslyze(tls, full)


def test_null_suite_of_tlslite(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    with tlslite_server(
        *rsa_files, (3, 3), (3, 3), cipherNames=["null", "aes128gcm"], macNames=["sha", "aead"]
    ) as server:
        tls = tls_of(assess(probe, server.port))
        same_as_sslyze(tls, full_scan(server.port))
    assert "NULL" in weak(tls)


def test_export_and_single_des(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    """Suites 0x0003 (EXPORT RC4-40) and 0x0009 (DES), as far as a hello shows them; compression is negotiated."""
    with raw_server(hello_server((0x0003, 0x0009), rsa_files[0], compression=1)) as server:
        seen = assess(probe, server.port)
        looked = server.connections
    tls = tls_of(seen)
    assert accepted(tls) == {"TLSv1.0"}
    assert weak(tls) == {"EXPORT", "RC4", "DES", "RSA_KEX", "CBC_ONLY"}
    assert "TLS_RSA_EXPORT_WITH_RC4_40_MD5" in tls.weak_suites
    assert "TLS_RSA_WITH_DES_CBC_SHA" in tls.weak_suites
    assert tls.compression is True
    assert tls.forward_secrecy is False
    assert seen.cost.connections == looked <= 40


def echo_heartbeats(client: socket.socket) -> None:
    """What OpenSSL 1.0.1f did: answer a heartbeat with more than was sent (RFC 6520, CVE-2014-0160)."""
    if client.recv(65536)[:1] == b"\x18":
        client.sendall(b"\x18\x03\x01\x40\x00" + b"\x02\x3f\xfd" + b"\x01" * 16381)
        client.recv(1)


def take_early_ccs(client: socket.socket) -> None:
    """What OpenSSL 1.0.1g did: switch to encryption too early, so that the next record cannot be read."""
    if client.recv(65536)[:1] == b"\x14":
        client.sendall(b"\x15\x03\x01\x00\x02\x02\x14")
        client.recv(1)


def test_holes_in_old_libraries(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    for after, found in ((echo_heartbeats, (True, False)), (take_early_ccs, (False, True))):
        with raw_server(hello_server((0x002F,), rsa_files[0], after=after)) as server:
            tls = tls_of(assess(probe, server.port))
        assert (tls.heartbleed, tls.ccs_injection) == found


def test_client_renegotiation_without_limit(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    with s_server(*rsa_files, "-tls1_2", "-client_renegotiation") as port, relay(port) as seen:
        tls = tls_of(assess(probe, seen.port))
        same_as_sslyze(tls, full_scan(seen.port))
    assert tls.client_renegotiation_dos is True


def test_client_certificate(probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    """A server that turns away who has no certificate is assessed all the same; one that only asks is told apart."""
    for newest in (V12, V13):
        for mode in (ssl.CERT_REQUIRED, ssl.CERT_OPTIONAL):
            context = openssl_context(*rsa_files, oldest=newest, newest=newest, ciphers="ECDHE+AESGCM")
            context.verify_mode = mode
            context.load_verify_locations(rsa_files[0])
            with openssl_server(context) as server:
                tls = tls_of(assess(probe, server.port))
            assert tls.client_auth_required is (mode is ssl.CERT_REQUIRED), (newest, mode)
            assert len(accepted(tls)) == 1
            assert weak(tls) == set()
            assert tls.chain


@pytest.mark.parametrize("curve", ["X25519", "brainpoolP512r1", "secp521r1"])
def test_one_curve(curve: str, probe: TlsProbe, rsa_files: tuple[Path, Path]) -> None:
    """A server with one curve that old clients lack is no server without TLS 1.2."""
    with s_server(*rsa_files, "-tls1_2", "-groups", curve, "-cipher", "ECDHE+AESGCM") as port:
        seen = assess(probe, port)
    tls = tls_of(seen)
    assert accepted(tls) == {"TLSv1.2"}
    assert (tls.forward_secrecy, weak(tls)) == (True, set())


def test_ecdsa_and_ed25519(probe: TlsProbe, ec_files: tuple[Path, Path], tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ed25519

    edwards = write(tmp_path, leaf(None, NAME, key=ed25519.Ed25519PrivateKey.generate()))
    for files, kind in ((ec_files, "EC"), (edwards, "Ed25519")):
        with openssl_server(openssl_context(*files)) as server:
            tls = tls_of(assess(probe, server.port))
        assert tls.chain[0].key_type == kind
        assert accepted(tls) == {"TLSv1.2", "TLSv1.3"}


@pytest.mark.parametrize(("newest", "handshakes"), [(V13, 1), (V12, 2)])
def test_a_certificate_alone_costs_an_ordinary_handshake(
    newest: ssl.TLSVersion, handshakes: int, probe: TlsProbe, rsa_files: tuple[Path, Path]
) -> None:
    with openssl_server(openssl_context(*rsa_files, oldest=V12, newest=newest)) as server:
        seen = assess(probe, server.port, certificate_only=True)
        assert server.connections == handshakes
    tls = tls_of(seen)
    assert (tls.certificate_only, len(tls.chain), seen.cost.connections) == (True, 1, handshakes)
    assert tls.answer(TlsVersion.TLS1_0) is Answer.UNKNOWN


def test_a_missing_port_is_refused(probe: TlsProbe) -> None:
    from tests.tls_support import free_port

    seen = assess(probe, free_port())
    assert (seen.status, seen.cost.connections) == (Status.REFUSED, 1)


def full_scan(port: int, name: str = NAME) -> AllScanCommandsAttempts:
    """sslyze's own scan of the server, all commands."""
    location = ServerNetworkLocation(name, port, LOOPBACK)
    network = ServerNetworkConfiguration(name, network_timeout=5, network_max_retries=1)
    scanner = Scanner(per_server_concurrent_connections_limit=8)
    scanner.queue_scans([ServerScanRequest(location, network)])
    (result,) = scanner.get_results()
    assert result.scan_result is not None
    return result.scan_result


def same_as_sslyze(tls: TlsAssessment, full: AllScanCommandsAttempts) -> None:
    """Versions, families and flaws agree with the complete scan wherever that one came to a result."""
    attempts = {
        TlsVersion.SSL2: full.ssl_2_0_cipher_suites,
        TlsVersion.SSL3: full.ssl_3_0_cipher_suites,
        TlsVersion.TLS1_0: full.tls_1_0_cipher_suites,
        TlsVersion.TLS1_1: full.tls_1_1_cipher_suites,
        TlsVersion.TLS1_2: full.tls_1_2_cipher_suites,
        TlsVersion.TLS1_3: full.tls_1_3_cipher_suites,
    }
    suites: set[str] = set()
    for version, attempt in attempts.items():
        assert attempt.result is not None
        assert attempt.result.is_tls_version_supported is (tls.answer(version) is Answer.ACCEPTED), version
        suites |= {entry.cipher_suite.name for entry in attempt.result.accepted_cipher_suites}
    found = {family for suite in suites for family in families(suite)}
    for family in (*BROKEN_FAMILIES, "RSA_KEX"):
        assert (family in found) is (tls.family(family) is Answer.ACCEPTED), (family, suites)
    assert set(tls.weak_suites) <= suites
    for ours, attempt, field in (
        (tls.compression, full.tls_compression, "supports_compression"),
        (tls.secure_renegotiation, full.session_renegotiation, "supports_secure_renegotiation"),
        (tls.client_renegotiation_dos, full.session_renegotiation, "is_vulnerable_to_client_renegotiation_dos"),
        (tls.fallback_scsv, full.tls_fallback_scsv, "supports_fallback_scsv"),
        (tls.heartbleed, full.heartbleed, "is_vulnerable_to_heartbleed"),
        (tls.ccs_injection, full.openssl_ccs_injection, "is_vulnerable_to_ccs_injection"),
    ):
        if attempt.status is ScanCommandAttemptStatusEnum.COMPLETED:
            assert ours is getattr(attempt.result, field), field


DH_1024 = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAKBiSqpw/u0/dVKOoIW9TSb4bZOytxYe9cvdWhgUk5NtWJQ5uSMSydW/
Vv2NbGy2vc0Zj4r9WuPTCBoX1PXjN10WFE7VnBPmUiZ9cQVhoDGwtAHDVStVmEVj
4DUaqrB1Wzn1Evs2I7SynX9Kaj/IRWWeZeZi1lscw9+TvhPjKDpvAgEC
-----END DH PARAMETERS-----
"""

PRIME_512 = int(
    "9381D475F741C9F9D503FB3937A0D6FFDABB282DE3F91B1C02099F44E30B1519"
    "5C69EAFDFEC191D52472EF57803C6D2CCDD750F7B96F4027A80E147794248B8F",
    16,
)
