"""TLS servers on loopback for tests, configured by the test that starts them, and a relay that counts connections."""

import contextlib
import socket
import ssl
import struct
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from secscan.base.clock import SystemClock
from secscan.model.jobs import Pace
from secscan.model.observations import Observation, TlsAssessment
from secscan.net.budget import Budget
from secscan.probes.nursery import Nursery
from secscan.probes.tls import TlsProbe
from tests.net_support import LOOPBACK, RawServer, endpoint, raw_server

NAME = "uji.contoh.go.id"


@contextmanager
def tls_probe(workers: int = 1, extra_ca: tuple[str, ...] = ()) -> Iterator[TlsProbe]:
    """A probe with its own nursery."""
    nursery = Nursery(extra_ca)
    probe = TlsProbe(workers, nursery, SystemClock())
    try:
        yield probe
    finally:
        probe.close()
        nursery.close()


@contextmanager
def relay(target: int) -> Iterator[RawServer]:
    """A relay before a local port, which counts connections. An end on one side is passed on to the other."""

    def serve(client: socket.socket) -> None:
        with socket.create_connection((LOOPBACK, target)) as server:
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join(timeout=20)

    with raw_server(serve) as seen:
        yield seen


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def openssl_context(
    certificate: Path | None,
    key: Path | None,
    *,
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    ciphers: str = "DEFAULT",
) -> ssl.SSLContext:
    """A server context of this machine's OpenSSL, with all that it still can when it is let."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    if certificate and key:
        context.load_cert_chain(certificate, key)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version, context.maximum_version = oldest, newest
    return context


@contextmanager
def openssl_server(context: ssl.SSLContext) -> Iterator[RawServer]:
    """A threaded server that shakes hands and reads."""

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(client, server_side=True) as secure:
            secure.settimeout(10)
            secure.recv(100)

    with raw_server(serve) as server:
        yield server


@contextmanager
def s_server(certificate: Path, key: Path, *options: str) -> Iterator[int]:
    """The `openssl s_server` program with these options; the port."""
    port = free_port()
    process = subprocess.Popen(
        ["openssl", "s_server", "-accept", f"{LOOPBACK}:{port}", "-cert", certificate, "-key", key, "-quiet", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"OPENSSL_CONF": "/dev/null", "PATH": "/usr/bin:/bin"},
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


@contextmanager
def tlslite_server(
    certificate: Path, key: Path, oldest: tuple[int, int], newest: tuple[int, int], **settings: object
) -> Iterator[RawServer]:
    """A tlslite-ng server: SSLv3, RC4, 3DES, NULL and anonymous suites, which Debian's OpenSSL no longer has."""
    from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

    chain = X509CertChain()
    chain.parsePemList(certificate.read_text())
    private = parsePEMKey(key.read_text(), private=True)
    anonymous = bool(settings.pop("anonymous", False))
    wanted = HandshakeSettings()
    wanted.minVersion, wanted.maxVersion = oldest, newest
    for name, value in settings.items():
        setattr(wanted, name, value)

    def serve(client: socket.socket) -> None:
        client.settimeout(10)
        connection = TLSConnection(client)
        with contextlib.suppress(Exception):
            if anonymous:
                connection.handshakeServer(anon=True, settings=wanted)
            else:
                connection.handshakeServer(certChain=chain, privateKey=private, settings=wanted)
            connection.read(min=1, max=1)
        client.close()

    with raw_server(serve) as server:
        yield server


def hello_server(
    suites: tuple[int, ...],
    certificate: Path,
    compression: int = 0,
    after: Callable[[socket.socket], None] | None = None,
) -> Callable[[socket.socket], None]:
    """A server that answers a TLS 1.0 hello as far as its certificate, choosing the first of its suites offered.

    It stands for what no library of today can serve: EXPORT and single DES (RFC 2246), and with `after`, which goes on
    from a ServerHelloDone, for libraries with holes.
    """
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text().split("-----END CERTIFICATE-----")[0] + _END)

    def serve(client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, struct.error, IndexError):
            client.settimeout(5)
            head = client.recv(5, socket.MSG_WAITALL)
            hello = head + client.recv(struct.unpack(">H", head[3:5])[0], socket.MSG_WAITALL)
            chosen = _choose(hello, suites)
            if chosen is None:
                client.sendall(b"\x15\x03\x01\x00\x02\x02\x28")
                return
            body = b"\x03\x01" + b"\x07" * 32 + b"\x00" + struct.pack(">HB", chosen, compression)
            entry = len(der).to_bytes(3, "big") + der
            certs = len(entry).to_bytes(3, "big") + entry
            message = b"\x02" + len(body).to_bytes(3, "big") + body + b"\x0b" + len(certs).to_bytes(3, "big") + certs
            message += b"\x0e\x00\x00\x00" if after else b""
            client.sendall(b"\x16\x03\x01" + struct.pack(">H", len(message)) + message)
            if after:
                after(client)
            time.sleep(0.05)

    return serve


_END = "-----END CERTIFICATE-----\n"


def _choose(hello: bytes, suites: tuple[int, ...]) -> int | None:
    if hello[:2] != b"\x16\x03" or hello[9:11] != b"\x03\x01":
        return None
    at = 43 + 1 + hello[43]
    (length,) = struct.unpack(">H", hello[at : at + 2])
    offered = struct.unpack(f">{length // 2}H", hello[at + 2 : at + 2 + length])
    return next((suite for suite in suites if suite in offered), None)


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 10) -> None:
    """Wait until something listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def assess(
    probe: TlsProbe,
    port: int,
    name: str = NAME,
    *,
    reference: TlsAssessment | None = None,
    budget: Budget | None = None,
    seconds: float = 90,
    certificate_only: bool = False,
) -> Observation:
    """One look with a budget that does not slow a test down."""
    clock = SystemClock()
    allowed = budget or Budget(Pace(rate=400, max_connections=2, port_rate=10), clock)
    until = clock.monotonic() + seconds
    return probe.assess(endpoint(port, host=name), name, allowed, until, reference, certificate_only=certificate_only)


def tls_of(seen: Observation) -> TlsAssessment:
    """The assessment, which must be there."""
    assert isinstance(seen.payload, TlsAssessment), (seen.status, seen.detail)
    return seen.payload
