"""Several names on one endpoint, and the certificates that each is shown: nginx and OpenSSL as they really behave."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.checks import tls_certificate
from secscan.model.enums import Outcome, Status
from secscan.model.observations import Answer, ChainState, TlsVersion
from secscan.probes.nursery import Nursery
from secscan.probes.tls import TlsProbe
from tests.certificate_support import Pair, authority, leaf, rsa_key, sha1_leaf, write
from tests.integration.test_tls_servers import full_scan, same_as_sslyze
from tests.net_support import LOOPBACK, RawServer
from tests.tls_support import (
    assess,
    free_port,
    openssl_context,
    openssl_server,
    relay,
    s_server,
    tls_of,
    tls_probe,
    wait_for,
)
from tests.unit.builders import app, context
from tests.unit.tls_evidence import host, https, look

GOOD, SAME, WEAK = "satu.contoh.go.id", "dua.contoh.go.id", "tiga.contoh.go.id"
ROOT = authority("Akar Uji")
MIDDLE = authority("Uji Intermediate CA", ROOT)


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsProbe]:
    extra = tmp_path_factory.mktemp("ca") / "akar.pem"
    extra.write_bytes(b"a comment\n" + ROOT.pem)
    with tls_probe(extra_ca=(str(extra),)) as probe:
        yield probe


@contextmanager
def nginx(folder: Path, servers: str) -> Iterator[RawServer]:
    """nginx with these `server` blocks, in which PORT stands for its port, behind a counting relay."""
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"{servers.replace('PORT', f'{LOOPBACK}:{port} ssl')} }}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        with relay(port) as seen:
            yield seen
    finally:
        process.terminate()
        process.wait(10)


def block(files: tuple[Path, Path], name: str, more: str = "", listen: str = "PORT") -> str:
    return (
        f"server {{ listen {listen}; server_name {name}; ssl_certificate {files[0]}; "
        f"ssl_certificate_key {files[1]}; {more} return 200 'halo'; }}\n"
    )


def test_three_names_on_one_port(probe: TlsProbe, tmp_path: Path) -> None:
    """The second name costs few connections; the third, whose suites differ, is assessed apart.

    nginx 1.22 takes `ssl_protocols` of the default server for all names (until 1.27.3), but suites of each.
    """
    files = {name: write(tmp_path, leaf(MIDDLE, name, key=rsa_key()), MIDDLE, name=name) for name in (GOOD, SAME, WEAK)}
    strong = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;"
    weak = "ssl_protocols TLSv1.2; ssl_ciphers AES128-SHA256;"
    servers = block(files[GOOD], GOOD, strong) + block(files[SAME], SAME, strong) + block(files[WEAK], WEAK, weak)
    with nginx(tmp_path, servers) as seen:
        first = assess(probe, seen.port, GOOD)
        alone = seen.connections
        second = assess(probe, seen.port, SAME, reference=tls_of(first))
        both = seen.connections
        third = assess(probe, seen.port, WEAK, reference=tls_of(first))
    good, same, apart = tls_of(first), tls_of(second), tls_of(third)
    assert good.errors == (), "nginx answers every hello, so that nothing is left unknown"
    assert alone == first.cost.connections <= 25
    assert both - alone == second.cost.connections <= 8
    assert (same.same_as, same.copied, same.own) == (GOOD, True, False)
    assert same.weak_families == good.weak_families
    assert (good.chain[0].names, same.chain[0].names) == ((GOOD,), (SAME,))
    assert (apart.own, apart.family("RSA_KEX"), apart.forward_secrecy) == (True, Answer.ACCEPTED, False)
    assert good.family("RSA_KEX") is Answer.REJECTED
    assert third.cost.connections <= 40
    assert {tls.chain_state for tls in (good, same, apart)} == {ChainState.TRUSTED}


def test_protocols_by_name_are_reported_as_they_are_served(probe: TlsProbe, tmp_path: Path) -> None:
    """Whatever nginx makes of `ssl_protocols` in a second server, the openssl program sees the same as the probe."""
    files = {name: write(tmp_path, leaf(MIDDLE, name, key=rsa_key()), MIDDLE, name=name) for name in (GOOD, WEAK)}
    servers = block(files[GOOD], GOOD, "ssl_protocols TLSv1.2 TLSv1.3;") + block(
        files[WEAK], WEAK, "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"
    )
    with nginx(tmp_path, servers) as seen:
        first = tls_of(assess(probe, seen.port, GOOD))
        second = tls_of(assess(probe, seen.port, WEAK, reference=first))
        for tls in (first, second):
            for version, option in (
                (TlsVersion.TLS1_0, "-tls1"),
                (TlsVersion.TLS1_2, "-tls1_2"),
                (TlsVersion.TLS1_3, "-tls1_3"),
            ):
                truth = openssl_accepts(seen.port, tls.server_name, option)
                assert (tls.answer(version) is Answer.ACCEPTED) is truth, (tls.server_name, version)


def openssl_accepts(port: int, name: str, option: str) -> bool:
    command = ["openssl", "s_client", "-connect", f"{LOOPBACK}:{port}", "-servername", name, option]
    if option != "-tls1_3":
        command += ["-cipher", "ALL:@SECLEVEL=0"]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
        env={"OPENSSL_CONF": "/dev/null", "PATH": "/usr/bin:/bin"},
    )
    return done.returncode == 0


def test_a_server_that_wants_a_known_name(probe: TlsProbe, tmp_path: Path) -> None:
    files = write(tmp_path, leaf(MIDDLE, GOOD), MIDDLE)
    refuse = "server { listen PORT default_server; ssl_reject_handshake on; }\n"
    with nginx(tmp_path, refuse + block(files, GOOD)) as seen:
        for name in ("", "lain.contoh.go.id"):
            refused = assess(probe, seen.port, name)
            assert (refused.status, refused.detail, refused.payload) == (Status.ERROR, "sni", None)
            assert refused.cost.connections <= 3
        assert tls_of(assess(probe, seen.port, GOOD)).chain[0].names == (GOOD,)


def test_no_name_gets_the_default_certificate(probe: TlsProbe, tmp_path: Path) -> None:
    files = {name: write(tmp_path, leaf(MIDDLE, name), MIDDLE, name=name) for name in (GOOD, SAME)}
    with nginx(tmp_path, block(files[GOOD], GOOD) + block(files[SAME], SAME)) as seen:
        assert tls_of(assess(probe, seen.port, "")).chain[0].names == (GOOD,)
        assert tls_of(assess(probe, seen.port, SAME)).chain[0].names == (SAME,)


HOST = "simpeg.contoh.go.id"

CERTIFICATES: dict[str, tuple[tuple[Pair, ...], Outcome, tuple[str, ...]]] = {
    "good": ((leaf(MIDDLE, HOST), MIDDLE), Outcome.PASS, ()),
    "good with root": ((leaf(MIDDLE, HOST), MIDDLE, ROOT), Outcome.PASS, ()),
    "wildcard": ((leaf(ROOT, "*.contoh.go.id"),), Outcome.PASS, ()),
    "expired": ((leaf(ROOT, HOST, days=(-90, -2)),), Outcome.FAIL, ("expired",)),
    "not yet valid": ((leaf(ROOT, HOST, days=(5, 90)),), Outcome.FAIL, ("not_yet_valid",)),
    "expires soon": ((leaf(ROOT, HOST, days=(-50, 10)),), Outcome.PARTIAL, ("expires_soon",)),
    "other name": ((leaf(ROOT, "lain.contoh.go.id"),), Outcome.FAIL, ("name_mismatch",)),
    "wildcard one level up": ((leaf(ROOT, "*.go.id"),), Outcome.FAIL, ("name_mismatch",)),
    "common name only": ((leaf(ROOT, common_name=HOST),), Outcome.FAIL, ("name_mismatch",)),
    "self-signed": ((leaf(None, HOST),), Outcome.FAIL, ("self_signed",)),
    "unknown root": ((leaf(authority("Akar Asing"), HOST),), Outcome.FAIL, ("untrusted",)),
    "missing intermediate": ((leaf(MIDDLE, HOST),), Outcome.PARTIAL, ("missing_intermediate",)),
    "RSA 1024": ((leaf(ROOT, HOST, key=rsa_key(1024)),), Outcome.FAIL, ("short_key",)),
    "all at once": (
        (leaf(None, "x.id", days=(-90, -2), key=rsa_key(1024)),),
        Outcome.FAIL,
        ("expired", "name_mismatch", "self_signed", "short_key"),
    ),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificates(name: str, probe: TlsProbe, tmp_path: Path) -> None:
    """From the certificate that a server really sends to the verdict."""
    sent, outcome, problems = CERTIFICATES[name]
    judged(probe, write(tmp_path, *sent), outcome, problems)


def test_a_certificate_signed_with_sha1(probe: TlsProbe, tmp_path: Path) -> None:
    judged(
        probe,
        write(tmp_path, sha1_leaf(tmp_path, ROOT, HOST)),
        Outcome.FAIL,
        ("weak_signature",),
    )


def judged(probe: TlsProbe, files: tuple[Path, Path], outcome: Outcome, problems: tuple[str, ...]) -> None:
    with openssl_server(openssl_context(*files)) as server:
        tls = tls_of(assess(probe, server.port, HOST))
    now = datetime.now(UTC)
    (verdict,) = tls_certificate.evaluate(app(https(), hosts=(host(look(tls, at=now)),)), context(as_of=now.date()))
    assert (verdict.outcome, verdict.facts["problems"]) == (outcome, problems)


def test_an_address_as_a_name(probe: TlsProbe, tmp_path: Path) -> None:
    files = write(tmp_path, leaf(ROOT, LOOPBACK))
    with s_server(*files) as port:
        tls = tls_of(assess(probe, port, ""))
    assert (tls.chain[0].names, tls.chain_state) == ((LOOPBACK,), ChainState.TRUSTED)


def test_a_ca_file_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unreadable"):
        Nursery((str(tmp_path / "absent.pem"),))
    (tmp_path / "der.pem").write_bytes(b"\x30\x82")
    with pytest.raises(UsageError, match="no_pem"):
        Nursery((str(tmp_path / "der.pem"),))


def test_names_that_differ_below_their_first_choice(probe: TlsProbe, tmp_path: Path) -> None:
    """All three choose the same with TLS 1.3; what they accept of TLS 1.2 is told of none but themselves."""
    files = {name: write(tmp_path, leaf(MIDDLE, name, key=rsa_key()), MIDDLE, name=name) for name in (GOOD, SAME, WEAK)}
    strong = "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;"
    dated = "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA;"
    servers = block(files[GOOD], GOOD, strong) + block(files[WEAK], WEAK, dated) + block(files[SAME], SAME, strong)
    with nginx(tmp_path, servers) as seen:
        good = tls_of(assess(probe, seen.port, GOOD))
        weak = tls_of(assess(probe, seen.port, WEAK, reference=good))
        good_after_weak = tls_of(assess(probe, seen.port, SAME, reference=weak))
    assert weak.negotiated == good.negotiated
    assert (weak.family("RSA_KEX"), good.family("RSA_KEX")) == (Answer.ACCEPTED, Answer.REJECTED)
    assert good_after_weak.family("RSA_KEX") is Answer.REJECTED, "one name's weakness is no other's"


def test_each_name_is_told_as_sslyze_tells_it_alone(probe: TlsProbe, tmp_path: Path) -> None:
    """Also the second and third, most of which is taken over from the first. nginx 1.22 has one range of versions for
    all names of a port, and suites for each."""
    files = {name: write(tmp_path, leaf(MIDDLE, name, key=rsa_key()), MIDDLE, name=name) for name in (GOOD, SAME, WEAK)}
    dated = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers {}:@SECLEVEL=0;"
    strong, weak = dated.format("ECDHE+AESGCM:ECDHE+AES"), dated.format("ECDHE+AESGCM:AES128-SHA:NULL-SHA256")
    servers = block(files[GOOD], GOOD, strong) + block(files[SAME], SAME, strong) + block(files[WEAK], WEAK, weak)
    with nginx(tmp_path, servers) as seen:
        first = tls_of(assess(probe, seen.port, GOOD))
        others = [tls_of(assess(probe, seen.port, name, reference=first)) for name in (SAME, WEAK)]
        assert [tls.same_as for tls in others if tls.copied] == [GOOD]
        for tls in (first, *others):
            same_as_sslyze(tls, full_scan(seen.port, tls.server_name))
    assert first.answer(TlsVersion.TLS1_0) is Answer.ACCEPTED
    assert others[1].family("NULL") is Answer.ACCEPTED
